import type { FactStore } from "../facts/factStore.ts";
import type { Span } from "../facts/span.ts";
import type { Language } from "../facts/typescript/load.ts";
import { createLinkedPackages } from "../modules/linkedPackages.ts";
import { createModules, type Modules, type SavedModules } from "../modules/modules.ts";
import { createPathAliases } from "../modules/pathAliases.ts";
import { createModuleResolver, ourPackage } from "../modules/resolveModule.ts";
import type { ProjectFiles } from "./projectFiles.ts";
import { type ProjectSettings, readProjectSettings } from "./projectSettings.ts";
import { projectSources } from "./projectSources.ts";
import { relevantFiles, type SavedRelevance } from "./relevantFiles.ts";

/** A project whose files were found, before anything in them is evaluated. */
export interface OpenProject {
  readonly settings: ProjectSettings;
  readonly modules: Modules;
  /** The files whose exports count: those that reach our package, narrowed by the entry if there is one. */
  readonly counted: ReadonlySet<string>;
  /** Every file that reaches our package. */
  readonly relevant: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  readonly entry?: string;
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
  /** Files that may have definitions, by their texts. */
  readonly mayDefine: ReadonlySet<string>;
  /** The files that import a file. */
  readonly importersOf: (file: string) => Iterable<string>;
  /** Files that say where modules are, as far as they were read: tsconfig.json, what it extends, package.json. */
  readonly configuration: ReadonlySet<string>;
  /** Sources that are there but could not be read, with the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly packageMayHoldAssets: (name: string) => boolean;
  /** The text of a file; undefined where there is none to be read. */
  readonly textOf: (file: string) => string | undefined;
  /** Whether a file imports our package, at any remove; one that is no source of the project too. */
  readonly reachesOurs: (file: string) => boolean;
  /**
   * Takes new texts of files, in the place of those that the modules have, and files that have come or gone. The settings are
   * the same as before. Undefined where the project has to be opened anew.
   */
  update(changed: Iterable<string>): ProjectChange | undefined;
  saved(): SavedProject;
}

/** What a later process takes over, where its files and settings are the same. */
export interface SavedProject {
  readonly relevance: SavedRelevance;
  readonly modules: SavedModules;
  readonly unreadable: Map<string, string>;
  readonly imported: ReadonlyMap<string, string>;
  readonly chosen: Set<string>;
  readonly configuration: ReadonlySet<string>;
}

/** What new texts have changed beside themselves. */
export interface ProjectChange {
  /** Those of the changed files that have to do with the project: others have come that are ignored and that nobody imports. */
  readonly own: ReadonlySet<string>;
  /** Files whose exports may be others. */
  readonly tables: ReadonlySet<string>;
  /** Files that reach our package now, or did before. */
  readonly relevance: ReadonlySet<string>;
  /** Files whose exports count now, or did before. */
  readonly counted: ReadonlySet<string>;
  /** Files that have come or gone, and those whose imports may mean other files for that. */
  readonly moved: ReadonlySet<string>;
}

/** Where more files have come or gone, everything is looked at anew. */
const mostMoved = 500;

/**
 * Decides which files define the assets of a project. The analysis and the loader of runs both take its answer, so that
 * the same assets are seen and run.
 *
 * @param saved what an earlier process found out about a project with the same files and settings
 */
