import { defaultBinding } from "../facts/fileFacts.ts";
import type { ExportPlace } from "./exportTable.ts";
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

/** How many files may pass on a name one after the other. */
const longestChain = 1000;

/**
 * Follows a name that a file exports to where it is declared. Cycles of barrels end in `nothing`, and so does a name that
 * several `export *` give different meanings.
 */
export function exportedMeaning(modules: Modules, file: string, name: string): Meaning {
  return follow(modules, file, name, new Set());
}

/** {@link exportedMeaning} on the way from other names. */
function follow(modules: Modules, file: string, name: string, seen: ReadonlySet<string>): Meaning {
  const meaning = search(modules, file, name, seen);
  modules.noteTable(file, `meaning ${name}`, () => meaningDigest(modules, file, name, meaning));
  return meaning;
}

function search(modules: Modules, file: string, name: string, seen: ReadonlySet<string>): Meaning {
  const place = `${file}\n${name}`;
  if (seen.has(place) || seen.size > longestChain) return nothing;
  const { places, external } = modules.exportsOf(file);
  const meanings = (places.get(name) ?? []).map((found) => meaningOfPlace(modules, found, new Set([...seen, place])));
  const [meaning, ...others] = meanings.filter(({ kind }) => kind !== "nothing");
  if (meaning !== undefined) return others.every((other) => isSame(meaning, other)) ? meaning : nothing;
  const [target] = name === "default" ? [] : external;
  return target === undefined ? nothing : { kind: "external", target, name };
}

function meaningOfPlace(modules: Modules, { file, fact }: ExportPlace, seen: ReadonlySet<string>): Meaning {
  if (fact.kind === "local") return meaningHere(modules, file, fact.local, (path, name) => follow(modules, path, name, seen));
  const target = modules.resolve(file, fact.specifier);
  return meaningThere(target, fact.kind === "from" ? fact.imported : "*", (path, name) => follow(modules, path, name, seen));
}

function isSame(one: Meaning, other: Meaning): boolean {
  if (one.kind === "binding") return other.kind === "binding" && one.file === other.file && one.name === other.name;
  if (one.kind === "namespace") return other.kind === "namespace" && one.file === other.file;
  return one.kind === other.kind;
}

/** Follows a name that stands in a file at the top level. */
export function localMeaning(modules: Modules, file: string, name: string): Meaning {
  return meaningHere(modules, file, name, (path, exported) => exportedMeaning(modules, path, exported));
}

/** Follows a name of a module that was already resolved. */
export function targetMeaning(modules: Modules, target: ModuleTarget, name: string): Meaning {
  return meaningThere(target, name, (path, exported) => exportedMeaning(modules, path, exported));
}

type Follow = (file: string, name: string) => Meaning;

function meaningHere(modules: Modules, file: string, name: string, exported: Follow): Meaning {
  const module = modules.get(file);
  if (module === undefined) return nothing;
  if (module.bindings.has(name)) return { kind: "binding", file, name };
  const imported = module.imports.get(name);
  if (imported === undefined) return nothing;
  return meaningThere(modules.resolve(file, imported.specifier), imported.name.imported, exported);
}

function meaningThere(target: ModuleTarget, name: string, exported: Follow): Meaning {
  if (target.kind !== "file") return { kind: "external", target, name };
  if (name === "*") return { kind: "namespace", file: target.path };
  return exported(target.path, name);
}

/** The names that a file exports, as text. */
export function namesDigest(modules: Modules, file: string): string {
  const { places, external } = modules.exportsOf(file);
  return JSON.stringify([[...places.keys()], external]);
}

/** What a name that a file exports means, as text, with the next step on the way there. */
export function meaningDigest(modules: Modules, file: string, name: string, meaning: Meaning): string {
  const steps = (modules.exportsOf(file).places.get(name) ?? []).map(({ file: path, fact }) => [
    path,
    fact.kind === "local" ? modules.get(path)?.imports.get(fact.local)?.specifier : fact.specifier,
  ]);
  return JSON.stringify([meaning, steps]);
}

/** Every name that a file exports, those behind `export *` included. */
export function exportedNames(modules: Modules, file: string): readonly string[] {
  const names = [...modules.exportsOf(file).places.keys()];
  modules.noteTable(file, "names", () => namesDigest(modules, file));
  return names;
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
