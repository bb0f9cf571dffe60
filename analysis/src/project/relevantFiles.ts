import ignore from "ignore";
import type { FactStore } from "../facts/factStore.ts";
import type { ModuleResolver } from "../modules/resolveModule.ts";
import type { ProjectFiles } from "./projectFiles.ts";

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const declarations = /\.d(?:\.[^./]+)?\.[cm]?ts$/;
const tests = /\.(?:test|spec)\.[^./]+$/;

/** The sources of a project. */
export interface ProjectSources {
  /** All that it has, without nested packages; tests and excluded files too. */
  readonly all: readonly string[];
  /** Those whose exports count. */
  readonly counted: ReadonlySet<string>;
}

/** Which files are sources of the project, and which of them may define its assets. */
export function projectSources(files: ProjectFiles, exclude: readonly string[]): ProjectSources {
  const listed = files.list();
  const nested = listed.filter((path) => path.endsWith("/package.json")).map((path) => path.slice(0, -"package.json".length));
  const nestedFolders = new Set(nested);
  const isNested = (path: string) => {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (nestedFolders.has(path.slice(0, slash + 1))) return true;
    }
    return false;
  };
  const inner = /(?:^|\/)(?:node_modules|\.headwater|\.git)\//;
  const all = listed
    .filter((path) => source.test(path) && !declarations.test(path) && !inner.test(path) && !isNested(path))
    .sort();
  const excluded = ignore().add([...exclude]);
  const counted = all.filter((path) => !tests.test(path) && !excluded.ignores(path));
  return { all, counted: new Set(counted) };
}

/** Which files can matter. */
export interface RelevantFiles {
  readonly files: ReadonlySet<string>;
  /** Files in which the word `Definitions` stands. */
  readonly mayDefine: ReadonlySet<string>;
  /** The files that import a file. */
  importersOf(path: string): Iterable<string>;
  /** Reads the imports of a file anew, and gives the files that matter now or matter no more for that. */
  update(path: string): ReadonlySet<string>;
  saved(): SavedRelevance;
}

/** What a later process takes over. */
export interface SavedRelevance {
  readonly imported: Map<string, Imported>;
  readonly mayDefine: Set<string>;
  readonly relevant: Set<string>;
}

/** What a file imports: our package, and files of the project. */
interface Imported {
  /** Our package, or one that may hold assets. */
  readonly ours: boolean;
  readonly files: readonly string[];
}

/**
 * The files that import our package, those that import them, and so on: only there can a call of `asset()` be, whatever
 * barrels and helpers it passes through. It is decided from the texts of imports, without parsing.
 *
 * @param packageMayHoldAssets whether a package depends on ours, so that what it exports may be assets
 * @param saved what an earlier process found out
 */
export function relevantFiles(
  files: ProjectFiles,
  sources: readonly string[],
  resolve: ModuleResolver,
  store: FactStore,
  packageMayHoldAssets: (name: string) => boolean,
  unreadable: (path: string, reason: string | undefined) => void,
  saved?: SavedRelevance,
): RelevantFiles {
  const imported = saved?.imported ?? new Map<string, Imported>();
  const importers = new Map<string, Set<string>>();
  const mayDefine = saved?.mayDefine ?? new Set<string>();
  let relevant = saved?.relevant ?? new Set<string>();

  const scan = (path: string): Imported => {
    const found = new Set<string>();
    let ours = false;
    const text = textOf(files, path, unreadable);
    if (text.includes("Definitions")) mayDefine.add(path);
    for (const specifier of store.imports(text, path)) {
      const target = resolve(path, specifier);
      if (target.kind === "ours" || (target.kind === "package" && packageMayHoldAssets(target.name))) ours = true;
      else if (target.kind === "file") found.add(target.path);
    }
    return { ours, files: [...found] };
  };
  const noteImporter = (target: string, path: string) => {
    const list = importers.get(target);
    if (list === undefined) importers.set(target, new Set([path]));
    else list.add(path);
  };
  /** Reads a file, and those that it leads to outside the list: ignored by git, or reached through an alias. */
  const take = (start: string) => {
    const pending = [start];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      const now = scan(path);
      imported.set(path, now);
      for (const target of now.files) {
        noteImporter(target, path);
        if (!imported.has(target) && source.test(target)) {
          imported.set(target, nothing);
          pending.push(target);
        }
      }
    }
  };
  const spread = (into: Set<string>, from: Iterable<string>): ReadonlySet<string> => {
    const added = new Set<string>();
    const pending = [...from];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (into.has(path)) continue;
      into.add(path);
      added.add(path);
      for (const importer of importers.get(path) ?? []) pending.push(importer);
    }
    return added;
  };
  const ofOurs = () => [...imported].flatMap(([path, { ours }]) => (ours ? [path] : []));

  if (saved === undefined) {
    // Those in the list are known from the beginning, so that each is read once.
    for (const path of sources) imported.set(path, nothing);
    for (const path of sources) take(path);
    spread(relevant, ofOurs());
  } else for (const [path, { files: targets }] of imported) for (const target of targets) noteImporter(target, path);

  return {
    get files() {
      return relevant;
    },
    mayDefine,
    importersOf: (path) => importers.get(path) ?? [],
    update(path) {
      const before = imported.get(path);
      if (before === undefined) return new Set();
      for (const target of before.files) importers.get(target)?.delete(path);
      take(path);
      const now = imported.get(path) ?? nothing;
      const matters = ({ ours, files: targets }: Imported) => ours || targets.some((target) => relevant.has(target));
      const kept = new Set(now.files);
      const lost = (before.ours && !now.ours) || before.files.some((target) => relevant.has(target) && !kept.has(target));
      if (!relevant.has(path) || !lost) return matters(now) ? spread(relevant, [path]) : new Set();
      // What mattered because of this file may matter because of others, or not at all.
      const all = new Set<string>();
      spread(all, ofOurs());
      const changed = relevant.symmetricDifference(all);
      relevant = all;
      return changed;
    },
    saved: () => ({ imported, mayDefine, relevant }),
  };
}

const nothing: Imported = { ours: false, files: [] };

function textOf(files: ProjectFiles, path: string, unreadable: (path: string, reason: string | undefined) => void): string {
  try {
    const text = files.read(path);
    unreadable(path, undefined);
    return text ?? "";
  } catch (error) {
    unreadable(path, error instanceof Error ? error.message : String(error));
    return "";
  }
}
