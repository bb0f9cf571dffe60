import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { type KeyId, parseSelection, type RunStatus } from "@headwater/model";
import type { StartRunResult } from "@headwater/protocol";
import { driveRun, endLostRuns, endUnfinishedRun, openStore, planSelection, type Store, type StoreError } from "headwater/engine";
import { captureOutput } from "./output.ts";
import { type PreparedProject, projectPreparer, selectRunnable } from "./prepare.ts";
import type { RunListener, RunService } from "./runService.ts";

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
  readonly keys: readonly KeyId[];
  readonly concurrency: number;
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
  const prepare = projectPreparer(projectFolder, stateFolder);
  const queue: QueuedRun[] = [];
  const listeners = new Map<string, RunListener>();
  const listenersToAll = new Set<RunListener>();
  const stored = new Map(store.latest().map(({ key, valueStored }) => [key, valueStored]));
  const failed = Promise.withResolvers<StoreError>();
  let failure: StoreError | undefined;
  let working: Promise<void> | undefined;

  store.onCommitted((events) => {
    for (const { event } of events) {
      if (event.type === "ASSET_MATERIALIZATION") stored.set(event.step, event.valueStored);
    }
    for (const [runId, own] of Map.groupBy(events, (event) => event.runId)) listeners.get(runId)?.(own);
    for (const listener of listenersToAll) listener(events);
  });
  store.onFailed((error) => {
    failure = error;
    failed.resolve(error);
    for (const run of queue) run.abort.abort();
  });

  async function work(): Promise<void> {
    for (let run = queue[0]; run !== undefined; run = queue[0]) {
      try {
        await runOne(store, run, stored);
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

  return {
    async startRun(params, onEvents, waiting = {}) {
      const selection = parseSelection(params.selection);
      const project = await prepare(waiting);
      const runId = randomUUID();
      const ahead = queue.length;
      let keys: readonly KeyId[];
      let leftOut: StartRunResult["leftOut"];
      try {
        ({ keys, leftOut } = selectRunnable(project, selection));
        listeners.set(runId, onEvents);
        const steps = keys.map((key) => ({ key, groupName: project.graph.nodes.get(key)?.groupName ?? "" }));
        store.append(runId, [{ type: "RUN_ENQUEUED", steps, selection: params.selection.trim() }]);
        // The id is an acknowledgement: the run is on record before anybody hears of it.
        store.flush();
        if (failure !== undefined) throw failure;
      } catch (error) {
        listeners.delete(runId);
        project.release();
        throw error;
      }
      queue.push({ runId, project, keys, concurrency: params.concurrency ?? defaultConcurrency(), abort: new AbortController() });
      // The caller learns the id before the first event.
      setImmediate(() => {
        working ??= work();
      });
      return { runId, ahead, problems: [...project.problems], leftOut };
    },
    async subscribe(onEvents) {
      listenersToAll.add(onEvents);
      const end = () => listenersToAll.delete(onEvents);
      const shown = new Set([...store.runs(1).map(({ runId }) => runId), ...store.unfinishedRuns()]);
      const assets = store.latest().map(({ key, runId, timestamp, metadata }) => ({
        key,
        activity: "materialized" as const,
        runId,
        endTime: timestamp,
        latestMaterialization: { runId, timestamp, metadata },
      }));
      const events = [...shown].flatMap((runId) => store.events(runId)).sort((one, other) => one.id - other.id);
      return { past: { assets, events }, end };
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

async function runOne(store: Store, run: QueuedRun, stored: ReadonlyMap<KeyId, boolean>): Promise<RunStatus> {
  const { runId, project, keys, concurrency, abort } = run;
  const output = captureOutput((step, stream, text) => store.appendOutput(runId, { step, stream, text, timestamp: Date.now() }));
  const executor = project.pool.executorFor({
    runId,
    withoutValue: (step) => upstreamsWithoutValue(project, step, stored),
    onOutput: output,
  });
  const plan = planSelection(project.graph, keys, concurrency);
  return driveRun({ plan, executor, record: (events) => store.append(runId, events), signal: abort.signal });
}

function upstreamsWithoutValue(project: PreparedProject, step: KeyId, stored: ReadonlyMap<KeyId, boolean>): KeyId[] {
  const dependencies = project.graph.nodes.get(step)?.dependencies ?? [];
  return dependencies.filter(({ id, kind }) => kind === "data" && stored.get(id) === false).map(({ id }) => id);
}
