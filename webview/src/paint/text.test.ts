import { expect, test } from "vitest";
import { createTextFitter, shorten } from "./text.ts";

test.each<[string, number, string]>([
  ["orders", 6, "orders"],
  ["raw_orders", 6, "raw_o…"],
  ["raw_orders", 2, "r…"],
  ["raw_orders", 1, ""],
  ["", 0, ""],
  ["😀😀😀😀", 3, "😀😀…"],
])("%s in %d letters is %s", (text, width, expected) => {
  expect(shorten(text, width, (part) => [...part].length)).toBe(expected);
});

test("what was measured is remembered", () => {
  let measured = 0;
  const fit = createTextFitter((text) => {
    measured++;
    return text.length;
  });
  const first = fit("raw_orders", "12px x", 8);
  const count = measured;
  expect([fit("raw_orders", "12px x", 9), measured]).toEqual([first, count]);
});
