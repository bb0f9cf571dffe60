import type { KeyId } from "../keys/assetKey.ts";

/** What an order is kept of. */
export interface Neighbours {
  readonly upstream: readonly KeyId[];
  readonly downstream: readonly KeyId[];
}

/** An order in which every node stands after its upstreams, kept while edges come and go. */
export interface LiveOrder {
  /**
   * Takes edges, each from an upstream to a downstream, that are among the nodes' neighbours by now. False where one of them
   * closes a cycle; the order is of no use then.
   */
  add(edges: readonly (readonly [upstream: KeyId, downstream: KeyId])[]): boolean;
  remove(id: KeyId): void;
}

/**
 * Keeps an order by Pearce and Kelly's algorithm (ACM J. Exp. Algorithmics 11, 2006): an edge against the order makes it look
 * only at the nodes between its two ends.
 *
 * @param order all nodes, each after its upstreams
 * @param neighbours of a node, as they are now
 */
export function createLiveOrder(order: Iterable<KeyId>, neighbours: (id: KeyId) => Neighbours | undefined): LiveOrder {
  const places = new Map<KeyId, number>();
  let next = 0;
  for (const id of order) places.set(id, next++);
  const placeOf = (id: KeyId): number => {
    let place = places.get(id);
    if (place === undefined) {
      place = next++;
      places.set(id, place);
    }
    return place;
  };
  /** Edges that the neighbours have and the order does not follow yet. */
  const pending = new Set<string>();
  const nameOf = (upstream: KeyId, downstream: KeyId) => `${upstream}\n${downstream}`;
  /** The nodes that are reached in one direction as long as their places are within bounds. */
  const reach = (from: KeyId, way: keyof Neighbours, isWithin: (place: number) => boolean): Set<KeyId> => {
    const reached = new Set([from]);
    for (const id of reached) {
      for (const other of neighbours(id)?.[way] ?? []) {
        if (!isWithin(placeOf(other))) continue;
        if (pending.size > 0 && pending.has(way === "upstream" ? nameOf(other, id) : nameOf(id, other))) continue;
        reached.add(other);
      }
    }
    return reached;
  };
  const byPlace = (one: KeyId, other: KeyId) => placeOf(one) - placeOf(other);
  const addOne = (upstream: KeyId, downstream: KeyId): boolean => {
    const [low, high] = [placeOf(downstream), placeOf(upstream)];
    if (high < low) return true;
    const after = reach(downstream, "downstream", (place) => place <= high);
    if (after.has(upstream)) return false;
    const before = reach(upstream, "upstream", (place) => place >= low);
    const moved = [...[...before].sort(byPlace), ...[...after].sort(byPlace)];
    const free = moved.map(placeOf).sort((one, other) => one - other);
    for (const [at, id] of moved.entries()) places.set(id, free[at] as number);
    return true;
  };
  return {
    add(edges) {
      for (const [upstream, downstream] of edges) pending.add(nameOf(upstream, downstream));
      for (const [upstream, downstream] of edges) {
        pending.delete(nameOf(upstream, downstream));
        if (!addOne(upstream, downstream)) return false;
      }
      return true;
    },
    remove: (id) => void places.delete(id),
  };
}
