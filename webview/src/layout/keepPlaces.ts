import type { GraphLayout } from "@headwater/protocol";
import { type Arrange, type Direction, type Point, straightRoute } from "./arrange.ts";
import { collapsedInside, layoutInside, type PlacedGroup } from "./inside.ts";
import { isCurrent } from "./isCurrent.ts";
import { type GroupPart, type LayoutRequest, type Partition, pairName } from "./partition.ts";
import { overlaps, pushAside } from "./pushAside.ts";
import { card, gap, group as groupSize } from "./sizes.ts";

/**
 * The layout after an edit: groups that changed are laid out again around the cards that they had, all others stay, or
 * make room where a group grew. Undefined where a fresh layout is better: nothing is shown yet, the direction or what is
 * collapsed changed, or much is new.
 */
export async function keepPlaces(request: LayoutRequest, parts: Partition, arrange: Arrange): Promise<GraphLayout | undefined> {
  const { previous, direction } = request;
  if (previous === undefined || previous.direction !== direction || previous.groups.length === 0) return undefined;
  if (isCurrent(previous, request, parts)) return previous;
  const before = new Map(previous.groups.map((group) => [group.id, group]));
  const collapsed = new Set(request.collapsed);
  if (parts.groups.some(({ id }) => before.has(id) && before.get(id)?.collapsed !== collapsed.has(id))) return undefined;
  const fresh = parts.groups.filter(({ id }) => !before.has(id));
  if (fresh.length > Math.max(1, parts.groups.length / 4)) return undefined;

  const groups = new Map<string, PlacedGroup>();
  const grown: PlacedGroup[] = [];
  for (const part of parts.groups) {
    const old = before.get(part.id);
    if (old === undefined) continue;
    if (old.content === part.content || old.collapsed) groups.set(part.id, { ...old, content: part.content });
    else {
      const group = await relaid(part, old, direction, arrange);
      if (group === undefined) return undefined;
      groups.set(part.id, group);
      grown.push(group);
    }
  }
  for (const part of fresh) {
    const inside = collapsed.has(part.id) ? collapsedInside : await layoutInside(part, direction, arrange);
    const { width, height, nodes, routes } = inside;
    const { id, content } = part;
    const near = parts.pairs
      .flatMap(([from, to]) => (to === id ? [groups.get(from)] : []))
      .filter((group) => group !== undefined);
    const place = freePlace({ width, height }, near, [...groups.values()], direction);
    groups.set(id, { id, content, collapsed: collapsed.has(id), ...place, width, height, nodes, routes });
  }
  pushAside(
    groups,
    grown.map(({ id }) => id),
    gap.groups,
  );

  const known = new Map(previous.trunks.map((trunk) => [pairName(trunk.from, trunk.to), trunk]));
  const trunks = parts.pairs.flatMap(([from, to]): GraphLayout["trunks"] => {
    const [source, target] = [groups.get(from), groups.get(to)];
    if (source === undefined || target === undefined) return [];
    const trunk = known.get(pairName(from, to));
    const [was, went] = [before.get(from), before.get(to)];
    if (trunk === undefined || was === undefined || went === undefined)
      return [{ from, to, points: straightRoute(source, target, direction) }];
    return [{ from, to, points: follow(trunk.points, [was, source], [went, target], direction) }];
  });
  return { direction, groups: parts.groups.flatMap(({ id }) => groups.get(id) ?? []), trunks };
}

/** A changed group around the cards that it had. Undefined where it had none. */
async function relaid(
  part: GroupPart,
  old: PlacedGroup,
  direction: Direction,
  arrange: Arrange,
): Promise<PlacedGroup | undefined> {
  const had = new Map<string, Point>(old.nodes.map(({ id, x, y }) => [id, { x, y }]));
  const places = new Map<string, Point>();
  for (const id of part.nodes) {
    const place = had.get(id);
    if (place !== undefined) places.set(id, place);
  }
  if (places.size === 0) return undefined;
  for (const id of part.nodes) if (!places.has(id)) places.set(id, hintFor(id, part, places, direction));
  const inside = await layoutInside(part, direction, arrange, places);
  // The cards stay where they were, so the frame moves.
  const shift = (axis: "x" | "y") =>
    median(inside.nodes.flatMap(({ id, [axis]: now }) => (had.has(id) ? [(had.get(id)?.[axis] ?? 0) - now] : [])));
  const { width, height, nodes, routes } = inside;
  const { id, content } = part;
  return { id, content, collapsed: false, x: old.x + shift("x"), y: old.y + shift("y"), width, height, nodes, routes };
}

