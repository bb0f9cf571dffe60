import { randomUUID } from "node:crypto";
import {
  type AssetKey,
  createDataVersionLog,
  emptyRun,
  type Finding,
  type KeyId,
  keyId,
  type MetadataValue,
  parseSelectOption,
  planSelection,
  type RunEvent,
  type RunView,
  reduceRun,
  resolveChecks,
  resolveSelection,
  type StepKey,
  type StoredRunEvent,
  toUserString,
} from "@headwater/model";
import { isDefinition } from "../assets/assetCall.ts";
import { AssetDefinitionError } from "../assets/assetDefinitionError.ts";
import type { AnyAsset, AssetsDefinition } from "../assets/assetsDefinition.ts";
import { checkRunConfig, type RunConfig } from "../config/runConfig.ts";
import { type AnyDefinition, Definitions, isDefinitions } from "../definitions/definitions.ts";
import { driveRun } from "../engine/driveRun.ts";
import { enqueuedSteps } from "../engine/enqueuedSteps.ts";
import { runStep, stepFailure } from "../engine/executeStep.ts";
import { assembleProject, type LoadedProject } from "../engine/loadDefinitions.ts";
import { createPools } from "../engine/pools.ts";
import { recordVersions } from "../engine/recordVersions.ts";
import { selectForRun } from "../engine/selectForRun.ts";
import type { LatestValue } from "../engine/step.ts";
import type { IOManager } from "../io/ioManager.ts";
import { MemoryIOManager } from "../io/memoryIOManager.ts";
import { checkOptionNames } from "../options/readOptions.ts";
import { type AssetSelection, isAssetSelection } from "../selection/assetSelection.ts";

/** What `materialize()` takes beside the assets. */
export interface MaterializeOptions {
  /** Resources by name, instead of those of the same name in `Definitions`. */
  readonly resources?: Readonly<Record<string, unknown>>;
  /** I/O managers by name, instead of those of the same name in `Definitions`. */
  readonly ioManagers?: Readonly<Record<string, IOManager>>;
  /**
   * Which of the assets to compute: text such as `*` for all (as if left out), `group:sales and not key:raw+` or `+clean`
   * (spec 8), or an AssetSelection.
   */
  readonly select?: string | AssetSelection;
  /** How many assets may be computed at the same time: a whole number from 1. Left out: what the executor says, else 1. */
  readonly maxConcurrent?: number;
  /** Configuration for assets with a `configSchema`, by key: `{ "sales/orders": { limit: 10 } }`. */
  readonly config?: RunConfig;
  /** Aborting it cancels the run: what runs is told through `context.signal`, what waits does not start. */
  readonly signal?: AbortSignal;
  /** Whether an asset that fails makes `materialize` reject with its error, once the run has ended. True if left out. */
  readonly raiseOnError?: boolean;
}

/** What a run in code gave. */
export interface MaterializeOutcome {
  /** Whether every asset was computed. */
  readonly success: boolean;
  readonly runId: string;
  /**
   * What an asset computed in this run.
   *
   * @throws Error if it was not computed, or stored no value
   */
  valueOf<T>(asset: AssetsDefinition<T>): T;
  /** The metadata of an asset's materialization; empty if there was none. */
  metadataOf(asset: AnyAsset): Readonly<Record<string, MetadataValue>>;
  /** Everything that happened, in its order (spec 4.3). */
  readonly events: readonly StoredRunEvent[];
  /** The run as views show it: the state, times and error of each asset. */
  readonly run: RunView;
}

const optionNames = ["resources", "ioManagers", "select", "maxConcurrent", "config", "signal", "raiseOnError"];

/**
 * Computes assets in this process and keeps their values in memory: for tests of your own assets. Nothing is written to
 * the project, unless an I/O manager or an asset does so.
 *
 * @param assets assets, checks and Definitions; they have to hold every asset that one of them loads
 * @example expect((await materialize([rawCustomers, cleanCustomers])).valueOf(cleanCustomers)).toHaveLength(3);
 * @throws AssetDefinitionError with everything that is wrong with the assets together
 * @throws RunConfigError where `config` does not fit
 * @throws SelectionError where `select` cannot be read or names what does not exist
 * @throws the error of the first asset that failed, unless `raiseOnError` is false
 */
