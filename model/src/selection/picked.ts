import type { KeyId } from "../keys/assetKey.ts";
import { evaluateSelection } from "./evaluate.ts";
import type { SelectableAsset, SelectableGraph } from "./selectableGraph.ts";
import { nodesOf, type SelectionTree } from "./tree.ts";

/**
 * An asset that a selection picks; undefined where it picks none.
 *
 * @param before one that it has picked in an earlier state of the graph: it is looked at first and, where that tells enough,
 *   alone, so that what goes on being picked costs nothing
 * @throws SelectionError as `evaluateSelection`
 */
export function findPicked(tree: SelectionTree, graph: SelectableGraph, before?: KeyId): KeyId | undefined {
  const known = before === undefined ? undefined : graph.nodes.get(before);
  if (before !== undefined && known !== undefined && isToldByOne(tree)) {
    if (evaluateSelection(tree, only(before, known)).length > 0) return before;
  }
  return evaluateSelection(tree, graph)[0];
}

/** Whether what is picked of a part of the graph is picked of the whole graph too. */
export function isToldByOne(tree: SelectionTree): boolean {
  const ops = new Set([...nodesOf(tree).keys()].map(({ op }) => op));
  const has = (list: readonly SelectionTree["op"][]) => list.some((op) => ops.has(op));
  // Others count where it walks. With them more may be picked, but less only where something is taken away.
  return !has(["up", "down", "upstreamSources", "requiredNeighbors"])
    ? !has(["sinks", "roots"])
    : !has(["not", "minus", "sinks", "roots"]);
}

function only(id: KeyId, asset: SelectableAsset): SelectableGraph {
  return { nodes: new Map([[id, asset]]), order: [id] };
}
