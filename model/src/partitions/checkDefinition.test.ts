import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../specs/unknown.ts";
import { checkPartitionsDefinition, readPartitionsDefinition } from "./checkDefinition.ts";

const days = { kind: "daily", startDate: "2026-01-01" };

describe("a partitions definition", () => {
  test.each<[title: string, given: unknown]>([
    ["static", { kind: "static", partitionKeys: ["a", "b"] }],
    ["static without a key", { kind: "static", partitionKeys: [] }],
    ["days", days],
    [
      "days with all options",
      {
        ...days,
        endDate: "2026-02-01",
        timezone: "Europe/Berlin",
        fmt: "%Y-%m-%d",
        endOffset: -1,
        hourOffset: 3,
        minuteOffset: 30,
        exclusions: ["2026-01-03"],
      },
    ],
    ["hours", { kind: "hourly", startDate: "2026-01-01-00:00" }],
    ["weeks", { kind: "weekly", startDate: "2026-01-01", dayOffset: 6 }],
    ["months", { kind: "monthly", startDate: "2026-01-01", dayOffset: 31 }],
    ["cron", { kind: "timeWindow", cron: "*/15 * * * MON-FRI", startDate: "2026-01-01" }],
    ["dynamic", { kind: "dynamic", name: "customers" }],
    ["two dimensions", { kind: "multi", dimensions: { date: days, region: { kind: "static", partitionKeys: ["eu"] } } }],
    ["of a kind that is not known", { kind: UNKNOWN, startDate: 5 }],
    ["a start that is not known", { ...days, startDate: UNKNOWN, endDate: "2026-01-01" }],
    ["keys that are not known", { kind: "static", partitionKeys: ["a", UNKNOWN, UNKNOWN] }],
    ["an offset that is not known", { ...days, hourOffset: UNKNOWN }],
  ])("is right: %s", (_, given) => expect(checkPartitionsDefinition(given)).toEqual([]));

  test.each<[code: string, message: string, given: unknown, ...path: (string | number)[]]>([
    [
      "invalid-partitions",
      'Partitions are given by a constructor such as DailyPartitionsDefinition(…), not the text "daily".',
      "daily",
    ],
    ["invalid-partitions", 'the text "yearly" is no kind of partitions.', { kind: "yearly" }, "kind"],
    ["unknown-option", 'DailyPartitionsDefinition() has no option "cron". Remove it.', { ...days, cron: "@daily" }, "cron"],
    ["invalid-partitions", "partitionKeys takes a list of texts, not undefined.", { kind: "static" }, "partitionKeys"],
    [
      "invalid-partitions",
      "A partition's key is a text, not 5.",
      { kind: "static", partitionKeys: ["a", 5] },
      "partitionKeys",
      1,
    ],
    ["invalid-partition-key", 'The partition key "" is empty.', { kind: "static", partitionKeys: [""] }, "partitionKeys", 0],
    [
      "invalid-partition-key",
      'The partition key "a\\nb" holds a control character.',
      { kind: "static", partitionKeys: ["a\nb"] },
      "partitionKeys",
      0,
    ],
    [
      "duplicate-partition-key",
      'The partition key "a" stands twice: keep one.',
      { kind: "static", partitionKeys: ["a", "b", "a"] },
      "partitionKeys",
      2,
    ],
    ["invalid-partitions", "startDate takes a text, not undefined.", { kind: "daily" }, "startDate"],
    ["invalid-partitions", '"2026-02-30" is no time of the form "%Y-%m-%d".', { ...days, startDate: "2026-02-30" }, "startDate"],
    [
      "invalid-partitions",
      'endDate is after startDate, but "2026-01-01" is not after "2026-01-01".',
      { ...days, endDate: "2026-01-01" },
      "endDate",
    ],
    [
      "invalid-partitions",
      '"x" is no time of the form "%Y-%m-%d".',
      { ...days, exclusions: ["2026-01-02", "x"] },
      "exclusions",
      1,
    ],
    ["invalid-partitions", 'fmt is "%Q": "%Q" is no code of a time\'s format.', { ...days, fmt: "%Q" }, "fmt"],
    ["invalid-partitions", "endOffset takes a whole number, not 1.5.", { ...days, endOffset: 1.5 }, "endOffset"],
    [
      "unknown-timezone",
      '"Berlin" is no time zone: give an IANA name such as "Europe/Berlin".',
      { ...days, timezone: "Berlin" },
      "timezone",
    ],
    [
      "invalid-cron",
      "There is no such place in time: hourOffset: 24. minuteOffset is 0 to 59, hourOffset 0 to 23, dayOffset 0 (Sunday) to 6 of a week and 1 to 31 of a month.",
      { ...days, hourOffset: 24 },
      "hourOffset",
    ],
    [
      "invalid-cron",
      'A cron text is a text such as "0 6 * * *", not undefined.',
      { kind: "timeWindow", startDate: "2026-01-01" },
      "cron",
    ],
    [
      "invalid-partitions",
      'Dynamic partitions take a name, under which their keys are kept: { name: "customers" }.',
      { kind: "dynamic" },
      "name",
    ],
    [
      "invalid-partitions",
      "Partitions of several dimensions have exactly two of them, not 1.",
      { kind: "multi", dimensions: { days } },
      "dimensions",
    ],
    [
      "invalid-partitions",
      'The dimension "b" has dimensions itself, which none may.',
      { kind: "multi", dimensions: { a: days, b: { kind: "multi", dimensions: { a: days, b: days } } } },
      "dimensions",
      "b",
    ],
    [
      "invalid-partition-key",
      'The partition key "x|y" of the dimension "b" holds one of | , [ ], which no key of a dimension may.',
      { kind: "multi", dimensions: { a: days, b: { kind: "static", partitionKeys: ["x|y"] } } },
      "dimensions",
      "b",
      "partitionKeys",
      0,
    ],
    [
      "unknown-timezone",
      '"x" is no time zone: give an IANA name such as "Europe/Berlin".',
      { kind: "multi", dimensions: { a: { ...days, timezone: "x" }, b: days } },
      "dimensions",
      "a",
      "timezone",
    ],
  ])("%s: %s", (code, message, given, ...path) => {
    expect(checkPartitionsDefinition(given).map((made) => [made.code, made.message, ...made.path])).toEqual([
      [code, message, ...path],
    ]);
  });

  test("is read where it is right and known as a whole", () => {
    expect(readPartitionsDefinition(days)).toEqual({ definition: days, isUnknown: false, findings: [] });
    expect(readPartitionsDefinition({ ...days, timezone: UNKNOWN })).toEqual({ isUnknown: true, findings: [] });
    expect(readPartitionsDefinition({ kind: "daily" })).toMatchObject({ isUnknown: false, findings: [{}] });
  });
});
