import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../specs/unknown.ts";
import { checkPartitionMapping } from "./checkMapping.ts";
import { checkMappingData } from "./checkMappingData.ts";
import { inferPartitionMapping } from "./inferMapping.ts";

const letters = { kind: "static", partitionKeys: ["a", "b"] };
const others = { kind: "static", partitionKeys: ["b", "c"] };
const daily = { kind: "daily", startDate: "2024-01-01", timezone: "UTC" };
const hourly = { kind: "hourly", startDate: "2024-01-01", timezone: "UTC" };
const berlin = { ...daily, timezone: "Europe/Berlin" };
const dynamic = { kind: "dynamic", name: "letters" };
const multi = (dimensions: object) => ({ kind: "multi", dimensions });
const grid = multi({ day: daily, letter: letters });
const square = multi({ one: letters, other: letters });

describe("what is inferred", () => {
  test.each([
    [undefined, undefined, "all"],
    [letters, undefined, "all"],
    [undefined, daily, "all"],
    [letters, letters, "identity"],
    [letters, others, "identity"],
    [daily, daily, "timeWindow"],
    [daily, hourly, "timeWindow"],
    [daily, berlin, "timeWindow"],
    [daily, letters, "identity"],
    [dynamic, dynamic, "identity"],
    [grid, grid, "identity"],
    [grid, letters, "multiToSingle"],
    [letters, grid, "multiToSingle"],
    [hourly, grid, "multiToSingle"],
    [grid, others, "identity"],
    [square, letters, "identity"],
    [multi({ day: daily, hour: hourly }), berlin, "identity"],
    [multi({ day: daily, hour: hourly }), hourly, "multiToSingle"],
  ])("between %j and %j", (upstream, downstream, kind) => {
    expect(inferPartitionMapping(upstream, downstream)).toEqual({ kind });
  });
});

describe("what is no mapping", () => {
  test.each<[unknown, (string | number)[][]]>([
    [undefined, []],
    [null, []],
    [UNKNOWN, []],
    [{ kind: UNKNOWN }, []],
    ["all", [[]]],
    [[], [[]]],
    [{ kind: "some" }, [["kind"]]],
    [{ kind: "toString" }, [["kind"]]],
    [{}, [["kind"]]],
    [{ kind: "all" }, []],
    [{ kind: "last", keys: [] }, [["keys"]]],
    [{ kind: "specific", partitionKeys: ["a"] }, []],
    [{ kind: "specific", partitionKeys: ["a", UNKNOWN] }, []],
    [{ kind: "specific", partitionKeys: UNKNOWN }, []],
    [{ kind: "specific" }, [["partitionKeys"]]],
    [{ kind: "specific", partitionKeys: [1] }, [["partitionKeys"]]],
    [{ kind: "static", downstreamKeys: { a: "b", c: ["d", UNKNOWN], e: UNKNOWN } }, []],
    [
      { kind: "static", downstreamKeys: { a: 1, b: [2] } },
      [
        ["downstreamKeys", "a"],
        ["downstreamKeys", "b"],
      ],
    ],
    [{ kind: "static", downstreamKeys: ["a"] }, [["downstreamKeys"]]],
    [{ kind: "timeWindow" }, []],
    [{ kind: "timeWindow", startOffset: -1, endOffset: UNKNOWN }, []],
    [{ kind: "timeWindow", startOffset: -1, endOffset: -1, allowNonexistentUpstreamPartitions: true }, []],
    [{ kind: "timeWindow", startOffset: 0.5 }, [["startOffset"]]],
    [{ kind: "timeWindow", endOffset: "1" }, [["endOffset"]]],
    [{ kind: "timeWindow", allowNonexistentUpstreamPartitions: 1 }, [["allowNonexistentUpstreamPartitions"]]],
    [{ kind: "timeWindow", startOffset: 1 }, [["startOffset"]]],
    [{ kind: "timeWindow", endOffset: -1 }, [["endOffset"]]],
    [{ kind: "timeWindow", startOfset: 1 }, [["startOfset"]]],
    [{ kind: "multi", dimensions: { a: { dimension: "b", mapping: { kind: "all" } }, c: UNKNOWN } }, []],
    [{ kind: "multi", dimensions: { a: { kind: "all" } } }, [["dimensions", "a"]]],
    [
      { kind: "multi", dimensions: { a: { dimension: 1, mapping: { kind: "x" } } } },
      [
        ["dimensions", "a", "dimension"],
        ["dimensions", "a", "mapping", "kind"],
      ],
    ],
    [{ kind: "multi", dimensions: { a: { dimension: "b", mapping: undefined } } }, [["dimensions", "a"]]],
    [{ kind: "multi" }, [["dimensions"]]],
    [{ kind: "multiToSingle" }, []],
    [{ kind: "multiToSingle", partitionDimensionName: "a" }, []],
    [{ kind: "multiToSingle", partitionDimensionName: 1 }, [["partitionDimensionName"]]],
  ])("%o", (mapping, paths) => {
    expect(checkMappingData(mapping, []).map(({ path }) => path)).toEqual(paths);
  });

  test("nor what holds itself", () => {
    const dimensions: Record<string, unknown> = {};
    const mapping = { kind: "multi", dimensions };
    dimensions.a = { dimension: "a", mapping };
    expect(checkMappingData(mapping, [])).toMatchObject([{ code: "invalid-partition-mapping" }]);
  });
});

