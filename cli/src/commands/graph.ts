import { parseSelectOption, resolveSelection, toUserString } from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { exitCodes } from "../commandError.ts";
import { findProject } from "../project/findProject.ts";
import { readProject } from "../project/readProject.ts";
import { graphText, nothingSelected } from "../terminal/graph.ts";
import { assetsToJson } from "./json.ts";

export interface GraphOptions {
  readonly project: string;
  readonly select: string;
  readonly json?: boolean;
}

/** `headwater graph`: the assets and what they depend on; no user code runs. */
export async function graph({ project, select, json }: GraphOptions): Promise<number> {
  const analysis = await readProject(findProject(project))();
  const chosen = new Set(resolveSelection(parseSelectOption(select), analysis.graph));
  // What is external is shown where a chosen asset reads it.
  const shown = analysis.graph.order.filter((id) => {
    const node = analysis.graph.nodes.get(id);
    return chosen.has(id) || (node?.kind !== "materializable" && node?.downstream.some((next) => chosen.has(next)));
  });
  const nodes = shown.flatMap((id) => analysis.graph.nodes.get(id) ?? []);
  if (!json) {
    const isNoneSelected = nodes.length === 0 && analysis.graph.nodes.size > 0;
    process.stdout.write(`${isNoneSelected ? nothingSelected : graphText(nodes, process.stdout)}\n`);
    return exitCodes.fine;
  }
  const visible = new Set(shown);
  const output = {
    version: commandOutputVersion,
    command: "graph",
    nodes: assetsToJson(nodes, analysis),
    edges: nodes.flatMap((node) =>
      node.dependencies
        .filter(({ id }) => visible.has(id))
        .map(({ key, kind, inputName }) => ({
          from: toUserString(key),
          to: toUserString(node.key),
          kind,
          ...(inputName === undefined ? {} : { inputName }),
        })),
    ),
  };
  process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
  return exitCodes.fine;
}
