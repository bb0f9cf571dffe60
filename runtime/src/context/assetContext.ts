import type { AssetCheckKey, AssetKey } from "@headwater/model";

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
  /**
   * The asset that is being computed, observed or checked.
   *
   * @throws Error in a step of several assets: see `selectedAssetKeys`
   */
  readonly assetKey: AssetKey;
  /** The assets that this step is to compute: where it can be cut, those that were asked for. Empty for checks alone. */
  readonly selectedAssetKeys: readonly AssetKey[];
  /** The names of the outputs of these assets, for `multiAsset()`. */
  readonly selectedOutputNames: readonly string[];
  /** The checks that this step is to evaluate. */
  readonly selectedCheckKeys: readonly AssetCheckKey[];
  /** How often the step was tried before: 0 at first. Spec 4.5. */
  readonly retryNumber: number;
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

/** The context of a call outside a run, as in a unit test: what the test gives, and stand-ins for the rest. */
export function contextForTest(given: Partial<AssetContext>, assetKey: () => AssetKey): AssetContext {
  return {
    get assetKey() {
      return given.assetKey ?? assetKey();
    },
    selectedAssetKeys: given.selectedAssetKeys ?? [],
    selectedOutputNames: given.selectedOutputNames ?? [],
    selectedCheckKeys: given.selectedCheckKeys ?? [],
    retryNumber: given.retryNumber ?? 0,
    runId: given.runId ?? "direct-call",
    log: given.log ?? consoleLog,
    signal: given.signal ?? new AbortController().signal,
  };
}
