import type { Candidate, ExportDoubt, FileExports, FoundAsset } from "../assets/findAssets.ts";
import type { AssetSite } from "../evaluate/value.ts";

/** What all files export, as far as assets go; brought up to date file by file. */
export interface ExportedAssets {
  /** Puts what a file exports in the place of what it exported before. */
  replace(file: string, exports: FileExports | undefined): void;
  /** The sites that were exported by a replaced file, before or now, since it was asked last. */
  takeTouched(): ReadonlySet<AssetSite>;
  /** As what a site is exported. */
  found(site: AssetSite): FoundAsset | undefined;
  /** Every exported site. */
  sites(): Iterable<AssetSite>;
  /** Those whose evaluation belongs to a file. */
  sitesAt(home: string): Iterable<AssetSite>;
  /** What files with definitions or doubts export, in the order of the files. */
  special(): readonly FileExports[];
  doubts(): readonly ExportDoubt[];
  /** What each file exports. */
  saved(): ReadonlyMap<string, FileExports>;
}

/**
 * Keeps what files export.
 *
 * @param saved what they exported in an earlier process
 */
export function createExportedAssets(saved: ReadonlyMap<string, FileExports> = new Map()): ExportedAssets {
  const byFile = new Map<string, FileExports>();
  const special = new Set<string>();
  const candidates = new Map<AssetSite, readonly Candidate[]>();
  const byHome = new Map<string, Set<AssetSite>>();
  let touched = new Set<AssetSite>();

  const put = (site: AssetSite, list: readonly Candidate[]) => {
    touched.add(site);
    const own = byHome.get(site.home);
    if (list.length === 0) {
      candidates.delete(site);
      own?.delete(site);
      if (own?.size === 0) byHome.delete(site.home);
      return;
    }
    candidates.set(site, list);
    if (own === undefined) byHome.set(site.home, new Set([site]));
    else own.add(site);
  };
  const add = (file: string, exports: FileExports) => {
    for (const candidate of exports.candidates) {
      put(candidate.site, [...(candidates.get(candidate.site) ?? []), candidate]);
    }
    byFile.set(file, exports);
    if (exports.definitions.length + exports.doubts.length > 0) special.add(file);
  };
  for (const [file, exports] of saved) add(file, exports);
  touched.clear();
  const ordered = () => [...special].sort().map((file) => byFile.get(file) as FileExports);
  return {
    replace(file, exports) {
      for (const { site } of byFile.get(file)?.candidates ?? []) {
        put(
          site,
          (candidates.get(site) ?? []).filter((each) => each.file !== file),
        );
      }
      special.delete(file);
      byFile.delete(file);
      if (exports !== undefined) add(file, exports);
    },
    takeTouched() {
      const taken = touched;
      touched = new Set();
      return taken;
    },
    found: (site) => best(candidates.get(site)),
    sites: () => candidates.keys(),
    sitesAt: (home) => byHome.get(home) ?? [],
    special: ordered,
    doubts: () => ordered().flatMap(({ doubts }) => doubts),
    saved: () => byFile,
  };
}

/** The one with the lowest rank, else of the first file. */
function best(list: readonly Candidate[] = []): Candidate | undefined {
  let found = list[0];
  for (const each of list) {
    if (found === undefined || each.rank < found.rank || (each.rank === found.rank && each.file < found.file)) found = each;
  }
  return found;
}

/** Whether an asset is exported in the same way, wherever that stands. */
export function sameExport(one: FoundAsset | undefined, other: FoundAsset | undefined): boolean {
  return (
    one?.file === other?.file &&
    one?.exportedName === other?.exportedName &&
    one?.fallbackName === other?.fallbackName &&
    one?.constant?.name === other?.constant?.name
  );
}
