import {
  type AssetGraph,
  type AssetSpec,
  checkAssetDeclaration,
  type Finding,
  finding,
  type GraphFinding,
  type KeyId,
  keyId,
  resolveGraph,
} from "@headwater/model";
import { type AssetsDefinition, callOf, declarationOf } from "../assets/assetsDefinition.ts";
import type { Definitions } from "../definitions/definitions.ts";
import type { IOManager } from "../io/ioManager.ts";
import { checkResources } from "./checkResources.ts";
import { collectExports, type FoundAsset, type FoundDefinitions, type LoadedModule } from "./collectExports.ts";

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

/** A project as its own code declares it. */
export interface LoadedProject {
  /** The specs of all assets, those with problems included as far as they have a key. Plain data. */
  readonly specs: readonly AssetSpec[];
  readonly graph: AssetGraph;
  /** Everything that is wrong or worth knowing, all at once. With one of severity `error` nothing should be run. */
  readonly problems: readonly LoadProblem[];
  /** The assets by key; of several with one key the first. */
  readonly assets: ReadonlyMap<KeyId, AssetsDefinition>;
  readonly resources: ReadonlyMap<string, unknown>;
  readonly ioManagers: ReadonlyMap<string, IOManager>;
}

export interface LoadOptions {
  /**
   * The file that package.json names under `"headwater"`. Where its `Definitions` list assets, exactly those count. Left
   * out, or without such a list: every exported asset counts, and every one that `Definitions` list.
   */
  readonly entry?: string;
}

/**
 * Makes a project from its modules: fills in the names of assets, applies the same rules as the analysis, and resolves
 * the graph. What is wrong is reported, never thrown.
 */
export function loadDefinitions(modules: readonly LoadedModule[], options: LoadOptions = {}): LoadedProject {
  const { assets, definitions } = collectExports(modules, options.entry);
  return assembleProject(assets, definitions);
}

/** Makes a project from assets that were found, and from definitions. */
export function assembleProject(found: readonly FoundAsset[], definitions: readonly FoundDefinitions[]): LoadedProject {
  const problems: LoadProblem[] = [];
  const resources = mergeEntries(definitions, "resources", "resource", problems);
  const ioManagers = mergeEntries(definitions, "ioManagers", "I/O manager", problems);
  const specs: AssetSpec[] = [];
  const owners: FoundAsset[] = [];
  const assets = new Map<KeyId, AssetsDefinition>();
  for (const asset of found) {
    const call = callOf(asset.definition);
    const declaration = declarationOf(call, { nameRequired: true, resourceKeys: new Set(resources.keys()) });
    const { spec, findings } = checkAssetDeclaration(declaration);
    const id = spec === undefined ? undefined : keyId(spec.key);
    const wiring = spec === undefined ? [] : checkResources(spec, call, resources, ioManagers);
    for (const made of [...findings, ...wiring]) problems.push({ ...made, ...placeOf(asset, id) });
    if (spec === undefined || id === undefined) continue;
    specs.push(spec);
    owners.push(asset);
    if (!assets.has(id)) assets.set(id, asset.definition);
  }
  const { graph, findings } = resolveGraph(specs, { keysIncomplete: specs.length < found.length });
  const place = (subject: number) => placeOf(owners[subject] as FoundAsset, keyId((specs[subject] as AssetSpec).key));
  for (const made of findings) problems.push(withPlaces(made, place));
  return { specs, graph, problems, assets, resources, ioManagers: ioManagers as ReadonlyMap<string, IOManager> };
}

type Place = Pick<LoadProblem, "file" | "exportName" | "asset">;

function placeOf({ file, exportName }: FoundAsset, asset: KeyId | undefined): Place {
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

/** One name may stand for one thing only, however many Definitions give it. */
function mergeEntries(
  definitions: readonly FoundDefinitions[],
  option: "resources" | "ioManagers",
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
