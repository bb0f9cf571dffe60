import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent, StoredRunEvent } from "./events.ts";
import {
  type CheckRunView,
  countByStatus,
  emptyRun,
  failedChecks,
  hasWarnings,
  isFinished,
  type RunView,
  reduceRun,
} from "./runView.ts";

const error = { name: "TypeError", message: "no" };
const enqueued: RunEvent = {
  type: "RUN_ENQUEUED",
  selection: "*",
  steps: [
    ...["a", "b", "__proto__"].map((key) => ({ key, assets: [{ key, groupName: "g" }], checks: [] })),
    { key: "m1", assets: ["m1", "m2"].map((key) => ({ key, groupName: "g" })), checks: ["m1:inner"] },
    { key: "a:late", assets: [], checks: ["a:late"] },
  ],
};

/** One event each millisecond. */
function stored(events: readonly RunEvent[]): StoredRunEvent[] {
  return events.map((event, at) => ({ id: at + 1, runId: "r", timestamp: at, event }));
}

function late(passed: boolean, blocking: boolean, severity: "WARN" | "ERROR" = "ERROR"): RunEvent {
  return {
    ...{ type: "ASSET_CHECK_EVALUATION", step: "a:late", check: "a:late", asset: "a", passed, severity, blocking },
    ...{ metadata: {}, description: "seen" },
  };
}

const reduce = (...events: RunEvent[]) => reduceRun(emptyRun("r"), stored([enqueued, ...events]));

describe("a run", () => {
  test("of which nothing is known", () => {
    expect(reduceRun(emptyRun("r"), [])).toEqual({
      ...{ runId: "r", status: "QUEUED", selection: "" },
      assets: new Map(),
      checks: new Map(),
      steps: new Map(),
    });
  });

  test.each<[RunEvent[], Partial<RunView>]>([
    [[], { status: "QUEUED", selection: "*", enqueueTime: 0 }],
    [[{ type: "RUN_START" }], { status: "STARTED", startTime: 1 }],
    [[{ type: "RUN_START" }, { type: "RUN_CANCELING" }], { status: "CANCELING", startTime: 1 }],
    [[{ type: "RUN_START" }, { type: "RUN_SUCCESS" }], { status: "SUCCESS", startTime: 1, endTime: 2 }],
    [[{ type: "RUN_FAILURE", error }], { status: "FAILURE", endTime: 1, error }],
    [[{ type: "RUN_CANCELED" }], { status: "CANCELED", endTime: 1 }],
  ])("after %j", (events, expected) => {
    const run = reduce(...events);
    expect(run).toMatchObject(expected);
    expect(isFinished(run.status)).toBe(expected.endTime !== undefined);
    expect([...run.assets.keys()]).toEqual(["a", "b", "__proto__", "m1", "m2"]);
  });
});

describe("an asset within a run", () => {
  const start: RunEvent = { type: "STEP_START", step: "a" };
  const rows = { type: "int", value: 7 } as const;
  const path = { type: "text", value: "x" } as const;
  test.each<[RunEvent[], Record<string, unknown>]>([
    [[], { status: "notStarted", groupName: "g", metadata: {} }],
    [[start], { status: "running", startTime: 1 }],
    [
      [
        start,
        { type: "HANDLED_OUTPUT", step: "a", asset: "a", ioManagerKey: "ioManager", metadata: { path } },
        { type: "ASSET_MATERIALIZATION", step: "a", asset: "a", metadata: { rows }, tags: {}, valueStored: true },
        { type: "STEP_SUCCESS", step: "a" },
      ],
      { status: "materialized", metadata: { path, rows }, startTime: 1, endTime: 3 },
    ],
    [
      [start, { type: "ASSET_OBSERVATION", step: "a", asset: "a", metadata: { rows }, tags: {}, dataVersion: "1" }],
      { status: "observed", metadata: { rows }, endTime: 2 },
    ],
    [[start, { type: "STEP_SUCCESS", step: "a" }], { status: "skipped", startTime: 1, endTime: 2 }],
    [[{ type: "STEP_SKIPPED", step: "a", because: "b" }], { status: "skipped", because: "b", endTime: 1 }],
    [[start, { type: "STEP_UP_FOR_RETRY", step: "a", error, secondsToWait: 5 }], { status: "waitingToRetry", error }],
    [
      [
        start,
        { type: "STEP_UP_FOR_RETRY", step: "a", error, secondsToWait: 5 },
        { type: "STEP_RESTARTED", step: "a", attempt: 2 },
      ],
      { status: "running", startTime: 1 },
    ],
    [
      [
        start,
        { type: "STEP_FAILURE", step: "a", error },
        { type: "ASSET_FAILED_TO_MATERIALIZE", step: "a", asset: "a", reason: "failed" },
      ],
      { status: "failed", error, endTime: 2 },
    ],
    [
      [{ type: "ASSET_FAILED_TO_MATERIALIZE", step: "a", asset: "a", reason: "upstreamFailed", because: "b" }],
      { status: "upstreamFailed", because: "b", endTime: 1 },
    ],
    [
      [start, { type: "ASSET_FAILED_TO_MATERIALIZE", step: "a", asset: "a", reason: "canceled" }],
      { status: "canceled", endTime: 2 },
    ],
    [[{ type: "ENGINE_EVENT", step: "a", message: "Waits." }], { status: "notStarted" }],
    [[start, { type: "LOADED_INPUT", step: "a", inputName: "b", upstream: "b" }], { status: "running" }],
    [[{ type: "STEP_START", step: "nobody" }], { status: "notStarted" }],
  ])("after %j", (events, expected) => {
    const run = reduce(...events);
    expect(run.assets.get("a")).toMatchObject(expected);
    expect(run.assets.size).toBe(5);
  });

  test("of a step that fails keeps its result", () => {
    const run = reduce(
      { type: "STEP_START", step: "m1" },
      { type: "ASSET_MATERIALIZATION", step: "m1", asset: "m1", metadata: {}, tags: {}, valueStored: true },
      { type: "STEP_FAILURE", step: "m1", error },
    );
    expect([run.assets.get("m1")?.status, run.assets.get("m2")?.status]).toEqual(["materialized", "failed"]);
  });

  test("may be named __proto__", () => {
    const run = reduce({ type: "STEP_START", step: "__proto__" });
    expect(run.assets.get("__proto__")?.status).toBe("running");
    expect(countByStatus(run)).toMatchObject({ notStarted: 4, running: 1, materialized: 0, skipped: 0, failed: 0 });
  });
});

