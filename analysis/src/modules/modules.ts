import type { FactStore } from "../facts/factStore.ts";
import type { BindingFact, FactExtractor, FileFacts, ImportedName } from "../facts/fileFacts.ts";
import type { ProjectFiles } from "../project/projectFiles.ts";
import type { ModuleResolver, ModuleTarget } from "./resolveModule.ts";

/** A module with its facts in the form of look-up tables. */
export interface Module {
  readonly path: string;
  readonly facts: FileFacts;
  readonly bindings: ReadonlyMap<string, BindingFact>;
  readonly imports: ReadonlyMap<string, { readonly specifier: string; readonly name: ImportedName }>;
}

/** The modules of a project; facts are read when they are first asked for. */
export interface Modules {
  /** Undefined where there is no such file or it cannot be read. */
  get(path: string): Module | undefined;
  resolve(fromFile: string, specifier: string): ModuleTarget;
  /** Every module that was asked for so far. */
  loaded(): readonly Module[];
  /** Files that are there but could not be read, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** Gives the modules of a project on demand. */
export function createModules(files: ProjectFiles, resolve: ModuleResolver, extractor: FactExtractor, store: FactStore): Modules {
  const modules = new Map<string, Module | undefined>();
  const unreadable = new Map<string, string>();
  const load = (path: string): Module | undefined => {
    let text: string | undefined;
    try {
      text = files.read(path);
    } catch (error) {
      unreadable.set(path, error instanceof Error ? error.message : String(error));
    }
    return text === undefined ? undefined : moduleOf(path, store.facts(path, text, extractor));
  };
  return {
    get(path) {
      if (!modules.has(path)) modules.set(path, load(path));
      return modules.get(path);
    },
    resolve,
    loaded: () => [...modules.values()].filter((module) => module !== undefined),
    unreadable,
  };
}

function moduleOf(path: string, facts: FileFacts): Module {
  return {
    path,
    facts,
    bindings: new Map(facts.bindings.map((binding) => [binding.name, binding])),
    imports: new Map(
      facts.imports.flatMap(({ specifier, names }) => names.map((name) => [name.local, { specifier, name }] as const)),
    ),
  };
}
