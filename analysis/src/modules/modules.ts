import type { FactStore } from "../facts/factStore.ts";
import type { BindingFact, FactExtractor, FileFacts, ImportedName, MutationFact } from "../facts/fileFacts.ts";
import type { ProjectFiles } from "../project/projectFiles.ts";
import { type ExportTable, readExportTable } from "./exportTable.ts";
import type { ModuleResolver, ModuleTarget } from "./resolveModule.ts";

/** A module with its facts in the form of look-up tables. */
export interface Module {
  readonly path: string;
  readonly facts: FileFacts;
  readonly bindings: ReadonlyMap<string, BindingFact>;
  readonly imports: ReadonlyMap<string, { readonly specifier: string; readonly name: ImportedName }>;
  readonly mutations: ReadonlyMap<string, readonly MutationFact[]>;
}

/** The modules of a project; facts are read when they are first asked for. */
export interface Modules {
  /** Undefined where there is no such file or it cannot be read. */
  get(path: string): Module | undefined;
  resolve(fromFile: string, specifier: string): ModuleTarget;
  /** Nothing where there is no such file. */
  exportsOf(path: string): ExportTable;
  /** Every module that was asked for so far. */
  loaded(): readonly Module[];
  /** Files that are there but could not be read, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** Gives the modules of a project on demand. */
export function createModules(files: ProjectFiles, resolve: ModuleResolver, extractor: FactExtractor, store: FactStore): Modules {
  const modules = new Map<string, Module | undefined>();
  const tables = new Map<string, ExportTable>();
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
  const made: Modules = {
    get(path) {
      if (!modules.has(path)) modules.set(path, load(path));
      return modules.get(path);
    },
    resolve,
    loaded: () => [...modules.values()].filter((module) => module !== undefined),
    exportsOf(path) {
      let table = tables.get(path);
      if (table === undefined) {
        table = readExportTable(made, path);
        tables.set(path, table);
      }
      return table;
    },
    unreadable,
  };
  return made;
}

function moduleOf(path: string, facts: FileFacts): Module {
  return {
    path,
    facts,
    bindings: new Map(facts.bindings.map((binding) => [binding.name, binding])),
    imports: new Map(
      facts.imports.flatMap(({ specifier, names }) => names.map((name) => [name.local, { specifier, name }] as const)),
    ),
    mutations: Map.groupBy(facts.mutations, ({ name }) => name),
  };
}

/** The changes of what a declaration holds. A constant is never assigned, only another one of its name can be. */
export function changesOf(module: Module, { name, mode }: BindingFact): readonly MutationFact[] {
  const changes = module.mutations.get(name) ?? [];
  return mode === "const" || mode === "default" ? changes.filter(({ change }) => change.kind !== "assigned") : changes;
}
