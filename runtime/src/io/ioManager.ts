import type { AssetKey } from "@headwater/model";
import type { StepLog } from "../context/assetContext.ts";

/** Stores the values of assets and loads them again (spec 4.8). Any object with these two functions is one. */
export interface IOManager {
  /** Stores what a compute function returned. Never called with `undefined`. What it throws fails the step. */
  handleOutput(context: OutputContext, value: unknown): void | PromiseLike<void>;
  /**
   * Loads what `handleOutput` stored for an asset, in this process or another. What it throws fails the step; a
   * {@link ValueNotFoundError} says that nothing was stored.
   */
  loadInput(context: InputContext): unknown;
}

/** What an I/O manager is told when it stores a value. */
export interface OutputContext {
  /** The asset whose value it is. */
  readonly assetKey: AssetKey;
  readonly runId: string;
  readonly log: StepLog;
  /**
   * Adds to what is shown of the materialization, by name: texts, numbers, booleans, null, dates, lists, plain objects, keys
   * and what the functions of `MetadataValue` make (spec 4.2).
   *
   * @throws TypeError for any other value
   */
  addOutputMetadata(metadata: Readonly<Record<string, unknown>>): void;
}

/** What an I/O manager is told when it loads a value. */
export interface InputContext {
  /** The asset that takes the value. */
  readonly assetKey: AssetKey;
  /** The asset whose value is loaded. */
  readonly upstreamKey: AssetKey;
  /** The name under which the compute function takes it. */
  readonly inputName: string;
  readonly runId: string;
  readonly log: StepLog;
  /** `metadata` of the input's `AssetIn`. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Nothing is stored for an asset. The step that wanted it says so with the asset's name and how to mend it. */
export class ValueNotFoundError extends Error {
  override readonly name = "ValueNotFoundError";
  readonly code = "value-not-found";
}

/** Whether an error says that nothing is stored, of this copy of the package or another. */
export function isValueNotFound(error: unknown): boolean {
  return error instanceof Error && (error as Partial<ValueNotFoundError>).code === "value-not-found";
}

/** Whether a value can serve as an I/O manager. */
export function isIoManager(value: unknown): value is IOManager {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<IOManager>).handleOutput === "function" &&
    typeof (value as Partial<IOManager>).loadInput === "function"
  );
}
