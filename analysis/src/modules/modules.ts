import { createReads, type ReadEntry, type Reads } from "../evaluate/reads.ts";
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
  /** Who has read what of which file. */
  readonly reads: Reads;
  /** Notes that the current home has read the exports of a file. Its own are noted where they come from others too. */
  noteTable(file: string, what: string, digest: () => string): void;
  /** Forgets a file whose text has changed, and gives the files whose exports may be others for that. */
  forget(path: string): ReadonlySet<string>;
  /** Lets go of a module, which is read again when it is asked for. */
  shed(path: string): void;
  /** The modules with syntax errors, of those that were asked for so far. */
  readonly broken: ReadonlySet<string>;
  /** Files that are there but could not be read, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** What cannot be read again when it is asked for. */
  saved(): SavedModules;
}

/** What a later process needs to know of the modules of an earlier one. */
export interface SavedModules {
  readonly reads: readonly ReadEntry[];
  /** Of each file the others that pass on all that it exports. */
  readonly passedOnBy: Map<string, Set<string>>;
  readonly broken: Set<string>;
  readonly unreadable: Map<string, string>;
}

/**
 * Gives the modules of a project on demand.
 *
 * @param use hears of every module that is asked for
 * @param saved what an earlier process knew
 */
export function createModules(
  files: ProjectFiles,
  resolve: ModuleResolver,
  extractor: FactExtractor,
  store: FactStore,
  use: (path: string) => void,
  saved?: SavedModules,
): Modules {
  const modules = new Map<string, Module | undefined>();
  const tables = new Map<string, ExportTable>();
  const passedOnBy = saved?.passedOnBy ?? new Map<string, Set<string>>();
  const reads = createReads(saved?.reads);
  const unreadable = saved?.unreadable ?? new Map<string, string>();
  const broken = saved?.broken ?? new Set<string>();
  const load = (path: string): Module | undefined => {
    let text: string | undefined;
    try {
      text = files.read(path);
    } catch (error) {
      unreadable.set(path, error instanceof Error ? error.message : String(error));
    }
    if (text === undefined) return undefined;
    const facts = store.facts(path, text, extractor);
    if (facts.syntaxErrors.length > 0) broken.add(path);
    return moduleOf(path, facts);
  };
  const made: Modules = {
    reads,
    noteTable(file, what, digest) {
      if ((tables.get(file)?.files.size ?? 1) > 1) reads.noteAlways(file, what, digest);
      else reads.note(file, what, digest);
    },
    forget(path) {
      const concerned = new Set([path, ...(passedOnBy.get(path) ?? [])]);
      modules.delete(path);
      unreadable.delete(path);
      broken.delete(path);
      for (const file of concerned) tables.delete(file);
      passedOnBy.delete(path);
      return concerned;
    },
    shed(path) {
      modules.delete(path);
      // What is passed on as a whole is put together from many files.
      if ((tables.get(path)?.files.size ?? 0) <= 1) tables.delete(path);
      store.shed(path);
    },
    get(path) {
      use(path);
      if (!modules.has(path)) modules.set(path, load(path));
      return modules.get(path);
    },
    resolve,
    broken,
    exportsOf(path) {
      let table = tables.get(path);
      if (table === undefined) {
        table = readExportTable(made, path);
        tables.set(path, table);
        for (const file of table.files) {
          if (file === path) continue;
          const others = passedOnBy.get(file);
          if (others === undefined) passedOnBy.set(file, new Set([path]));
          else others.add(path);
        }
      }
      return table;
    },
    unreadable,
    saved: () => ({ reads: reads.saved(), passedOnBy, broken, unreadable }),
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
