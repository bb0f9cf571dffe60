import type { KeyId } from "../keys/assetKey.ts";

/** What may stand in a cycle: an asset, or a step. */
export interface Ordered {
  readonly id: KeyId;
  readonly upstream: readonly KeyId[];
  readonly downstream: readonly KeyId[];
}

/** A topological order, and the cycles that stand in its way. */
export interface Ordering {
  readonly order: readonly KeyId[];
  /** Each in the direction of the data: a member is an upstream of the next, the last one of the first. */
  readonly cycles: readonly (readonly KeyId[])[];
}

/** Of assets that wait for each other in many ways, so many ways are found; the others show when these are mended. */
const mostCycles = 100;

/**
 * Orders the nodes so that each stands after its upstreams (Kahn's algorithm, ties in the order of declaration). What is
 * left, cycles and what waits for them, comes last. Its strongly connected components are found with Tarjan's algorithm
 * (SIAM J. Comput. 1(2), 1972) on a stack of its own, since chains of 100,000 assets would overflow the call stack; in
 * each, every member that no cycle passes yet gives the shortest one through it.
 */
export function findCycles(nodes: ReadonlyMap<KeyId, Ordered>): Ordering {
  const waiting = new Map<KeyId, number>();
  const order: KeyId[] = [];
  for (const node of nodes.values()) {
    waiting.set(node.id, node.upstream.length);
    if (node.upstream.length === 0) order.push(node.id);
  }
  for (let at = 0; at < order.length; at++) {
    for (const id of nodes.get(order[at] as KeyId)?.downstream ?? []) {
      const left = (waiting.get(id) as number) - 1;
      waiting.set(id, left);
      if (left === 0) order.push(id);
    }
  }
  if (order.length === nodes.size) return { order, cycles: [] };
  const sorted = new Set(order);
  const rest = [...nodes.keys()].filter((id) => !sorted.has(id));
  const place = new Map(rest.map((id, index) => [id, index]));
  const byPlace = (one: KeyId, other: KeyId) => (place.get(one) as number) - (place.get(other) as number);
  const cycles = components(rest, nodes)
    .filter((component) => component.size > 1)
    .flatMap((component) => cyclesOf([...component].sort(byPlace), component, nodes))
    .sort(([one = ""], [other = ""]) => byPlace(one, other));
  return { order: [...order, ...rest], cycles };
}

function cyclesOf(
  members: readonly KeyId[],
  component: ReadonlySet<KeyId>,
  nodes: ReadonlyMap<KeyId, Ordered>,
): (readonly KeyId[])[] {
  const passed = new Set<KeyId>();
  const cycles: (readonly KeyId[])[] = [];
  for (const member of members) {
    if (passed.has(member)) continue;
    if (cycles.length === mostCycles) break;
    const cycle = shortestCycle(member, component, nodes);
    cycles.push(cycle);
    for (const id of cycle) passed.add(id);
  }
  return cycles;
}

function components(ids: readonly KeyId[], nodes: ReadonlyMap<KeyId, Ordered>): Set<KeyId>[] {
  const within = new Set(ids);
  const index = new Map<KeyId, number>();
  const low = new Map<KeyId, number>();
  const open = new Set<KeyId>();
  const path: KeyId[] = [];
  const found: Set<KeyId>[] = [];
  for (const root of ids) {
    if (index.has(root)) continue;
    const stack: { id: KeyId; next: number }[] = [];
    const enter = (id: KeyId) => {
      low.set(id, index.size);
      index.set(id, index.size);
      path.push(id);
      open.add(id);
      stack.push({ id, next: 0 });
    };
    enter(root);
    while (stack.length > 0) {
      const frame = stack[stack.length - 1] as { id: KeyId; next: number };
      const neighbour = nodes.get(frame.id)?.upstream[frame.next++];
      if (neighbour !== undefined) {
        if (!within.has(neighbour)) continue;
        if (!index.has(neighbour)) enter(neighbour);
        else if (open.has(neighbour)) low.set(frame.id, Math.min(low.get(frame.id) as number, index.get(neighbour) as number));
        continue;
      }
      stack.pop();
      const parent = stack[stack.length - 1];
      if (parent) low.set(parent.id, Math.min(low.get(parent.id) as number, low.get(frame.id) as number));
      if (low.get(frame.id) !== index.get(frame.id)) continue;
      const component = new Set<KeyId>();
      for (let id = path.pop(); id !== undefined; id = path.pop()) {
        open.delete(id);
        component.add(id);
        if (id === frame.id) break;
      }
      found.push(component);
    }
  }
  return found;
}

/** Searched from the downstreams of `start` on, breadth first, within its component. */
function shortestCycle(start: KeyId, component: ReadonlySet<KeyId>, nodes: ReadonlyMap<KeyId, Ordered>): readonly KeyId[] {
  const cameFrom = new Map<KeyId, KeyId>();
  const queue: KeyId[] = [start];
  for (let at = 0; at < queue.length; at++) {
    const id = queue[at] as KeyId;
    for (const next of nodes.get(id)?.downstream ?? []) {
      if (next === start) {
        const cycle = [id];
        for (let back = cameFrom.get(id); back !== undefined; back = cameFrom.get(back)) cycle.push(back);
        return cycle.reverse();
      }
      if (!component.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      queue.push(next);
    }
  }
  throw new Error(`No cycle leads through ${start}, although its component has ${component.size} members.`);
}
