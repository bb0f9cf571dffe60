import { describe, expect, test } from "vitest";
import type { RunEvent, StoredRunEvent } from "./events.ts";
import { emptyProject, reduceProject } from "./projectView.ts";

const enqueued: RunEvent = {
  type: "RUN_ENQUEUED",
  selection: "*",
  steps: [
    { key: "a", assets: [{ key: "a", groupName: "g" }], checks: ["a:inner"] },
    { key: "x:feed", assets: [], checks: ["x:feed"] },
  ],
};

let next = 0;
function stored(runId: string, ...events: RunEvent[]): StoredRunEvent[] {
  return [enqueued, ...events].map((event) => ({ id: ++next, runId, timestamp: next, event }));
}

const materialization: RunEvent = {
  ...{ type: "ASSET_MATERIALIZATION", step: "a", asset: "a", metadata: {}, tags: {}, valueStored: true },
};
const evaluation = (check: string, passed: boolean, description?: string): RunEvent => ({
  ...{ type: "ASSET_CHECK_EVALUATION", step: check, check, asset: check.split(":")[0] as string, passed },
  ...{ severity: "ERROR", blocking: true, metadata: {}, ...(description === undefined ? {} : { description }) },
});

describe("the checks of an asset", () => {
  test("are what they found last, whichever run it was in", () => {
    const first = reduceProject(emptyProject, stored("one", materialization, evaluation("a:inner", false, "too few")));
    expect(first.assets.get("a")).toMatchObject({
      activity: "materialized",
      checks: [{ name: "inner", status: "error", blocking: true, description: "too few" }],
    });
    const second = reduceProject(first, stored("two", { type: "STEP_START", step: "a" }));
    expect(second.assets.get("a")?.checks).toEqual(first.assets.get("a")?.checks);
    const third = reduceProject(second, stored("three", materialization, evaluation("a:inner", true)));
    expect(third.assets.get("a")?.checks).toEqual([{ name: "inner", status: "passed", blocking: true }]);
    expect(first.assets.get("a")?.checks).toHaveLength(1);
  });

  test("are there for one that is never computed here", () => {
    const { assets } = reduceProject(emptyProject, stored("one", evaluation("x:feed", true)));
    expect(assets.get("x")).toEqual({ key: "x", checks: [{ name: "feed", status: "passed", blocking: true }] });
  });

  test("that were not evaluated say nothing", () => {
    const { assets } = reduceProject(emptyProject, stored("one", { type: "RUN_FAILURE" }));
    expect(assets.get("a")?.checks).toBeUndefined();
  });
});

test("the latest record of an asset outlives runs that do not get to it, and is there for an observation too", () => {
  const tags = { "dagster/data_version": "1" };
  const first = reduceProject(emptyProject, stored("one", { ...materialization, tags } as RunEvent));
  const record = { eventId: next, timestamp: next, tags };
  expect(first.assets.get("a")?.latestRecord).toEqual(record);
  const second = reduceProject(first, stored("two", { type: "STEP_START", step: "a" }));
  expect(second.assets.get("a")?.latestRecord).toEqual(record);
  const third = reduceProject(second, stored("three", { type: "ASSET_OBSERVATION", step: "f", asset: "f", metadata: {}, tags }));
  expect(third.assets.get("f")?.latestRecord).toEqual({ eventId: next, timestamp: next, tags });
});
