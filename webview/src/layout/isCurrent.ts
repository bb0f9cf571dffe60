import type { GraphLayout } from "@headwater/protocol";
import { type LayoutRequest, type Partition, pairName, partition } from "./partition.ts";

/** Whether a layout shows just this graph, so that nothing needs to be laid out. */
export function isCurrent(layout: GraphLayout, request: LayoutRequest, parts: Partition = partition(request)): boolean {
  if (layout.direction !== request.direction || layout.groups.length !== parts.groups.length) return false;
  if (layout.trunks.length !== parts.pairs.length) return false;
  const collapsed = new Set(request.collapsed);
  const groups = new Map(layout.groups.map((group) => [group.id, group]));
  const trunks = new Set(layout.trunks.map(({ from, to }) => pairName(from, to)));
  return (
    parts.groups.every(({ id, content }) => {
      const group = groups.get(id);
      return group?.content === content && group.collapsed === collapsed.has(id);
    }) && parts.pairs.every(([from, to]) => trunks.has(pairName(from, to)))
  );
}
