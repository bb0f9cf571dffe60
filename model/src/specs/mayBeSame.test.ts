import { expect, test } from "vitest";
import { mayBeSame } from "./mayBeSame.ts";
import { UNKNOWN } from "./unknown.ts";

function nested(depth: number, innermost: unknown): unknown {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

function endless(more: object): object {
  const value: Record<string, unknown> = { ...more };
  value.again = value;
  return value;
}

const shared = { a: 1 };

test.each<[string, unknown, unknown, boolean]>([
  ["the same text", "a", "a", true],
  ["other texts", "a", "b", false],
  ["NaN", Number.NaN, Number.NaN, true],
  ["nothing and null", undefined, null, true],
  ["an entry of nothing and none", { a: undefined }, {}, true],
  ["an entry more", { a: 1 }, {}, false],
  ["entries in another order", { a: 1, b: 2 }, { b: 2, a: 1 }, true],
  ["a list and an object", [1], { 0: 1 }, false],
  ["lists in another order", [1, 2], [2, 1], false],
  ["something unknown", { a: UNKNOWN }, { a: 1 }, true],
  ["dates", new Date(0), new Date(0), true],
  ["other dates", new Date(0), new Date(1), false],
  ["one part in two places", [shared, shared], [{ a: 1 }, { a: 2 }], false],
  ["values that hold themselves", endless({ a: 1 }), endless({ a: 1 }), true],
  ["values that hold themselves and something else", endless({ a: 1 }), endless({ a: 2 }), false],
  ["an entry named __proto__", JSON.parse('{"__proto__": 1}'), {}, false],
])("%s", (_, one, other, expected) => expect(mayBeSame(one, other)).toBe(expected));

test("at any depth", () => {
  expect(mayBeSame(nested(100_000, 1), nested(100_000, 1))).toBe(true);
  expect(mayBeSame(nested(100_000, 1), nested(100_000, 2))).toBe(false);
});
