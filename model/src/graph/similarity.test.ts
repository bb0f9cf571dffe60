import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closest, isSimilar, measure, similarity } from "./similarity.ts";

describe("similarity", () => {
  test.each([
    ["", "", 1],
    ["a", "", 0],
    ["a", "a", 1],
    ["ab", "ba", 0.5],
    ["asst1", "asset1", 10 / 11],
    ["asst1", "asst", 8 / 9],
    ["abcdef", "abXdef", 10 / 12],
    ["éa", "aé", 0.5],
    [`x${"ab".repeat(16)}y`, `y${"ba".repeat(16)}x`, 62 / 68],
    ["x".repeat(100_000), `${"x".repeat(99_999)}y`, 199_998 / 200_000],
  ])("of %.20s and %.20s", (one, other, expected) => {
    expect(similarity(one, other)).toBe(expected);
    expect(isSimilar(measure(one), measure(other))).toBe(expected >= 0.8);
  });

  test("is the same both ways, and the shortcuts of isSimilar change nothing", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "A", "_"), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(similarity(one, other)).toBe(similarity(other, one));
        expect(isSimilar(measure(one), measure(other))).toBe(similarity(one, other) >= 0.8);
      }),
      { numRuns: 1000 },
    );
  });

  test("is what the table of subsequences gives, for short and long texts", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "é"), maxLength: 40 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        let row = Array<number>(other.length + 1).fill(0);
        for (const letter of one) {
          const next = [0];
          for (let at = 1; at <= other.length; at++) {
            next.push(
              letter === other[at - 1] ? (row[at - 1] as number) + 1 : Math.max(row[at] as number, next[at - 1] as number),
            );
          }
          row = next;
        }
        const sum = one.length + other.length;
        expect(similarity(one, other)).toBe(sum === 0 ? 1 : (2 * (row.at(-1) as number)) / sum);
      }),
      { numRuns: 1000 },
    );
  });

  test("is not looked for where that would take long", () => {
    const [one, other] = ["ab".repeat(50_000), "ba".repeat(50_000)];
    expect(isSimilar(measure(`x${one}x`), measure(`y${other}y`))).toBe(false);
  });
});

test.each([
  ["groupname", ["name", "groupName", "groupNames"], ["groupName", "groupNames"]],
  ["kind", ["kinds", "pool"], ["kinds"]],
  ["kinds", [], []],
  ["a", Array(20).fill("a"), Array(10).fill("a")],
])("closest to %s of %j", (text, candidates, expected) => expect(closest(text, candidates)).toEqual(expected));
