import type { AnalyzeOptions } from "../analyze.ts";
import { openAnalysis } from "../analyze.ts";
import type { Language } from "../facts/typescript/load.ts";
import type { LiveAnalysis } from "../incremental/liveAnalysis.ts";
import type { SavedAnalysis } from "../incremental/liveTables.ts";
import type { DiskFiles } from "../project/nodeFiles.ts";
import type { ProjectFiles } from "../project/projectFiles.ts";
import { readIndex, writeIndex } from "./indexFile.ts";
import { lazyAnalysis, type ToldFirst, toldFirst } from "./lazyAnalysis.ts";
import { changedSince, type FileRecord, torn } from "./recordedFiles.ts";

/** What stands in an index on disk. */
interface Sections {
  readonly files: FileRecord;
  readonly told: ToldFirst;
  /** What whoever wrote it wants to have at hand at once. */
  readonly extra: unknown;
  readonly analysis: SavedAnalysis;
}

/** An analysis that was stored, of a project whose files are the same but for some. */
export interface StoredAnalysis {
  readonly record: FileRecord;
  /** Sources with other texts: the analysis is to be updated with them before it counts. */
  readonly changed: ReadonlySet<string>;
  readonly extra: unknown;
  /** Nothing but findings is read before somebody asks for more; what cannot be read then is analysed anew. */
  open(language: Language, files: ProjectFiles, options: AnalyzeOptions): LiveAnalysis;
}

/** Where the index of a project is kept. */
export interface IndexPlace {
  readonly path: string;
  /** What tells apart builds that may understand or find out something else. */
  readonly build: string;
  /** How many sources a project has at least that has an index. */
  readonly fewestSources: number;
}

/**
 * Looks for a stored analysis. It costs a look at each file that was read for it; undefined where there is none that counts.
 */
export function findStored({ path, build }: IndexPlace, disk: DiskFiles): StoredAnalysis | undefined {
  const index = readIndex<Sections>(path, build);
  const record = index?.section("files");
  const told = index?.section("told");
  if (index === undefined || record === undefined || told === undefined) return undefined;
  const changed = changedSince(record, disk);
  if (changed === "everything") return undefined;
  return {
    record,
    changed,
    extra: index.section("extra"),
    open: (language, files, options) =>
      lazyAnalysis(told, () => {
        const saved = index.section("analysis");
        return openAnalysis(language, files, options, saved);
      }),
  };
}

/**
 * Stores an analysis, of which all changes have to be known.
 *
 * @param record what was read for it
 * @param edited files whose texts in the analysis are not those on disk: they count as changed
 * @returns whether it is stored; where it cannot be, all goes on without
 */
export function storeAnalysis(
  { path, build, fewestSources }: IndexPlace,
  record: FileRecord,
  live: LiveAnalysis,
  { edited = [], extra }: { readonly edited?: Iterable<string>; readonly extra?: unknown },
): boolean {
  if (live.analysis.files.sources < fewestSources) return false;
  const analysis = live.save();
  // What was mended with an earlier text can only be read as it is by who does not have that.
  const unsure = [...edited, ...analysis.project.modules.broken];
  const stamps = new Map(record.stamps);
  for (const file of unsure) stamps.set(file, torn);
  const files: FileRecord = { ...record, stamps };
  return writeIndex<Sections>(path, build, { files, told: toldFirst(live.analysis), extra, analysis });
}
