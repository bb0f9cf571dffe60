import type { GraphLayout } from "@headwater/protocol";

export type Direction = GraphLayout["direction"];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box to be placed: a card, or a whole group. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Where it was: looked at when places are to be kept. */
  readonly x?: number;
  readonly y?: number;
}

/** A graph of boxes. Cycles are allowed; links of a box to itself and to unknown boxes are not. */
export interface ArrangeRequest {
  readonly boxes: readonly Box[];
  readonly links: readonly (readonly [from: string, to: string])[];
  readonly direction: Direction;
  /** The least distance of boxes beside each other, and of one layer to the next. */
  readonly gap: { readonly boxes: number; readonly layers: number };
  /** Whether parts without links to each other share layers; else they are laid out singly and put side by side. */
  readonly together: boolean;
  /** Whether boxes that have a place should stay there. */
  readonly keep: boolean;
}

/** Places of boxes and the ways of links, in the order of the request's. */
export interface Arrangement {
  readonly places: ReadonlyMap<string, Point>;
  readonly routes: readonly (readonly Point[])[];
}

/** Something that lays out a graph. */
export type Arrange = (request: ArrangeRequest) => Promise<Arrangement>;

export function linkless(boxes: readonly Box[], links: ArrangeRequest["links"]): Box[] {
  const linked = new Set(links.flat());
  return boxes.filter(({ id }) => !linked.has(id));
}

/** The smallest rectangle around boxes at their places. */
export function extent(boxes: readonly Box[], places: ReadonlyMap<string, Point>) {
  let [left, top, right, bottom] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const { id, width, height } of boxes) {
    const { x, y } = places.get(id) ?? { x: 0, y: 0 };
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return boxes.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

/** The way of a link that nobody has routed: from border to border. */
export function straightRoute(from: Box & Point, to: Box & Point, direction: Direction): Point[] {
  return direction === "right"
    ? [
        { x: from.x + from.width, y: from.y + from.height / 2 },
        { x: to.x, y: to.y + to.height / 2 },
      ]
    : [
        { x: from.x + from.width / 2, y: from.y + from.height },
        { x: to.x + to.width / 2, y: to.y },
      ];
}
