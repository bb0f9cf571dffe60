import { quote } from "../findings/quote.ts";
import type { CheckId } from "../graph/assetGraph.ts";
import { type KeyId, keyId } from "../keys/assetKey.ts";
import { type AssetCheckKey, checkToUserString } from "../keys/checkKey.ts";
import { evaluateSelection } from "./evaluate.ts";
import type { SelectableGraph } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";
import { nodesOf, operandsOf, type SelectionTree } from "./tree.ts";

/** A graph with the checks of its assets. An `AssetGraph` is one. */
export interface CheckableGraph extends SelectableGraph {
  readonly checks: ReadonlyMap<CheckId, { readonly asset: KeyId }>;
}

/**
 * The checks that a selection picks, in the order of the graph (spec 3, AssetSelection): those of the assets it picks, but
 * where it names checks itself. `and`, `or`, `minus` and `not` combine checks as they do assets.
 *
 * @returns `undefined` for a selection that says nothing of checks: then they are simply those of its assets
 * @throws SelectionError as `evaluateSelection`; `unknown-check` for a named check that does not exist
 */
export function resolveChecks(tree: SelectionTree, graph: CheckableGraph): CheckId[] | undefined {
  if (![...nodesOf(tree).keys()].some(({ op }) => op === "checks")) return undefined;
  const picked = checksOf(tree, graph, new Map());
  return [...graph.checks.keys()].filter((id) => picked.has(id));
}

type Found = Map<SelectionTree, ReadonlySet<CheckId>>;

function checksOf(tree: SelectionTree, graph: CheckableGraph, found: Found): ReadonlySet<CheckId> {
  const checks = found.get(tree) ?? findChecks(tree, graph, (node) => checksOf(node, graph, found));
  found.set(tree, checks);
  return checks;
}

function findChecks(
  tree: SelectionTree,
  graph: CheckableGraph,
  inner: (node: SelectionTree) => ReadonlySet<CheckId>,
): ReadonlySet<CheckId> {
  switch (tree.op) {
    case "checks":
      return listed(tree, graph);
    case "and": {
      const [first = new Set<CheckId>(graph.checks.keys()), ...others] = operandsOf("and", tree.args).map(inner);
      return others.reduce((checks, other) => checks.intersection(other), first);
    }
    case "or":
      return operandsOf("or", tree.args)
        .map(inner)
        .reduce((checks, other) => checks.union(other), new Set<CheckId>());
    case "not":
      return inner({ op: "all" }).difference(inner(tree.arg));
    case "minus":
      return inner(tree.left).difference(inner(tree.right));
    default:
      return ofAssets(evaluateSelection(tree, graph), graph);
  }
}

function listed({ assets, checks, span }: SelectionTree & { op: "checks" }, graph: CheckableGraph): ReadonlySet<CheckId> {
  if (checks !== undefined) return new Set(checks.map((check) => existing(check, graph, span?.start)));
  return assets === undefined ? new Set(graph.checks.keys()) : ofAssets(assets.map(keyId), graph);
}

function ofAssets(ids: readonly KeyId[], graph: CheckableGraph): ReadonlySet<CheckId> {
  const chosen = new Set(ids);
  return new Set([...graph.checks].flatMap(([id, { asset }]) => (chosen.has(asset) ? [id] : [])));
}

function existing(check: AssetCheckKey, graph: CheckableGraph, offset?: number): CheckId {
  const id = `${keyId(check.assetKey)}:${check.name}`;
  if (graph.checks.has(id)) return id;
  const others = [...ofAssets([keyId(check.assetKey)], graph)].slice(0, 5).map(quote);
  const mend = others.length === 0 ? "Its asset has no checks here." : `There are ${others.join(", ")}.`;
  throw new SelectionError(`There is no check ${quote(checkToUserString(check))}. ${mend}`, offset, "unknown-check");
}
