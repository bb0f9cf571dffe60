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

/** Which files can matter, and what could not be read. */
export interface RelevantFiles {
  readonly files: ReadonlySet<string>;
  /** Sources that were looked at. */
  readonly scanned: number;
}

/**
 * The files that import our package, those that import them, and so on: only there can a call of `asset()` be, whatever
 * barrels and helpers it passes through. It is decided from the texts of imports, without parsing.
 *
 * @param packageMayHoldAssets whether a package depends on ours, so that what it exports may be assets
 */
export function relevantFiles(
  files: ProjectFiles,
  sources: readonly string[],
  resolve: ModuleResolver,
  store: FactStore,
  packageMayHoldAssets: (name: string) => boolean,
  unreadable: (path: string, reason: string) => void,
): RelevantFiles {
  const importers = new Map<string, string[]>();
  const relevant = new Set<string>();
  const pending: string[] = [];
  const scan = [...sources];
  const known = new Set(sources);
  const mark = (path: string) => {
    if (relevant.has(path)) return;
    relevant.add(path);
    pending.push(path);
  };
  for (let at = 0; at < scan.length; at++) {
    const path = scan[at] as string;
    for (const specifier of importsOf(files, path, store, unreadable)) {
      const target = resolve(path, specifier);
      if (target.kind === "ours" || (target.kind === "package" && packageMayHoldAssets(target.name))) mark(path);
      if (target.kind !== "file") continue;
      const list = importers.get(target.path);
      if (list === undefined) importers.set(target.path, [path]);
      else list.push(path);
      // A file outside the list: ignored by git, or reached through an alias.
      if (!known.has(target.path) && source.test(target.path)) {
        known.add(target.path);
        scan.push(target.path);
      }
    }
  }
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) importers.get(path)?.forEach(mark);
  return { files: relevant, scanned: scan.length };
}

function importsOf(
  files: ProjectFiles,
  path: string,
  store: FactStore,
  unreadable: (path: string, reason: string) => void,
): readonly string[] {
  try {
    const text = files.read(path);
    return text === undefined ? [] : store.imports(text, path);
  } catch (error) {
    unreadable(path, error instanceof Error ? error.message : String(error));
    return [];
  }
}
