import { openAnalysis } from "../analyze.ts";
import { createFactStore } from "../facts/factStore.ts";
import type { Language } from "../facts/typescript/load.ts";
import type { LiveAnalysis } from "../incremental/liveAnalysis.ts";
import { nodeFiles } from "../project/nodeFiles.ts";
import type { ProjectAnalysis } from "../projectAnalysis.ts";
import { changedSince, recordFiles } from "./recordedFiles.ts";
import { findStored, type IndexPlace, storeAnalysis } from "./storedAnalysis.ts";

/**
 * Reads a project on disk again and again: what has changed since the last time, or since its index was stored, is analysed,
 * and the index brought up to date.
 *
 * @param place where the index is; without it there is none
 * @param atHand see AnalyzeOptions
 */
export function createProjectReader(
  projectFolder: string,
  language: Language,
  place?: IndexPlace,
  atHand?: number,
): () => ProjectAnalysis {
  const disk = nodeFiles(projectFolder);
  const recorded = recordFiles(disk);
  const options = { store: createFactStore(), ...(atHand === undefined ? {} : { atHand }) };
  let live: LiveAnalysis | undefined;
  /** What has changed since the analysis that is there; all that there is where there is none. */
  const changes = (): ReadonlySet<string> | "everything" => {
    if (live !== undefined) return changedSince(recorded.record, disk);
    const stored = place && findStored(place, disk);
    if (stored === undefined) return "everything";
    recorded.take(stored.record);
    live = stored.open(language, recorded, options);
    return stored.changed;
  };
  const update = (changed: ReadonlySet<string>): boolean => {
    for (const file of changed) recorded.forget(file);
    return live?.update(changed) ?? false;
  };
  return () => {
    const changed = changes();
    if (live !== undefined && changed !== "everything" && changed.size === 0) return live.analysis;
    if (live === undefined || changed === "everything" || !update(changed)) {
      recorded.reset();
      live = openAnalysis(language, recorded, options);
    }
    if (place !== undefined) storeAnalysis(place, recorded.record, live, {});
    return live.analysis;
  };
}