/** Where a new card could be: in the layer after its upstreams, below all that is there. */
function hintFor(id: string, { edges }: GroupPart, places: ReadonlyMap<string, Point>, direction: Direction): Point {
  const [along, across] = direction === "right" ? (["x", "y"] as const) : (["y", "x"] as const);
  const [length, breadth] = direction === "right" ? [card.width, card.height] : [card.height, card.width];
  const of = (ids: readonly string[]) => ids.flatMap((other) => places.get(other)?.[along] ?? []);
  const upstream = of(edges.flatMap(([from, to]) => (to === id ? [from] : [])));
  const downstream = of(edges.flatMap(([from, to]) => (from === id ? [to] : [])));
  const all = [...places.values()];
  const first = Math.min(...all.map((place) => place[along]));
  const wanted =
    upstream.length > 0
      ? Math.max(...upstream) + length + gap.layers
      : downstream.length > 0
        ? Math.min(...downstream) - length - gap.layers
        : first;
  const inLayer = all.filter((place) => Math.abs(place[along] - wanted) < length);
  const layer = inLayer[0]?.[along] ?? wanted;
  const beside = all.filter((place) => Math.abs(place[along] - layer) < length).map((place) => place[across]);
  const lane = beside.length > 0 ? Math.max(...beside) + breadth + gap.cards : Math.min(...all.map((place) => place[across]));
  return direction === "right" ? { x: layer, y: lane } : { x: lane, y: layer };
}

/** A place after the groups that a new one depends on, where nothing is yet. */
function freePlace(
  size: { readonly width: number; readonly height: number },
  near: readonly PlacedGroup[],
  all: readonly PlacedGroup[],
  direction: Direction,
): Point {
  const right = direction === "right";
  const from = near.length > 0 ? near : all;
  let x =
    right && near.length > 0
      ? Math.max(...from.map((group) => group.x + group.width)) + gap.groupLayers
      : Math.min(...from.map((group) => group.x));
  let y =
    !right && near.length > 0
      ? Math.max(...from.map((group) => group.y + group.height)) + gap.groupLayers
      : Math.min(...from.map((group) => group.y));
  for (let tries = 0; tries <= all.length; tries++) {
    const hit = all.find((group) => overlaps(group, { x, y, ...size }, gap.groups));
    if (hit === undefined) break;
    if (right) y = hit.y + hit.height + gap.groups;
    else x = hit.x + hit.width + gap.groups;
  }
  return { x, y };
}

/** A way between groups of which one or both have moved or grown: its ends stay at their borders. */
function follow(
  points: readonly Point[],
  [was, source]: readonly [PlacedGroup, PlacedGroup],
  [went, target]: readonly [PlacedGroup, PlacedGroup],
  direction: Direction,
): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return straightRoute(source, target, direction);
  return [atBorder(first, was, source, direction), ...points.slice(1, -1), atBorder(last, went, target, direction)];
}

function atBorder(point: Point, was: PlacedGroup, now: PlacedGroup, direction: Direction): Point {
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  return direction === "right"
    ? {
        x: point.x > was.x + was.width / 2 ? now.x + now.width : now.x,
        y: clamp(point.y, now.y + groupSize.header, now.y + now.height - groupSize.padding),
      }
    : {
        x: clamp(point.x, now.x + groupSize.padding, now.x + now.width - groupSize.padding),
        y: point.y > was.y + was.height / 2 ? now.y + now.height : now.y,
      };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
