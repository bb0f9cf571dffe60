import type { CheckId } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { MetadataValue } from "../metadata/metadataValue.ts";
import type { StepKey } from "./plan.ts";

/** A place in the user's code. Lines and columns count from 1. */
export interface SourceLocation {
  /** Relative to the project's folder, with `/` between folders. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Why something failed, as far as it can be told to a person. */
export interface RunError {
  /** The class of the error, as in `TypeError`. */
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** The innermost place in the project's own code. */
  readonly location?: SourceLocation;
  readonly cause?: RunError;
  /** What the code that failed told besides, with `Failure({ metadata })`. */
  readonly metadata?: Readonly<Record<string, MetadataValue>>;
}

/** Why an asset did not materialize although it was planned (spec 4.3, ASSET_FAILED_TO_MATERIALIZE). */
export type FailureReason = "failed" | "upstreamFailed" | "canceled";

/** How grave a failed check is (spec 1.6). Only a blocking check of severity `ERROR` fails its step. */
export type AssetCheckSeverity = "WARN" | "ERROR";

/**
 * What happens in a run, with Dagster's names (spec 4.3). A run is the list of its events; every view of it is a
 * reduction of them ({@link reduceRun}).
 */
export type RunEvent =
  | {
      readonly type: "RUN_ENQUEUED";
      /** The steps of the run, in topological order. */
      readonly steps: readonly EnqueuedStep[];
      /** The selection as it was asked for. */
      readonly selection: string;
      /** The run of which this one runs a part again. */
      readonly parentRunId?: string;
    }
  | { readonly type: "RUN_START" }
  | { readonly type: "RUN_SUCCESS" }
  | { readonly type: "RUN_FAILURE"; readonly error?: RunError }
  | { readonly type: "RUN_CANCELING" }
  | { readonly type: "RUN_CANCELED" }
  /** Once for each step, whatever the number of attempts. */
  | { readonly type: "STEP_START"; readonly step: StepKey }
  | {
      readonly type: "STEP_UP_FOR_RETRY";
      readonly step: StepKey;
      readonly error: RunError;
      /** 0 for at once. */
      readonly secondsToWait: number;
    }
  /** The attempt is 2 for the first retry. */
  | { readonly type: "STEP_RESTARTED"; readonly step: StepKey; readonly attempt: number }
  | { readonly type: "LOADED_INPUT"; readonly step: StepKey; readonly inputName: string; readonly upstream: KeyId }
  | {
      readonly type: "HANDLED_OUTPUT";
      readonly step: StepKey;
      readonly asset: KeyId;
      readonly ioManagerKey: string;
      readonly metadata: Readonly<Record<string, MetadataValue>>;
    }
  | {
      readonly type: "ASSET_MATERIALIZATION";
      readonly step: StepKey;
      readonly asset: KeyId;
      readonly metadata: Readonly<Record<string, MetadataValue>>;
      readonly tags: Readonly<Record<string, string>>;
      /** Whether an I/O manager stored a value: false for `undefined` and for a MaterializeResult without one. */
      readonly valueStored: boolean;
      readonly dataVersion?: string;
    }
  | {
      readonly type: "ASSET_OBSERVATION";
      readonly step: StepKey;
      readonly asset: KeyId;
      readonly metadata: Readonly<Record<string, MetadataValue>>;
      readonly tags: Readonly<Record<string, string>>;
      readonly dataVersion?: string;
    }
  | {
      readonly type: "ASSET_CHECK_EVALUATION";
      readonly step: StepKey;
      readonly check: CheckId;
      readonly asset: KeyId;
      readonly passed: boolean;
      readonly severity: AssetCheckSeverity;
      readonly blocking: boolean;
      readonly description?: string;
      readonly metadata: Readonly<Record<string, MetadataValue>>;
      /** The run that materialized the asset last, as far as that is known: what the check is about. */
      readonly targetRunId?: string;
    }
  | { readonly type: "STEP_SUCCESS"; readonly step: StepKey }
  | { readonly type: "STEP_FAILURE"; readonly step: StepKey; readonly error: RunError }
  /** `because` was not given: an asset that was optional, somewhere upstream, or else a step that gave nothing. */
  | { readonly type: "STEP_SKIPPED"; readonly step: StepKey; readonly because: StepKey | KeyId }
  | {
      readonly type: "ASSET_FAILED_TO_MATERIALIZE";
      readonly step: StepKey;
      readonly asset: KeyId;
      readonly reason: FailureReason;
      /** The step that is the reason, where it is another one. */
      readonly because?: StepKey;
    }
  /** What the executor has to say, in a sentence. */
  | { readonly type: "ENGINE_EVENT"; readonly step?: StepKey; readonly message: string };

/** A step of a run, as it is told when the run is enqueued. */
export interface EnqueuedStep {
  readonly key: StepKey;
  /** The assets that it is going to materialize or observe. */
  readonly assets: readonly PlannedAsset[];
  /** The checks that it is going to evaluate. */
  readonly checks: readonly CheckId[];
}

/** An asset that a run is going to materialize or observe. */
export interface PlannedAsset {
  readonly key: KeyId;
  readonly groupName: string;
}

/** An event with its place in the history. */
export interface StoredRunEvent {
  /** Grows with every event of a project; never used twice. */
  readonly id: number;
  readonly runId: string;
  /** Milliseconds since the epoch, UTC. */
  readonly timestamp: number;
  readonly event: RunEvent;
}
