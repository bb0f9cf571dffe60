import type { AssetGraph } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { StaleStatus } from "./staleStatus.ts";

/**
 * For each asset with something stale further up, one of these: a direct upstream if one is stale. Staleness does not travel
 * down (spec 7), so an asset may be fresh and still be made anew once its upstream is: this is the hint for that. Linear in
 * the graph.
 */
export function staleUpstreams(graph: AssetGraph, status: (asset: KeyId) => StaleStatus): ReadonlyMap<KeyId, KeyId> {
  const stale = new Set(graph.order.filter((id) => status(id) === "STALE"));
  const found = new Map<KeyId, KeyId>();
  if (stale.size === 0) return found;
  for (const id of graph.order) {
    const upstream = graph.nodes.get(id)?.upstream ?? [];
    const direct = upstream.find((other) => stale.has(other));
    const via = direct === undefined ? upstream.find((other) => found.has(other)) : undefined;
    const further = direct ?? (via === undefined ? undefined : found.get(via));
    if (further !== undefined) found.set(id, further);
  }
  return found;
}
