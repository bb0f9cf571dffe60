import { defaultBinding } from "../facts/fileFacts.ts";
import type { Modules } from "./modules.ts";
import type { ModuleTarget } from "./resolveModule.ts";

/** What a name means in the end, behind every alias and barrel. */
export type Meaning =
  | { readonly kind: "binding"; readonly file: string; readonly name: string }
  | { readonly kind: "namespace"; readonly file: string }
  /** A name (`"*"`: all of them) of our package or another one. */
  | { readonly kind: "external"; readonly target: Exclude<ModuleTarget, { kind: "file" }>; readonly name: string }
  | { readonly kind: "nothing" };

const nothing: Meaning = { kind: "nothing" };

/** Follows a name that a file exports to where it is declared. Cycles of barrels end in `nothing`. */
export function exportedMeaning(modules: Modules, file: string, name: string, seen = new Set<string>()): Meaning {
  const place = `${file}\n${name}`;
  if (seen.has(place) || seen.size > 1000) return nothing;
  seen.add(place);
  const module = modules.get(file);
  if (module === undefined) return nothing;
  let external: Meaning = nothing;
  for (const fact of module.facts.exports) {
    if (fact.kind !== "all" && fact.name !== name) continue;
    if (fact.kind === "local") return localMeaning(modules, file, fact.local, seen);
    if (fact.kind === "from") return targetMeaning(modules, modules.resolve(file, fact.specifier), fact.imported, seen);
    if (fact.kind === "namespace") return targetMeaning(modules, modules.resolve(file, fact.specifier), "*", seen);
  }
  if (name === "default") return nothing;
  for (const fact of module.facts.exports) {
    if (fact.kind !== "all") continue;
    const found = targetMeaning(modules, modules.resolve(file, fact.specifier), name, seen);
    if (found.kind === "external") external = found;
    else if (found.kind !== "nothing") return found;
  }
  return external;
}

/** Follows a name that stands in a file at the top level. */
export function localMeaning(modules: Modules, file: string, name: string, seen = new Set<string>()): Meaning {
  const module = modules.get(file);
  if (module === undefined) return nothing;
  if (module.bindings.has(name)) return { kind: "binding", file, name };
  const imported = module.imports.get(name);
  if (imported === undefined) return nothing;
  return targetMeaning(modules, modules.resolve(file, imported.specifier), imported.name.imported, seen);
}

/** Follows a name of a module that was already resolved. */
export function targetMeaning(modules: Modules, target: ModuleTarget, name: string, seen = new Set<string>()): Meaning {
  if (target.kind !== "file") return { kind: "external", target, name };
  if (name === "*") return { kind: "namespace", file: target.path };
  return exportedMeaning(modules, target.path, name, seen);
}

/** Every name that a file exports, those behind `export *` included, in the order of the text. */
export function exportedNames(modules: Modules, file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const names = new Set<string>();
  for (const fact of modules.get(file)?.facts.exports ?? []) {
    if (fact.kind !== "all") {
      names.add(fact.name);
      continue;
    }
    const target = modules.resolve(file, fact.specifier);
    if (target.kind !== "file") continue;
    for (const name of exportedNames(modules, target.path, seen)) if (name !== "default") names.add(name);
  }
  return [...names];
}

/** Names that a file both exports and declares itself, with the name that an asset there takes from its constant. */
export function localExportsOf(modules: Modules, file: string): { exported: string; local: string; name?: string }[] {
  const module = modules.get(file);
  if (module === undefined) return [];
  return module.facts.exports.flatMap((fact) => {
    if (fact.kind !== "local" || !module.bindings.has(fact.local)) return [];
    const name = fact.name !== "default" ? fact.name : fact.local === defaultBinding ? undefined : fact.local;
    return [{ exported: fact.name, local: fact.local, ...(name === undefined ? {} : { name }) }];
  });
}
