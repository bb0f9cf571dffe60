import { metadataToText, parseSelectOption, resolveSelection, toUserString } from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { hasStore, type LatestMaterialization, openStore } from "headwater/engine";
import { exitCodes } from "../commandError.ts";
import { loadedView } from "../loaded/loadedView.ts";
import { loadProject } from "../loaded/loadProject.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";
import { noAssets, nothingSelected } from "../terminal/graph.ts";
import { styleFor } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import { assetsToJson } from "./json.ts";

export interface ListOptions {
  readonly project: string;
  readonly select: string;
  readonly json?: boolean;
  /** Load the project in a worker process, and show what only that knows too. */
  readonly loaded?: boolean;
  /** How many seconds loading may take. */
  readonly loadTimeout: number;
}

/** `headwater list`: the assets and when each was last materialized; no user code runs, except with `loaded`. */
export async function list({ project, select, json, loaded, loadTimeout }: ListOptions): Promise<number> {
  const projectFolder = findProject(project);
  const analysis = await readProject(projectFolder)();
  const view = loaded ? loadedView(analysis, await loadProject(projectFolder, analysis, loadTimeout)) : undefined;
  const graph = view?.graph ?? analysis.graph;
  const nodes = resolveSelection(parseSelectOption(select), graph).flatMap((id) => graph.nodes.get(id) ?? []);
  const latest = new Map(readLatest(projectFolder).map((materialization) => [materialization.key, materialization]));
  if (json) {
    const described = assetsToJson(nodes, analysis, view);
    const assets = nodes.map((node, index) => {
      const found = latest.get(node.id);
      return {
        ...described[index],
        ...(found === undefined
          ? {}
          : { latestMaterialization: { runId: found.runId, timestamp: found.timestamp, metadata: found.metadata } }),
      };
    });
    process.stdout.write(`${JSON.stringify({ version: commandOutputVersion, command: "list", assets }, undefined, 2)}\n`);
    return exitCodes.fine;
  }
  if (nodes.length === 0) {
    process.stdout.write(`${graph.nodes.size === 0 ? noAssets : nothingSelected}\n`);
    return exitCodes.fine;
  }
  const style = styleFor(process.stdout);
  const rows = nodes.map((node) => {
    const found = latest.get(node.id);
    const metadata = Object.entries(found?.metadata ?? {}).map(([name, value]) => `${name} ${metadataToText(value)}`);
    return [
      `${toUserString(node.key)}${view?.onlyLoaded.assets.has(node.id) ? style("dim", " (loaded)") : ""}`,
      node.groupName,
      node.spec?.kinds.join(" ") ?? "",
      found === undefined ? style("dim", "never") : new Date(found.timestamp).toISOString().replace("T", " ").slice(0, 19),
      metadata.join("  "),
    ];
  });
  process.stdout.write(`${table([["ASSET", "GROUP", "KINDS", "MATERIALIZED (UTC)", "METADATA"], ...rows])}\n`);
  return exitCodes.fine;
}

function readLatest(projectFolder: string): LatestMaterialization[] {
  if (!hasStore(projectFolder)) return [];
  const store = openStore(projectFolder);
  try {
    return store.latest();
  } finally {
    store.close();
  }
}
