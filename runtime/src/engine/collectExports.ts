import { type AssetCall, callOf, isDefinition } from "../assets/assetCall.ts";
import { isAsset } from "../assets/assetsDefinition.ts";
import { type AnyDefinition, type Definitions, isDefinitions } from "../definitions/definitions.ts";

/** A module of the project after it was imported. */
export interface LoadedModule {
  /** The source file, relative to the project's folder. */
  readonly file: string;
  readonly exports: Readonly<Record<string, unknown>>;
  /**
   * The exports that may name an asset, in their order: one without a name that is found under `exported` is called
   * `name`. The others are asked only where none of these fits. Left out: each export, except `default`, by its own name.
   */
  readonly localExports?: readonly { readonly exported: string; readonly name: string }[];
}

/** What declares assets or checks of the project, and where it was found. */
export interface FoundDefinition {
  readonly definition: AnyDefinition;
  readonly file?: string;
  /** The name of the export; for a member of an exported list, that of the list. */
  readonly exportName?: string;
}

export interface FoundDefinitions {
  readonly definitions: Definitions;
  readonly file?: string;
}

/**
 * Finds the assets, checks and definitions among the exports of modules, and gives those without a name that of the
 * constant that holds them: where it is declared if that is among the modules, else where it is exported on. `default` is
 * no name. What is found several times is one. A description that is exported as well as handed to `multiAsset()` is
 * what that computes, and no external asset.
 *
 * @param entry the file whose `Definitions({ assets, assetChecks })` say exactly which ones count, if it has such
 */
export function collectExports(
  modules: readonly LoadedModule[],
  entry?: string,
): { found: readonly FoundDefinition[]; definitions: readonly FoundDefinitions[] } {
  const found = new Map<AnyDefinition, FoundDefinition>();
  const definitions = new Map<Definitions, FoundDefinitions>();
  for (const { module, exported, name } of exportsOf(modules)) {
    const { file } = module;
    const value = readExport(module, exported);
    if (isDefinitions(value)) {
      // What the entry exports is its own, also where another file declares it.
      if (!definitions.has(value) || file === entry) definitions.set(value, { definitions: value, file });
      continue;
    }
    if (isDefinition(value) && name !== undefined) callOf(value).exportedName ??= name;
    for (const definition of definitionsIn(value)) {
      if (!found.has(definition)) found.set(definition, { definition, file, exportName: exported });
    }
  }
  const all = [...definitions.values()];
  const listing = all.filter(({ definitions: made }) => made.assets !== undefined || made.assetChecks !== undefined);
  const deciding = listing.filter(({ file }) => entry !== undefined && file === entry);
  const counting = new Map(deciding.length > 0 ? [] : withoutSpecs(found));
  for (const { definitions: made, file } of deciding.length > 0 ? deciding : listing) {
    for (const definition of [...(made.assets ?? []), ...(made.assetChecks ?? [])]) {
      counting.set(definition, found.get(definition) ?? { definition, ...(file === undefined ? {} : { file }) });
    }
  }
  return { found: [...counting.values()], definitions: all };
}

/** What was found, without the descriptions of what a function that was found too computes. */
function withoutSpecs(found: ReadonlyMap<AnyDefinition, FoundDefinition>): Map<AnyDefinition, FoundDefinition> {
  const described = new Set<unknown>();
  for (const definition of found.keys()) {
    for (let call: AssetCall | undefined = callOf(definition); call !== undefined; call = call.origin) {
      if (Array.isArray(call.options.specs)) for (const spec of call.options.specs) described.add(spec);
    }
  }
  return new Map([...found].filter(([definition]) => !(isAsset(definition) && described.has(definition))));
}

interface Export {
  readonly module: LoadedModule;
  readonly exported: string;
  /** What an asset without a name is called that is found here. */
  readonly name: string | undefined;
}

/** All exports, those that are meant to give names first. */
function exportsOf(modules: readonly LoadedModule[]): Export[] {
  const naming: Export[] = [];
  const others: Export[] = [];
  for (const module of modules) {
    const local = (module.localExports ?? []).filter(({ exported }) => Object.hasOwn(module.exports, exported));
    for (const { exported, name } of local) naming.push({ module, exported, name });
    const named = new Set(local.map(({ exported }) => exported));
    for (const exported of Object.keys(module.exports)) {
      if (named.has(exported)) continue;
      const name = exported === "default" ? undefined : exported;
      (module.localExports === undefined ? naming : others).push({ module, exported, name });
    }
  }
  return [...naming, ...others];
}

/** An export whose module has not run to its end throws when it is read. */
function readExport(module: LoadedModule, name: string): unknown {
  try {
    return module.exports[name];
  } catch {
    return undefined;
  }
}

function definitionsIn(value: unknown): readonly AnyDefinition[] {
  const values: readonly unknown[] = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  // What carries such a brand was made by one of the functions of its family.
  return values.filter(isDefinition) as unknown as readonly AnyDefinition[];
}
