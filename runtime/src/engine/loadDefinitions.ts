import {
  type AssetCheckSpecData,
  type AssetGraph,
  type AssetSpec,
  type CheckId,
  type CheckStepSpec,
  checkDeclaration,
  checkId,
  type Finding,
  finding,
  type GraphFinding,
  type KeyId,
  keyId,
  resolveGraph,
} from "@headwater/model";
import { callOf, declarationOf } from "../assets/assetCall.ts";
import { isAssetCheck } from "../checks/checkDefinition.ts";
import type { AnyDefinition, Definitions } from "../definitions/definitions.ts";
import { type Executor, sameExecutor } from "../executor/executor.ts";
import type { IOManager } from "../io/ioManager.ts";
import { checkResources } from "./checkResources.ts";
import { collectExports, type FoundDefinition, type FoundDefinitions, type LoadedModule } from "./collectExports.ts";

/** What is wrong in a loaded project, with where it is. Plain data. */
export interface LoadProblem extends Finding {
  /** The module's source file, as it was given. */
  readonly file?: string;
  /** The name under which the asset is exported there. */
  readonly exportName?: string;
  /** The asset's key, where it has one. */
  readonly asset?: KeyId;
  /** Other places that take part, each with what it does. */
  readonly related?: readonly { readonly message: string; readonly file?: string; readonly asset?: KeyId }[];
}

/** Where a definition was found. */
export type DefinitionPlace = Pick<LoadProblem, "file" | "exportName">;

/** A project as its own code declares it. */
export interface LoadedProject {
  /** The specs of all assets, those with problems included as far as they have a key. Plain data. */
  readonly specs: readonly AssetSpec[];
  /** The steps that only evaluate checks. Plain data. */
  readonly checkSteps: readonly CheckStepSpec[];
  /** Where each of `specs` comes from, and behind these each of `checkSteps`. Plain data. */
  readonly places: readonly DefinitionPlace[];
  readonly graph: AssetGraph;
  /** Everything that is wrong or worth knowing, all at once. With one of severity `error` nothing should be run. */
  readonly problems: readonly LoadProblem[];
  /** What computes or describes each asset, by key; of several with one key the first. */
  readonly assets: ReadonlyMap<KeyId, AnyDefinition>;
  /** What evaluates each check: a step of its own, or what computes the asset. */
  readonly checks: ReadonlyMap<CheckId, AnyDefinition>;
  readonly resources: ReadonlyMap<string, unknown>;
  readonly ioManagers: ReadonlyMap<string, IOManager>;
  /** How many slots pools have. A pool that is not listed has no limit. */
  readonly pools: ReadonlyMap<string, number>;
  readonly executor: ExecutorSettings;
}

/** How steps are carried out. Plain data. */
export type ExecutorSettings = Pick<Executor, "maxConcurrent" | "tagConcurrencyLimits">;

export interface LoadOptions {
  /**
   * The file that package.json names under `"headwater"`. Where its `Definitions` list assets, exactly those count. Left
   * out, or without such a list: every exported asset counts, and every one that `Definitions` list.
   */
  readonly entry?: string;
}

/**
 * Makes a project from its modules: fills in the names of assets and checks, applies the same rules as the analysis, and
 * resolves the graph. What is wrong is reported, never thrown.
 */
export function loadDefinitions(modules: readonly LoadedModule[], options: LoadOptions = {}): LoadedProject {
  const { found, definitions } = collectExports(modules, options.entry);
  return assembleProject(found, definitions);
}

