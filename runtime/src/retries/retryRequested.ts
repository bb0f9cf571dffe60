import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames, wrongOption } from "../options/readOptions.ts";

/** What `new RetryRequested()` takes. */
export interface RetryRequestedOptions {
  /** How many times after the first attempt: a whole number from 0. 1 if left out. */
  readonly maxRetries?: number;
  /** Seconds before the next attempt, 0 or more. At once if left out. */
  readonly secondsToWait?: number;
  /** The error behind it. */
  readonly cause?: unknown;
}

/**
 * Thrown by a compute function to have its step tried again (spec 4.5). It beats the step's retry policy.
 *
 * @example throw new RetryRequested({ maxRetries: 3, secondsToWait: 10, cause: error });
 * @throws TypeError for an unknown option, and for one of the wrong kind
 */
export class RetryRequested extends Error implements Branded<"retryRequested"> {
  readonly "~headwater" = { kind: "retryRequested" } as const;
  override readonly name = "RetryRequested";
  readonly maxRetries: number;
  readonly secondsToWait?: number;

  constructor(given: RetryRequestedOptions = {}) {
    checkOptionNames("RetryRequested", given, ["maxRetries", "secondsToWait", "cause"]);
    const { maxRetries = 1, secondsToWait } = given;
    if (!(Number.isSafeInteger(maxRetries) && maxRetries >= 0)) {
      throw wrongOption("RetryRequested", "maxRetries", "a whole number from 0", maxRetries);
    }
    if (secondsToWait !== undefined && !(Number.isFinite(secondsToWait) && secondsToWait >= 0)) {
      throw wrongOption("RetryRequested", "secondsToWait", "a number of seconds from 0", secondsToWait);
    }
    const retries = maxRetries === 1 ? "1 retry" : `${maxRetries} retries`;
    const wait = secondsToWait === undefined ? "" : `, after ${secondsToWait} s`;
    super(`The step asks for another attempt (at most ${retries}${wait}).`, "cause" in given ? { cause: given.cause } : {});
    this.maxRetries = maxRetries;
    if (secondsToWait !== undefined) this.secondsToWait = secondsToWait;
  }
}

/** Whether an error is a {@link RetryRequested}, of this copy of the package or another. */
export function isRetryRequested(error: unknown): error is RetryRequested {
  // The brand first: to ask a hostile proxy for its class throws.
  return brandOf(error) === "retryRequested" && error instanceof Error;
}
