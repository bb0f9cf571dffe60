import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import {
  type AssetStatus,
  type CheckNode,
  createDataVersionLog,
  type DataVersionLog,
  type KeyId,
  type RunEvent,
  type RunPlan,
  type RunStatus,
  readDataVersionRecord,
  type StoredRunEvent,
} from "@headwater/model";
import type { SubscribeResult } from "@headwater/protocol";
import {
  CannotCarry,
  carryHistory,
  createPools,
  driveRun,
  endLostRuns,
  endUnfinishedRun,
  enqueuedSteps,
  finishCarrying,
  type LatestValue,
  openStore,
  type Pools,
  previewCarry,
  recordVersions,
  type StepRequest,
  type Store,
  type StoreError,
  storageFolder,
} from "headwater/engine";
import { CannotRun } from "./cannotRun.ts";
import { captureOutput } from "./output.ts";
import { planRequested, type RequestedRun } from "./planRequested.ts";
import { type PreparedProject, projectPreparer } from "./prepare.ts";
import type { RunListener, RunService, RunSubscriber } from "./runService.ts";

/** The one process that runs a project: it owns the history, the queue of runs and the workers. */
export interface Host extends RunService {
  /** How many runs are queued or running. */
  unfinished(): number;
  /** Settles when no run is queued or running. */
  idle(): Promise<void>;
  /** Settles when the history can no longer be written; never otherwise. */
  readonly failed: Promise<StoreError>;
  /** Stops everything at once. Runs that have not ended are recorded as canceled as far as they can be. */
  close(): void;
}

interface QueuedRun {
  readonly runId: string;
  readonly project: PreparedProject;
  readonly plan: RunPlan;
  readonly abort: AbortController;
}

/** How many steps run at the same time where nobody says: one for each processor. */
export function defaultConcurrency(): number {
  return Math.max(1, availableParallelism());
}

/** Opens the project as its host. The caller holds the project's lock. */
export function openHost(projectFolder: string, stateFolder: string): Host {
  const store = openStore(projectFolder);
  endLostRuns(store);
  const places = { store, storage: storageFolder(projectFolder) };
  finishCarrying(places);
  const prepare = projectPreparer(projectFolder, stateFolder);
  const queue: QueuedRun[] = [];
  const listeners = new Map<string, RunListener>();
  const subscribers = new Set<RunSubscriber>();
  const latest = new Map<KeyId, LatestValue>();
  let versions = createDataVersionLog();
  const readLatest = () => {
    latest.clear();
    versions = createDataVersionLog(store.latestRecords().map(({ asset, ...record }) => readDataVersionRecord(asset, record)));
    for (const { key, runId, valueStored } of store.latest()) latest.set(key, { runId, valueStored });
  };
  readLatest();
  const pools = createPools();
  const failed = Promise.withResolvers<StoreError>();
  let failure: StoreError | undefined;
  let working: Promise<void> | undefined;

  store.onCommitted((events) => {
    for (const { event, runId } of events) {
      if (event.type === "ASSET_MATERIALIZATION") latest.set(event.asset, { runId, valueStored: event.valueStored });
    }
    for (const [runId, own] of Map.groupBy(events, (event) => event.runId)) listeners.get(runId)?.(own);
    for (const subscriber of subscribers) subscriber.events(events);
  });
  store.onFailed((error) => {
    failure = error;
    failed.resolve(error);
    for (const run of queue) run.abort.abort();
  });

  async function work(): Promise<void> {
    for (let run = queue[0]; run !== undefined; run = queue[0]) {
      try {
        await runOne(store, run, { latest, versions }, pools);
      } catch (error) {
        // A fault of ours, not of the user's code: the run still ends.
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        endUnfinishedRun(store, run.runId, { name: "InternalError", message });
      }
      store.flush();
      run.project.release();
      queue.shift();
      listeners.delete(run.runId);
    }
    working = undefined;
  }

  const past = (): SubscribeResult => {
    const shown = new Set([...store.runs(1).map(({ runId }) => runId), ...store.unfinishedRuns()]);
    const assets = new Map<KeyId, AssetStatus>(
      store.latestRecords().map(({ asset: key, ...latestRecord }) => [key, { key, latestRecord }]),
    );
    for (const { key, runId, timestamp, metadata } of store.latest()) {
      const latestMaterialization = { runId, timestamp, metadata };
      const known = { ...assets.get(key), key };
      assets.set(key, { ...known, activity: "materialized", runId, endTime: timestamp, latestMaterialization });
    }
    const events = [...shown].flatMap((runId) => store.events(runId)).sort((one, other) => one.id - other.id);
    return { assets: [...assets.values()], events };
  };

  return {
    async startRun(params, onEvents, waiting = {}) {
      const project = await prepare(waiting);
      const runId = randomUUID();
      const ahead = queue.length;
      let requested: RequestedRun;
      try {
        requested = planRequested(project, store, params, defaultConcurrency());
        const { plan, selection, parentRunId } = requested;
        listeners.set(runId, onEvents);
        const parent = parentRunId === undefined ? {} : { parentRunId };
        store.append(runId, [{ type: "RUN_ENQUEUED", steps: enqueuedSteps(project.graph, plan), selection, ...parent }]);
        // The id is an acknowledgement: the run is on record before anybody hears of it.
        store.flush();
        if (failure !== undefined) throw failure;
      } catch (error) {
        listeners.delete(runId);
        project.release();
        throw error;
      }
      queue.push({ runId, project, plan: requested.plan, abort: new AbortController() });
      // The caller learns the id before the first event.
      setImmediate(() => {
        working ??= work();
      });
      return { runId, ahead, problems: [...project.problems], leftOut: requested.leftOut };
    },
    async subscribe(subscriber) {
      subscribers.add(subscriber);
      return { past: past(), end: () => subscribers.delete(subscriber) };
    },
    async carryHistory({ from, to, dryRun = false }) {
      try {
        if (dryRun) return previewCarry(places, { from, to });
        const carried = carryHistory(places, { from, to });
        readLatest();
        const changed = past();
        for (const subscriber of subscribers) subscriber.history(changed);
        return carried;
      } catch (error) {
        throw error instanceof CannotCarry ? new CannotRun(error.message) : error;
      }
    },
    runLog: async (runId) => ({ events: store.events(runId), outputs: store.outputs(runId) }),
    async cancelRun(runId) {
      const run = queue.find((candidate) => candidate.runId === runId);
      run?.abort.abort();
      return run !== undefined;
    },
    unfinished: () => queue.length,
    async idle() {
      while (queue.length > 0 || working !== undefined) {
        await new Promise((resolve) => setImmediate(resolve));
        await working;
      }
    },
    failed: failed.promise,
    close() {
      prepare.close();
      for (const { runId } of queue) endUnfinishedRun(store, runId, "canceled");
      store.close();
    },
  };
}

