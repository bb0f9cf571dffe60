import { type AssetGraph, type KeyId, type PlannedStep, planRun, type RunPlan } from "@headwater/model";

const priorityTag = "dagster/priority";

/**
 * Plans a run of some assets: each waits for those of its direct upstreams that are computed too. What is external or
 * not selected is not waited for, and order does not pass through it, as in Dagster.
 *
 * @param ids assets of the graph, in any order; what is external is left out
 * @param maxConcurrent how many steps may run at the same time; 1 or more
 */
export function planSelection(graph: AssetGraph, ids: Iterable<KeyId>, maxConcurrent: number): RunPlan {
  const selected = new Set(ids);
  const indices = new Map<KeyId, number>();
  const steps: PlannedStep[] = [];
  for (const key of graph.order) {
    const node = graph.nodes.get(key);
    if (node?.kind !== "materializable" || !selected.has(key)) continue;
    indices.set(key, steps.length);
    const upstream = node.upstream.map((id) => indices.get(id)).filter((index) => index !== undefined);
    steps.push({ key, upstream, priority: priorityOf(node.spec?.opTags[priorityTag]) });
  }
  return planRun(steps, maxConcurrent);
}

/** Spec 4.4: a whole number, which tags may hold as text. Anything else is no priority. */
function priorityOf(tag: unknown): number {
  const priority = typeof tag === "string" && /^-?\d+$/.test(tag) ? Number(tag) : tag;
  return Number.isSafeInteger(priority) ? (priority as number) : 0;
}
