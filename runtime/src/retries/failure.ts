import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames, readEntries, readText, wrongOption } from "../options/readOptions.ts";

/** What `new Failure()` takes. */
export interface FailureOptions {
  /** What went wrong, for people: the message of the error. */
  readonly description?: string;
  /** What is worth knowing about it, by name (spec 4.2). */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Whether a retry policy applies. True if left out. */
  readonly allowRetries?: boolean;
  /** The error behind it. */
  readonly cause?: unknown;
}

/**
 * Thrown by a compute function to fail its step with a description and metadata, and without a retry where another attempt
 * cannot help (spec 4.5).
 *
 * @example throw new Failure({ description: "The file has no rows.", metadata: { path }, allowRetries: false });
 * @throws TypeError for an unknown option, and for one of the wrong kind
 */
export class Failure extends Error implements Branded<"failure"> {
  readonly "~headwater" = { kind: "failure" } as const;
  override readonly name = "Failure";
  readonly description?: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly allowRetries: boolean;

  constructor(given: FailureOptions = {}) {
    checkOptionNames("Failure", given, ["description", "metadata", "allowRetries", "cause"]);
    const { description } = readText("Failure", "description", given.description);
    super(description ?? "The step failed.", "cause" in given ? { cause: given.cause } : {});
    const { allowRetries = true } = given;
    if (typeof allowRetries !== "boolean") throw wrongOption("Failure", "allowRetries", "true or false", allowRetries);
    if (description !== undefined) this.description = description;
    this.metadata = readEntries("Failure", "metadata", given.metadata);
    this.allowRetries = allowRetries;
  }
}

/** Whether an error is a {@link Failure}, of this copy of the package or another. */
export function isFailure(error: unknown): error is Failure {
  // The brand first: to ask a hostile proxy for its class throws.
  return brandOf(error) === "failure" && error instanceof Error;
}
