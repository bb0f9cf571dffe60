import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { zones } from "../testing/zones.ts";
import { dayLength } from "../time/days.ts";
import { createPartitions } from "./createPartitions.ts";
import type { PartitionsDefinitionData, TimeWindowPartitionsData } from "./definition.ts";
import type { Partitions, TimeWindowPartitions } from "./partitions.ts";
import { numbersOf, rangesOf } from "./ranges.ts";
import { deserializeSubset, serializeSubset } from "./serializedSubset.ts";
import {
  allSubset,
  differenceOfSubsets,
  intersectionOfSubsets,
  keysOfSubset,
  type PartitionsSubset,
  sameSubset,
  sizeOfSubset,
  subsetHas,
  subsetOfKeys,
  unionOfSubsets,
} from "./subset.ts";

const date = (format: RegExp, from: number, to: number) =>
  fc
    .integer({ min: from, max: to })
    .map((instant) => (format.exec(new Date(instant).toISOString())?.[0] ?? "").replace("T", "-"));
const [first, last] = [Date.UTC(2005, 0, 1), Date.UTC(2028, 0, 1)];
const timezone = fc.constantFrom(...zones);
const minuteOffset = fc.constantFrom(0, 0, 15, 59);
const endOffset = fc.constantFrom(0, 0, 0, 1, 3, -1, -5);
const startDate = date(/^.{10}/, first, last - 400 * dayLength);
const hour = date(/^.{16}/, first, last - 400 * dayLength);

const timeWindows: fc.Arbitrary<TimeWindowPartitionsData> = fc.oneof(
  fc.record({ kind: fc.constant("hourly" as const), startDate: hour, timezone, minuteOffset, endOffset }),
  fc.record({ kind: fc.constant("daily" as const), startDate, timezone, minuteOffset, hourOffset: fc.nat(23), endOffset }),
  fc.record({ kind: fc.constant("weekly" as const), startDate, timezone, hourOffset: fc.nat(23), dayOffset: fc.nat(6) }),
  fc.record({
    kind: fc.constant("monthly" as const),
    startDate,
    timezone,
    dayOffset: fc.integer({ min: 1, max: 31 }),
    endOffset,
  }),
  fc.record({
    kind: fc.constant("timeWindow" as const),
    startDate: hour,
    fmt: fc.constant("%Y-%m-%d-%H:%M"),
    timezone,
    cron: fc.constantFrom("*/15 * * * *", "0 */6 * * *", "30 2 * * *", "0 9-17 * * MON-FRI", "0 0 L * *"),
  }),
);
const keys = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,2}$/), { maxLength: 12 });
const statics: fc.Arbitrary<PartitionsDefinitionData> = keys.map((partitionKeys) => ({ kind: "static", partitionKeys }));
const linear: fc.Arbitrary<PartitionsDefinitionData> = fc.oneof(statics, timeWindows);
const definition = fc.oneof(
  linear,
  fc.record({ kind: fc.constant("multi" as const), dimensions: fc.record({ a: linear, b: statics }) }),
);

const timed = (data: TimeWindowPartitionsData, now: number) => createPartitions(data, { now }) as TimeWindowPartitions;

/** The clock change of a zone nearest after an instant, or that instant. */
function changeAfter(zone: string, instant: number): number {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return at.getTimeZoneTransition("next")?.epochMilliseconds ?? instant;
}

/** Windows that begin some days before a clock change, with that change. */
const aroundChange = fc
  .record({ data: timeWindows, zone: timezone, seed: fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2035, 0) }) })
  .map(({ data, zone, seed }) => {
    const change = changeAfter(zone, seed);
    const isShort = data.kind === "hourly" || data.kind === "timeWindow";
    const begin = new Date(change - (isShort ? 3 : 40) * dayLength).toISOString();
    const begins = isShort ? `${begin.slice(0, 10)}-${begin.slice(11, 16)}` : begin.slice(0, 10);
    return { data: { ...data, timezone: zone, startDate: begins }, change };
  });

/** What the clocks show at an instant, and their offset where it is the second time that they do. */
function shown(zone: string, instant: number, isLong: boolean, everyHour: boolean): string {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const [date, time] = at.toPlainDateTime().toString({ smallestUnit: "minute" }).split("T");
  const first = at.toPlainDateTime().toZonedDateTime(zone, { disambiguation: "earlier" });
  const suffix = everyHour && first.epochMilliseconds !== instant ? at.offset.slice(0, 6).replace(":", "") : "";
  return isLong ? `${date}-${time}${suffix}` : (date as string);
}

