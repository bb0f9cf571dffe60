import type { KeyId } from "../keys/assetKey.ts";
import type { MetadataValue } from "../metadata/metadataValue.ts";
import type { RunError, RunEvent, StoredRunEvent } from "./events.ts";

/** The states of a run (spec 4.4). The last three are final. */
export type RunStatus = "QUEUED" | "STARTED" | "CANCELING" | "SUCCESS" | "FAILURE" | "CANCELED";

/** The states of an asset within a run. `notStarted` and `running` are not final. */
export type AssetRunStatus = "notStarted" | "running" | "materialized" | "failed" | "upstreamFailed" | "canceled";

/** One asset within a run, as every view shows it. */
export interface AssetRunView {
  readonly key: KeyId;
  readonly groupName: string;
  readonly status: AssetRunStatus;
  /** Milliseconds since the epoch. */
  readonly startTime?: number;
  readonly endTime?: number;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly error?: RunError;
  /** The upstream whose failure stopped this asset. */
  readonly because?: KeyId;
}

/** A run, as every view shows it: the reduction of its events. */
export interface RunView {
  readonly runId: string;
  readonly status: RunStatus;
  readonly selection: string;
  /** In topological order. */
  readonly assets: ReadonlyMap<KeyId, AssetRunView>;
  readonly enqueueTime?: number;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly error?: RunError;
}

/** A run of which nothing is known yet. */
export function emptyRun(runId: string): RunView {
  return { runId, status: "QUEUED", selection: "", assets: new Map() };
}

/** Whether nothing more can happen. */
export function isFinished(status: RunStatus): boolean {
  return status === "SUCCESS" || status === "FAILURE" || status === "CANCELED";
}

/** Adds events to a view, in their order. The given view is not changed; hand over the events of a moment together. */
export function reduceRun(before: RunView, events: readonly StoredRunEvent[]): RunView {
  let run = before;
  let assets: Map<KeyId, AssetRunView> | undefined;
  for (const { event, timestamp } of events) {
    if (event.type === "RUN_ENQUEUED") {
      assets = new Map(
        event.steps.map(({ key, groupName }) => [key, { key, groupName, status: "notStarted", metadata: {} } as const]),
      );
      run = { ...run, status: "QUEUED", selection: event.selection, enqueueTime: timestamp };
    } else if ("step" in event) {
      assets ??= new Map(run.assets);
      const asset = assets.get(event.step);
      if (asset !== undefined) assets.set(event.step, reduceAsset(asset, event, timestamp));
    } else {
      run = { ...run, ...reduceStatus(event, timestamp) };
    }
  }
  return assets === undefined ? run : { ...run, assets };
}

/** How many assets of a run are in each state. */
export function countByStatus(run: RunView): Record<AssetRunStatus, number> {
  const counts = { notStarted: 0, running: 0, materialized: 0, failed: 0, upstreamFailed: 0, canceled: 0 };
  for (const { status } of run.assets.values()) counts[status]++;
  return counts;
}

function reduceStatus(event: RunEvent, timestamp: number): Partial<RunView> {
  switch (event.type) {
    case "RUN_START":
      return { status: "STARTED", startTime: timestamp };
    case "RUN_CANCELING":
      return { status: "CANCELING" };
    case "RUN_SUCCESS":
      return { status: "SUCCESS", endTime: timestamp };
    case "RUN_FAILURE":
      return { status: "FAILURE", endTime: timestamp, ...(event.error === undefined ? {} : { error: event.error }) };
    case "RUN_CANCELED":
      return { status: "CANCELED", endTime: timestamp };
    default:
      return {};
  }
}

function reduceAsset(asset: AssetRunView, event: RunEvent, timestamp: number): AssetRunView {
  switch (event.type) {
    case "STEP_START":
      return { ...asset, status: "running", startTime: timestamp };
    case "HANDLED_OUTPUT":
      return { ...asset, metadata: { ...asset.metadata, ...event.metadata } };
    case "ASSET_MATERIALIZATION":
      return { ...asset, metadata: { ...asset.metadata, ...event.metadata } };
    case "STEP_SUCCESS":
      return { ...asset, status: "materialized", endTime: timestamp };
    case "STEP_FAILURE":
      return { ...asset, status: "failed", endTime: timestamp, error: event.error };
    case "ASSET_FAILED_TO_MATERIALIZE":
      if (event.reason === "failed") return asset;
      return {
        ...asset,
        status: event.reason,
        endTime: timestamp,
        ...(event.because === undefined ? {} : { because: event.because }),
      };
    default:
      return asset;
  }
}
