import type { KeyId } from "../keys/assetKey.ts";
import type { MetadataValue } from "../metadata/metadataValue.ts";

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
}

/** Why an asset did not materialize although it was planned (spec 4.3, ASSET_FAILED_TO_MATERIALIZE). */
export type FailureReason = "failed" | "upstreamFailed" | "canceled";

/**
 * What happens in a run, with Dagster's names (spec 4.3). A run is the list of its events; every view of it is a
 * reduction of them ({@link reduceRun}).
 */
export type RunEvent =
  | {
      readonly type: "RUN_ENQUEUED";
      /** The steps of the run, in topological order. */
      readonly steps: readonly PlannedAsset[];
      /** The selection as it was asked for. */
      readonly selection: string;
    }
  | { readonly type: "RUN_START" }
  | { readonly type: "RUN_SUCCESS" }
  | { readonly type: "RUN_FAILURE"; readonly error?: RunError }
  | { readonly type: "RUN_CANCELING" }
  | { readonly type: "RUN_CANCELED" }
  | { readonly type: "STEP_START"; readonly step: KeyId }
  | { readonly type: "LOADED_INPUT"; readonly step: KeyId; readonly inputName: string; readonly upstream: KeyId }
  | {
      readonly type: "HANDLED_OUTPUT";
      readonly step: KeyId;
      readonly ioManagerKey: string;
      readonly metadata: Readonly<Record<string, MetadataValue>>;
    }
  | {
      readonly type: "ASSET_MATERIALIZATION";
      readonly step: KeyId;
      readonly metadata: Readonly<Record<string, MetadataValue>>;
      readonly tags: Readonly<Record<string, string>>;
      /** Whether an I/O manager stored a value: false for `undefined` and for a MaterializeResult without one. */
      readonly valueStored: boolean;
    }
  | { readonly type: "STEP_SUCCESS"; readonly step: KeyId }
  | { readonly type: "STEP_FAILURE"; readonly step: KeyId; readonly error: RunError }
  | {
      readonly type: "ASSET_FAILED_TO_MATERIALIZE";
      readonly step: KeyId;
      readonly reason: FailureReason;
      /** The upstream whose failure is the reason. */
      readonly because?: KeyId;
    };

/** An asset that a run is going to materialize. */
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
