import type { GraphLayout, ProjectGraph } from "@headwater/protocol";
import type { Direction, Point } from "../layout/arrange.ts";
import { pairName } from "../layout/partition.ts";
import { around, type Rectangle } from "../viewport/viewport.ts";
import { detour } from "./detour.ts";
import type { Scene, SceneCard } from "./scene.ts";

/** A line between two cards, a card and a collapsed group, or two groups. */
export interface SceneLine {
  /** The dependencies that the line stands for. */
  readonly links: readonly (readonly [from: string, to: string])[];
  /** Whether all of them only wait for their upstream. */
  readonly order: boolean;
  /** Where it is, about. */
  readonly bounds: Rectangle;
  /** Worked out when it is first looked at: most lines of a large graph never are. */
  readonly points: readonly Point[];
}

/** A line from one group to another, with its ends where they are not hidden in a collapsed group. */
interface Crossing {
  readonly line: Line;
  readonly start: SceneCard | undefined;
  readonly end: SceneCard | undefined;
  /** The way of all lines between the two groups. */
  readonly way: readonly Point[];
}

/** The lines of a scene. */
export function linesOf(
  graph: ProjectGraph,
  layout: GraphLayout,
  cards: readonly SceneCard[],
): Pick<Scene, "inner" | "across" | "trunks"> {
  const { direction } = layout;
  const groupNames = new Map(graph.nodes.map(({ id, groupName }) => [id, groupName]));
  const cardOf = new Map(cards.map((card) => [card.node.id, card]));
  const byGroup = Map.groupBy(cards, ({ node }) => node.groupName);
  const past = (start: Point, end: Point, of: SceneCard, ...ends: SceneCard[]) => {
    const obstacles = (byGroup.get(of.node.groupName) ?? []).filter((card) => card !== of && !ends.includes(card));
    return detour(
      start,
      end,
      obstacles.map(({ rectangle }) => rectangle),
      direction,
    );
  };
  const ways = new Map(layout.trunks.map(({ from, to, points }) => [pairName(from, to), points]));
  const routes = new Map<string, readonly Point[]>();
  for (const { x, y, routes: own } of layout.groups) {
    for (const { from, to, points } of own) {
      const absolute = points.map((point) => ({ x: x + point.x, y: y + point.y }));
      routes.set(pairName(from, to), absolute);
    }
  }

  const inner = new Map<string, Line>();
  const across = new Map<string, Line>();
  const trunks = new Map<string, Line>();
  const bundles = new Map<string, Crossing[]>();
  for (const { from, to, kind } of graph.edges) {
    const [source, target] = [groupNames.get(from), groupNames.get(to)];
    if (source === undefined || target === undefined || from === to) continue;
    const [start, end] = [cardOf.get(from), cardOf.get(to)];
    const link: Link = { from, to, order: kind === "order" };
    if (source === target) {
      if (start === undefined || end === undefined) continue;
      const way = routes.get(pairName(from, to)) ?? [];
      const [first, last] = [leave(start, way[0], direction), enter(end, way.at(-1), direction)];
      // A way of two points was not routed around anything.
      const points = () => [first, ...(way.length > 2 ? way.slice(1, -1) : past(first, last, start, end)), last];
      addTo(inner, pairName(from, to), link, [first, ...way, last], points);
      continue;
    }
    const pair = pairName(source, target);
    const way = ways.get(pair);
    if (way === undefined) continue;
    addTo(trunks, pair, link, way, () => way);
    const name = JSON.stringify([start === undefined ? [source] : from, end === undefined ? [target] : to]);
    const ends = [start, end].flatMap((card) => (card === undefined ? [] : corners(card.rectangle)));
    const line = addTo(across, name, link, [...way, ...ends], () => []);
    if (line.links.length > 1) continue;
    const bundle = bundles.get(pair) ?? [];
    bundles.set(pair, bundle);
    bundle.push({ line, start, end, way });
  }
  for (const bundle of bundles.values()) {
    const sideways = ({ start, end, way }: Crossing) => {
      const point = start?.rectangle ?? end?.rectangle ?? way[0];
      return point === undefined ? 0 : direction === "right" ? point.y : point.x;
    };
    for (const [at, crossing] of bundle.toSorted((one, other) => sideways(one) - sideways(other)).entries()) {
      const lane = (at - (bundle.length - 1) / 2) * Math.min(6, 40 / bundle.length);
      crossing.line.trace = () => traceCrossing(crossing, lane, direction, past);
    }
  }
  return { inner: [...inner.values()], across: [...across.values()], trunks: [...trunks.values()] };
}

/**
 * Lines between groups side by side go from card to card; where the way leads around other groups they follow it, each
 * in a lane of its own, so that one can tell which is which.
 */
function traceCrossing(
  { start, end, way }: Crossing,
  lane: number,
  direction: Direction,
  past: (start: Point, end: Point, of: SceneCard) => readonly Point[],
): Point[] {
  const shifted = way.map(({ x, y }) => (direction === "right" ? { x, y: y + lane } : { x: x + lane, y }));
  const first = start === undefined ? shifted[0] : leave(start, way[0], direction);
  const last = end === undefined ? shifted.at(-1) : enter(end, way.at(-1), direction);
  if (first === undefined || last === undefined) return [];
  const direct = way.length <= 2;
  const out = direct ? last : (shifted[0] ?? last);
  const into = direct ? first : (shifted.at(-1) ?? first);
  return [
    first,
    ...(start === undefined ? [] : past(first, out, start)),
    ...(direct || start === undefined ? [] : [out]),
    ...shifted.slice(1, -1),
    ...(direct || end === undefined ? [] : [into]),
    ...(end === undefined ? [] : past(into, last, end)),
    last,
  ];
}

interface Link {
  readonly from: string;
  readonly to: string;
  readonly order: boolean;
}

interface Line extends SceneLine {
  links: (readonly [from: string, to: string])[];
  order: boolean;
  trace: () => readonly Point[];
}

/** Adds a dependency to its line, which is made where there is none yet. */
function addTo(
  lines: Map<string, Line>,
  name: string,
  { from, to, order }: Link,
  about: readonly Point[],
  trace: () => readonly Point[],
): Line {
  const known = lines.get(name);
  if (known !== undefined) {
    known.links.push([from, to]);
    known.order &&= order;
    return known;
  }
  let points: readonly Point[] | undefined;
  const line: Line = {
    links: [[from, to]],
    order,
    trace,
    bounds: around(about),
    get points() {
      points ??= line.trace();
      return points;
    },
  };
  lines.set(name, line);
  return line;
}

/** Where a line leaves a card: in the middle of the side towards its way. */
function leave({ rectangle }: SceneCard, way: Point | undefined, direction: Direction): Point {
  return side(rectangle, direction, way === undefined || isBeyond(rectangle, way, direction));
}

function enter({ rectangle }: SceneCard, way: Point | undefined, direction: Direction): Point {
  return side(rectangle, direction, way !== undefined && isBeyond(rectangle, way, direction));
}

function isBeyond({ x, y, width, height }: Rectangle, point: Point, direction: Direction): boolean {
  return direction === "right" ? point.x > x + width / 2 : point.y > y + height / 2;
}

function side({ x, y, width, height }: Rectangle, direction: Direction, far: boolean): Point {
  return direction === "right" ? { x: far ? x + width : x, y: y + height / 2 } : { x: x + width / 2, y: far ? y + height : y };
}

function corners({ x, y, width, height }: Rectangle): Point[] {
  return [
    { x, y },
    { x: x + width, y: y + height },
  ];
}
