import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deepestJson, fitsNumber, isWithinDepth, toJson } from "./json.ts";

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

const endless: unknown[] = [1];
endless.push({ again: endless });

/** Each level holds the one below twice: without care it would be measured 2^levels times. */
function doubled(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value, value];
  return value;
}

describe("depth", () => {
  test.each<[string, unknown, boolean]>([
    ["a text", "a", true],
    ["null", null, true],
    ["an empty list", [], true],
    ["what is just not too deep", nested(deepestJson), true],
    ["what is just too deep", nested(deepestJson + 1), false],
    ["what is much too deep", nested(100_000), false],
    ["what is too deep at its second place", [nested(deepestJson - 1), [nested(deepestJson - 1)]], false],
    ["what holds itself", endless, false],
    ["parts that occur often", doubled(deepestJson), true],
    ["parts that occur often, too deep", doubled(deepestJson + 1), false],
  ])("of %s", (_, value, expected) => expect(isWithinDepth(value)).toBe(expected));

  test("is counted alike wherever a value stands", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: deepestJson - 10, max: deepestJson + 10 }),
        (width, levels) => {
          const value = [...Array(width).fill([]), nested(levels - 1)];
          expect(isWithinDepth(value)).toBe(levels <= deepestJson);
          expect(toJson(value) !== undefined).toBe(levels <= deepestJson);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test.each<[bigint, boolean]>([
  [0n, true],
  [2n ** 53n - 1n, true],
  [-(2n ** 53n) + 1n, true],
  [2n ** 53n, false],
  [-(2n ** 53n), false],
])("%s fits a number: %s", (value, expected) => expect(fitsNumber(value)).toBe(expected));
