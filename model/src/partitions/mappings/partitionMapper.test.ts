import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zones } from "../../testing/zones.ts";
import type { PartitionsContext, PartitionsDefinitionData, TimeWindowPartitionsData } from "../definition.ts";
import type { Partitions } from "../partitions.ts";
import { keysOfSubset, type PartitionsSubset, sizeOfSubset, subsetOfKeys } from "../subset.ts";
import { checkPartitionMapping } from "./checkMapping.ts";
import type { PartitionMappingData } from "./mappingData.ts";
import { createPartitionMapper, keysOfNeeded, nonexistentKeys } from "./partitionMapper.ts";

// Around both clock changes of the year, for zones of both halves of the earth.
const day = 86_400_000;
const starts = ["2023-03-24", "2023-03-10", "2023-10-27", "2023-11-03", "2023-09-29", "2023-04-01", "2024-02-27"];
const timezone = fc.constantFrom(...zones);
const moment = fc.tuple(fc.constantFrom(...starts), fc.integer({ min: -1, max: 5 }), fc.integer({ min: 0, max: day - 1 }));
const startDate = fc
  .tuple(fc.constantFrom(...starts), fc.integer({ min: -2, max: 2 }))
  .map(([text, days]) => new Date(Date.parse(text) + days * day).toISOString().slice(0, 10));

const timeDefinition = (zone: string): fc.Arbitrary<TimeWindowPartitionsData> =>
  fc
    .record({
      startDate,
      schedule: fc.constantFrom<Partial<TimeWindowPartitionsData>>(
        { kind: "hourly" },
        { kind: "hourly", minuteOffset: 20 },
        { kind: "daily" },
        { kind: "daily", hourOffset: 2, minuteOffset: 30 },
        { kind: "weekly", dayOffset: 3 },
        { kind: "timeWindow", cron: "0 */4 * * *", fmt: "%Y-%m-%d-%H:%M" },
        { kind: "timeWindow", cron: "0 0,11 * * *", fmt: "%Y-%m-%d-%H:%M" },
        { kind: "timeWindow", cron: "0 6 * * 1-5", fmt: "%Y-%m-%d-%H:%M" },
        { kind: "timeWindow", cron: "*/30 * * * *", fmt: "%Y-%m-%d-%H:%M" },
      ),
      length: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      excluded: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
      endOffset: fc.constantFrom(0, 0, 1, -1),
    })
    .map(({ startDate: first, schedule, length, excluded, endOffset }) => {
      const isLong = schedule.kind === "hourly" || schedule.kind === "timeWindow";
      const write = (days: number) =>
        `${new Date(Date.parse(first) + days * day).toISOString().slice(0, 10)}${isLong ? "-00:00" : ""}`;
      return {
        ...(schedule as TimeWindowPartitionsData),
        timezone: zone,
        startDate: write(0),
        ...(length === undefined ? {} : { endDate: write(length) }),
        ...(excluded.length === 0 ? {} : { exclusions: excluded.map(write) }),
        endOffset,
      };
    });
const keys = fc.subarray(["a", "b", "c", "d"], { minLength: 1 });
const staticDefinition = keys.map((partitionKeys): PartitionsDefinitionData => ({ kind: "static", partitionKeys }));
const dynamicDefinition = fc.constantFrom<PartitionsDefinitionData>(
  { kind: "dynamic", name: "one" },
  { kind: "dynamic", name: "two" },
);
const linearDefinition = (zone: string) => fc.oneof(timeDefinition(zone), staticDefinition, dynamicDefinition);
const multiDefinition = (zone: string) =>
  fc
    .record({ a: linearDefinition(zone), b: fc.oneof(staticDefinition, dynamicDefinition) })
    .map((dimensions): PartitionsDefinitionData => ({ kind: "multi", dimensions }));
const definition = (zone: string) => fc.oneof(linearDefinition(zone), multiDefinition(zone));

const linearMapping: fc.Arbitrary<PartitionMappingData> = fc.oneof(
  fc
    .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.boolean())
    .map(([startOffset, length, allow]): PartitionMappingData => {
      return { kind: "timeWindow", startOffset, endOffset: startOffset + length, allowNonexistentUpstreamPartitions: allow };
    }),
  fc.constantFrom<PartitionMappingData>(
    { kind: "timeWindow" },
    { kind: "latestOverlapping" },
    { kind: "all" },
    { kind: "last" },
    { kind: "identity" },
  ),
  keys.map((partitionKeys): PartitionMappingData => ({ kind: "specific", partitionKeys })),
  fc
    .dictionary(fc.constantFrom("a", "b", "c", "d"), fc.oneof(fc.constantFrom("a", "b"), keys))
    .map((downstreamKeys): PartitionMappingData => ({ kind: "static", downstreamKeys })),
);
const mapping: fc.Arbitrary<PartitionMappingData | undefined> = fc.oneof(
  linearMapping,
  fc.constantFrom<PartitionMappingData | undefined>(
    undefined,
    { kind: "multiToSingle" },
    { kind: "multiToSingle", partitionDimensionName: "a" },
  ),
  fc
    .dictionary(fc.constantFrom("a", "b"), fc.record({ dimension: fc.constantFrom("a", "b"), mapping: linearMapping }))
    .map((dimensions): PartitionMappingData => ({ kind: "multi", dimensions })),
);
const situation = timezone.chain((zone) =>
  fc
    .record({ upstream: definition(zone), downstream: definition(zone), mapping, moment, same: fc.boolean() })
    .map(({ upstream, downstream, moment: [text, days, rest], same, ...others }) => {
      const context: PartitionsContext = {
        now: Date.parse(text) + days * day + rest,
        dynamicPartitions: { one: ["a", "c"], two: ["c", "x"] },
      };
      return { upstream, downstream: same ? upstream : downstream, context, ...others };
    })
    .filter((drawn) => checkPartitionMapping(drawn.mapping, drawn.upstream, drawn.downstream).length === 0),
);