/** What is known of the assets from earlier runs. */
interface Known {
  readonly latest: ReadonlyMap<KeyId, LatestValue>;
  readonly versions: DataVersionLog;
}

async function runOne(store: Store, run: QueuedRun, { latest, versions: log }: Known, pools: Pools): Promise<RunStatus> {
  const { runId, project, plan, abort } = run;
  limitPools(pools, project.slots);
  const output = captureOutput((step, stream, text) => store.appendOutput(runId, { step, stream, text, timestamp: Date.now() }));
  const executor = project.pool.executorFor({
    runId,
    latest: (step) => latestOf(project, step, latest),
    onOutput: output,
  });
  const append = (event: RunEvent) => store.append(runId, [event])[0] as StoredRunEvent;
  const record = recordVersions({ runId, graph: project.graph, steps: plan.steps, log, append });
  return driveRun({ plan, executor, record, signal: abort.signal, pools });
}

/** Pools have the limits that the project has now; one that it lists no more has none. */
function limitPools(pools: Pools, slots: Readonly<Record<string, number>>): void {
  for (const pool of pools.limited()) if (!Object.hasOwn(slots, pool)) pools.setLimit(pool, undefined);
  for (const [pool, count] of Object.entries(slots)) pools.setLimit(pool, count);
}

/** What a step may want to know of the assets that it loads or checks. */
function latestOf(
  { graph }: PreparedProject,
  { assets, checks }: StepRequest,
  latest: ReadonlyMap<KeyId, LatestValue>,
): ({ readonly key: KeyId } & LatestValue)[] {
  const nodes = checks.map((id) => graph.checks.get(id)).filter((check): check is CheckNode => check !== undefined);
  const dependencies = [
    ...assets.flatMap((id) => graph.nodes.get(id)?.dependencies ?? []),
    ...nodes.flatMap(({ step }) => (step === undefined ? [] : (graph.checkSteps[step]?.dependencies ?? []))),
  ];
  const loaded = dependencies.filter(({ kind }) => kind === "data").map(({ id }) => id);
  return [...new Set([...loaded, ...nodes.map(({ asset }) => asset)])].flatMap((key) => {
    const found = latest.get(key);
    return found === undefined ? [] : [{ key, ...found }];
  });
}
