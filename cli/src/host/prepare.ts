import { type AssetGraph, executionSet, type KeyId, resolveGraph, resolveSelection, type SelectionTree } from "@headwater/model";
import type { ExecutorSettings, LoadProblem, ProjectProblem } from "@headwater/protocol";
import { readProject } from "../project/readProject.ts";
import { buildProject } from "./buildProject.ts";
import { CannotRun } from "./cannotRun.ts";
import { type Loaded, LoadFailed, makePool, type WorkerPool } from "./pool.ts";
import type { Waiting } from "./runService.ts";

/** A project that is ready to run: analysed, built, loaded in a first worker. */
export interface PreparedProject {
  readonly graph: AssetGraph;
  readonly pool: WorkerPool;
  readonly problems: readonly ProjectProblem[];
  /** Assets that must not run, each with why. */
  readonly blocked: ReadonlyMap<KeyId, string>;
  /** How many slots pools have. */
  readonly slots: Readonly<Record<string, number>>;
  readonly executor: ExecutorSettings;
  /** Who has got it lets it go once, so that workers which nobody needs can end. */
  release(): void;
}

/** Prepares a project each time it is called; what has not changed since the last time is not done again. */
export interface ProjectPreparer {
  /** @throws CannotRun */
  (waiting: Waiting): Promise<PreparedProject>;
  /** Ends all workers. What is being prepared is given up. */
  close(): void;
}

const nothingSelected = 'The selection matches no asset that can be materialized: "headwater list" shows those there are.';
const nothingToMaterialize = "There is nothing to materialize: export a constant made with asset() from a file of this project.";

/** After how many milliseconds of loading the user is told where it stands. */
const patience = 5_000;

interface Entry {
  readonly project: PreparedProject;
  users: number;
}

export function projectPreparer(projectFolder: string, stateFolder: string): ProjectPreparer {
  const known = new Map<string, Entry>();
  const read = readProject(projectFolder);
  const closing = new AbortController();
  let latest: string | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const closeUnused = () => {
    for (const [hash, { project, users }] of known) {
      if (hash === latest || users > 0) continue;
      project.pool.close();
      known.delete(hash);
    }
  };

  const prepareNow = async (waiting: Waiting): Promise<PreparedProject> => {
    const givenUp = AbortSignal.any([closing.signal, ...(waiting.signal === undefined ? [] : [waiting.signal])]);
    throwIfGivenUp(givenUp);
    const analysis = await read();
    if (analysis.definingFiles.length === 0) throw new CannotRun(nothingToMaterialize);
    throwIfGivenUp(givenUp);
    const build = await buildProject(projectFolder, stateFolder, analysis, new Set(known.keys()));
    throwIfGivenUp(givenUp);
    latest = build.hash;
    let found = known.get(build.hash);
    if (found === undefined) {
      const pool = makePool(build);
      const loaded = await loadIn(pool, waiting, givenUp);
      found = makeEntry(pool, loaded, closeUnused);
      known.set(build.hash, found);
    }
    found.users++;
    closeUnused();
    return found.project;
  };

  // One after another: what two ask for at the same moment is loaded once.
  const prepare = (waiting: Waiting) => {
    const prepared = turn.then(() => prepareNow(waiting));
    turn = prepared.catch(() => {});
    return prepared;
  };
  return Object.assign(prepare, {
    close: () => {
      closing.abort();
      for (const { project } of known.values()) project.pool.close();
    },
  });
}

/** Loads the project in the pool's first worker. Whether that ever ends is up to the user's code. */
async function loadIn(pool: WorkerPool, { tell }: Waiting, givenUp: AbortSignal): Promise<Loaded> {
  const slow = setTimeout(() => {
    const what = pool.loadingFile() ?? "the project";
    tell?.(`Still loading ${what} after ${patience / 1_000} s: does it wait for something at its top level?`);
  }, patience);
  const gone = Promise.withResolvers<never>();
  const giveUp = () => gone.reject(new CannotRun(notBegun));
  givenUp.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([pool.describe(), gone.promise]);
  } catch (error) {
    pool.close();
    throw error instanceof LoadFailed ? new CannotRun(error.message) : error;
  } finally {
    clearTimeout(slow);
    givenUp.removeEventListener("abort", giveUp);
  }
}

const notBegun = "The run was canceled before it began.";

function throwIfGivenUp(signal: AbortSignal): void {
  if (signal.aborted) throw new CannotRun(notBegun);
}

function makeEntry(pool: WorkerPool, { specs, checkSteps, problems, pools, executor }: Loaded, closeUnused: () => void): Entry {
  const { graph } = resolveGraph(specs, {}, checkSteps);
  const entry: Entry = {
    users: 0,
    project: {
      graph,
      pool,
      slots: pools,
      executor,
      problems: problems.filter(({ severity }) => severity !== "information").map(toProjectProblem),
      blocked: blockedAssets(graph, problems),
      release: () => {
        entry.users--;
        closeUnused();
      },
    },
  };
  return entry;
}

/**
 * What a selection comes to. Of everything (`*`), assets with errors and what is downstream of them are left out; named
 * ones are refused, since the user asked for just them.
 *
 * @throws SelectionError, CannotRun
 */
export function selectRunnable(
  project: PreparedProject,
  selection: SelectionTree,
): { keys: KeyId[]; leftOut: { key: KeyId; reason: string }[] } {
  const selected = resolveSelection(selection, project.graph);
  const leftOut = selected.flatMap((key) => {
    const reason = project.blocked.get(key);
    return reason === undefined ? [] : { key, reason };
  });
  if (selection.op !== "all" && selected.length === 0) throw new CannotRun(nothingSelected);
  if (selection.op !== "all" && leftOut.length > 0) {
    throw new CannotRun(leftOut.map(({ key, reason }) => `"${key}" cannot run: ${reason}`).join("\n"));
  }
  const keys = selected.filter((key) => !project.blocked.has(key));
  if (keys.length === 0) {
    const why = [...new Set([...leftOut.map(({ reason }) => reason), ...project.problems.map(({ message }) => message)])];
    throw new CannotRun(why.length === 0 ? nothingToMaterialize : why.join("\n"));
  }
  return { keys, leftOut };
}

/** Assets with an error of their own, and all that would wait for them. */
function blockedAssets(graph: AssetGraph, problems: readonly LoadProblem[]): Map<KeyId, string> {
  const blocked = new Map<KeyId, string>();
  for (const { asset, severity, message } of problems) {
    if (severity !== "error" || asset === undefined) continue;
    // What cannot be computed without it cannot run either.
    for (const id of executionSet(graph, asset)) if (!blocked.has(id)) blocked.set(id, message);
  }
  for (const [cause, reason] of [...blocked]) {
    const stack = [cause];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      for (const next of graph.nodes.get(id)?.downstream ?? []) {
        if (blocked.has(next)) continue;
        for (const together of executionSet(graph, next)) {
          blocked.set(together, `it depends on "${cause}", which cannot run: ${reason}`);
          stack.push(together);
        }
      }
    }
  }
  return blocked;
}

function toProjectProblem({ code, severity, message, file }: LoadProblem): ProjectProblem {
  return { code, severity, message, ...(file === undefined ? {} : { file }) };
}