describe("windows", () => {
  it("come to be as time goes on, and stay", () =>
    fc.assert(
      fc.property(
        aroundChange,
        fc.nat(4 * dayLength),
        fc.oneof(fc.nat(3 * dayLength), fc.nat(800 * dayLength)),
        (drawn, past, later) => {
          const { data, change } = drawn;
          const now = change - dayLength + past;
          const [before, after] = [timed(data, now), timed(data, now + later)];
          expect(after.size).toBeGreaterThanOrEqual(before.size);
          for (let number = Math.max(0, before.size - 50); number < before.size; number++)
            expect(after.keyAt(number)).toBe(before.keyAt(number));
          if ((data.endOffset ?? 0) !== 0) return;
          for (const number of [0, before.size]) {
            const { end } = before.windowAt(number);
            expect([timed(data, end - 1).size, timed(data, end).size]).toEqual([number, number + 1]);
          }
        },
      ),
      { numRuns: 400 },
    ));

  it("are those of their keys, and the keys theirs, through all clock changes", () =>
    fc.assert(
      fc.property(aroundChange, ({ data, change }) => {
        const partitions = timed(data, change + 3 * dayLength);
        const isLong = data.kind === "hourly" || data.kind === "timeWindow";
        const everyHour = data.kind === "hourly" || (data.kind === "timeWindow" && data.cron === "*/15 * * * *");
        for (let number = 0; number < partitions.size; number++) {
          const key = partitions.keyAt(number) as string;
          const window = partitions.windowAt(number);
          expect([data, key]).toEqual([data, shown(data.timezone, window.start, isLong, everyHour)]);
          expect([data, key, partitions.numberOf(key)]).toEqual([data, key, number]);
          expect([data, key, partitions.windowOfKey(key)]).toEqual([data, key, window]);
          expect(partitions.keyOfInstant(window.start)).toBe(key);
          expect(partitions.numberAtOrAfter(window.start)).toBe(number);
          expect(window.end).toBeGreaterThan(window.start);
          expect(partitions.windowAt(number + 1).start).toBe(window.end);
        }
      }),
      { numRuns: 200 },
    ));
});

/** Some of the first few partitions, as numbers. */
const few = fc.uniqueArray(fc.nat(40), { maxLength: 15 });
const take = (partitions: Partitions, numbers: readonly number[]) =>
  numbers.flatMap((number) => (number < partitions.size ? [partitions.keyAt(number) as string] : []));

describe("subsets", () => {
  it("are what sets of keys are", () =>
    fc.assert(
      fc.property(definition, few, few, (data, one, other) => {
        const partitions = createPartitions(data, { now: last });
        const [a, b] = [new Set(take(partitions, one)), new Set(take(partitions, other))];
        const [subsetA, subsetB] = [subsetOfKeys(partitions, a), subsetOfKeys(partitions, b)];
        const expectSame = (subset: PartitionsSubset, expected: ReadonlySet<string>) => {
          expect(new Set(keysOfSubset(partitions, subset))).toEqual(expected);
          expect(sizeOfSubset(subset)).toBe(expected.size);
          expect(sameSubset(subset, subsetOfKeys(partitions, expected))).toBe(true);
          for (const key of [...a, ...b]) expect(subsetHas(partitions, subset, key)).toBe(expected.has(key));
        };
        expectSame(unionOfSubsets(subsetA, subsetB), a.union(b));
        expectSame(intersectionOfSubsets(subsetA, subsetB), a.intersection(b));
        expectSame(differenceOfSubsets(subsetA, subsetB), a.difference(b));
        const rest = differenceOfSubsets(allSubset(partitions), subsetA);
        expect(sizeOfSubset(rest)).toBe(partitions.size - a.size);
        expect(sameSubset(unionOfSubsets(rest, subsetA), allSubset(partitions))).toBe(true);
      }),
      { numRuns: 300 },
    ));

  it("come back from what they are kept as, later too", () =>
    fc.assert(
      fc.property(definition, few, fc.nat(100 * dayLength), (data, numbers, later) => {
        const partitions = createPartitions(data, { now: last });
        const subset = subsetOfKeys(partitions, take(partitions, numbers));
        const kept = JSON.parse(JSON.stringify(serializeSubset(partitions, subset)));
        expect(sameSubset(deserializeSubset(createPartitions(data, { now: last + later }), kept), subset)).toBe(true);
      }),
    ));

  it("are ascending ranges that do not touch", () =>
    fc.assert(
      fc.property(fc.array(fc.nat(60)), (numbers) => {
        const ranges = rangesOf(numbers);
        expect([...numbersOf(ranges)]).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        expect(ranges.every((bound, at) => at === 0 || bound > (ranges[at - 1] ?? 0))).toBe(true);
      }),
    ));
});
