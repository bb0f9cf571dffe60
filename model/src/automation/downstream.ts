import type { AssetGraph } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import { conditionText } from "./algebra.ts";
import type { AutomationConditionData } from "./condition.ts";
import type { EntityId } from "./facts.ts";

/** A condition of assets downstream, with which of them have it. */
export interface DownstreamCondition {
  readonly condition: AutomationConditionData;
  /** In alphabetical order. */
  readonly from: readonly KeyId[];
}

/**
 * What `anyDownstreamConditions` of an asset stands for (spec 6.2): the conditions of all assets downstream, direct or not,
 * equal ones once, in the order of the assets. An `anyDownstreamConditions` among them adds nothing of its own and is left
 * out, together with an `and` that it stands in.
 */
export function downstreamConditions(
  graph: AssetGraph,
  conditions: ReadonlyMap<EntityId, AutomationConditionData>,
  id: KeyId,
): DownstreamCondition[] {
  const found = new Map<string, { condition: AutomationConditionData; from: KeyId[] }>();
  for (const below of [...reached(graph, id)].sort()) {
    const declared = conditions.get(below);
    const condition = declared === undefined ? undefined : stripped(declared);
    if (condition === undefined) continue;
    const text = conditionText(condition);
    const same = found.get(text);
    if (same === undefined) found.set(text, { condition, from: [below] });
    else same.from.push(below);
  }
  return [...found.values()];
}

function reached(graph: AssetGraph, id: KeyId): Set<KeyId> {
  const found = new Set<KeyId>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const below of graph.nodes.get(next)?.downstream ?? []) {
      if (found.has(below) || below === id) continue;
      found.add(below);
      open.push(below);
    }
  }
  return found;
}

/** A condition without what stands for conditions downstream; undefined where nothing is left. What has a label is kept. */
function stripped(condition: AutomationConditionData): AutomationConditionData | undefined {
  if (condition.label !== undefined) return condition;
  if (condition.kind === "anyDownstreamConditions") return undefined;
  if (condition.kind !== "and" && condition.kind !== "or") return condition;
  const kept = condition.operands.map(stripped).filter((operand) => operand !== undefined);
  if (kept.length < condition.operands.length && condition.kind === "and") return undefined;
  return kept.length > 1 ? { ...condition, operands: kept } : kept[0];
}
