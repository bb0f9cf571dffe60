import type { CheckId } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { MetadataValue } from "../metadata/metadataValue.ts";
import type { RunError, RunEvent, StoredRunEvent } from "./events.ts";
import type { StepKey } from "./plan.ts";

/** The states of a run (spec 4.4). The last three are final. */
export type RunStatus = "QUEUED" | "STARTED" | "CANCELING" | "SUCCESS" | "FAILURE" | "CANCELED";

/**
 * The states of an asset within a run. `notStarted`, `running` and `waitingToRetry` are not final. `skipped` says that
 * nothing was computed because an optional output was not given, here or upstream.
 */
export type AssetRunStatus =
  | "notStarted"
  | "running"
  | "waitingToRetry"
  | "materialized"
  | "observed"
  | "skipped"
  | "failed"
  | "upstreamFailed"
  | "canceled";

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
  /** The step that stopped this asset: it failed, or did not give what is needed. */
  readonly because?: StepKey;
}

/** The states of a check within a run. `passed` to `error` are those of an evaluation, by its severity. */
export type CheckRunStatus = "notStarted" | "running" | "passed" | "warned" | "error" | "notEvaluated";

/** One check within a run. */
export interface CheckRunView {
  readonly id: CheckId;
  readonly status: CheckRunStatus;
  readonly asset?: KeyId;
  readonly blocking?: boolean;
  readonly description?: string;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly endTime?: number;
  /** Why it was not evaluated: the failure of the step that was to do it. */
  readonly error?: RunError;
  /** The step that is the reason, where it is another one. */
  readonly because?: StepKey;
}

/** The parts of a step. */
export interface StepParts {
  readonly assets: readonly KeyId[];
  readonly checks: readonly CheckId[];
}

/** A run, as every view shows it: the reduction of its events. */
export interface RunView {
  readonly runId: string;
  readonly status: RunStatus;
  readonly selection: string;
  /** In topological order. */
  readonly assets: ReadonlyMap<KeyId, AssetRunView>;
  readonly checks: ReadonlyMap<CheckId, CheckRunView>;
  readonly steps: ReadonlyMap<StepKey, StepParts>;
  readonly parentRunId?: string;
  readonly enqueueTime?: number;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly error?: RunError;
}

/** A run of which nothing is known yet. */
export function emptyRun(runId: string): RunView {
  return { runId, status: "QUEUED", selection: "", assets: new Map(), checks: new Map(), steps: new Map() };
}

/** Whether nothing more can happen. */
export function isFinished(status: RunStatus): boolean {
  return status === "SUCCESS" || status === "FAILURE" || status === "CANCELED";
}

/** Whether a run succeeded with something to look at: a check that did not pass (spec 4.7). */
export function hasWarnings(run: RunView): boolean {
  return run.status === "SUCCESS" && [...run.checks.values()].some(({ status }) => status === "warned" || status === "error");
}

/** The checks that fail a run (spec 4.7): blocking ones of severity `ERROR`, and those whose step failed. */
export function failedChecks(run: RunView): CheckRunView[] {
  return [...run.checks.values()].filter(
    ({ status, blocking, error }) => (status === "error" && blocking) || error !== undefined,
  );
}

/** Adds events to a view, in their order. The given view is not changed; hand over the events of a moment together. */
export function reduceRun(before: RunView, events: readonly StoredRunEvent[]): RunView {
  let run = before;
  const assets = new Map(before.assets);
  const checks = new Map(before.checks);
  for (const { event, timestamp } of events) {
    if (event.type === "RUN_ENQUEUED") {
      for (const step of event.steps) {
        for (const { key, groupName } of step.assets) assets.set(key, { key, groupName, status: "notStarted", metadata: {} });
        for (const id of step.checks) checks.set(id, { id, status: "notStarted", metadata: {} });
      }
      const { selection, parentRunId } = event;
      const steps = new Map(
        event.steps.map((step) => [step.key, { assets: step.assets.map(({ key }) => key), checks: step.checks }]),
      );
      const parent = parentRunId === undefined ? {} : { parentRunId };
      run = { ...run, status: "QUEUED", selection, steps, enqueueTime: timestamp, ...parent };
    } else if ("step" in event) {
      const parts = event.step === undefined ? undefined : run.steps.get(event.step);
      for (const key of "asset" in event && !("check" in event) ? [event.asset] : (parts?.assets ?? [])) {
        const asset = assets.get(key);
        if (asset !== undefined) assets.set(key, reduceAsset(asset, event, timestamp));
      }
      for (const id of "check" in event ? [event.check] : (parts?.checks ?? [])) {
        const check = checks.get(id);
        if (check !== undefined) checks.set(id, reduceCheck(check, event, timestamp));
      }
    } else {
      run = { ...run, ...reduceStatus(event, timestamp) };
      if (isFinished(run.status)) closeChecks(checks, timestamp);
    }
  }
  return { ...run, assets, checks };
}

