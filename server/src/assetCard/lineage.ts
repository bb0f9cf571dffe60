import type { AssetNode, KeyId } from "@headwater/model";

/** How much an asset depends on, or how much depends on it, at any remove. */
export interface Lineage {
  /** Without the asset itself. */
  readonly count: number;
  /** How many steps the furthest is away by the shortest way: `N+key` selects all with this number. */
  readonly levels: number;
  /** False where it was given up counting. */
  readonly whole: boolean;
}

/** So many are counted: a card must not take longer than it takes to read it. */
const mostCounted = 10_000;

/** Walks the graph level by level. */
export function lineageOf(nodes: ReadonlyMap<KeyId, AssetNode>, id: KeyId, way: "upstream" | "downstream"): Lineage {
  const seen = new Set<KeyId>([id]);
  let level: readonly KeyId[] = [id];
  let levels = -1;
  for (; level.length > 0; levels++) {
    const next: KeyId[] = [];
    for (const at of level) {
      for (const other of nodes.get(at)?.[way] ?? []) {
        if (seen.has(other)) continue;
        if (seen.size > mostCounted) return { count: mostCounted, levels, whole: false };
        seen.add(other);
        next.push(other);
      }
    }
    level = next;
  }
  return { count: seen.size - 1, levels, whole: true };
}
