import { createFactStore, type FactStore } from "./facts/factStore.ts";
import { type Language, typeScriptLanguage } from "./facts/typescript/load.ts";
import { createGenerations } from "./incremental/generations.ts";
import { createLiveAnalysis, type LiveAnalysis } from "./incremental/liveAnalysis.ts";
import type { SavedAnalysis } from "./incremental/liveTables.ts";
import { openProject } from "./project/openProject.ts";
import type { ProjectFiles } from "./project/projectFiles.ts";
import type { ProjectAnalysis } from "./projectAnalysis.ts";

/** What an analysis may be given. */
export interface AnalyzeOptions {
  /** Facts of earlier analyses: pass the same store again, and only files with new texts are read. */
  readonly store?: FactStore;
  /**
   * How many files are kept at hand with all that was made of them; at least so many, and at most about twice as many. What
   * was let go is read again when it is needed. Absent: all are kept.
   */
  readonly atHand?: number;
}

/**
 * Reads a project and says which assets it declares, how they depend on each other and what is wrong, without running any
 * of its code. It does not throw for any content of the files: what cannot be read or known is a diagnostic.
 */
export async function analyzeProject(files: ProjectFiles, options: AnalyzeOptions = {}): Promise<ProjectAnalysis> {
  return analyzeWith(await typeScriptLanguage(), files, options);
}

/** Like {@link analyzeProject}, with a language that was loaded before. */
export function analyzeWith(language: Language, files: ProjectFiles, options: AnalyzeOptions = {}): ProjectAnalysis {
  return openAnalysis(language, files, options).analysis;
}

/**
 * Analyses a project and keeps what was found out, so that an edit costs only what depends on it.
 *
 * @param saved what an earlier process found out about the same files with the same settings; it is taken over, not copied
 */
export function openAnalysis(
  language: Language,
  files: ProjectFiles,
  options: AnalyzeOptions = {},
  saved?: SavedAnalysis,
): LiveAnalysis {
  const store = options.store ?? createFactStore();
  const before = store.extracted;
  const generations = options.atHand === undefined ? undefined : createGenerations(options.atHand);
  const project = openProject(files, language, store, generations?.use, saved?.project);
  const live = createLiveAnalysis(project, store, before, generations, saved);
  store.sweep();
  return live;
}