const timeWindow = { kind: "timeWindow" };
const by = (dimension: string, mapping: object) => ({ dimension, mapping });

describe("what does not fit", () => {
  test.each<[unknown, unknown, unknown, string[]]>([
    [undefined, letters, letters, []],
    [undefined, letters, others, []],
    [undefined, letters, undefined, []],
    [undefined, undefined, letters, []],
    [undefined, daily, letters, ["missing-partition-mapping"]],
    [undefined, dynamic, letters, ["missing-partition-mapping"]],
    [undefined, daily, hourly, []],
    [undefined, daily, berlin, ["different-timezones"]],
    [undefined, grid, grid, []],
    [undefined, grid, square, ["missing-partition-mapping"]],
    [undefined, grid, multi({ day: letters, letter: daily }), ["missing-partition-mapping"]],
    [undefined, grid, letters, []],
    [undefined, grid, hourly, []],
    [undefined, grid, berlin, ["different-timezones"]],
    [undefined, berlin, grid, ["different-timezones"]],
    [undefined, grid, dynamic, ["missing-partition-mapping"]],
    [undefined, square, letters, ["missing-partition-mapping"]],
    [{ kind: "all" }, daily, letters, []],
    [{ kind: "last" }, grid, undefined, []],
    [{ kind: "specific", partitionKeys: ["a"] }, letters, undefined, []],
    [{ kind: "specific", partitionKeys: ["c"] }, letters, undefined, ["unknown-partition-key"]],
    [{ kind: "specific", partitionKeys: ["c"] }, dynamic, letters, []],
    [{ kind: "identity" }, letters, undefined, ["unfit-partition-mapping"]],
    [{ kind: "identity" }, daily, hourly, ["unfit-partition-mapping"]],
    [{ kind: "identity" }, undefined, hourly, []],
    [timeWindow, daily, undefined, ["unfit-partition-mapping"]],
    [timeWindow, daily, letters, ["unfit-partition-mapping"]],
    [timeWindow, letters, daily, ["unfit-partition-mapping"]],
    [timeWindow, daily, berlin, ["different-timezones"]],
    [timeWindow, { ...daily, timezone: undefined }, daily, []],
    [timeWindow, { ...daily, timezone: UNKNOWN }, berlin, []],
    [{ kind: "latestOverlapping" }, daily, hourly, []],
    [{ kind: "latestOverlapping" }, daily, dynamic, ["unfit-partition-mapping"]],
    [{ kind: "static", downstreamKeys: { a: "b", b: ["b", "c"] } }, letters, others, []],
    [{ kind: "static", downstreamKeys: { x: "b" } }, letters, others, ["unknown-partition-key"]],
    [{ kind: "static", downstreamKeys: { a: ["a", "b"] } }, letters, others, ["unknown-partition-key"]],
    [{ kind: "static", downstreamKeys: { x: "y" } }, letters, others, ["unknown-partition-key", "unknown-partition-key"]],
    [{ kind: "static", downstreamKeys: { x: "b" } }, { ...letters, partitionKeys: ["a", UNKNOWN] }, others, []],
    [{ kind: "static", downstreamKeys: {} }, daily, others, ["unfit-partition-mapping"]],
    [{ kind: "multi", dimensions: {} }, grid, square, []],
    [{ kind: "multi", dimensions: {} }, grid, daily, ["unfit-partition-mapping"]],
    [{ kind: "multi", dimensions: { day: by("day", timeWindow) } }, grid, grid, []],
    [{ kind: "multi", dimensions: { date: by("day", timeWindow) } }, grid, grid, ["unknown-dimension"]],
    [{ kind: "multi", dimensions: { date: by("date", timeWindow) } }, grid, grid, ["unknown-dimension", "unknown-dimension"]],
    [{ kind: "multi", dimensions: { day: by("letter", timeWindow) } }, grid, grid, ["unfit-partition-mapping"]],
    [
      { kind: "multi", dimensions: { one: by("letter", { kind: "all" }), other: by("letter", { kind: "all" }) } },
      square,
      grid,
      ["ambiguous-dimension"],
    ],
    [
      { kind: "multi", dimensions: { day: by("day", timeWindow) } },
      grid,
      multi({ day: berlin, letter: letters }),
      ["different-timezones"],
    ],
    [{ kind: "multiToSingle" }, square, letters, ["ambiguous-dimension"]],
    [{ kind: "multiToSingle" }, multi({ one: letters, other: UNKNOWN }), letters, []],
    [{ kind: "multiToSingle", partitionDimensionName: "one" }, square, letters, []],
    [{ kind: "multiToSingle", partitionDimensionName: "two" }, square, letters, ["unknown-dimension"]],
    [{ kind: "multiToSingle", partitionDimensionName: "day" }, grid, letters, ["unfit-partition-mapping"]],
    [{ kind: "multiToSingle" }, multi({ day: daily, hour: hourly }), berlin, ["ambiguous-dimension"]],
    [{ kind: "multiToSingle" }, grid, others, ["unfit-partition-mapping"]],
    [{ kind: "multiToSingle" }, grid, grid, ["unfit-partition-mapping"]],
    [{ kind: "multiToSingle" }, daily, letters, ["unfit-partition-mapping"]],
    [UNKNOWN, daily, letters, []],
    [undefined, UNKNOWN, letters, []],
    [undefined, daily, UNKNOWN, []],
    [timeWindow, { kind: UNKNOWN }, letters, []],
  ])("%o from %j to %j", (mapping, upstream, downstream, codes) => {
    expect(checkPartitionMapping(mapping, upstream, downstream).map(({ code }) => code)).toEqual(codes);
  });
});

