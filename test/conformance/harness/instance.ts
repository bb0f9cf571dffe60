import {
  createDataVersionLog,
  type DataVersionLog,
  emptyRun,
  type KeyId,
  keyId,
  type PartitionLookup,
  planSelection,
  type RunEvent,
  type RunPlan,
  type RunSelection,
  type RunStatus,
  type RunView,
  reduceRun,
  type SelectionPlanOptions,
  type StoredRunEvent,
} from "@headwater/model";
import { type IOManager, type RunConfig, ValueNotFoundError } from "headwater";
import {
  checkRunConfig,
  createPools,
  driveRun,
  enqueuedSteps,
  type LatestValue,
  type LoadedProject,
  recordVersions,
  runStep,
  selectForRun,
  stepFailure,
} from "headwater/engine";

/** A run that was carried out in this process by the product's own engine. */
export interface Carried {
  readonly plan: RunPlan;
  readonly status: RunStatus;
  readonly events: readonly RunEvent[];
  readonly view: RunView;
  /** What was thrown by the steps that failed, the first one first. */
  readonly thrown: readonly unknown[];
}

/** A place where values are kept between runs. */
export interface Storage {
  readonly values: Map<KeyId, unknown>;
  readonly ioManager: IOManager;
}

export function makeStorage(): Storage {
  const values = new Map<KeyId, unknown>();
  return {
    values,
    ioManager: {
      handleOutput: ({ assetKey }, value) => {
        values.set(keyId(assetKey), value);
      },
      loadInput: ({ upstreamKey }) => {
        if (!values.has(keyId(upstreamKey))) throw new ValueNotFoundError(`Nothing is stored for ${keyId(upstreamKey)}.`);
        return values.get(keyId(upstreamKey));
      },
    },
  };
}

/** A project with a history: runs see what runs before them stored. */
export interface Instance {
  readonly project: LoadedProject;
  /** What its runs have recorded of data versions. */
  readonly log: DataVersionLog;
  /** @throws PlanError, RunConfigError */
  run(selection?: RunSelection, options?: Partial<SelectionPlanOptions>, config?: RunConfig): Promise<Carried>;
}

/** What runs before have left, so that a project that has changed can go on with it. */
export interface Past {
  readonly log: DataVersionLog;
  readonly latest: Map<KeyId, LatestValue>;
  runs: number;
  /** The id of the last event. */
  lastId: number;
}

export function makePast(): Past {
  return { log: createDataVersionLog(), latest: new Map(), runs: 0, lastId: 0 };
}

/** @param versions the partition that each run computes, and what is known of partitions */
export function makeInstance(
  project: LoadedProject,
  storage: Storage = makeStorage(),
  past: Past = makePast(),
  versions: { readonly partition?: string; readonly partitions?: PartitionLookup } = {},
): Instance {
  const { latest, log } = past;
  return {
    project,
    log,
    async run(selection = everything(project), options = {}, config = {}) {
      const plan = planSelection(project.graph, selection, { maxConcurrent: 1, ...options });
      const configs = await checkRunConfig(project, plan, config);
      const runId = `run-${++past.runs}`;
      const { signal } = new AbortController();
      const events: RunEvent[] = [];
      const thrown = new Map<string, unknown>();
      const append = (event: RunEvent): StoredRunEvent => {
        if (event.type === "ASSET_MATERIALIZATION") latest.set(event.asset, { runId, valueStored: event.valueStored });
        events.push(event);
        const id = ++past.lastId;
        return { id, runId, timestamp: id, event };
      };
      const record = recordVersions({ runId, graph: project.graph, steps: plan.steps, log, append, ...versions });
      record([{ type: "RUN_ENQUEUED", steps: enqueuedSteps(project.graph, plan), selection: "*" }]);
      const environment = { runId, signal, projectFolder: process.cwd(), ioManagerDefault: storage.ioManager };
      const status = await driveRun({
        plan,
        record,
        signal,
        pools: createPools(),
        executor: {
          execute: async (step, attempt) => {
            const end = await runStep(project, step, {
              ...environment,
              ...(configs.has(step.key) ? { config: configs.get(step.key) } : {}),
              retryNumber: attempt - 1,
              latest: (key) => latest.get(key),
            });
            thrown.delete(step.key);
            if (end.failure === undefined) return { events: end.events };
            thrown.set(step.key, end.failure.thrown);
            return { events: end.events, ...stepFailure(end.failure.thrown, environment.projectFolder) };
          },
          cancel: () => {},
        },
      });
      const stored = events.map((event, id) => ({ id, runId, timestamp: id, event }));
      return { plan, status, events, view: reduceRun(emptyRun(runId), stored), thrown: [...thrown.values()] };
    },
  };
}

function everything(project: LoadedProject): RunSelection {
  return selectForRun(
    project.graph,
    [...project.graph.order].filter((id) => project.graph.nodes.get(id)?.kind === "materializable"),
    true,
  );
}

/** The assets that a run materialized, in the order of the events. */
export function materialized(events: readonly RunEvent[]): KeyId[] {
  return events.flatMap((event) => (event.type === "ASSET_MATERIALIZATION" ? event.asset : []));
}

/** Metadata as a case writes it: bare values. */
export function bareMetadata(
  metadata: RunView["assets"] extends ReadonlyMap<string, infer A> ? (A extends { metadata: infer M } ? M : never) : never,
) {
  return Object.fromEntries(Object.entries(metadata).map(([name, { value }]) => [name, value]));
}