describe("a check within a run", () => {
  const start: RunEvent = { type: "STEP_START", step: "a:late" };
  const evaluation = (passed: boolean, severity: "WARN" | "ERROR") => late(passed, false, severity);
  test.each<[RunEvent[], CheckRunView["status"], warns: boolean]>([
    [[], "notStarted", false],
    [[start], "running", false],
    [[start, evaluation(true, "ERROR"), { type: "STEP_SUCCESS", step: "a:late" }, { type: "RUN_SUCCESS" }], "passed", false],
    [[start, evaluation(false, "WARN"), { type: "RUN_SUCCESS" }], "warned", true],
    [[start, evaluation(false, "ERROR"), { type: "RUN_SUCCESS" }], "error", true],
    [[start, evaluation(false, "ERROR"), { type: "STEP_FAILURE", step: "a:late", error }], "error", false],
    [[start, { type: "STEP_FAILURE", step: "a:late", error }], "notEvaluated", false],
    [[{ type: "STEP_SKIPPED", step: "a:late", because: "a" }], "notEvaluated", false],
    [[{ type: "RUN_FAILURE" }], "notEvaluated", false],
  ])("after %j", (events, status, warns) => {
    const run = reduce(...events);
    expect(run.checks.get("a:late")?.status).toBe(status);
    expect(hasWarnings(run)).toBe(warns);
  });
});

test.each<[title: string, RunEvent[], fails: string[]]>([
  ["a blocking check that did not pass", [late(false, true)], ["a:late"]],
  ["one that passed", [late(true, true)], []],
  ["one that blocks nothing", [late(false, false)], []],
  ["one that could not be evaluated", [{ type: "STEP_FAILURE", step: "a:late", error }], ["a:late"]],
])("which checks fail a run: %s", (_, events, fails) => {
  const run = reduce({ type: "STEP_START", step: "a:late" }, ...events);
  expect(failedChecks(run).map(({ id }) => id)).toEqual(fails);
});

test("events may come in any portions, and no view is changed", () => {
  const step = fc.constantFrom("a", "b", "__proto__", "nobody");
  const event: fc.Arbitrary<RunEvent> = fc.oneof(
    fc.constantFrom<RunEvent>(
      { type: "RUN_START" },
      { type: "RUN_CANCELING" },
      { type: "RUN_SUCCESS" },
      { type: "RUN_FAILURE", error },
    ),
    fc.record({ type: fc.constantFrom("STEP_START" as const, "STEP_SUCCESS" as const), step }),
    fc.record({ type: fc.constant("STEP_FAILURE" as const), step, error: fc.constant(error) }),
    fc.record({
      type: fc.constant("ASSET_FAILED_TO_MATERIALIZE" as const),
      step,
      asset: step,
      reason: fc.constantFrom("failed" as const, "upstreamFailed" as const, "canceled" as const),
    }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), fc.nat(12), (events, cut) => {
      const history = stored([enqueued, ...events]);
      const whole = reduceRun(emptyRun("r"), history);
      const first = reduceRun(emptyRun("r"), history.slice(0, cut));
      const copy = structuredClone(first);
      expect(reduceRun(first, history.slice(cut))).toEqual(whole);
      expect(first).toEqual(copy);
      expect(history.reduce((run, one) => reduceRun(run, [one]), emptyRun("r"))).toEqual(whole);
    }),
    { numRuns: 500 },
  );
});
