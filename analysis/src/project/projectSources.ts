import ignore from "ignore";
import type { ProjectFiles } from "./projectFiles.ts";

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const declarations = /\.d(?:\.[^./]+)?\.[cm]?ts$/;
const tests = /\.(?:test|spec)\.[^./]+$/;
const inner = /(?:^|\/)(?:node_modules|\.headwater|\.git)\//;

/** The sources of a project. */
export interface ProjectSources {
  /** All that it has, without nested packages; tests and excluded files too. */
  readonly all: ReadonlySet<string>;
  /** Those whose exports count. */
  readonly counted: ReadonlySet<string>;
  /** Takes files that have come, as far as they are sources, and gives these. */
  add(paths: readonly string[]): readonly string[];
  remove(path: string): void;
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
  const isSource = (path: string) => source.test(path) && !declarations.test(path) && !inner.test(path) && !isNested(path);
  const excluded = ignore().add([...exclude]);
  const counts = (path: string) => !tests.test(path) && (exclude.length === 0 || !excluded.ignores(path));
  const all = new Set(listed.filter(isSource).sort());
  const counted = new Set([...all].filter(counts));
  return {
    all,
    counted,
    add(paths) {
      const sources = paths.filter(isSource);
      if (sources.length === 0) return [];
      const known = files.listed?.(sources) ?? new Set(files.list());
      const added = sources.filter((path) => known.has(path));
      for (const path of added) {
        all.add(path);
        if (counts(path)) counted.add(path);
      }
      return added;
    },
    remove(path) {
      all.delete(path);
      counted.delete(path);
    },
  };
}
