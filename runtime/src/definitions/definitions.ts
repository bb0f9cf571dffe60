import { checkJobNames, finding } from "@headwater/model";
import { AssetDefinitionError } from "../assets/assetDefinitionError.ts";
import { type AnyAsset, isAsset } from "../assets/assetsDefinition.ts";
import { type AnyMultiAsset, isMultiAsset } from "../assets/multiAssetDefinition.ts";
import { type Branded, brandOf } from "../brand.ts";
import { type AnyAssetCheck, isAssetCheck } from "../checks/checkDefinition.ts";
import { type Executor, isExecutor, sameExecutor } from "../executor/executor.ts";
import { type IOManager, isIoManager } from "../io/ioManager.ts";
import { isJob, type JobDefinition } from "../jobs/defineJob.ts";
import { isSchedule, type ScheduleDefinition } from "../jobs/schedule.ts";
import { isSensor, type SensorDefinition } from "../jobs/sensor.ts";
import { checkOptionNames } from "../options/readOptions.ts";

/** Whatever declares assets or checks. */
export type AnyDefinition = AnyAsset | AnyMultiAsset | AnyAssetCheck;

/** What a project is made of (spec 3): to be exported from one of its modules. */
export interface Definitions extends Branded<"definitions"> {
  /** Absent where no assets were listed. */
  readonly assets?: readonly (AnyAsset | AnyMultiAsset)[];
  /** Absent where no checks were listed. */
  readonly assetChecks?: readonly AnyAssetCheck[];
  readonly resources: Readonly<Record<string, unknown>>;
  readonly ioManagers: Readonly<Record<string, IOManager>>;
  /** Those of schedules and sensors among them. */
  readonly jobs: readonly JobDefinition[];
  readonly schedules: readonly ScheduleDefinition[];
  readonly sensors: readonly SensorDefinition[];
  readonly pools: Readonly<Record<string, number>>;
  readonly executor?: Executor;
}

/** A list, with lists in it. */
type Listed<T> = readonly (T | readonly T[])[];

/** What `Definitions()` takes. */
export interface DefinitionsOptions {
  /**
   * Assets of the project, also in lists of lists: what `asset()` and its family make, and `AssetSpec(…)` for what is
   * external. They count although they are not exported; where package.json names this module under `"headwater"`, no
   * others count.
   */
  readonly assets?: Listed<AnyAsset | AnyMultiAsset>;
  /** Checks of the project, also in lists of lists: what `assetCheck()` and `multiAssetCheck()` make. They count likewise. */
  readonly assetChecks?: Listed<AnyAssetCheck>;
  /**
   * What compute functions may destructure beside their inputs, by name: what `resource()` makes, which is opened and
   * closed for each step, or any other value as it is.
   */
  readonly resources?: Readonly<Record<string, unknown>>;
  /**
   * I/O managers by the name that `ioManagerKey` and `inputManagerKey` use. `ioManager` is the one of assets that name
   * none; left out, it keeps values in files of the project.
   */
  readonly ioManagers?: Readonly<Record<string, IOManager>>;
  /** Selections under a name: what `defineJob()` makes. Accepted, validated and carried: nothing starts them yet. */
  readonly jobs?: readonly JobDefinition[];
  /** What `schedule()` makes; their jobs need not be listed. Accepted, validated and carried: nothing starts them yet. */
  readonly schedules?: readonly ScheduleDefinition[];
  /** What `sensor()` makes; their jobs need not be listed. Accepted, validated and carried: nothing calls them yet. */
  readonly sensors?: readonly SensorDefinition[];
  /**
   * How many slots each pool has: whole numbers from 0. As many steps at a time as that may run whose `pool` it is, over
   * all runs of the project. A pool that is not listed has no limit. Spec 4.6.
   */
  readonly pools?: Readonly<Record<string, number>>;
  /** How the steps of a run are carried out. */
  readonly executor?: Executor;
}

const options = ["assets", "assetChecks", "resources", "ioManagers", "jobs", "schedules", "sensors", "pools", "executor"];

/**
 * Says what a project is made of beside its exported assets. Several are merged; one name for two different resources is
 * an error when the project is loaded.
 *
 * @example export default Definitions({ resources: { duckdb: DuckDBResource({ database: "data/shop.duckdb" }) } });
 * @throws TypeError for an unknown option, and for an entry that is not what its option takes
 */