/** What no step got to in time will not be evaluated any more. */
function closeChecks(checks: Map<CheckId, CheckRunView>, timestamp: number): void {
  for (const [id, check] of checks) {
    if (check.status !== "notStarted" && check.status !== "running") continue;
    checks.set(id, { ...check, status: "notEvaluated", endTime: timestamp });
  }
}

/** How many assets of a run are in each state. */
export function countByStatus(run: RunView): Record<AssetRunStatus, number> {
  const counts = {
    notStarted: 0,
    running: 0,
    waitingToRetry: 0,
    materialized: 0,
    observed: 0,
    skipped: 0,
    failed: 0,
    upstreamFailed: 0,
    canceled: 0,
  };
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

/** An asset that has its result keeps it, whatever becomes of the rest of its step. */
function isSettled({ status }: AssetRunView): boolean {
  return status === "materialized" || status === "observed";
}

function reduceAsset(asset: AssetRunView, event: RunEvent, timestamp: number): AssetRunView {
  switch (event.type) {
    case "STEP_START":
      return { ...asset, status: "running", startTime: timestamp };
    case "STEP_UP_FOR_RETRY":
      return isSettled(asset) ? asset : { ...asset, status: "waitingToRetry", error: event.error };
    case "STEP_RESTARTED": {
      const { error: _, ...again } = asset;
      return isSettled(asset) ? asset : { ...again, status: "running" };
    }
    case "HANDLED_OUTPUT":
      return { ...asset, metadata: { ...asset.metadata, ...event.metadata } };
    case "ASSET_MATERIALIZATION":
    case "ASSET_OBSERVATION":
      return {
        ...asset,
        status: event.type === "ASSET_OBSERVATION" ? "observed" : "materialized",
        metadata: { ...asset.metadata, ...event.metadata },
        endTime: timestamp,
      };
    case "STEP_SUCCESS":
      return isSettled(asset) ? asset : { ...asset, status: "skipped", endTime: timestamp };
    case "STEP_SKIPPED":
      return { ...asset, status: "skipped", because: event.because, endTime: timestamp };
    case "STEP_FAILURE":
      return isSettled(asset) ? asset : { ...asset, status: "failed", endTime: timestamp, error: event.error };
    case "ASSET_FAILED_TO_MATERIALIZE":
      if (event.reason === "failed" || isSettled(asset)) return asset;
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

function reduceCheck(check: CheckRunView, event: RunEvent, timestamp: number): CheckRunView {
  switch (event.type) {
    case "STEP_START":
      return { ...check, status: "running" };
    case "ASSET_CHECK_EVALUATION": {
      const { asset, blocking, description, metadata } = event;
      const status = event.passed ? "passed" : event.severity === "WARN" ? "warned" : "error";
      const { error: _, ...known } = check;
      const told = description === undefined ? {} : { description };
      return { ...known, status, asset, blocking, metadata, endTime: timestamp, ...told };
    }
    case "STEP_FAILURE":
      return check.status === "running" ? { ...check, status: "notEvaluated", error: event.error, endTime: timestamp } : check;
    case "STEP_SUCCESS":
      return check.status === "running" ? { ...check, status: "notEvaluated", endTime: timestamp } : check;
    case "STEP_SKIPPED":
      return { ...check, status: "notEvaluated", because: event.because, endTime: timestamp };
    default:
      return check;
  }
}
