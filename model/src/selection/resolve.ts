import { quoteKey } from "../findings/quote.ts";
import { type AssetKey, fromUserString, type KeyId, keyId } from "../keys/assetKey.ts";
import { evaluateSelection } from "./evaluate.ts";
import { indexOf } from "./graphIndex.ts";
import type { SelectableAsset, SelectableGraph } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";
import { nodesOf, operandsOf, type SelectionTree } from "./tree.ts";
import { unknownKey } from "./unknownKey.ts";

/**
 * The keys that a selection picks to be computed, in the order of the graph. External assets are never part of it, since
 * they are described, not computed; but one that can be observed is, where it is named by itself. Attributes and patterns that match nothing give an empty list; a key that is named has to
 * exist, and where nothing else would come of it, to be computable.
 *
 * @throws SelectionError as {@link evaluateSelection}; `unknown-key` for a named key that does not exist; `external-key` for
 *   an external one that is selected by itself, or from which nothing follows
 */
export function resolveSelection(tree: SelectionTree, graph: SelectableGraph): KeyId[] {
  const selected = new Set<SelectionTree>(operandsOf("or", [tree]));
  const observed = new Set<KeyId>();
  let firstExternal: SelectionError | undefined;
  for (const { key, found, node } of namedKeys(tree, graph)) {
    const kinds = found.map((id) => graph.nodes.get(id)?.kind);
    if (kinds.every((kind) => kind === undefined || kind === "stub")) throw unknownKey(key, graph, node.span?.start);
    if (kinds.includes("materializable")) continue;
    const observable = found.filter((id) => isObservable(graph.nodes.get(id)));
    if (selected.has(node) && observable.length > 0) {
      for (const id of observable) observed.add(id);
      continue;
    }
    const error = new SelectionError(
      `${quoteKey(key)} is external: it is described here, but computed elsewhere.`,
      node.span?.start,
      "external-key",
    );
    if (selected.has(node)) throw error;
    firstExternal ??= error;
  }
  const picked = evaluateSelection({ op: "materializable", arg: tree }, graph);
  if (picked.length === 0 && firstExternal !== undefined) throw firstExternal;
  if (observed.size === 0) return picked;
  for (const id of picked) observed.add(id);
  return graph.order.filter((id) => observed.has(id));
}

function isObservable(asset: SelectableAsset | undefined): boolean {
  return asset?.spec?.observable === true;
}

interface NamedKey {
  readonly key: AssetKey;
  readonly found: readonly KeyId[];
  readonly node: SelectionTree;
}

/** Every key that the selection names as a whole. */
function namedKeys(tree: SelectionTree, graph: SelectableGraph): NamedKey[] {
  return [...nodesOf(tree).keys()].flatMap((node): readonly NamedKey[] => {
    if (node.op === "keys") return node.keys.map((key) => ({ key, found: [keyId(key)], node }));
    if (node.op !== "key" || node.pattern.includes("*")) return [];
    const index = indexOf(graph);
    const found = index.positionsOf(node.pattern).map((at) => index.ids[at] as KeyId);
    return [{ key: fromUserString(node.pattern), found, node }];
  });
}