export function Definitions(given: DefinitionsOptions = {}): Definitions {
  checkOptionNames("Definitions", given, options);
  const { resources = {}, ioManagers = {}, schedules = [], sensors = [], pools = {}, executor } = given;
  const isAnyAsset = (value: unknown): value is AnyAsset | AnyMultiAsset => isAsset(value) || isMultiAsset(value);
  const assets = listed("assets", given.assets, isAnyAsset, "asset(), multiAsset() and the like");
  const assetChecks = listed("assetChecks", given.assetChecks, isAssetCheck, "assetCheck() and multiAssetCheck()");
  for (const [name, manager] of Object.entries(ioManagers)) {
    if (!isIoManager(manager)) {
      throw new TypeError(`The I/O manager "${name}" is an object with the functions handleOutput and loadInput.`);
    }
  }
  checkStarters("schedules", schedules, isSchedule, "schedule()");
  checkStarters("sensors", sensors, isSensor, "sensor()");
  const { jobs: listedJobs = [] } = given;
  checkJobs(listedJobs);
  const jobs = [...new Set([...listedJobs, ...[...schedules, ...sensors].map(({ job }) => job)])];
  checkJobs(jobs);
  for (const [pool, slots] of Object.entries(pools)) {
    if (!Number.isInteger(slots) || slots < 0) throw new TypeError(`The pool "${pool}" has a whole number of slots from 0.`);
  }
  if (executor !== undefined && !isExecutor(executor)) throw new TypeError("executor of Definitions takes Executor({ … }).");
  return {
    "~headwater": { kind: "definitions" },
    ...(assets === undefined ? {} : { assets }),
    ...(assetChecks === undefined ? {} : { assetChecks }),
    resources: { ...resources },
    ioManagers: { ...ioManagers },
    jobs,
    schedules: [...schedules],
    sensors: [...sensors],
    pools: { ...pools },
    ...(executor === undefined ? {} : { executor }),
  };
}

function checkStarters(
  option: string,
  given: readonly { readonly name: string }[],
  fits: (value: unknown) => boolean,
  maker: string,
): void {
  if (!Array.isArray(given) || !given.every(fits))
    throw new TypeError(`${option} of Definitions is a list of what ${maker} makes.`);
  const names = given.map(({ name }) => name);
  const same = names.find((name, at) => names.indexOf(name) !== at);
  if (same !== undefined) throw new TypeError(`Two of the ${option} of Definitions are named "${same}": rename one.`);
}

function checkJobs(jobs: readonly unknown[]): void {
  if (!Array.isArray(jobs) || !jobs.every(isJob)) throw new TypeError("jobs of Definitions is a list of what defineJob() makes.");
  const [same] = checkJobNames((jobs as readonly JobDefinition[]).map(({ name }) => name));
  if (same !== undefined) throw new TypeError(same.message);
}

/**
 * Puts several Definitions together (spec 3).
 *
 * @example export default Definitions.merge(salesDefinitions, supportDefinitions);
 * @throws AssetDefinitionError `invalid-project` where two give different values for one resource, I/O manager or pool, or
 *   different executors;
 *   TypeError for what is no Definitions
 */
Definitions.merge = (...given: readonly Definitions[]): Definitions => {
  const wrong = given.findIndex((item) => !isDefinitions(item));
  if (wrong >= 0) throw new TypeError(`Definitions.merge() takes Definitions, but item ${wrong + 1} is something else.`);
  const assets = [...new Set(given.flatMap((item) => item.assets ?? []))];
  const assetChecks = [...new Set(given.flatMap((item) => item.assetChecks ?? []))];
  const [executor, ...executors] = given.flatMap((item) => item.executor ?? []);
  if (executor !== undefined && executors.some((other) => !sameExecutor(other, executor))) {
    throw differs("Two Definitions have different executors: keep one.");
  }
  return Definitions({
    ...(executor === undefined ? {} : { executor }),
    jobs: [...new Set(given.flatMap(({ jobs }) => jobs))],
    schedules: [...new Set(given.flatMap(({ schedules }) => schedules))],
    sensors: [...new Set(given.flatMap(({ sensors }) => sensors))],
    pools: mergeEntries(
      "pool",
      given.map(({ pools }) => pools),
    ),
    ...(given.some((item) => item.assets !== undefined) ? { assets } : {}),
    ...(given.some((item) => item.assetChecks !== undefined) ? { assetChecks } : {}),
    resources: mergeEntries(
      "resource",
      given.map(({ resources }) => resources),
    ),
    ioManagers: mergeEntries(
      "I/O manager",
      given.map(({ ioManagers }) => ioManagers),
    ),
  });
};

function mergeEntries<T>(what: string, given: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  const merged = new Map<string, T>();
  for (const [name, value] of given.flatMap((entries) => Object.entries(entries))) {
    if (merged.has(name) && !Object.is(merged.get(name), value)) {
      throw differs(`Two Definitions give different values for the ${what} "${name}": keep one, or rename one.`);
    }
    merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

function differs(message: string): AssetDefinitionError {
  return new AssetDefinitionError("What Definitions.merge() was given", [finding("invalid-project", message)]);
}

function listed<T>(
  option: string,
  given: unknown,
  fits: (value: unknown) => value is T,
  makers: string,
): readonly T[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given))
    throw new TypeError(`${option} of Definitions is a list of ${option === "assets" ? "assets" : "checks"}.`);
  const found = new Set<T>();
  for (const [index, item] of (given.flat(Number.POSITIVE_INFINITY) as readonly unknown[]).entries()) {
    if (fits(item)) {
      found.add(item);
      continue;
    }
    const what = item === undefined ? "undefined (are two modules importing each other?)" : `of the kind ${kindOf(item)}`;
    throw new TypeError(`${option} of Definitions takes what ${makers} make, but item ${index + 1} is ${what}.`);
  }
  return [...found];
}

function kindOf(value: unknown): string {
  return brandOf(value) ?? typeof value;
}

/** Whether a value was made by `Definitions()`. */
export function isDefinitions(value: unknown): value is Definitions {
  return brandOf(value) === "definitions";
}