export function openProject(
  files: ProjectFiles,
  language: Language,
  store: FactStore,
  use: (path: string) => void = () => {},
  saved?: SavedProject,
): OpenProject {
  let settings = readProjectSettings(files, language, store);
  const manifest = manifestDigest(files);
  const sources = projectSources(files, settings.exclude);
  const configuration = new Set(saved?.configuration);
  const settingsRead = (path: string) => void configuration.add(path);
  const resolve = createModuleResolver(
    (path) => sources.all.has(path) || files.exists(path),
    createPathAliases(files, language.parseJson, settingsRead),
    createLinkedPackages(files, language.parseJson, settingsRead),
  );
  const modules = createModules(files, resolve, language, store, use, saved?.modules);
  const unreadable = saved?.unreadable ?? new Map<string, string>();
  const packageMayHoldAssets = dependsOnOurs(files);
  const noteUnreadable = (path: string, reason: string | undefined) => {
    if (reason === undefined) unreadable.delete(path);
    else unreadable.set(path, reason);
  };
  const relevance = relevantFiles(files, sources.all, resolve, store, packageMayHoldAssets, noteUnreadable, saved?.relevance);

  const findEntry = (): string | undefined => {
    const path = settings.entry?.path;
    const target = path === undefined ? undefined : resolve("package.json", path.startsWith(".") ? path : `./${path}`);
    return target?.kind === "file" ? target.path : undefined;
  };
  const entry = findEntry();
  const problems = () => {
    if (settings.entry === undefined || entry !== undefined) return settings.problems;
    const { path, span } = settings.entry;
    const message = `package.json names the entry ${JSON.stringify(path)}, which does not exist: correct "headwater", or remove it so that every exported asset counts.`;
    return [...settings.problems, { message, span }];
  };
  /** What the files import that the entry imports at any remove, as it was when that was looked at. */
  let imported: ReadonlyMap<string, string> = saved?.imported ?? new Map();
  const choose = (): Set<string> => {
    if (entry !== undefined) imported = importClosure(modules, entry, relevance.files);
    const reached = entry === undefined ? relevance.files : imported;
    return new Set([...relevance.files].filter((path) => sources.counted.has(path) && reached.has(path)));
  };
  let chosen = saved?.chosen ?? choose();
  /** Files that have come and are none of the project's sources. */
  const aside = new Set<string>();
  const isOwn = (path: string) => relevance.isKnown(path) || [...relevance.importersOf(path)].length > 0;
  /** Takes files that have come or gone. Undefined where that changes what the project is. */
  const takeMoves = (changed: Iterable<string>) => {
    const come: string[] = [];
    const gone: string[] = [];
    for (const path of changed) {
      if (path === "package.json") {
        if (manifestDigest(files) !== manifest) return undefined;
        settings = readProjectSettings(files, language, store);
        continue;
      }
      const wasThere = isOwn(path) || aside.has(path);
      if (wasThere !== files.exists(path)) (wasThere ? gone : come).push(path);
    }
    const concerned = new Set<string>();
    if (come.length + gone.length === 0) return { come, gone, concerned };
    if (come.length + gone.length > mostMoved) return undefined;
    for (const path of [...come, ...gone]) for (const file of relevance.concernedBy(path)) concerned.add(file);
    for (const path of gone) {
      concerned.delete(path);
      aside.delete(path);
      sources.remove(path);
      store.shed(path);
    }
    const added = new Set(sources.add(come));
    for (const path of come) if (!added.has(path)) aside.add(path);
    resolve.forget();
    return findEntry() === entry ? { come, gone, concerned } : undefined;
  };
  return {
    get settings() {
      return settings;
    },
    get problems() {
      return problems();
    },
    modules,
    get counted() {
      return chosen;
    },
    get relevant() {
      return relevance.files;
    },
    sources: sources.all,
    mayDefine: relevance.mayDefine,
    importersOf: relevance.importersOf,
    configuration,
    unreadable,
    packageMayHoldAssets,
    textOf(file) {
      try {
        return files.read(file);
      } catch {
        return undefined;
      }
    },
    reachesOurs: (file) => relevance.files.has(file),
    ...(entry === undefined ? {} : { entry }),
    update(changed) {
      const tables = new Set<string>();
      const flipped = new Set<string>();
      // What changes twice is as it was.
      const flip = (some: ReadonlySet<string>) => {
        for (const file of some) if (!flipped.delete(file)) flipped.add(file);
      };
      const moves = takeMoves(changed);
      if (moves === undefined) return undefined;
      const { come, gone, concerned } = moves;
      for (const path of [...come, ...gone]) for (const file of modules.forget(path)) tables.add(file);
      for (const path of gone) flip(relevance.remove(path));
      for (const path of come) if (sources.all.has(path)) flip(relevance.add(path));
      let imports = come.length + gone.length > 0;
      for (const path of new Set([...changed, ...concerned])) {
        const before = imported.get(path);
        for (const file of modules.forget(path)) tables.add(file);
        if (!come.includes(path)) flip(relevance.update(path));
        imports ||= before !== undefined && before !== specifiersOf(modules, path).join("\n");
      }
      const own = new Set([...changed].filter((path) => !aside.has(path) || isOwn(path)));
      const moved = new Set([...come.filter((path) => own.has(path)), ...gone, ...concerned]);
      if (flipped.size === 0 && !imports) return { own, tables, relevance: flipped, counted: flipped, moved };
      const before = chosen;
      if (entry !== undefined) chosen = choose();
      else {
        chosen = new Set(before);
        for (const file of [...flipped, ...moved]) {
          if (relevance.files.has(file) && sources.counted.has(file)) chosen.add(file);
          else chosen.delete(file);
        }
      }
      return { own, tables, relevance: flipped, counted: before.symmetricDifference(chosen), moved };
    },
    saved: () => ({ relevance: relevance.saved(), modules: modules.saved(), unreadable, imported, chosen, configuration }),
  };
}

