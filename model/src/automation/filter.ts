import type { AssetGraph } from "../graph/assetGraph.ts";
import { keyId } from "../keys/assetKey.ts";
import { evaluateSelection } from "../selection/evaluate.ts";
import { resolveChecks } from "../selection/resolveChecks.ts";
import type { SelectionTree } from "../selection/tree.ts";
import type { Filter } from "./condition.ts";
import type { EntityId } from "./facts.ts";

/**
 * What `allow` and `ignore` leave over of all assets, external ones among them, or of all checks. What a selection names but
 * does not exist is passed over (spec 6.2).
 *
 * @throws SelectionError for a selection that asks for what the graph does not tell
 */
export function resolveFilter({ allow, ignore }: Filter, graph: AssetGraph, of: "assets" | "checks"): ReadonlySet<EntityId> {
  const all: ReadonlySet<EntityId> = new Set<EntityId>(of === "assets" ? graph.nodes.keys() : graph.checks.keys());
  const selected = (tree: SelectionTree): ReadonlySet<EntityId> =>
    new Set<EntityId>(
      of === "assets"
        ? evaluateSelection(tree, graph, { allowMissing: true, includeSources: true })
        : (resolveChecks(existing(tree, graph), graph) ?? checksOfAssets(tree, graph)),
    );
  const allowed = allow === undefined ? all : selected(allow);
  return ignore === undefined ? allowed : allowed.difference(selected(ignore));
}

/** A selection that says nothing of checks means those of its assets. */
function checksOfAssets(tree: SelectionTree, graph: AssetGraph): EntityId[] {
  const assets = new Set(evaluateSelection(tree, graph, { allowMissing: true, includeSources: true }));
  return [...graph.checks.values()].filter(({ asset }) => assets.has(asset)).map(({ id }) => id);
}

/** The selection without the checks that it names but that do not exist. */
function existing(tree: SelectionTree, graph: AssetGraph): SelectionTree {
  switch (tree.op) {
    case "checks":
      if (tree.checks === undefined) return tree;
      return { ...tree, checks: tree.checks.filter(({ assetKey, name }) => graph.checks.has(`${keyId(assetKey)}:${name}`)) };
    case "and":
    case "or":
      return { ...tree, args: tree.args.map((arg) => existing(arg, graph)) };
    case "not":
      return { ...tree, arg: existing(tree.arg, graph) };
    case "minus":
      return { ...tree, left: existing(tree.left, graph), right: existing(tree.right, graph) };
    default:
      return tree;
  }
}
