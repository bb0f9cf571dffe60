import type { ProjectAnalysis } from "@headwater/analysis";
import type { BuiltModule } from "@headwater/protocol";
import { bundleProject } from "./bundle.ts";
import type { ProjectBuild } from "./pool.ts";

/**
 * Builds what a project's assets and definitions are in, ready to be loaded by a worker.
 *
 * @param inUse the hashes of builds that workers have loaded
 * @throws CannotRun; StoreError when the build cannot be written
 */
export async function buildProject(
  projectFolder: string,
  stateFolder: string,
  { definingFiles, entry }: Pick<ProjectAnalysis, "definingFiles" | "entry">,
  inUse?: ReadonlySet<string>,
): Promise<ProjectBuild> {
  const files = definingFiles.map(({ file }) => file);
  const { hash, outputs } = await bundleProject(projectFolder, stateFolder, files, inUse);
  const modules = definingFiles.flatMap(({ file, localExports }): BuiltModule[] => {
    const built = outputs.get(file);
    return built === undefined ? [] : [{ file, ...built, localExports: [...localExports] }];
  });
  return { projectFolder, hash, modules, ...(entry?.listsAssets ? { entry: entry.file } : {}) };
}
