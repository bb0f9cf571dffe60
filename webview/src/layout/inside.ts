import type { GraphLayout } from "@headwater/protocol";
import { type Arrange, type Box, type Direction, extent, linkless, type Point } from "./arrange.ts";
import type { GroupPart } from "./partition.ts";
import { card, gap, group as groupSize } from "./sizes.ts";

export type PlacedGroup = GraphLayout["groups"][number];

/** The inside of a group, from its own corner. */
export type Inside = Pick<PlacedGroup, "width" | "height" | "nodes" | "routes">;

/** As many cards without dependencies go into the first layer; more would make it too long. */
const sharedLayer = 4;

/** Lays out the inside of a group; with places, those who have one stay there as far as possible. */
export async function layoutInside(
  { nodes, edges }: Pick<GroupPart, "nodes" | "edges">,
  direction: Direction,
  arrange: Arrange,
  places?: ReadonlyMap<string, Point>,
): Promise<Inside> {
  const boxes = nodes.map((id): Box => ({ id, ...card, ...places?.get(id) }));
  const unlinked = linkless(boxes, edges);
  const alone = new Set(places === undefined && unlinked.length > sharedLayer ? unlinked : []);
  const arranged = await arrange({
    boxes: boxes.filter((box) => !alone.has(box)),
    links: edges,
    direction,
    gap: { boxes: gap.cards, layers: gap.layers },
    together: true,
    keep: places !== undefined,
  });
  const placed = new Map([...arranged.places, ...gridBelow([...alone], [...arranged.places.values()], direction)]);
  const box = extent(boxes, placed);
  const move = ({ x, y }: Point) => ({
    x: Math.round(x - box.x + groupSize.padding),
    y: Math.round(y - box.y + groupSize.header + groupSize.padding),
  });
  return {
    width: Math.ceil(box.width + 2 * groupSize.padding),
    height: Math.ceil(box.height + groupSize.header + 2 * groupSize.padding),
    nodes: nodes.map((id) => ({ id, ...move(placed.get(id) ?? box) })),
    routes: edges.map(([from, to], at) => ({ from, to, points: (arranged.routes[at] ?? []).map(move) })),
  };
}

/** Puts cards into rows in the columns that the others have, so that there are lanes for lines between all of them. */
function gridBelow(boxes: readonly Box[], others: readonly Point[], direction: Direction): Map<string, Point> {
  const right = direction === "right";
  const [length, breadth] = right ? [card.width, card.height] : [card.height, card.width];
  const along = ({ x, y }: Point) => Math.round(right ? x : y);
  const across = ({ x, y }: Point) => (right ? y : x);
  const columns = [...new Set(others.map(along))].sort((one, other) => one - other);
  // Without others there are as many columns as make something a bit wider than high.
  const wanted = Math.max(1, Math.round(Math.sqrt((boxes.length * breadth) / length) * (right ? 1.2 : 0.8)));
  while (columns.length < wanted) columns.push((columns.at(-1) ?? -length - gap.layers / 2) + length + gap.layers / 2);
  const first = others.length === 0 ? 0 : Math.max(...others.map(across)) + breadth + gap.cards;
  return new Map(
    boxes.map(({ id }, at) => {
      const [column, row] = [columns[at % columns.length] ?? 0, first + Math.floor(at / columns.length) * (breadth + gap.cards)];
      return [id, right ? { x: column, y: row } : { x: row, y: column }];
    }),
  );
}

export const collapsedInside: Inside = {
  width: groupSize.collapsedWidth,
  height: groupSize.collapsedHeight,
  nodes: [],
  routes: [],
};
