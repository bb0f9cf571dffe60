import fc from "fast-check";
import { expect, test } from "vitest";
import type { PartitionsDefinitionData } from "../partitions/definition.ts";
import { type NaiveTick, naiveRequests } from "../testing/naiveAutomation.ts";
import { type AutomationConditionData, plainCompositions, plainOperands } from "./condition.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { prepareAutomation } from "./program.ts";
import { factsBefore, graphOf, type TestAsset, type ToldFact } from "./testing.ts";
import { type AutomationCursor, evaluateTick } from "./tick.ts";
import { momentAt } from "./units.ts";

const names = ["a", "b", "c", "d"];
const runs = ["r1", "r2", "r3"];
const start = Date.UTC(2024, 0, 3, 0, 10);

const partitions: readonly PartitionsDefinitionData[] = [
  { kind: "static", partitionKeys: ["x", "y", "z"] },
  { kind: "hourly", startDate: "2024-01-03-00:00" },
  { kind: "daily", startDate: "2024-01-01" },
  { kind: "dynamic", name: "customers" },
  {
    kind: "multi",
    dimensions: { date: { kind: "daily", startDate: "2024-01-01" }, region: { kind: "static", partitionKeys: ["x", "y"] } },
  },
];
const keys = ["x", "y", "z", "2024-01-01", "2024-01-02", "2024-01-03", "2024-01-03-00:00", "2024-01-03-01:00", "2024-01-02|x"];

const schedule = { cron: "0 * * * *", timezone: "UTC" };
const leaves: readonly AutomationConditionData[] = [
  ...plainOperands.map((kind) => ({ kind })),
  ...plainCompositions.map((kind) => ({ kind })),
  { kind: "inLatestTimeWindow" },
  { kind: "inLatestTimeWindow", lookbackDelta: { hours: 2 } },
  { kind: "cronTickPassed", ...schedule },
  { kind: "onCron", ...schedule },
  { kind: "executedWithTags", tagKeys: ["by"] },
  { kind: "executedWithTags", tagValues: { by: "hand" } },
  { kind: "anyNewUpdateHasRunTags", tagKeys: ["by"] },
  { kind: "allNewUpdatesHaveRunTags", tagValues: { by: "hand" } },
  { kind: "anyDownstreamConditions" },
];

const { condition } = fc.letrec<{ condition: AutomationConditionData }>((tie) => {
  const operand = tie("condition");
  return {
    condition: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc.constantFrom(...leaves),
      fc.record({
        kind: fc.constantFrom("and" as const, "or" as const),
        operands: fc.array(operand, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constantFrom("not" as const, "newlyTrue" as const), operand }),
      fc.record({ kind: fc.constant("since" as const), trigger: operand, reset: operand }),
      fc.record({ kind: fc.constantFrom("anyDepsMatch" as const, "allDepsMatch" as const), operand }),
      fc.record({
        kind: fc.constantFrom("anyChecksMatch" as const, "allChecksMatch" as const),
        operand,
        blockingOnly: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant("assetMatches" as const),
        asset: fc.constantFrom(...names).map((name) => ({ path: [name] })),
        operand,
      }),
    ),
  };
});

/** Assets each of which depends on some of those before it. */
const assets = fc
  .tuple(
    ...names.map((_, at) =>
      fc.record({
        deps: fc.subarray(names.slice(0, at)),
        condition: fc.option(condition, { nil: undefined, freq: 3 }),
        partitions: fc.option(fc.constantFrom(...partitions), { nil: undefined, freq: 2 }),
        checks: fc.subarray(["one", "!two"]),
        codeVersion: fc.constantFrom(undefined, "1"),
        external: fc.boolean().map((external) => external && at < 2),
      }),
    ),
  )
  .map((made) => Object.fromEntries(made.map((asset, at) => [names[at] as string, present(asset)])));

function present(asset: object): TestAsset {
  return Object.fromEntries(Object.entries(asset).filter(([, value]) => value !== undefined));
}