test.each<[unknown, unknown, unknown, string]>([
  [
    undefined,
    daily,
    letters,
    '"down" has static partitions and "up" daily partitions: say with partitionMapping which of them each partition of "down" needs, as AllPartitionMapping() or LastPartitionMapping().',
  ],
  [
    timeWindow,
    daily,
    undefined,
    '"down" has no partitions, so TimeWindowPartitionMapping maps nothing to it: take AllPartitionMapping(), LastPartitionMapping() or SpecificPartitionsPartitionMapping([…]).',
  ],
  [
    { kind: "specific", partitionKeys: ["aa", "x"] },
    { kind: "static", partitionKeys: ["a", "aaa"] },
    undefined,
    'SpecificPartitionsPartitionMapping names "aa", "x", which are no partitions of "up". Did you mean "aaa"?',
  ],
  [
    { kind: "multi", dimensions: { hour: by("day", timeWindow) } },
    grid,
    grid,
    '"up" has no partition dimension "hour". It has "day" and "letter".',
  ],
  [
    undefined,
    grid,
    berlin,
    'The partitions of "down" are in the time zone Europe/Berlin and those of the dimension "day" of "up" in UTC, so their windows cannot be compared: give both the same.',
  ],
])("what is said of %o from %j to %j", (mapping, upstream, downstream, message) => {
  const problems = checkPartitionMapping(mapping, upstream, downstream, { upstream: '"up"', downstream: '"down"' });
  expect(problems.map((problem) => problem.message)).toContain(message);
});
