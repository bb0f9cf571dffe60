import type { Point } from "../layout/arrange.ts";

/** A point of the drawing is seen at `point * zoom + (x, y)`. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Point, Size {}

export const zoomLimits = { least: 0.01, most: 2.5 } as const;

/** How much of the page stays free around what is fitted into it; the toolbar stands at the bottom. */
const insets = { top: 16, right: 16, bottom: 56, left: 16 };

/** Shows all of a rectangle, no larger than at zoom 1. */
export function fit(bounds: Rectangle, size: Size): Viewport {
  const width = Math.max(1, size.width - insets.left - insets.right);
  const height = Math.max(1, size.height - insets.top - insets.bottom);
  const zoom = clampZoom(Math.min(1, width / Math.max(1, bounds.width), height / Math.max(1, bounds.height)));
  return {
    zoom,
    x: insets.left + (width - bounds.width * zoom) / 2 - bounds.x * zoom,
    y: insets.top + (height - bounds.height * zoom) / 2 - bounds.y * zoom,
  };
}

/** Zooms by a factor; what is seen at the point stays there. */
export function zoomAt({ x, y, zoom }: Viewport, at: Point, factor: number): Viewport {
  const next = clampZoom(zoom * factor);
  const ratio = next / zoom;
  return { zoom: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio };
}

export function pan({ x, y, zoom }: Viewport, dx: number, dy: number): Viewport {
  return { x: x + dx, y: y + dy, zoom };
}

/** The point of the drawing that is seen at a point of the page. */
export function toDrawing({ x, y, zoom }: Viewport, seen: Point): Point {
  return { x: (seen.x - x) / zoom, y: (seen.y - y) / zoom };
}

/** Where a rectangle of the drawing is seen. */
export function toPage({ x, y, zoom }: Viewport, rectangle: Rectangle): Rectangle {
  return {
    x: rectangle.x * zoom + x,
    y: rectangle.y * zoom + y,
    width: rectangle.width * zoom,
    height: rectangle.height * zoom,
  };
}

/** The part of the drawing that is seen, with a margin in pixels of the page. */
export function seenPart(viewport: Viewport, { width, height }: Size, margin = 0): Rectangle {
  const { x, y } = toDrawing(viewport, { x: -margin, y: -margin });
  return { x, y, width: (width + 2 * margin) / viewport.zoom, height: (height + 2 * margin) / viewport.zoom };
}

/** Moves as little as is needed to see a rectangle, or its start where it is larger than the page. */
export function intoView(viewport: Viewport, size: Size, rectangle: Rectangle): Viewport {
  const seen = toPage(viewport, rectangle);
  const move = (start: number, length: number, low: number, high: number) => {
    if (start >= low && start + length <= high) return 0;
    return start < low || length > high - low ? low - start : high - start - length;
  };
  const dx = move(seen.x, seen.width, insets.left, size.width - insets.right);
  const dy = move(seen.y, seen.height, insets.top, size.height - insets.bottom);
  return dx === 0 && dy === 0 ? viewport : pan(viewport, dx, dy);
}

/** Shows a rectangle in the middle, at a zoom of at least so much. */
export function centre({ zoom }: Viewport, size: Size, rectangle: Rectangle, least: number): Viewport {
  const next = clampZoom(Math.max(zoom, least));
  return {
    zoom: next,
    x: size.width / 2 - (rectangle.x + rectangle.width / 2) * next,
    y: size.height / 2 - (rectangle.y + rectangle.height / 2) * next,
  };
}

export function between(from: Viewport, to: Viewport, part: number): Viewport {
  const mix = (one: number, other: number) => one + (other - one) * part;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: mix(from.zoom, to.zoom) };
}

export function meets(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x <= other.x + other.width &&
    other.x <= one.x + one.width &&
    one.y <= other.y + other.height &&
    other.y <= one.y + one.height
  );
}

export function contains({ x, y, width, height }: Rectangle, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

function clampZoom(zoom: number): number {
  return Math.min(zoomLimits.most, Math.max(zoomLimits.least, zoom));
}

/** The smallest rectangle around points. */
export function around(points: readonly Point[]): Rectangle {
  const [first] = points;
  if (first === undefined) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [first.x, first.y, first.x, first.y];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
