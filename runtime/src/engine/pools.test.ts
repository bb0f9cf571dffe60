import { expect, test } from "vitest";
import { createPools, type PoolClaim } from "./pools.ts";

/** Claims that say in which order they are granted. */
function makeClaims(slots: number) {
  const granted: string[] = [];
  const pools = createPools({ p: slots });
  const claim = (name: string, priority = 0): PoolClaim => pools.claim("p", priority, () => granted.push(name));
  return { pools, granted, claim };
}

test("slots are granted to the most urgent, then to the oldest", () => {
  const { pools, granted, claim } = makeClaims(1);
  const first = claim("a");
  const [b, c] = [claim("b"), claim("c", 5)];
  expect(pools.info("p")).toEqual({ slots: 1, active: 1, assigned: 1, waiting: 2 });
  first.free();
  first.free();
  expect([granted, b.isGranted, c.isGranted]).toEqual([["a", "c"], false, true]);
  c.free();
  expect(granted).toEqual(["a", "c", "b"]);
});

test("a claim that is withdrawn is not granted", () => {
  const { pools, granted, claim } = makeClaims(1);
  const first = claim("a");
  claim("b").free();
  first.free();
  expect([granted, pools.info("p")]).toEqual([["a"], { slots: 1, active: 0, assigned: 0, waiting: 0 }]);
});

test("a limit that is raised or dropped lets claims through; one that is lowered takes nothing away", () => {
  const { pools, granted, claim } = makeClaims(0);
  const claims = ["a", "b", "c"].map((name) => claim(name));
  expect(granted).toEqual([]);
  pools.setLimit("p", 1);
  expect(granted).toEqual(["a"]);
  pools.setLimit("p", undefined);
  expect(granted).toEqual(["a", "b", "c"]);
  pools.setLimit("p", 1);
  expect(pools.info("p")).toEqual({ slots: 1, active: 3, assigned: 3, waiting: 0 });
  for (const one of claims) one.free();
  expect(pools.info("p").active).toBe(0);
});

test("a pool without a limit, and one that is named __proto__", () => {
  const pools = createPools(JSON.parse('{"__proto__": 1}'));
  const granted: string[] = [];
  for (const pool of ["free", "free", "__proto__", "__proto__"]) pools.claim(pool, 0, () => granted.push(pool));
  expect(granted).toEqual(["free", "free", "__proto__"]);
});
