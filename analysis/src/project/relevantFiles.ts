import type { FactStore } from "../facts/factStore.ts";
import { filesMeant, pathsMeaning } from "../modules/meantPaths.ts";
import type { ModuleResolver } from "../modules/resolveModule.ts";
import type { ProjectFiles } from "./projectFiles.ts";

/** Which files can matter. */
export interface RelevantFiles {
  readonly files: ReadonlySet<string>;
  /** Files in which the word `Definitions` stands. */
  readonly mayDefine: ReadonlySet<string>;
  /** The files that import a file. */
  importersOf(path: string): Iterable<string>;
  /** Reads the imports of a file anew, and gives the files that matter now or matter no more for that. */
  update(path: string): ReadonlySet<string>;
  /** Takes a file that has come, likewise. */
  add(path: string): ReadonlySet<string>;
  /** Forgets a file that is gone, likewise. */
  remove(path: string): ReadonlySet<string>;
  /** The files whose imports may mean another file since one has come or gone. */
  concernedBy(path: string): ReadonlySet<string>;
  /** Whether its imports were read. */
  isKnown(path: string): boolean;
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
  /** Absent where it is empty: what would mean a file of the project if there were one. */
  readonly waitsFor?: readonly string[];
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
  sources: Iterable<string>,
  resolve: ModuleResolver,
  store: FactStore,
  packageMayHoldAssets: (name: string) => boolean,
  unreadable: (path: string, reason: string | undefined) => void,
  saved?: SavedRelevance,
): RelevantFiles {
  const imported = saved?.imported ?? new Map<string, Imported>();
  const importers = new Map<string, Set<string>>();
  const waitingFor = new Map<string, Set<string>>();
  const mayDefine = saved?.mayDefine ?? new Set<string>();
  let relevant = saved?.relevant ?? new Set<string>();

  const scan = (path: string): Imported => {
    const found = new Set<string>();
    const waitsFor = new Set<string>();
    let ours = false;
    const text = textOf(files, path, unreadable);
    if (text.includes("Definitions")) mayDefine.add(path);
    for (const specifier of store.imports(text, path)) {
      const target = resolve(path, specifier);
      if (target.kind === "ours" || (target.kind === "package" && packageMayHoldAssets(target.name))) ours = true;
      else if (target.kind === "file") found.add(target.path);
      if (target.kind === "ours" || (target.kind === "file" && specifier.startsWith("."))) continue;
      for (const each of resolve.waitsFor(path, specifier)) waitsFor.add(each);
    }
    return { ours, files: [...found], ...(waitsFor.size === 0 ? {} : { waitsFor: [...waitsFor] }) };
  };
  const noteIn = (map: Map<string, Set<string>>, target: string, path: string) => {
    const list = map.get(target);
    if (list === undefined) map.set(target, new Set([path]));
    else list.add(path);
  };
  const note = (path: string, { files: targets, waitsFor = [] }: Imported) => {
    for (const target of targets) noteIn(importers, target, path);
    for (const target of waitsFor) noteIn(waitingFor, target, path);
  };
  const forget = (path: string, { files: targets, waitsFor = [] }: Imported) => {
    for (const target of targets) importers.get(target)?.delete(path);
    for (const target of waitsFor) waitingFor.get(target)?.delete(path);
  };
  /** Reads a file, and those that it leads to outside the list: ignored by git, or reached through an alias. Gives them all. */
  const take = (start: string): string[] => {
    const taken: string[] = [];
    const pending = [start];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      const now = scan(path);
      taken.push(path);
      imported.set(path, now);
      note(path, now);
      for (const target of now.files) {
        if (!imported.has(target) && source.test(target)) {
          imported.set(target, nothing);
          pending.push(target);
        }
      }
    }
    return taken;
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
  } else for (const [path, known] of imported) note(path, known);

  /** What mattered may matter because of others, or not at all. */
  const decideAnew = (): ReadonlySet<string> => {
    const all = new Set<string>();
    spread(all, ofOurs());
    const changed = relevant.symmetricDifference(all);
    relevant = all;
    return changed;
  };
  /** Those of some files that matter, and what matters for that. */
  const spreadAmong = (paths: readonly string[]): ReadonlySet<string> => {
    const mattering = paths.filter((path) => {
      const { ours, files: targets } = imported.get(path) ?? nothing;
      return ours || targets.some((target) => relevant.has(target));
    });
    return spread(relevant, mattering);
  };

  return {
    get files() {
      return relevant;
    },
    mayDefine,
    importersOf: (path) => importers.get(path) ?? [],
    update(path) {
      const before = imported.get(path);
      if (before === undefined) return new Set();
      forget(path, before);
      const taken = take(path);
      const now = imported.get(path) ?? nothing;
      const kept = new Set(now.files);
      const lost = (before.ours && !now.ours) || before.files.some((target) => relevant.has(target) && !kept.has(target));
      if (!relevant.has(path) || !lost) return spreadAmong(taken);
      return decideAnew();
    },
    add: (path) => spreadAmong(take(path)),
    remove(path) {
      const before = imported.get(path);
      if (before === undefined) return new Set();
      forget(path, before);
      imported.delete(path);
      mayDefine.delete(path);
      unreadable(path, undefined);
      return relevant.has(path) ? decideAnew() : new Set();
    },
    concernedBy(path) {
      const concerned = new Set(importers.get(path));
      for (const meant of pathsMeaning(path)) {
        for (const file of waitingFor.get(meant) ?? []) concerned.add(file);
        for (const other of filesMeant(meant)) for (const file of importers.get(other) ?? []) concerned.add(file);
      }
      return concerned;
    },
    isKnown: (path) => imported.has(path),
    saved: () => ({ imported, mayDefine, relevant }),
  };
}

const nothing: Imported = { ours: false, files: [] };
const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;

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
