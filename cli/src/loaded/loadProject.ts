import { join } from "node:path";
import type { ProjectAnalysis } from "@headwater/analysis";
import { openStateFolder } from "headwater/engine";
import { buildProject } from "../host/buildProject.ts";
import { CannotRun } from "../host/cannotRun.ts";
import { type Loaded, LoadFailed, makePool } from "../host/pool.ts";

const nothing: Loaded = {
  specs: [],
  checkSteps: [],
  places: [],
  problems: [],
  pools: {},
  executor: { tagConcurrencyLimits: [] },
};

/** How many seconds loading may take, where nothing else is said. */
export const defaultLoadTimeout = 60;

/**
 * Loads a project in a worker process, which is ended in any case, and says what its code declares.
 *
 * @param deadline how many seconds that may take
 * @throws CannotRun when the code ends the process, or does not come to an end in time; StoreError
 */
export async function loadProject(projectFolder: string, analysis: ProjectAnalysis, deadline: number): Promise<Loaded> {
  if (analysis.definingFiles.length === 0) return nothing;
  // Apart from the builds of the project's host, which keeps its own while its workers need them.
  const stateFolder = join(openStateFolder(projectFolder), "loaded");
  const pool = makePool(await buildProject(projectFolder, stateFolder, analysis));
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const what = pool.loadingFile() ?? "the project";
    late.reject(
      new CannotRun(
        `Loading ${what} took longer than ${deadline} s and was ended: does it loop or wait for something at its top level? If it only needs more time, allow it with --load-timeout.`,
      ),
    );
  }, deadline * 1_000);
  try {
    return await Promise.race([pool.describe(), late.promise]);
  } catch (error) {
    throw error instanceof LoadFailed ? new CannotRun(error.message) : error;
  } finally {
    clearTimeout(timer);
    pool.close();
  }
}
