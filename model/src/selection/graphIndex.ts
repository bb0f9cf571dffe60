import { type KeyId, toUserString } from "../keys/assetKey.ts";
import type { SelectableAsset, SelectableGraph } from "./selectableGraph.ts";

/** Neighbours by position: those of `at` are `to[start[at]]` up to, but not including, `to[start[at + 1]]`. */
export interface Neighbours {
  readonly start: Int32Array;
  readonly to: Int32Array;
}

/**
 * A graph with its nodes as positions, so that sets are bitmaps and walks touch no text. The positions are those of the
 * declaration, in which the nodes lie beside each other in memory: in topological order each look would miss the cache.
 */
export interface GraphIndex {
  readonly graph: SelectableGraph;
  readonly size: number;
  readonly ids: readonly KeyId[];
  readonly assets: readonly SelectableAsset[];
  /** 1 for what cannot be computed. */
  readonly external: Uint8Array;
  /** The members of a set in the order of the graph. */
  inOrder(members: Uint8Array): KeyId[];
  positionOf(id: KeyId): number | undefined;
  /** The positions of all keys with this user string. */
  positionsOf(userString: string): readonly number[];
  userStrings(): readonly string[];
  neighbours(way: "upstream" | "downstream"): Neighbours;
}

const kept = new WeakMap<SelectableGraph, GraphIndex>();

/** The index of a graph: made at the first call, piece by piece, and kept as long as the graph. Linear in nodes and edges. */
export function indexOf(graph: SelectableGraph): GraphIndex {
  let index = kept.get(graph);
  if (index === undefined) {
    index = makeIndex(graph);
    kept.set(graph, index);
  }
  return index;
}

function makeIndex(graph: SelectableGraph): GraphIndex {
  const ids = [...graph.nodes.keys()];
  const assets = [...graph.nodes.values()];
  const size = ids.length;
  const external = new Uint8Array(size);
  for (let at = 0; at < size; at++) external[at] = assets[at]?.kind === "materializable" ? 0 : 1;
  const positions = lazy(() => {
    const found = new Map<KeyId, number>();
    for (let at = 0; at < size; at++) found.set(ids[at] as KeyId, at);
    return found;
  });
  const order = lazy(() => {
    const found = new Int32Array(graph.order.length);
    const known = positions();
    for (let at = 0; at < found.length; at++) found[at] = known.get(graph.order[at] as KeyId) as number;
    return found;
  });
  // A key's identity is its user string, but where a segment holds a slash or a backslash.
  const escaped = lazy(() => ids.flatMap((id, at) => (id.includes("\\") ? [at] : [])));
  const userStrings = lazy(() =>
    ids.map((id, at) => (id.includes("\\") ? toUserString((assets[at] as SelectableAsset).key) : id)),
  );
  const upstream = lazy(() => listUpstream(assets, positions()));
  const downstream = lazy(() => reversed(upstream()));
  return {
    graph,
    size,
    ids,
    assets,
    external,
    inOrder: (members) => {
      const found: KeyId[] = [];
      for (const at of order()) if (members[at] === 1) found.push(ids[at] as KeyId);
      return found;
    },
    positionOf: (id) => positions().get(id),
    positionsOf: (text) => {
      const found = escaped().filter((at) => userStrings()[at] === text);
      const plain = text.includes("\\") ? undefined : positions().get(text);
      return plain === undefined ? found : [plain, ...found];
    },
    userStrings,
    neighbours: (way) => (way === "upstream" ? upstream() : downstream()),
  };
}

function listUpstream(assets: readonly SelectableAsset[], positions: ReadonlyMap<KeyId, number>): Neighbours {
  const start = new Int32Array(assets.length + 1);
  let edges = 0;
  for (const { upstream } of assets) edges += upstream.length;
  const to = new Int32Array(edges);
  let edge = 0;
  for (let at = 0; at < assets.length; at++) {
    for (const id of (assets[at] as SelectableAsset).upstream) {
      const other = positions.get(id);
      if (other !== undefined) to[edge++] = other;
    }
    start[at + 1] = edge;
  }
  return { start, to: to.subarray(0, edge) };
}

/** The same edges from their other ends: numbers are cheaper to sort than keys are to look up. */
function reversed({ start, to }: Neighbours): Neighbours {
  const size = start.length - 1;
  const counted = new Int32Array(size + 1);
  for (let edge = 0; edge < to.length; edge++)
    counted[(to[edge] as number) + 1] = (counted[(to[edge] as number) + 1] as number) + 1;
  for (let at = 0; at < size; at++) counted[at + 1] = (counted[at + 1] as number) + (counted[at] as number);
  const next = counted.slice();
  const back = new Int32Array(to.length);
  for (let at = 0; at < size; at++) {
    const end = start[at + 1] as number;
    for (let edge = start[at] as number; edge < end; edge++) {
      const other = to[edge] as number;
      const place = next[other] as number;
      back[place] = at;
      next[other] = place + 1;
    }
  }
  return { start: counted, to: back };
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
