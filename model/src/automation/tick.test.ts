import { describe, expect, test } from "vitest";
import type { PartitionsDefinitionData } from "../partitions/definition.ts";
import { UNKNOWN } from "../specs/unknown.ts";
import type { AutomationConditionData } from "./condition.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { prepareAutomation } from "./program.ts";
import { factsBefore, graphOf, type TestAsset, type ToldFact } from "./testing.ts";
import { type AutomationCursor, evaluateTick } from "./tick.ts";
import { momentAt } from "./units.ts";

const eager: AutomationConditionData = { kind: "eager" };
const missing: AutomationConditionData = { kind: "missing" };
const static3 = { kind: "static", partitionKeys: ["x", "y", "z"] } as const;
const daily = { kind: "daily", startDate: "2024-01-01" } as const;
const noon = Date.UTC(2024, 0, 4, 12);
const hour = 3_600_000;

interface TestTick {
  /** Hours after noon of January 4, 2024, in UTC. */
  readonly at: number;
  readonly facts?: readonly ToldFact[];
  readonly assets?: Readonly<Record<string, TestAsset>>;
  readonly customers?: readonly string[];
}

/** What is requested at each tick, as `a`, or `a:x,y` with partitions. */
function requested(assets: Readonly<Record<string, TestAsset>>, ticks: readonly TestTick[]): string[] {
  let cursor: AutomationCursor | undefined;
  let told = 0;
  let declared = assets;
  return ticks.map(({ at, facts = [], assets: others, customers = [] }) => {
    declared = others ?? declared;
    const program = prepareAutomation(graphOf(declared));
    const now = noon + at * hour;
    const dynamicPartitions = { customers };
    const result = evaluateTick(program, {
      now,
      facts: factsBefore(now, told, facts),
      dynamicPartitions,
      ...(cursor === undefined ? {} : { cursor }),
    });
    told += facts.length;
    cursor = readCursor(writeCursor(result.cursor));
    const moment = momentAt(now, dynamicPartitions);
    return [...result.requested]
      .map(([id, units]) => {
        const space = program.entity(id)?.space;
        return space?.definition === undefined ? id : `${id}:${moment.keysOf(space, units).join()}`;
      })
      .sort()
      .join(" ");
  });
}

const materialized = (asset: string, ...partitions: readonly string[]): ToldFact => ({
  type: "materialized",
  asset,
  ...(partitions.length === 0 ? {} : { partitions }),
});

