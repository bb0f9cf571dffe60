import { expect, test } from "vitest";
import type { Direction, Point } from "../layout/arrange.ts";
import type { Rectangle } from "../viewport/viewport.ts";
import { detour } from "./detour.ts";

const cardAt = (x: number, y: number): Rectangle => ({ x, y, width: 200, height: 70 });
const turned = ({ x, y, width, height }: Rectangle): Rectangle => ({ x: y, y: x, width: height, height: width });
const start = { x: 0, y: 35 };

test.each<[string, Point, Rectangle[], Point[]]>([
  ["nothing", { x: 500, y: 35 }, [], []],
  ["what is aside", { x: 500, y: 35 }, [cardAt(100, 100)], []],
  ["what is behind the end", { x: 50, y: 35 }, [cardAt(100, 0)], []],
  [
    "a card, on the side of the end",
    { x: 500, y: 60 },
    [cardAt(100, 0)],
    [
      { x: 100, y: 81 },
      { x: 300, y: 81 },
    ],
  ],
  [
    "two cards, in between",
    { x: 500, y: 90 },
    [cardAt(100, 0), cardAt(100, 92)],
    [
      { x: 100, y: 81 },
      { x: 300, y: 81 },
    ],
  ],
  [
    "two columns",
    { x: 900, y: 35 },
    [cardAt(100, 10), cardAt(400, 50)],
    [
      { x: 100, y: -1 },
      { x: 300, y: -1 },
      { x: 400, y: -1 },
      { x: 600, y: -1 },
    ],
  ],
])("a line passes %s", (_, end, cards, expected) => {
  expect(detour(start, end, cards, "right")).toEqual(expected);
  const down: Direction = "down";
  const flipped = detour({ x: start.y, y: start.x }, { x: end.y, y: end.x }, cards.map(turned), down);
  expect(flipped).toEqual(expected.map(({ x, y }) => ({ x: y, y: x })));
});
