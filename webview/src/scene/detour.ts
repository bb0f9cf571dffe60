import type { Direction, Point } from "../layout/arrange.ts";
import { gap } from "../layout/sizes.ts";
import type { Rectangle } from "../viewport/viewport.ts";

/** How near a line may come to a card that it passes. */
const clearance = 6;

/**
 * The points between two others that lead a line past cards instead of behind them. Cards are passed column by column
 * (row by row where the graph leads down), each in the free lane that is nearest to where the line is already.
 *
 * @param cards what may be in the way; cards at the ends of the line are to be left out
 */
export function detour(start: Point, end: Point, cards: readonly Rectangle[], direction: Direction): Point[] {
  const along = (point: Point) => (direction === "right" ? point.x : point.y);
  const across = (point: Point) => (direction === "right" ? point.y : point.x);
  const length = ({ width, height }: Rectangle) => (direction === "right" ? width : height);
  const breadth = ({ width, height }: Rectangle) => (direction === "right" ? height : width);
  const pointAt = (forwards: number, sideways: number): Point =>
    direction === "right" ? { x: forwards, y: sideways } : { x: sideways, y: forwards };

  const passed = cards
    .filter((card) => along(card) >= along(start) && along(card) + length(card) <= along(end))
    .toSorted((one, other) => along(one) - along(other));
  if (passed.every((card) => isClear(start, end, card, direction))) return [];
  const points: Point[] = [];
  let lane = across(start);
  for (let at = 0; at < passed.length; ) {
    const first = passed[at] as Rectangle;
    const column: Rectangle[] = [];
    let far = along(first);
    for (let card = passed[at]; card !== undefined && along(card) < along(first) + length(first); card = passed[++at]) {
      column.push(card);
      far = Math.max(far, along(card) + length(card));
    }
    const isFree = (wanted: number) =>
      column.every((card) => wanted <= across(card) - clearance || wanted >= across(card) + breadth(card) + clearance);
    const lanes = column.flatMap((card) => [across(card) - gap.cards / 2, across(card) + breadth(card) + gap.cards / 2]);
    // Of two lanes as near, the one that is nearer to the end.
    const cost = (wanted: number) => Math.abs(wanted - lane) + Math.abs(wanted - across(end)) / 4;
    const free = [lane, ...lanes].filter(isFree).toSorted((one, other) => cost(one) - cost(other));
    lane = free[0] ?? lane;
    points.push(pointAt(along(first), lane), pointAt(far, lane));
  }
  return points;
}

/** Whether the curve between two points keeps clear of a card. */
function isClear(start: Point, end: Point, { x, y, width, height }: Rectangle, direction: Direction): boolean {
  const samples = 24;
  for (let at = 1; at < samples; at++) {
    const part = at / samples;
    // The curve leaves and arrives along the graph's direction, with tangents of half of the way.
    const ahead = 1.5 * part * (1 - part) + part ** 3;
    const aside = 3 * part ** 2 - 2 * part ** 3;
    const [partX, partY] = direction === "right" ? [ahead, aside] : [aside, ahead];
    const [seenX, seenY] = [start.x + (end.x - start.x) * partX, start.y + (end.y - start.y) * partY];
    if (seenX > x - clearance && seenX < x + width + clearance && seenY > y - clearance && seenY < y + height + clearance)
      return false;
  }
  return true;
}
