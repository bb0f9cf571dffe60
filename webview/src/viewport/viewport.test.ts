import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  centre,
  fit,
  intoView,
  meets,
  type Rectangle,
  seenPart,
  toDrawing,
  toPage,
  type Viewport,
  zoomAt,
  zoomLimits,
} from "./viewport.ts";

const size = { width: 800, height: 600 };
const box = (x: number, y: number, width: number, height: number): Rectangle => ({ x, y, width, height });

test.each<[string, Rectangle, number]>([
  ["small: not enlarged", box(0, 0, 100, 100), 1],
  ["wide", box(-500, 0, 1536, 100), 0.5],
  ["high", box(0, 0, 10, 5280), 0.1],
  ["nothing", box(0, 0, 0, 0), 1],
  ["without end", box(0, 0, 1e9, 1e9), zoomLimits.least],
])("a drawing is fitted that is %s", (_, bounds, zoom) => expect(fit(bounds, size).zoom).toBeCloseTo(zoom, 5));

describe("whatever the viewport", () => {
  const viewports: fc.Arbitrary<Viewport> = fc.record({
    x: fc.integer({ min: -5000, max: 5000 }),
    y: fc.integer({ min: -5000, max: 5000 }),
    zoom: fc.double({ min: zoomLimits.least, max: zoomLimits.most, noNaN: true }),
  });
  const points = fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 600 }) });

  test("zooming keeps the point under the pointer", () => {
    fc.assert(
      fc.property(viewports, points, fc.double({ min: 0.1, max: 10, noNaN: true }), (viewport, at, factor) => {
        const [before, after] = [toDrawing(viewport, at), toDrawing(zoomAt(viewport, at, factor), at)];
        expect(after.x).toBeCloseTo(before.x, 3);
        expect(after.y).toBeCloseTo(before.y, 3);
      }),
    );
  });

  test("what is brought into view is seen, and stays then", () => {
    fc.assert(
      fc.property(viewports, points, (viewport, { x, y }) => {
        const rectangle = box(x * 10, y * 10, 224, 76);
        const next = intoView(viewport, size, rectangle);
        expect(meets(seenPart(next, size), rectangle)).toBe(true);
        const again = intoView(next, size, rectangle);
        expect(again.x).toBeCloseTo(next.x, 6);
        expect(again.y).toBeCloseTo(next.y, 6);
      }),
    );
  });
});

test("what is in view is not moved", () => {
  const viewport = { x: 10, y: 20, zoom: 1 };
  expect(intoView(viewport, size, box(100, 100, 50, 50))).toBe(viewport);
});

test("the centre is the centre", () => {
  expect(toPage(centre({ x: 0, y: 0, zoom: 0.2 }, size, box(1000, 1000, 200, 100), 1), box(1000, 1000, 200, 100))).toEqual(
    box(300, 250, 200, 100),
  );
});
