import type { Partition } from "./partition.ts";

const limits = { groups: 1500, trunks: 12_000, assetsInGroup: 3000, edgesInGroup: 9000, depth: 600 };

/**
 * Why a graph should not be handed to ELK, as a sentence; undefined where nothing speaks against it. ELK takes very long
 * or runs out of stack on such graphs. Collapsed groups count as one box.
 */
export function preflight({ groups, pairs }: Partition, collapsed: ReadonlySet<string>): string | undefined {
  if (groups.length > limits.groups) return `There are more than ${limits.groups} groups.`;
  if (pairs.length > limits.trunks) return `More than ${limits.trunks} pairs of groups depend on each other.`;
  for (const { id, nodes, edges } of groups) {
    if (collapsed.has(id)) continue;
    if (nodes.length > limits.assetsInGroup) return `The group "${id}" has more than ${limits.assetsInGroup} assets.`;
    if (edges.length > limits.edgesInGroup) return `The group "${id}" has more than ${limits.edgesInGroup} dependencies.`;
    if (nodes.length > limits.depth && depthOf(nodes, edges) > limits.depth)
      return `The group "${id}" has a chain of more than ${limits.depth} assets.`;
  }
  return undefined;
}

/** The length of the longest chain; members of cycles are left out. */
function depthOf(nodes: readonly string[], edges: readonly (readonly [string, string])[]): number {
  const downstream = new Map<string, string[]>(nodes.map((id) => [id, []]));
  const waiting = new Map(nodes.map((id) => [id, 0]));
  for (const [from, to] of edges) {
    downstream.get(from)?.push(to);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  let layer = nodes.filter((id) => waiting.get(id) === 0);
  let depth = 0;
  while (layer.length > 0) {
    depth++;
    const next: string[] = [];
    for (const id of layer) {
      for (const other of downstream.get(id) ?? []) {
        const left = (waiting.get(other) ?? 0) - 1;
        waiting.set(other, left);
        if (left === 0) next.push(other);
      }
    }
    layer = next;
  }
  return depth;
}