const asset = fc.constantFrom(...names);
const target = fc
  .record({ asset, partitions: fc.option(fc.subarray(keys, { minLength: 1, maxLength: 3 }), { nil: undefined }) })
  .map(defined);
const runId = fc.constantFrom(...runs);
const check = fc.constantFrom("a:one", "b:two", "c:one");
const fact: fc.Arbitrary<ToldFact> = fc.oneof(
  fc.record({
    type: fc.constant("runPlanned" as const),
    runId,
    targets: fc.array(target, { maxLength: 3 }),
    checks: fc.array(check, { maxLength: 1 }),
    tags: fc.constantFrom({}, { by: "hand" }),
  }),
  fc.record({ type: fc.constant("runEnded" as const), runId, outcome: fc.constantFrom("success", "failure", "canceled") }),
  fc
    .record({
      type: fc.constantFrom("materialized" as const, "materialized" as const, "observed" as const),
      of: target,
      runId: fc.option(runId, { nil: undefined }),
      dataVersion: fc.constantFrom(undefined, "1", "2"),
      codeVersion: fc.constantFrom(undefined, "1", "2"),
    })
    .map(({ of, ...others }) => defined({ ...others, ...of })),
  fc.record({ type: fc.constant("checkEvaluated" as const), check, passed: fc.boolean() }),
  target.map((of) => ({ type: "wiped" as const, ...of })),
  fc.record({ type: fc.constant("backfillRequested" as const), backfillId: runId, targets: fc.array(target, { maxLength: 2 }) }),
  fc.record({ type: fc.constant("backfillEnded" as const), backfillId: runId }),
) as fc.Arbitrary<ToldFact>;

function defined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}

const tick = fc.record({
  minutes: fc.constantFrom(0, 1, 7, 30, 60, 600),
  facts: fc.oneof(fc.constant([]), fc.array(fact, { maxLength: 4 })),
  customers: fc.constantFrom(["x"], ["x", "y"], ["y"], ["x", "y", "z"]),
});

type Tick = typeof tick extends fc.Arbitrary<infer T> ? T : never;

/** The ticks with their times, and the facts that are told before each. */
function told(ticks: readonly Tick[]): NaiveTick[] {
  let now = start;
  let facts = 0;
  return ticks.map((tick) => {
    now += tick.minutes * 60_000;
    const before = factsBefore(now, facts, tick.facts);
    facts += before.length;
    return { now, facts: before, dynamicPartitions: { customers: tick.customers } };
  });
}

test("a condition with its cursor gives the same as one that is evaluated from the whole history", () => {
  fc.assert(
    fc.property(assets, fc.array(tick, { minLength: 2, maxLength: 10 }), (given, drawn) => {
      const graph = graphOf(given);
      const prepared = prepareAutomation(graph);
      const ticks = told(drawn);
      let cursor: AutomationCursor | undefined;
      const withCursor = ticks.map((one, at) => {
        // Now and then conditions are prepared anew, as by another process.
        const program = at % 3 === 0 ? prepareAutomation(graphOf(given)) : prepared;
        const result = evaluateTick(program, { ...one, ...(cursor === undefined ? {} : { cursor }) });
        cursor = at % 2 === 0 ? result.cursor : readCursor(writeCursor(result.cursor));
        const moment = momentAt(one.now, one.dynamicPartitions);
        return [...result.requested].map(([id, units]) => {
          const space = program.entity(id)?.space;
          const keys = space?.definition === undefined ? [""] : moment.keysOf(space, units);
          return `${id}:${keys.sort()}`;
        });
      });
      const fromHistory = naiveRequests(graph, ticks).map((requested) =>
        [...requested].map(([id, keys]) => `${id}:${[...keys].sort()}`),
      );
      expect(withCursor.map((tick) => tick.sort())).toEqual(fromHistory.map((tick) => tick.sort()));
    }),
    { numRuns: 800 },
  );
});