export async function materialize(
  assets: readonly (AnyDefinition | Definitions)[] | Definitions,
  options: MaterializeOptions = {},
): Promise<MaterializeOutcome> {
  checkOptions(options);
  const project = assemble(isDefinitions(assets) ? [assets] : assets, options);
  const { select = "*" } = options;
  const selection = String(select);
  const tree = isAssetSelection(select) ? select.tree : parseSelectOption(selection);
  const selected = resolveSelection(tree, project.graph);
  const checks = resolveChecks(tree, project.graph);
  const chosen = checks === undefined ? selectForRun(project.graph, selected, tree.op === "all") : { assets: selected, checks };
  const { maxConcurrent = 1, tagConcurrencyLimits } = project.executor;
  const plan = planSelection(project.graph, chosen, {
    maxConcurrent: options.maxConcurrent ?? maxConcurrent,
    tagLimits: tagConcurrencyLimits,
  });

  const config = await checkRunConfig(project, plan, options.config ?? {});
  const runId = randomUUID();
  const memory = MemoryIOManager();
  const values = new Map<KeyId, unknown>();
  const cancel = new AbortController();
  const signal = options.signal === undefined ? cancel.signal : AbortSignal.any([options.signal, cancel.signal]);
  const events: StoredRunEvent[] = [];
  const failures = new Map<StepKey, { readonly thrown: unknown }>();
  const latest = new Map<KeyId, LatestValue>();
  const projectFolder = process.cwd();
  const append = (event: RunEvent): StoredRunEvent => {
    if (event.type === "ASSET_MATERIALIZATION") latest.set(event.asset, { runId, valueStored: event.valueStored });
    const stored = { id: events.length + 1, runId, timestamp: Date.now(), event };
    events.push(stored);
    return stored;
  };
  const record = recordVersions({ runId, graph: project.graph, steps: plan.steps, log: createDataVersionLog(), append });
  record([{ type: "RUN_ENQUEUED", steps: enqueuedSteps(project.graph, plan), selection }]);
  const status = await driveRun({
    plan,
    record,
    signal,
    pools: createPools(Object.fromEntries(project.pools)),
    executor: {
      execute: async (step, attempt) => {
        const environment = { runId, signal, projectFolder, ioManagerDefault: memory, retryNumber: attempt - 1 };
        const own = config.has(step.key) ? { config: config.get(step.key) } : {};
        const end = await runStep(project, step, { ...environment, ...own, latest: (key) => latest.get(key) });
        for (const [key, value] of end.values) values.set(key, value);
        if (end.failure === undefined) {
          failures.delete(step.key);
          return { events: end.events };
        }
        failures.set(step.key, end.failure);
        return { events: end.events, ...stepFailure(end.failure.thrown, projectFolder) };
      },
      cancel: () => cancel.abort(),
    },
  });
  const [failure] = failures.values();
  if (failure !== undefined && options.raiseOnError !== false) throw failure.thrown;

  const run = reduceRun(emptyRun(runId), events);
  return {
    success: status === "SUCCESS",
    runId,
    events,
    run,
    metadataOf: ({ key }) => run.assets.get(keyId(key))?.metadata ?? {},
    // What an asset holds is known to its type alone.
    valueOf: <T>({ key }: AssetsDefinition<T>) => {
      if (!values.has(keyId(key))) throw new Error(`"${toUserString(key)}" has no value in this run: ${whyNoValue(run, key)}.`);
      return values.get(keyId(key)) as T;
    },
  };
}

function whyNoValue(run: RunView, key: AssetKey): string {
  const status = run.assets.get(keyId(key))?.status;
  switch (status) {
    case undefined:
      return "it was not part of it";
    case "materialized":
      return "its compute function returned none";
    case "failed":
      return "it failed";
    default:
      return "something upstream of it failed";
  }
}

/** The project that the given assets and definitions make together. */
function assemble(given: readonly (AnyDefinition | Definitions)[], options: MaterializeOptions): LoadedProject {
  const listed = new Set<AnyDefinition>();
  const without = <T>(entries: Readonly<Record<string, T>>, replaced: object = {}) =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => !Object.hasOwn(replaced, name)));
  const definitions: Definitions[] = [];
  for (const item of given) {
    if (isDefinition(item)) listed.add(item);
    else if (isDefinitions(item)) {
      for (const definition of [...(item.assets ?? []), ...(item.assetChecks ?? [])]) listed.add(definition);
      definitions.push({
        ...item,
        resources: without(item.resources, options.resources),
        ioManagers: without(item.ioManagers, options.ioManagers),
      });
    } else throw new TypeError("materialize() takes a list of assets, checks and Definitions.");
  }
  const own = Definitions({ resources: options.resources ?? {}, ioManagers: options.ioManagers ?? {} });
  const project = assembleProject(
    [...listed].map((definition) => ({ definition })),
    [...definitions, own].map((made) => ({ definitions: made })),
  );
  const [first, ...others] = project.problems.filter(({ severity }) => severity === "error") as [Finding?, ...Finding[]];
  if (first !== undefined) throw new AssetDefinitionError("What materialize() was given", [first, ...others]);
  return project;
}

function checkOptions(options: MaterializeOptions): void {
  checkOptionNames("materialize()", options, optionNames);
  const { maxConcurrent = 1, select = "*" } = options;
  if (typeof select !== "string" && !isAssetSelection(select)) {
    throw new TypeError('select is text, such as "group:sales", or an AssetSelection.');
  }
  if (!Number.isInteger(maxConcurrent) || maxConcurrent < 1) throw new TypeError("maxConcurrent is a whole number from 1.");
}