/** The relevant files that a file imports, at any remove, with what each imports. A path between relevant files goes through relevant files only. */
function importClosure(modules: Modules, from: string, relevant: ReadonlySet<string>): Map<string, string> {
  const imported = new Map<string, string>();
  const reached = new Set([from]);
  for (const path of reached) {
    const specifiers = specifiersOf(modules, path);
    imported.set(path, specifiers.join("\n"));
    for (const specifier of specifiers) {
      const target = modules.resolve(path, specifier);
      if (target.kind === "file" && relevant.has(target.path)) reached.add(target.path);
    }
  }
  return imported;
}

function specifiersOf(modules: Modules, path: string): string[] {
  const facts = modules.get(path)?.facts;
  return [
    ...(facts?.imports ?? []).map(({ specifier }) => specifier),
    ...(facts?.exports ?? []).flatMap((fact) => (fact.kind === "local" ? [] : [fact.specifier])),
  ];
}

/** What package.json says that decides which files are looked at and where modules are, as text. */
function manifestDigest(files: ProjectFiles): string {
  const { headwater, imports } = readManifest(files, "package.json") ?? {};
  const isObject = typeof headwater === "object" && headwater !== null;
  return JSON.stringify([isObject ? { ...headwater, severity: undefined } : headwater, imports]);
}

/** Whether an installed package says that it depends on ours; only then can what it exports be assets. */
function dependsOnOurs(files: ProjectFiles): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  const look = (name: string): boolean => {
    if (name === "" || name.startsWith("node:")) return false;
    const depth = files.root.split("/").filter(Boolean).length;
    for (let up = 0; up <= depth; up++) {
      const manifest = readManifest(files, `${"../".repeat(up)}node_modules/${name}/package.json`);
      if (manifest === undefined) continue;
      return ["dependencies", "peerDependencies"].some((group) => {
        const listed = manifest[group];
        return typeof listed === "object" && listed !== null && ourPackage in listed;
      });
    }
    return false;
  };
  return (name) => {
    let answer = answers.get(name);
    if (answer === undefined) {
      answer = look(name);
      answers.set(name, answer);
    }
    return answer;
  };
}

function readManifest(files: ProjectFiles, path: string): Record<string, unknown> | undefined {
  try {
    const text = files.read(path);
    const manifest: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof manifest === "object" && manifest !== null ? (manifest as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
