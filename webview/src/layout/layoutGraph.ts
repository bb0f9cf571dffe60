import type { GraphLayout } from "@headwater/protocol";
import { type Arrange, type Box, extent, linkless } from "./arrange.ts";
import { collapsedInside, type Inside, layoutInside } from "./inside.ts";
import { keepPlaces } from "./keepPlaces.ts";
import { type LayoutRequest, partition } from "./partition.ts";
import { gap, group as groupSize } from "./sizes.ts";

/** As many groups that depend on no other go into the first layer; more are put into rows, or it would become too long. */
const sharedLayer = 4;

/** Insides by content, so that what did not change is not laid out again. */
export type InsideCache = Map<string, Inside>;

/**
 * Lays out a graph in two levels: each group, then the graph of groups. That grows almost linearly, keeps groups together
 * and lets an edit move its own group alone.
 */
export async function layoutGraph(
  request: LayoutRequest,
  arrange: Arrange,
  cache: InsideCache = new Map(),
): Promise<GraphLayout> {
  const parts = partition(request);
  const kept = await keepPlaces(request, parts, arrange);
  if (kept !== undefined) return kept;
  const { direction } = request;
  const collapsed = new Set(request.collapsed);
  const earlier = new Map(request.previous?.groups.map((group) => [group.content, group]));

  // An overview of boxes alone is high rather than wide, and seen from afar: there is room for titles, none for gaps.
  const overview = parts.groups.every(({ id }) => collapsed.has(id));
  const roomy = overview && direction === "right" && parts.groups.length > 20;
  const box = roomy ? { ...collapsedInside, width: groupSize.overviewWidth } : collapsedInside;
  const insides = new Map<string, Inside>();
  for (const part of parts.groups) {
    if (collapsed.has(part.id)) {
      insides.set(part.id, box);
      continue;
    }
    const shown = earlier.get(part.content);
    const known = shown !== undefined && !shown.collapsed ? shown : cache.get(part.content);
    const inside = known ?? (await layoutInside(part, direction, arrange));
    cache.set(part.content, inside);
    insides.set(part.id, inside);
  }

  const boxes = parts.groups.map(({ id }): Box => {
    const { width, height } = insides.get(id) ?? box;
    return { id, width, height };
  });
  const { places, routes } = await arrange({
    boxes,
    links: parts.pairs,
    direction,
    gap: { boxes: overview ? gap.cards : gap.groups, layers: gap.groupLayers },
    together: linkless(boxes, parts.pairs).length <= sharedLayer,
    keep: false,
  });
  const corner = extent(boxes, places);
  return {
    direction,
    groups: parts.groups.map(({ id, content }) => {
      const { x, y } = places.get(id) ?? corner;
      const { width, height, nodes, routes } = insides.get(id) ?? box;
      return { id, content, collapsed: collapsed.has(id), x: x - corner.x, y: y - corner.y, width, height, nodes, routes };
    }),
    trunks: parts.pairs.map(([from, to], at) => ({
      from,
      to,
      points: (routes[at] ?? []).map(({ x, y }) => ({ x: x - corner.x, y: y - corner.y })),
    })),
  };
}
