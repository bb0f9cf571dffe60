import type { WorkDoneProgressReporter } from "vscode-languageserver";
import type { Workspace } from "./workspace.ts";

/** What the first analysis needs. */
export interface FirstAnalysis {
  readonly workspace: Workspace;
  /** Loads what an analysis needs that is not in an index. */
  readonly load: () => Promise<unknown>;
  /** Does work; what goes wrong is logged. */
  readonly attempt: (what: string, work: () => void) => void;
  /** Findings are known that were stored. */
  readonly restored: () => void;
  readonly progress: Pick<WorkDoneProgressReporter, "report"> | undefined;
}

/**
 * The first analysis of all projects, one at a time, with room for messages in between: what is stored of a project is taken
 * over, and what has changed since is analysed.
 */
export async function analyseFirst({ workspace, load, attempt, restored, progress }: FirstAnalysis): Promise<void> {
  const found = workspace.takeDirty();
  // Projects ask each other for what they declare.
  if (found.length > 1) await load();
  const stored = found.filter((project) => {
    let isRestored = false;
    attempt(`What is stored of the project ${project.name} could not be read`, () => {
      isRestored = workspace.restore(project);
    });
    return isRestored;
  });
  if (stored.length > 0) restored();
  const dirty = workspace.takeDirty();
  if (dirty.length > 0) await load();
  for (const [at, project] of dirty.entries()) {
    progress?.report(Math.floor((100 * at) / dirty.length), `Reading ${project.name}`);
    await new Promise(setImmediate);
    attempt(`The project ${project.name} could not be analysed`, () => workspace.analyse(project));
  }
}
