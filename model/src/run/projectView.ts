import type { KeyId } from "../keys/assetKey.ts";
import type { MetadataValue } from "../metadata/metadataValue.ts";
import type { TaggedRecord } from "../staleness/dataVersionRecords.ts";
import type { RunError, StoredRunEvent } from "./events.ts";
import type { StepKey } from "./plan.ts";
import { type AssetRunStatus, type CheckRunView, emptyRun, type RunStatus, type RunView, reduceRun } from "./runView.ts";

/** What an asset is doing or did last, whichever run it was in. */
export type AssetActivity = "queued" | Exclude<AssetRunStatus, "notStarted">;

/** What a check of an asset found last. */
export interface CheckStatus {
  readonly name: string;
  /** `warned` and `error`: it did not pass, by its severity. */
  readonly status: "passed" | "warned" | "error";
  readonly blocking: boolean;
  readonly description?: string;
}

/** An asset as lens, graph and status bar show it. */
export interface AssetStatus {
  readonly key: KeyId;
  /** Absent where no run is known, as after a start with an empty history. */
  readonly activity?: AssetActivity;
  readonly runId?: string;
  /** When the activity began and ended, in milliseconds since the epoch. */
  readonly startTime?: number;
  readonly endTime?: number;
  readonly error?: RunError;
  /** The step that stopped it. */
  readonly because?: StepKey;
  /** Outlives later runs that fail, are canceled or never get to this asset. */
  readonly latestMaterialization?: {
    readonly runId: string;
    readonly timestamp: number;
    readonly metadata: Readonly<Record<string, MetadataValue>>;
  };
  /** The latest materialization or observation, as far as staleness asks (spec 7). */
  readonly latestRecord?: TaggedRecord;
  /** What its checks found last, in the order of their first evaluation. */
  readonly checks?: readonly CheckStatus[];
}

/** All that is known of a project's runs: the reduction of their events. */
export interface ProjectView {
  readonly runs: ReadonlyMap<string, RunView>;
  readonly assets: ReadonlyMap<KeyId, AssetStatus>;
}

/** A project of which no run is known. */
export const emptyProject: ProjectView = { runs: new Map(), assets: new Map() };

/** The runs that have not reached a final state, the oldest first. */
export function activeRuns(project: ProjectView): RunView[] {
  const final: ReadonlySet<RunStatus> = new Set(["SUCCESS", "FAILURE", "CANCELED"]);
  return [...project.runs.values()].filter(({ status }) => !final.has(status));
}

/** Adds events of any runs, in their order. The given view is not changed; hand over the events of a moment together. */
export function reduceProject(before: ProjectView, events: readonly StoredRunEvent[]): ProjectView {
  if (events.length === 0) return before;
  const runs = new Map(before.runs);
  const assets = new Map(before.assets);
  for (const [runId, own] of Map.groupBy(events, (event) => event.runId)) {
    const known = runs.get(runId);
    const run = reduceRun(known ?? emptyRun(runId), own);
    runs.set(runId, run);
    for (const [key, asset] of run.assets) {
      if (known !== undefined && known.assets.get(key) === asset) continue;
      const { status, startTime, endTime, error, because, metadata } = asset;
      const { latestMaterialization: earlier, latestRecord, checks } = assets.get(key) ?? {};
      const latest = status === "materialized" && endTime !== undefined ? { runId, timestamp: endTime, metadata } : earlier;
      assets.set(key, {
        key,
        runId,
        activity: status === "notStarted" ? "queued" : status,
        ...(startTime === undefined ? {} : { startTime }),
        ...(endTime === undefined ? {} : { endTime }),
        ...(error === undefined ? {} : { error }),
        ...(because === undefined ? {} : { because }),
        ...(latest === undefined ? {} : { latestMaterialization: latest }),
        ...(latestRecord === undefined ? {} : { latestRecord }),
        ...(checks === undefined ? {} : { checks }),
      });
    }
    for (const [id, check] of run.checks) {
      if (known !== undefined && known.checks.get(id) === check) continue;
      const found = toCheckStatus(check);
      if (found === undefined || check.asset === undefined) continue;
      const status = assets.get(check.asset) ?? { key: check.asset };
      assets.set(check.asset, { ...status, checks: withCheck(status.checks ?? [], found) });
    }
  }
  for (const { id, timestamp, event } of events) {
    if (event.type !== "ASSET_MATERIALIZATION" && event.type !== "ASSET_OBSERVATION") continue;
    const status = assets.get(event.asset) ?? { key: event.asset };
    assets.set(event.asset, { ...status, latestRecord: { eventId: id, timestamp, tags: event.tags } });
  }
  return { runs, assets };
}

/** Undefined for a check that was not evaluated: what it found before stands. */
function toCheckStatus({ id, status, asset, blocking = false, description }: CheckRunView): CheckStatus | undefined {
  if (status !== "passed" && status !== "warned" && status !== "error") return undefined;
  const name = asset === undefined ? id : id.slice(asset.length + 1);
  return { name, status, blocking, ...(description === undefined ? {} : { description }) };
}

function withCheck(checks: readonly CheckStatus[], found: CheckStatus): readonly CheckStatus[] {
  const place = checks.findIndex(({ name }) => name === found.name);
  return place < 0 ? [...checks, found] : checks.with(place, found);
}