describe("a tick", () => {
  test.each<[string, Readonly<Record<string, TestAsset>>, readonly TestTick[], readonly string[]]>([
    [
      "requests what is downstream of what was updated, and all that can be executed with it",
      { a: {}, b: { deps: ["a"], condition: eager }, c: { deps: ["b"], condition: eager } },
      [{ at: 0 }, { at: 1, facts: [materialized("a")] }, { at: 2 }],
      ["", "b c", ""],
    ],
    [
      "does not request anew what it requested, until that has been updated",
      { a: {}, b: { deps: ["a"], condition: eager } },
      [
        { at: 0 },
        { at: 1, facts: [materialized("a")] },
        { at: 2, facts: [materialized("b")] },
        { at: 3, facts: [materialized("a")] },
      ],
      ["", "b", "", "b"],
    ],
    [
      "waits for what is in progress",
      { a: {}, b: { deps: ["a"], condition: eager } },
      [
        { at: 0 },
        { at: 1, facts: [materialized("a"), { type: "runPlanned", runId: "r", targets: [{ asset: "a" }] }] },
        { at: 2, facts: [{ type: "runEnded", runId: "r", outcome: "canceled" }] },
      ],
      ["", "", "b"],
    ],
    [
      "takes partitions that are not known for none",
      {
        a: { partitions: { kind: "multi", dimensions: { x: UNKNOWN } } as unknown as PartitionsDefinitionData },
        b: { deps: ["a"], condition: { kind: "anyDepsMatch", operand: { kind: "newlyUpdated" } } },
      },
      [{ at: 0 }, { at: 1, facts: [materialized("a")] }],
      ["", "b"],
    ],
    [
      "requests a window once it is complete, and none of the past",
      { a: { partitions: daily, condition: { kind: "onMissing" } } },
      [{ at: 0 }, { at: 11 }, { at: 12 }, { at: 13 }, { at: 36 }],
      ["", "", "a:2024-01-04", "", "a:2024-01-05"],
    ],
    [
      "maps partitions to their namesakes",
      {
        a: { partitions: static3 },
        b: { partitions: static3, deps: ["a"], condition: { kind: "anyDepsMatch", operand: { kind: "newlyUpdated" } } },
      },
      [{ at: 0 }, { at: 1, facts: [materialized("a", "x", "z")] }, { at: 2 }],
      ["", "b:x,z", ""],
    ],
    [
      "maps hours to the days that they lie in",
      {
        a: { partitions: { kind: "hourly", startDate: "2024-01-01-00:00" } },
        b: { partitions: daily, deps: ["a"], condition: { kind: "anyDepsMatch", operand: { kind: "newlyUpdated" } } },
      },
      [{ at: 0 }, { at: 1, facts: [materialized("a", "2024-01-02-05:00", "2024-01-04-05:00")] }],
      ["", "b:2024-01-02"],
    ],
    [
      "requests the whole of a unit that cannot be cut",
      {
        a: {},
        b: { unit: "u", condition: { kind: "anyDepsMatch", operand: { kind: "newlyUpdated" } }, deps: ["a"] },
        c: { unit: "u" },
      },
      [{ at: 0 }, { at: 1, facts: [materialized("a")] }],
      ["", "b c"],
    ],
    [
      "keeps what it knows when a partition is added",
      { a: { partitions: static3, condition: missing } },
      [
        { at: 0, facts: [materialized("a", "x", "z")] },
        { at: 1, assets: { a: { partitions: { kind: "static", partitionKeys: ["w", "x", "y", "z"] }, condition: missing } } },
      ],
      ["a:y", "a:w,y"],
    ],
    [
      "follows the keys of dynamic partitions",
      { a: { partitions: { kind: "dynamic", name: "customers" }, condition: missing } },
      [
        { at: 0, customers: ["x", "y", "z"], facts: [materialized("a", "y")] },
        { at: 1, customers: ["y", "z"] },
        { at: 2, customers: ["y", "z", "w"], facts: [materialized("a", "z")] },
      ],
      ["a:x,z", "a:z", "a:w"],
    ],
    [
      "begins anew with another condition",
      { a: { condition: { kind: "initialEvaluation" } } },
      [
        { at: 0 },
        { at: 1 },
        { at: 2, assets: { a: { condition: { kind: "or", operands: [{ kind: "initialEvaluation" }] } } } },
        { at: 3 },
      ],
      ["a", "", "a", ""],
    ],
    [
      "asks for what was made with another code version",
      { a: { partitions: static3, condition: { kind: "codeVersionOutdated" }, codeVersion: "1" } },
      [
        { at: 0, facts: [{ ...materialized("a", "x", "y"), codeVersion: "1" } as ToldFact] },
        { at: 1, assets: { a: { partitions: static3, condition: { kind: "codeVersionOutdated" }, codeVersion: "2" } } },
        { at: 2, facts: [{ ...materialized("a", "x"), codeVersion: "2" } as ToldFact] },
      ],
      ["", "a:x,y", "a:y"],
    ],
    [
      "tells runs with tags from others",
      {
        a: {},
        any: {
          deps: ["a"],
          condition: { kind: "anyDepsMatch", operand: { kind: "anyNewUpdateHasRunTags", tagValues: { by: "hand" } } },
        },
        all: {
          deps: ["a"],
          condition: { kind: "anyDepsMatch", operand: { kind: "allNewUpdatesHaveRunTags", tagKeys: ["by"] } },
        },
      },
      [
        { at: 0 },
        {
          at: 1,
          facts: [
            { type: "runPlanned", runId: "1", targets: [{ asset: "a" }], tags: { by: "hand" } },
            { type: "materialized", asset: "a", runId: "1" },
            { type: "runEnded", runId: "1", outcome: "success" },
          ],
        },
        {
          at: 2,
          facts: [
            { type: "runPlanned", runId: "2", targets: [{ asset: "a" }], tags: { by: "hand" } },
            { type: "materialized", asset: "a", runId: "2" },
            materialized("a"),
          ],
        },
        { at: 3, facts: [materialized("a")] },
      ],
      ["", "all any", "any", ""],
    ],
    [
      "looks again at what had just become true, although nothing happens",
      { a: { condition: { kind: "not", operand: { kind: "newlyTrue", operand: missing } } } },
      [{ at: 0, facts: [materialized("a")] }, { at: 1, facts: [{ type: "wiped", asset: "a" }] }, { at: 2 }],
      ["a", "", "a"],
    ],
    [
      "knows a tick of a schedule by the clock of its time zone",
      { a: { condition: { kind: "cronTickPassed", cron: "30 14 * * *", timezone: "Europe/Berlin" } } },
      [{ at: 0 }, { at: 1 }, { at: 2 }, { at: 26 }],
      ["", "", "a", "a"],
    ],
  ])("%s", (_, assets, ticks, expected) => expect(requested(assets, ticks)).toEqual(expected));

  test("evaluates only what may have changed", () => {
    const names = Array.from({ length: 50 }, (_, at) => `a${at}`);
    const assets = Object.fromEntries(
      names.map((name, at) => [name, { deps: at === 0 ? [] : [`a${at - 1}`], condition: eager }]),
    );
    const program = prepareAutomation(graphOf(assets));
    let cursor: AutomationCursor | undefined;
    const evaluated = [[], [], [materialized("a48")], [], [], []].map((facts, at) => {
      const now = noon + at * hour;
      const told = factsBefore(now, 0, facts);
      const result = evaluateTick(program, { now, facts: told, observeOnly: true, ...(cursor === undefined ? {} : { cursor }) });
      cursor = result.cursor;
      return result.evaluations.size;
    });
    expect(evaluated).toEqual([50, 50, 2, 2, 1, 1]);
  });

  test("says why something was not requested", () => {
    const program = prepareAutomation(graphOf({ a: {}, b: { deps: ["a"], condition: eager } }));
    const [evaluation] = evaluateTick(program, { now: noon, facts: [] }).evaluations.values();
    const made = evaluation?.children.map(({ node, candidates, trueUnits }) => [node.label ?? node.name, candidates, trueUnits]);
    expect(made).toEqual([
      ["inLatestTimeWindow", true, true],
      ["since", true, false],
      ["not", false, false],
      ["not", false, false],
      ["not", false, false],
    ]);
  });
});

test("a cursor of another version is not read", () => {
  expect(readCursor('{"version":0}')).toBeUndefined();
});
