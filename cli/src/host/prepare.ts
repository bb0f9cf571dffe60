import { type AssetGraph, type KeyId, resolveGraph, resolveSelection, type Selection } from "@headwater/model";
import type { LoadProblem, ProjectProblem } from "@headwater/protocol";
import { readProject } from "../project/readProject.ts";
import { bundleProject } from "./bundle.ts";
import { CannotRun } from "./cannotRun.ts";
import { makePool, type WorkerPool } from "./pool.ts";

/** A project that is ready to run: analysed, built, loaded in a first worker. */
export interface PreparedProject {
  readonly graph: AssetGraph;
  readonly pool: WorkerPool;
  readonly problems: readonly ProjectProblem[];
  /** Assets that must not run, each with why. */
  readonly blocked: ReadonlyMap<KeyId, string>;
  /** Keeps the workers while a run needs them. */
  retain(): void;
  release(): void;
}

/** Prepares a project each time it is called; what has not changed since the last time is not done again. */
export interface ProjectPreparer {
  (): Promise<PreparedProject>;
  /** Ends all workers. */
  close(): void;
}

const nothingToMaterialize = "There is nothing to materialize: export a constant made with asset() from a file of this project.";

interface Entry {
  readonly project: PreparedProject;
  users: number;
}

export function projectPreparer(projectFolder: string, stateFolder: string): ProjectPreparer {
  const known = new Map<string, Entry>();
  const read = readProject(projectFolder);
  let latest: string | undefined;

  const closeUnused = () => {
    for (const [hash, { project, users }] of known) {
      if (hash === latest || users > 0) continue;
      project.pool.close();
      known.delete(hash);
    }
  };

  const prepare = async () => {
    const { definingFiles, entry } = await read();
    if (definingFiles.length === 0) throw new CannotRun(nothingToMaterialize);
    const bundle = await bundleProject(
      projectFolder,
      stateFolder,
      definingFiles.map(({ file }) => file),
    );
    latest = bundle.hash;
    const found = known.get(bundle.hash);
    if (found !== undefined) return found.project;
    const modules = definingFiles.map(({ file, localExports }) => ({
      file,
      output: bundle.outputs.get(file) as string,
      localExports: [...localExports],
    }));
    const pool = makePool({ projectFolder, hash: bundle.hash, modules, ...(entry?.listsAssets ? { entry: entry.file } : {}) });
    try {
      const { specs, problems } = await pool.describe();
      const { graph } = resolveGraph(specs);
      const made: Entry = {
        users: 0,
        project: {
          graph,
          pool,
          problems: problems.filter(({ severity }) => severity !== "information").map(toProjectProblem),
          blocked: blockedAssets(graph, problems),
          retain: () => made.users++,
          release: () => {
            made.users--;
            closeUnused();
          },
        },
      };
      known.set(bundle.hash, made);
      closeUnused();
      return made.project;
    } catch (error) {
      pool.close();
      throw error;
    }
  };

  return Object.assign(prepare, {
    close: () => {
      for (const { project } of known.values()) project.pool.close();
    },
  });
}

/**
 * What a selection comes to. Of everything (`*`), assets with errors and what is downstream of them are left out; named
 * ones are refused, since the user asked for just them.
 *
 * @throws SelectionError, CannotRun
 */
export function selectRunnable(
  project: PreparedProject,
  selection: Selection,
): { keys: KeyId[]; leftOut: { key: KeyId; reason: string }[] } {
  const selected = resolveSelection(selection, project.graph);
  const leftOut = selected.flatMap((key) => {
    const reason = project.blocked.get(key);
    return reason === undefined ? [] : { key, reason };
  });
  if (selection.kind !== "all" && leftOut.length > 0) {
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
    if (severity === "error" && asset !== undefined && !blocked.has(asset)) blocked.set(asset, message);
  }
  const queue = [...blocked.keys()];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const next of graph.nodes.get(id)?.downstream ?? []) {
      if (blocked.has(next)) continue;
      blocked.set(next, `its upstream "${id}" cannot run.`);
      queue.push(next);
    }
  }
  return blocked;
}

function toProjectProblem({ code, severity, message, file }: LoadProblem): ProjectProblem {
  return { code, severity, message, ...(file === undefined ? {} : { file }) };
}
