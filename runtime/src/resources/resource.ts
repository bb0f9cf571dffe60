import type { AssetKey } from "@headwater/model";
import { type Branded, brandOf } from "../brand.ts";
import type { StepLog } from "../context/assetContext.ts";
import { checkOptionNames } from "../options/readOptions.ts";

/** Something that compute functions use and that has to be opened and closed: a connection, a client (spec 4.9). */
export interface ResourceDefinition<T> extends Branded<"resource", T> {
  readonly description?: string;
  /** The resources that it is made of. */
  readonly requiredResourceKeys: readonly string[];
  setup(this: void, context: ResourceContext): T | PromiseLike<T>;
  teardown?(this: void, value: T, context: ResourceContext): void | PromiseLike<void>;
}

/** What a resource is told when it is set up and torn down. */
export interface ResourceContext {
  /** The name under which `Definitions({ resources })` has it. */
  readonly resourceKey: string;
  /** The asset for which it is set up. */
  readonly assetKey: AssetKey;
  readonly runId: string;
  readonly log: StepLog;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** The absolute path of the project's folder. */
  readonly projectFolder: string;
  /** The resources that `requiredResourceKeys` names. */
  readonly resources: Readonly<Record<string, unknown>>;
}

/** What `resource()` takes. */
export interface ResourceOptions<T> {
  /** What it is, for people. */
  readonly description?: string;
  /**
   * The resources that it is made of, by their names in `Definitions({ resources })`: they are set up before it and torn
   * down after it. Resources that need each other are an error when the project is loaded.
   */
  readonly requiredResourceKeys?: readonly string[];
  /** Opens it, before each step that needs it. What it throws fails the step. */
  readonly setup: (context: ResourceContext) => T | PromiseLike<T>;
  /**
   * Closes it, after each step that needed it, also when the step failed; several are closed in the reverse order of
   * their opening. What it throws fails a step that succeeded, and is only logged where the step has failed already.
   */
  readonly teardown?: (value: T, context: ResourceContext) => void | PromiseLike<void>;
}

/**
 * Describes a resource that is set up for each step that needs it and torn down after it (spec 4.9). A value that needs
 * neither is a resource as it is: `Definitions({ resources: { api: new Api() } })`.
 *
 * @throws TypeError where setup or teardown is not a function, and for an unknown option
 */
export function resource<T>(options: ResourceOptions<T>): ResourceDefinition<T> {
  checkOptionNames("resource()", options, ["setup", "teardown", "requiredResourceKeys", "description"]);
  if (typeof options.setup !== "function") throw new TypeError("resource() takes setup: a function that returns the resource.");
  if (options.teardown !== undefined && typeof options.teardown !== "function") {
    throw new TypeError("teardown of a resource is a function that takes what setup returned.");
  }
  const { requiredResourceKeys = [] } = options;
  if (!Array.isArray(requiredResourceKeys) || !requiredResourceKeys.every((name) => typeof name === "string")) {
    throw new TypeError("requiredResourceKeys of a resource is a list of texts.");
  }
  return { ...options, requiredResourceKeys: [...requiredResourceKeys], "~headwater": { kind: "resource" } };
}

/** Whether a value was made by `resource()`. */
export function isResource(value: unknown): value is ResourceDefinition<unknown> {
  return brandOf(value) === "resource";
}
