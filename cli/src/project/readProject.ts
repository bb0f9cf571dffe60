import { analyzeProject, createFactStore, nodeFiles, type ProjectAnalysis } from "@headwater/analysis";

/** Analyses a project each time it is called. What it learned of files stays, so that only changed ones are read again. */
export function readProject(projectFolder: string): () => Promise<ProjectAnalysis> {
  const store = createFactStore();
  return () => analyzeProject(nodeFiles(projectFolder), { store });
}
