import type { LiveAnalysis } from "../incremental/liveAnalysis.ts";
import type { ProjectFiles } from "../project/projectFiles.ts";
import type { ProjectAnalysis } from "../projectAnalysis.ts";
import { type AssetIndex, createAssetIndex } from "./assetIndex.ts";

/** A project whose assets can be looked up by their keys, and all that names them. */
export interface IndexedProject {
  /** Absolute, with forward slashes. */
  readonly root: string;
  /** As they were analysed. */
  readonly files: ProjectFiles;
  /** Both are absent before the first analysis. */
  readonly live?: LiveAnalysis;
  readonly analysis?: ProjectAnalysis;
  readonly index: AssetIndex;
}

/** Indexes a project that was analysed once. */
export function indexProject(files: ProjectFiles, live: LiveAnalysis): IndexedProject {
  const index = createAssetIndex();
  index.follow(live.analysis, "everything");
  return { root: files.root, files, live, analysis: live.analysis, index };
}
