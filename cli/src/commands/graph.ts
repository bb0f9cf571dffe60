import { parseSelectOption, resolveSelection, toUserString } from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { exitCodes } from "../commandError.ts";
import { loadedView } from "../loaded/loadedView.ts";
import { loadProject } from "../loaded/loadProject.ts";
import { isLoadedEdge } from "../loaded/onlyLoaded.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";
import { graphText, nothingSelected } from "../terminal/graph.ts";
import { assetsToJson } from "./json.ts";

export interface GraphOptions {
  readonly project: string;
  readonly select: string;
  readonly json?: boolean;
  /** Load the project in a worker process, and show what only that knows too. */
  readonly loaded?: boolean;
  /** How many seconds loading may take. */
  readonly loadTimeout: number;
}

/** `headwater graph`: the assets and what they depend on; no user code runs, except with `loaded`. */
export async function graph({ project, select, json, loaded, loadTimeout }: GraphOptions): Promise<number> {
  const projectFolder = findProject(project);
  const analysis = await readProject(projectFolder)();
  const view = loaded ? loadedView(analysis, await loadProject(projectFolder, analysis, loadTimeout)) : undefined;
  const assets = view?.graph ?? analysis.graph;
  const chosen = new Set(resolveSelection(parseSelectOption(select), assets));
  // What is external is shown where a chosen asset reads it.
  const shown = assets.order.filter((id) => {
    const node = assets.nodes.get(id);
    return chosen.has(id) || (node?.kind !== "materializable" && node?.downstream.some((next) => chosen.has(next)));
  });
  const nodes = shown.flatMap((id) => assets.nodes.get(id) ?? []);
  if (!json) {
    const isNoneSelected = nodes.length === 0 && assets.nodes.size > 0;
    process.stdout.write(`${isNoneSelected ? nothingSelected : graphText(nodes, process.stdout, view?.onlyLoaded.assets)}\n`);
    return exitCodes.fine;
  }
  const visible = new Set(shown);
  const output = {
    version: commandOutputVersion,
    command: "graph",
    nodes: assetsToJson(nodes, analysis, view),
    edges: nodes.flatMap((node) =>
      node.dependencies
        .filter(({ id }) => visible.has(id))
        .map(({ key, kind, inputName, declaredAt }) => ({
          from: toUserString(key),
          to: toUserString(node.key),
          kind,
          ...(inputName === undefined ? {} : { inputName }),
          ...(isLoadedEdge(view, node.id, declaredAt) ? { loaded: true as const } : {}),
        })),
    ),
  };
  process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
  return exitCodes.fine;
}
