import { build, createProjectReader, indexPlaces, type ProjectAnalysis, typeScriptLanguage } from "@headwater/analysis";

/**
 * Analyses a project each time it is called. What it learned stays, here and in the index on disk, so that only what has
 * changed is analysed again.
 */
export function readProject(projectFolder: string): () => Promise<ProjectAnalysis> {
  const place = build === undefined ? undefined : indexPlaces(build)(projectFolder.replaceAll("\\", "/"));
  let read: (() => ProjectAnalysis) | undefined;
  return async () => {
    read ??= createProjectReader(projectFolder, await typeScriptLanguage(), place);
    return read();
  };
}
