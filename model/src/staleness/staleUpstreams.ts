import type { AssetGraph } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { StaleStatus } from "./staleStatus.ts";

/**
 * For each asset with something stale further up, one of these: a direct upstream if one is stale. Staleness does not travel
 * down (spec 7), so an asset may be fresh and still be made anew once its upstream is: this is the hint for that. Linear in
 * the graph.
 */
export function staleUpstreams(graph: AssetGraph, status: (asset: KeyId) => StaleStatus): ReadonlyMap<KeyId, KeyId> {
  const found = new Map<KeyId, KeyId>();
  for (const id of graph.order) {
    const upstream = graph.nodes.get(id)?.upstream ?? [];
    const direct = upstream.find((other) => status(other) === "STALE");
    const further = direct ?? upstream.map((other) => found.get(other)).find((other) => other !== undefined);
    if (further !== undefined) found.set(id, further);
  }
  return found;
}