/** Makes a project from assets and checks that were found, and from definitions. */
export function assembleProject(found: readonly FoundDefinition[], definitions: readonly FoundDefinitions[]): LoadedProject {
  const problems: LoadProblem[] = [];
  const resources = mergeEntries(definitions, "resources", "resource", problems);
  const ioManagers = mergeEntries(definitions, "ioManagers", "I/O manager", problems);
  const pools = mergeEntries(definitions, "pools", "pool", problems);
  const resourceKeys: ReadonlySet<string> = new Set(resources.keys());
  const specs: AssetSpec[] = [];
  const checkSteps: CheckStepSpec[] = [];
  const specOwners: FoundDefinition[] = [];
  const stepOwners: FoundDefinition[] = [];
  const assets = new Map<KeyId, AnyDefinition>();
  const checks = new Map<CheckId, AnyDefinition>();
  const addChecks = (list: readonly AssetCheckSpecData[], definition: AnyDefinition) => {
    for (const { asset, name } of list) {
      const id = checkId(asset, name);
      if (!checks.has(id)) checks.set(id, definition);
    }
  };
  let keysIncomplete = false;
  for (const one of found) {
    const call = callOf(one.definition);
    const checked = checkDeclaration(declarationOf(call, { nameRequired: true, resourceKeys }, true));
    const [first] = checked.specs;
    const id = first === undefined ? undefined : keyId(first.key);
    for (const made of [...checked.findings, ...checkResources(checked, call, resources, ioManagers)]) {
      problems.push({ ...made, ...placeOf(one, id) });
    }
    keysIncomplete ||= checked.keyUnknown || (first === undefined && checked.checkSteps.length === 0 && !isCheck(one));
    for (const spec of checked.specs) {
      specs.push(spec);
      specOwners.push(one);
      const key = keyId(spec.key);
      if (assets.has(key)) continue;
      assets.set(key, one.definition);
      addChecks(spec.checks, one.definition);
    }
    for (const step of checked.checkSteps) {
      checkSteps.push(step);
      stepOwners.push(one);
    }
  }
  // As in the graph: of two checks of one name that of an asset counts, then the first.
  for (const [index, { checks: list }] of checkSteps.entries()) {
    addChecks(list, (stepOwners[index] as FoundDefinition).definition);
  }
  const { graph, findings } = resolveGraph(specs, { keysIncomplete }, checkSteps);
  const place = (subject: number) => {
    const spec = specs[subject];
    if (spec !== undefined) return placeOf(specOwners[subject] as FoundDefinition, keyId(spec.key));
    return placeOf(stepOwners[subject - specs.length] as FoundDefinition, undefined);
  };
  for (const made of findings) problems.push(withPlaces(made, place));
  return {
    specs,
    checkSteps,
    places: [...specOwners, ...stepOwners].map((owner) => placeOf(owner, undefined)),
    graph,
    problems,
    assets,
    checks,
    resources,
    ioManagers: ioManagers as ReadonlyMap<string, IOManager>,
    pools: pools as ReadonlyMap<string, number>,
    executor: executorOf(definitions, problems),
  };
}

function isCheck({ definition }: FoundDefinition): boolean {
  return isAssetCheck(definition);
}

type Place = Pick<LoadProblem, "file" | "exportName" | "asset">;

function placeOf({ file, exportName }: FoundDefinition, asset: KeyId | undefined): Place {
  return {
    ...(file === undefined ? {} : { file }),
    ...(exportName === undefined ? {} : { exportName }),
    ...(asset === undefined ? {} : { asset }),
  };
}

function withPlaces({ subject, related, ...made }: GraphFinding, place: (subject: number) => Place): LoadProblem {
  const others = related.map(({ message, subject: other }) => {
    const { exportName: _, ...where } = place(other);
    return { message, ...where };
  });
  return { ...made, ...place(subject), ...(others.length === 0 ? {} : { related: others }) };
}

function executorOf(definitions: readonly FoundDefinitions[], problems: LoadProblem[]): ExecutorSettings {
  const [first, ...others] = definitions.flatMap(({ definitions: { executor }, file }) =>
    executor === undefined ? [] : { executor, file },
  );
  if (first === undefined) return { tagConcurrencyLimits: [] };
  const other = others.find(({ executor }) => !sameExecutor(executor, first.executor));
  if (other !== undefined) {
    const places = [first.file, other.file].filter((file) => file !== undefined);
    const where = places.length === 0 ? "" : ` (${[...new Set(places)].join(", ")})`;
    problems.push({
      ...finding("invalid-project", `Two Definitions have different executors${where}: keep one.`),
      ...(other.file === undefined ? {} : { file: other.file }),
    });
  }
  const { maxConcurrent, tagConcurrencyLimits } = first.executor;
  return { tagConcurrencyLimits, ...(maxConcurrent === undefined ? {} : { maxConcurrent }) };
}

/** One name may stand for one thing only, however many Definitions give it. */
function mergeEntries(
  definitions: readonly FoundDefinitions[],
  option: "resources" | "ioManagers" | "pools",
  what: string,
  problems: LoadProblem[],
): Map<string, unknown> {
  const merged = new Map<string, { value: unknown; from: FoundDefinitions }>();
  for (const from of definitions) {
    for (const [name, value] of Object.entries(from.definitions[option] satisfies Definitions[typeof option])) {
      const before = merged.get(name);
      if (before === undefined) merged.set(name, { value, from });
      else if (!Object.is(before.value, value)) {
        const places = [before.from.file, from.file].filter((file) => file !== undefined);
        const where = places.length === 0 ? "" : ` (${[...new Set(places)].join(", ")})`;
        const message = `Two Definitions give different values for the ${what} "${name}"${where}: keep one, or rename one.`;
        problems.push({ ...finding("invalid-project", message), ...(from.file === undefined ? {} : { file: from.file }) });
      }
    }
  }
  return new Map([...merged].map(([name, { value }]) => [name, value]));
}
