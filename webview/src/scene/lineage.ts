import type { ProjectGraph } from "@headwater/protocol";

/** Who depends on whom, by id. */
export interface Adjacency {
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  readonly downstream: ReadonlyMap<string, readonly string[]>;
}

export function adjacencyOf({ nodes, edges }: Pick<ProjectGraph, "nodes" | "edges">): Adjacency {
  const upstream = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  const downstream = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    if (!upstream.has(from) || !upstream.has(to)) continue;
    downstream.get(from)?.push(to);
    upstream.get(to)?.push(from);
  }
  return { upstream, downstream };
}

/** The asset, all that it is made from and all that is made from it. */
export function lineageOf({ upstream, downstream }: Adjacency, ids: Iterable<string>): ReadonlySet<string> {
  const start = [...ids];
  return new Set([...reach(upstream, start), ...reach(downstream, start)]);
}

function reach(next: ReadonlyMap<string, readonly string[]>, start: readonly string[]): Set<string> {
  const reached = new Set(start);
  for (const id of reached) for (const other of next.get(id) ?? []) reached.add(other);
  return reached;
}
