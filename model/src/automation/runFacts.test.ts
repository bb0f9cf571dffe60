import { expect, test } from "vitest";
import type { RunEvent } from "../run/events.ts";
import type { AutomationFact } from "./facts.ts";
import { factsOfRuns } from "./runFacts.ts";

const step = { step: "a", asset: "a", metadata: {}, valueStored: true };
const versions = { "dagster/data_version": "9f", "dagster/code_version": "1" };

test.each<[string, RunEvent, Record<string, unknown> | undefined]>([
  [
    "a materialization tells the versions that the run worked out",
    { type: "ASSET_MATERIALIZATION", ...step, tags: versions },
    { type: "materialized", asset: "a", dataVersion: "9f", codeVersion: "1" },
  ],
  [
    "or none, where an older history has none",
    { type: "ASSET_MATERIALIZATION", ...step, tags: {} },
    { type: "materialized", asset: "a" },
  ],
  [
    "an observation its data version",
    { type: "ASSET_OBSERVATION", ...step, tags: { "dagster/data_version": "7" } },
    { type: "observed", asset: "a", dataVersion: "7" },
  ],
  ["a run its end", { type: "RUN_FAILURE" }, { type: "runEnded", outcome: "failure" }],
  ["a step nothing", { type: "STEP_START", step: "a" }, undefined],
])("%s", (_, event, expected) => {
  const at = { id: 1, timestamp: 2, runId: "r" };
  const facts: AutomationFact[] = factsOfRuns([{ ...at, event }]);
  expect(facts).toEqual(expected === undefined ? [] : [{ ...at, ...expected }]);
});
