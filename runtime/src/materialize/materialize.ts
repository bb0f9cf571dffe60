import { randomUUID } from "node:crypto";
import {
  type AssetKey,
  emptyRun,
  type Finding,
  type KeyId,
  keyId,
  type MetadataValue,
  parseSelection,
  type RunEvent,
  type RunView,
  reduceRun,
  resolveSelection,
  type StoredRunEvent,
  toUserString,
} from "@headwater/model";
import { AssetDefinitionError } from "../assets/assetDefinitionError.ts";
import { type AnyAsset, type AssetsDefinition, isAsset } from "../assets/assetsDefinition.ts";
import { Definitions, isDefinitions } from "../definitions/definitions.ts";
import { driveRun } from "../engine/driveRun.ts";
import { runStep } from "../engine/executeStep.ts";
import { assembleProject, type LoadedProject } from "../engine/loadDefinitions.ts";
import { planSelection } from "../engine/planSelection.ts";
import { toRunError } from "../engine/runError.ts";
import type { IOManager } from "../io/ioManager.ts";
import { MemoryIOManager } from "../io/memoryIOManager.ts";

/** What `materialize()` takes beside the assets. */
export interface MaterializeOptions {
  /** Resources by name, instead of those of the same name in `Definitions`. */
  readonly resources?: Readonly<Record<string, unknown>>;
  /** I/O managers by name, instead of those of the same name in `Definitions`. */
  readonly ioManagers?: Readonly<Record<string, IOManager>>;
  /** Which of the assets to compute: `*` for all (as if left out), or keys as in `+clean`, `raw+`, `a b` (spec 8). */
  readonly select?: string;
  /** How many assets may be computed at the same time: a whole number from 1, which it is if left out. */
  readonly maxConcurrent?: number;
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

const optionNames = ["resources", "ioManagers", "select", "maxConcurrent", "raiseOnError"];

/**
 * Computes assets in this process and keeps their values in memory: for tests of your own assets. Nothing is written to
 * the project, unless an I/O manager or an asset does so.
 *
 * @param assets assets and Definitions; they have to hold every asset that one of them loads
 * @example expect((await materialize([rawCustomers, cleanCustomers])).valueOf(cleanCustomers)).toHaveLength(3);
 * @throws AssetDefinitionError with everything that is wrong with the assets together
 * @throws SelectionError where `select` cannot be read or names what does not exist
 * @throws the error of the first asset that failed, unless `raiseOnError` is false
 */
export async function materialize(
  assets: readonly (AnyAsset | Definitions)[] | Definitions,
  options: MaterializeOptions = {},
): Promise<MaterializeOutcome> {
  const maxConcurrent = checkOptions(options);
  const project = assemble(isDefinitions(assets) ? [assets] : (assets as readonly (AnyAsset | Definitions)[]), options);
  const selection = options.select ?? "*";
  const selected = resolveSelection(parseSelection(selection), project.graph);
  const plan = planSelection(project.graph, selected, maxConcurrent);

  const runId = randomUUID();
  const memory = MemoryIOManager();
  const values = new Map<KeyId, unknown>();
  const cancel = new AbortController();
  const events: StoredRunEvent[] = [];
  const failures: { readonly thrown: unknown }[] = [];
  const withoutValue = new Set<KeyId>();
  const projectFolder = process.cwd();
  const record = (happened: readonly RunEvent[]) => {
    const timestamp = Date.now();
    for (const event of happened) {
      if (event.type === "ASSET_MATERIALIZATION" && !event.valueStored) withoutValue.add(event.step);
      events.push({ id: events.length + 1, runId, timestamp, event });
    }
  };
  const steps = plan.steps.map(({ key }) => ({ key, groupName: project.graph.nodes.get(key)?.groupName ?? "" }));
  record([{ type: "RUN_ENQUEUED", steps, selection }]);
  const status = await driveRun({
    plan,
    record,
    signal: cancel.signal,
    executor: {
      execute: async (id) => {
        const environment = { runId, signal: cancel.signal, projectFolder, ioManagerDefault: memory };
        const end = await runStep(project, id, {
          ...environment,
          isValueStored: (key) => (withoutValue.has(key) ? false : undefined),
        });
        if (end.failure === undefined) {
          if (end.value !== undefined) values.set(id, end.value);
          return { events: end.events };
        }
        failures.push(end.failure);
        return { events: end.events, error: toRunError(end.failure.thrown, projectFolder) };
      },
      cancel: () => cancel.abort(),
    },
  });
  const [failure] = failures;
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
function assemble(given: readonly (AnyAsset | Definitions)[], options: MaterializeOptions): LoadedProject {
  const assets = new Set<AnyAsset>();
  const without = <T>(entries: Readonly<Record<string, T>>, replaced: object = {}) =>
    Object.fromEntries(Object.entries(entries).filter(([name]) => !Object.hasOwn(replaced, name)));
  const definitions: Definitions[] = [];
  for (const item of given) {
    if (isAsset(item)) assets.add(item);
    else if (isDefinitions(item)) {
      for (const asset of item.assets ?? []) assets.add(asset);
      definitions.push({
        ...item,
        resources: without(item.resources, options.resources),
        ioManagers: without(item.ioManagers, options.ioManagers),
      });
    } else throw new TypeError("materialize() takes a list of assets and Definitions.");
  }
  const own = Definitions({ resources: options.resources ?? {}, ioManagers: options.ioManagers ?? {} });
  const project = assembleProject(
    [...assets].map((definition) => ({ definition })),
    [...definitions, own].map((made) => ({ definitions: made })),
  );
  const [first, ...others] = project.problems.filter(({ severity }) => severity === "error") as [Finding?, ...Finding[]];
  if (first !== undefined) throw new AssetDefinitionError("What materialize() was given", [first, ...others]);
  return project;
}

function checkOptions(options: MaterializeOptions): number {
  for (const option of Object.keys(options)) {
    if (!optionNames.includes(option)) {
      throw new TypeError(`materialize() has no option "${option}": it takes ${optionNames.join(", ")}.`);
    }
  }
  const { maxConcurrent = 1 } = options;
  if (!Number.isInteger(maxConcurrent) || maxConcurrent < 1) throw new TypeError("maxConcurrent is a whole number from 1.");
  return maxConcurrent;
}
