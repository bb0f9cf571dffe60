import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSortedKeys } from "./sortedKeys.ts";

const keys = ["raw_orders", "raw_orders_by_day", "shop/orders", "shopOrders", "a-b", "Zebra", "x\\/y"];

describe("keys by the beginnings of their words", () => {
  const rows: readonly (readonly [typed: string, found: readonly string[]])[] = [
    ["raw", ["raw_orders", "raw_orders_by_day"]],
    ["raw_orders_b", ["raw_orders_by_day"]],
    ["ord", ["raw_orders", "shop/orders", "shopOrders", "raw_orders_by_day"]],
    ["orders_b", ["raw_orders_by_day"]],
    ["day", ["raw_orders_by_day"]],
    ["z", ["Zebra"]],
    ["Z", ["Zebra"]],
    ["b", ["a-b", "raw_orders_by_day"]],
    ["shop/", ["shop/orders"]],
    ["y", ["x\\/y"]],
    ["rders", []],
  ];
  for (const [typed, found] of rows) {
    it(typed, () => {
      const sorted = createSortedKeys();
      for (const key of keys) sorted.add(key);
      expect([...new Set(sorted.startingWith(typed))]).toEqual(found);
    });
  }

  it("follows what comes and goes as if it had been made anew", () => {
    const id = fc.constantFrom("a", "b", "a_b", "b_a", "a/b", "ab", "aB", "c");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), id), { maxLength: 30 }), fc.nat({ max: 30 }), (steps, asked) => {
        const followed = createSortedKeys();
        const known = new Set<string>();
        for (const [at, [comes, key]] of steps.entries()) {
          if (at === asked) [...followed.all()];
          if (comes) followed.add(key);
          else followed.remove(key);
          if (comes) known.add(key);
          else known.delete(key);
        }
        const anew = createSortedKeys();
        for (const key of known) anew.add(key);
        expect([...followed.all()]).toEqual([...anew.all()]);
        expect([...followed.startingWith("b")]).toEqual([...anew.startingWith("b")]);
        expect(followed.size).toBe(known.size);
      }),
      { numRuns: 1000 },
    );
  });
});
