import type { AssetKey } from "@headwater/model";

/** Writes what a person may want to read while an asset is computed. Several values are joined as `console` does it. */
export interface StepLog {
  /** To the step's standard output. */
  info(...values: readonly unknown[]): void;
  /** To the step's standard error. */
  warn(...values: readonly unknown[]): void;
  /** To the step's standard error. It does not fail the step: throw for that. */
  error(...values: readonly unknown[]): void;
}

/** What a compute function is told beside its inputs: its second parameter. */
export interface AssetContext {
  /** The asset that is being computed. */
  readonly assetKey: AssetKey;
  /** The run that computes it: a text that is never used twice. */
  readonly runId: string;
  readonly log: StepLog;
  /** Aborted when the run is cancelled: hand it to `fetch` and the like, so that the work stops early. */
  readonly signal: AbortSignal;
}

/** A log that writes to the standard streams. */
export const consoleLog: StepLog = {
  info: (...values) => console.info(...values),
  warn: (...values) => console.warn(...values),
  error: (...values) => console.error(...values),
};
