import type { Direction, Point } from "../layout/arrange.ts";

/** A cubic curve from the end of the one before. */
export type Curve = readonly [one: Point, other: Point, end: Point];

/** A smooth line through points that leaves and enters each of them along the graph's direction. */
export function curvesThrough(points: readonly Point[], direction: Direction): Curve[] {
  return points.slice(1).map((end, at): Curve => {
    const start = points[at] ?? end;
    if (direction === "right") {
      const reach = reachOf(end.x - start.x, end.y - start.y);
      return [{ x: start.x + reach, y: start.y }, { x: end.x - reach, y: end.y }, end];
    }
    const reach = reachOf(end.y - start.y, end.x - start.x);
    return [{ x: start.x, y: start.y + reach }, { x: end.x, y: end.y - reach }, end];
  });
}

/** How far the tangents reach: half of the way, or far enough for a loop where the way leads back. */
function reachOf(ahead: number, aside: number): number {
  return ahead >= 0 ? ahead / 2 : Math.min(120, 30 + Math.abs(aside) / 4);
}