/** The first keys, the last ones, and some of those between. */
function some(partitions: Partitions): string[] {
  const { size } = partitions;
  const numbers =
    size <= 16 ? [...Array(size).keys()] : [0, 1, 2, 3, Math.floor(size / 2), Math.floor(size / 3), size - 3, size - 2, size - 1];
  return numbers.map((number) => partitions.keyAt(number) as string);
}

describe("a mapping", () => {
  test("is one relation, whichever way it is asked", () => {
    fc.assert(
      fc.property(situation, ({ context, ...dependency }) => {
        const { upstream, downstream, upstreamOf, downstreamOf } = createPartitionMapper(dependency, context);
        const one = (partitions: Partitions, key: string) => subsetOfKeys(partitions, [key]);
        const [ups, downs] = [some(upstream), some(downstream)];
        const needed = new Map(downs.map((key) => [key, new Set(keysOfNeeded(upstream, upstreamOf(one(downstream, key))))]));
        for (const up of ups) {
          const needing = new Set(keysOfSubset(downstream, downstreamOf(one(upstream, up))));
          for (const down of downs) expect([up, down, needing.has(down)]).toEqual([up, down, needed.get(down)?.has(up)]);
        }
      }),
      { numRuns: 800 },
    );
  });

  test("of several partitions is that of each, and only what exists is mapped to", () => {
    const drawn = situation.chain((given) =>
      fc.record({ given: fc.constant(given), seed: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), isRange: fc.boolean() }),
    );
    fc.assert(
      fc.property(drawn, ({ given: { context, ...dependency }, seed, isRange }) => {
        const mapper = createPartitionMapper(dependency, context);
        const choose = (partitions: Partitions): string[] => {
          if (partitions.size === 0) return [];
          const numbers = isRange
            ? Array.from({ length: Math.min(20, partitions.size) }, (_, at) => ((seed[0] as number) + at) % partitions.size)
            : seed.map((number) => number % partitions.size);
          return numbers.map((number) => partitions.keyAt(number) as string);
        };
        const compare = (from: Partitions, of: (subset: PartitionsSubset) => string[]) => {
          const asked = choose(from);
          const together = of(subsetOfKeys(from, asked));
          const apart = asked.flatMap((key) => of(subsetOfKeys(from, [key])));
          expect(new Set(together)).toEqual(new Set(apart));
          expect(together.length).toBe(new Set(together).size);
        };
        const { upstream, downstream } = mapper;
        compare(downstream, (subset) => [...keysOfNeeded(upstream, mapper.upstreamOf(subset))]);
        compare(upstream, (subset) => [...keysOfSubset(downstream, mapper.downstreamOf(subset))]);
        for (const key of choose(downstream)) {
          const missing = [
            ...nonexistentKeys(upstream, mapper.upstreamOf(subsetOfKeys(downstream, [key])).requiredButNonexistent),
          ];
          for (const absent of missing) expect(upstream.numberOf(absent)).toBeUndefined();
        }
      }),
      { numRuns: 600 },
    );
  });

  test("of windows without offsets is their overlap", () => {
    const drawn = timezone.chain((zone) =>
      fc.record({ upstream: timeDefinition(zone), downstream: timeDefinition(zone), moment }),
    );
    fc.assert(
      fc.property(drawn, ({ moment: [text, days, rest], ...dependency }) => {
        const mapper = createPartitionMapper(
          { ...dependency, mapping: { kind: "timeWindow" } },
          { now: Date.parse(text) + days * day + rest },
        );
        const { upstream, downstream } = mapper;
        if (upstream.kind !== "timeWindow" || downstream.kind !== "timeWindow") throw new Error("These are windows.");
        for (const key of some(downstream)) {
          const window = downstream.windowOfKey(key);
          const found = new Set(keysOfNeeded(upstream, mapper.upstreamOf(subsetOfKeys(downstream, [key]))));
          for (let number = 0; number < upstream.size; number++) {
            const { start, end } = upstream.windowAt(number);
            const overlaps = window !== undefined && start < window.end && window.start < end;
            expect(found.has(upstream.keyAt(number) as string)).toBe(overlaps);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

test("a hundred thousand hours map to days as one range", () => {
  const hourly: PartitionsDefinitionData = { kind: "hourly", startDate: "2010-01-01-00:00", timezone: "America/New_York" };
  const daily: PartitionsDefinitionData = { kind: "daily", startDate: "2010-01-01", timezone: "America/New_York" };
  const mapper = createPartitionMapper({ upstream: hourly, downstream: daily }, { now: Date.UTC(2022, 0) });
  const hours = { ranges: [0, 100_000] };
  const days = mapper.downstreamOf(hours);
  expect(days).toEqual({ ranges: [0, 4167] });
  // In spring an hour is left out, which only autumn gives back.
  expect(sizeOfSubset(mapper.upstreamOf({ ranges: [0, 4166] }).subset)).toBe(4166 * 24 - 1);
});
