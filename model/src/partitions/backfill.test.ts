import fc from "fast-check";
import { expect, test } from "vitest";
import type { BackfillPolicyData } from "../specs/partitioning.ts";
import { combineBackfillPolicies, cutIntoRuns, keyRangeOfRun, mayShareRun } from "./backfill.ts";
import { createPartitions } from "./createPartitions.ts";
import type { PartitionsDefinitionData } from "./definition.ts";
import { parseKeyRange, subsetOfRange, writeKeyRange } from "./keyRange.ts";
import { emptySubset, sameSubset, sizeOfSubset, subsetOfKeys, unionOfAll } from "./subset.ts";

const single: BackfillPolicyData = { kind: "singleRun" };
const multi = (maxPartitionsPerRun: number): BackfillPolicyData => ({ kind: "multiRun", maxPartitionsPerRun });

test.each([
  [[0, 100], multi(11), [11, 11, 11, 11, 11, 11, 11, 11, 11, 1]],
  [[0, 4], undefined, [1, 1, 1, 1]],
  [[0, 4], multi(4), [4]],
  [[0, 4], multi(100), [4]],
  [[0, 3, 5, 10], multi(4), [3, 4, 1]],
  [[0, 3, 5, 10], single, [3, 5]],
  [[], single, []],
])("%j by %j is cut into runs of %j", (ranges, policy, sizes) => {
  expect(cutIntoRuns({ ranges }, policy).map(sizeOfSubset)).toEqual(sizes);
});

test.each([
  [3, [{ from: 0, to: 4, second: [0, 3] }], [3, 3, 3, 3]],
  [7, [{ from: 0, to: 5, second: [0, 3] }], [6, 6, 3]],
  [2, [{ from: 0, to: 2, second: [0, 3] }], [2, 1, 2, 1]],
  [
    undefined,
    [
      { from: 0, to: 4, second: [0, 1, 2, 3] },
      { from: 4, to: 5, second: [0, 3] },
    ],
    [4, 4, 3],
  ],
])("with at most %j of two dimensions %j is cut into runs of %j", (most, blocks, sizes) => {
  expect(cutIntoRuns({ blocks }, most === undefined ? single : multi(most)).map(sizeOfSubset)).toEqual(sizes);
});

test.each([
  [[], multi(1)],
  [[single], single],
  [[single, single], single],
  [[single, multi(5)], multi(5)],
  [[multi(7), multi(5), single], multi(5)],
  [[single, undefined], multi(1)],
])("%j together are %j", (policies, expected) => {
  expect(combineBackfillPolicies(policies)).toEqual(expected);
});

const daily: PartitionsDefinitionData = { kind: "daily", startDate: "2024-01-01" };
const letters: PartitionsDefinitionData = { kind: "static", partitionKeys: ["a", "b"] };
const grid: PartitionsDefinitionData = { kind: "multi", dimensions: { day: daily, letter: letters } };

test.each([
  [undefined, undefined, undefined, true],
  [undefined, daily, { ...daily }, true],
  [{ kind: "timeWindow", startOffset: -1 } as const, daily, daily, true],
  [{ kind: "identity" } as const, grid, grid, true],
  [undefined, daily, undefined, false],
  [undefined, undefined, daily, false],
  [undefined, daily, { ...daily, startDate: "2024-01-02" }, false],
  [{ kind: "all" } as const, letters, letters, false],
  [{ kind: "last" } as const, daily, daily, false],
])("by %j from %j to %j: shared: %s", (mapping, upstream, downstream, shared) => {
  expect(mayShareRun({ mapping, upstream, downstream })).toBe(shared);
});

test("runs are ranges of at most so many partitions, and together what is asked for, each once", () => {
  const definitions = fc.constantFrom(daily, letters, grid);
  fc.assert(
    fc.property(definitions, fc.array(fc.nat(40)), fc.integer({ min: 1, max: 9 }), (definition, numbers, most) => {
      const partitions = createPartitions(definition, { now: Date.UTC(2024, 0, 15) });
      const subset = subsetOfKeys(
        partitions,
        numbers.flatMap((number) => partitions.keyAt(number) ?? []),
      );
      const runs = cutIntoRuns(subset, multi(most));
      expect(Math.max(0, ...runs.map(sizeOfSubset))).toBeLessThanOrEqual(most);
      expect(runs.reduce((sum, run) => sum + sizeOfSubset(run), 0)).toBe(sizeOfSubset(subset));
      expect(sameSubset(unionOfAll(runs, emptySubset(partitions)), subset)).toBe(true);
      for (const run of runs) {
        const range = keyRangeOfRun(partitions, run);
        if (range === undefined) throw new Error("A run has partitions.");
        expect(parseKeyRange(writeKeyRange(range))).toEqual(range);
        expect(sameSubset(subsetOfRange(partitions, range), run)).toBe(true);
      }
    }),
  );
});
