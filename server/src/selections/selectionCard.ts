import { evaluateSelection, type KeyId, parseSelectOption, resolveSelection, SelectionError } from "@headwater/model";
import { namesText } from "../assetCard/assetCard.ts";
import { counted, type Writer } from "../assetCard/writer.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { SelectionAt } from "./selectionAt.ts";

/**
 * How many assets a selection picks and the first of them in the order of their keys; of a job those that it computes, which
 * are no external ones. Undefined where the text is no selection, which a finding says.
 */
export function selectionCard(
  workspace: Workspace,
  { project, selection }: Pick<SelectionAt, "project" | "selection">,
  write: Writer,
): string | undefined {
  const graph = project.analysis?.graph;
  if (graph === undefined) return undefined;
  const { job } = selection;
  const title =
    write.strong(job === undefined ? "selection" : "job") + (job?.name === undefined ? "" : ` ${write.code(job.name)}`);
  // The order of the graph costs more to be known.
  const view = { nodes: graph.nodes, order: [...graph.nodes.keys()] };
  try {
    const tree = parseSelectOption(selection.text);
    const ids = job === undefined ? evaluateSelection(tree, view) : resolveSelection(tree, view);
    const count = job === undefined ? `selects ${counted(ids.length, "asset")}` : `computes ${counted(ids.length, "asset")}`;
    return `${title} · ${count}\n\n${namesText(workspace, project, inOrder(ids), write)}`.trim();
  } catch (error) {
    if (!(error instanceof SelectionError)) throw error;
    return error.code === "needs-supplementary-data" ? `${title} · ${write.text(error.message)}` : undefined;
  }
}

function inOrder(ids: readonly KeyId[]): KeyId[] {
  return [...ids].sort();
}
