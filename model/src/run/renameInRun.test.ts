import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunEvent } from "./events.ts";
import { renamedNames, renameInEvent } from "./renameInRun.ts";

const error = { name: "TypeError", message: "old was not what it should be" };
const metadata = { from: { type: "text" as const, value: "old" } };

/** A run with every event in which a key may stand, about an asset of some name. */
function run(key: string): RunEvent[] {
  const check = `${key}:rows`;
  return [
    {
      type: "RUN_ENQUEUED",
      selection: "old+",
      steps: [
        { key, assets: [{ key, groupName: "old" }], checks: [check] },
        { key: "unit", assets: ["unit", key].map((each) => ({ key: each, groupName: "g" })), checks: ["unit:rows"] },
        { key: `${key}:late`, assets: [], checks: [`${key}:late`, "unit:old"] },
        { key: "other", assets: [{ key: "other", groupName: "g" }], checks: [] },
      ],
    },
    { type: "RUN_START" },
    { type: "STEP_START", step: key },
    { type: "STEP_UP_FOR_RETRY", step: key, error, secondsToWait: 0 },
    { type: "STEP_RESTARTED", step: key, attempt: 2 },
    { type: "LOADED_INPUT", step: "other", inputName: "old", upstream: key },
    { type: "LOADED_INPUT", step: key, inputName: "old", upstream: "other" },
    { type: "HANDLED_OUTPUT", step: key, asset: key, ioManagerKey: "old", metadata },
    { type: "ASSET_MATERIALIZATION", step: "unit", asset: key, metadata, tags: { old: "old" }, valueStored: true },
    { type: "ASSET_OBSERVATION", step: key, asset: key, metadata, tags: {} },
    {
      ...{ type: "ASSET_MATERIALIZATION", step: "other", asset: "other", metadata, valueStored: true },
      tags: { [`dagster/input_data_version/${key}`]: "old", [`dagster/input_event_pointer/${key}`]: "3" },
    },
    {
      ...{ type: "ASSET_CHECK_EVALUATION", step: `${key}:late`, check: `${key}:late`, asset: key, passed: true },
      ...{ severity: "ERROR", blocking: false, metadata },
    },
    { type: "STEP_SUCCESS", step: key },
    { type: "STEP_FAILURE", step: `${key}:late`, error },
    { type: "STEP_SKIPPED", step: "other", because: key },
    { type: "ASSET_FAILED_TO_MATERIALIZE", step: "other", asset: "other", reason: "upstreamFailed", because: `${key}:late` },
    { type: "ASSET_FAILED_TO_MATERIALIZE", step: key, asset: key, reason: "failed" },
    { type: "ENGINE_EVENT", step: key, message: "old waits" },
    { type: "ENGINE_EVENT", message: "old waits" },
    { type: "RUN_CANCELING" },
    { type: "RUN_FAILURE", error },
    { type: "RUN_SUCCESS" },
    { type: "RUN_CANCELED" },
  ];
}

function rename(events: readonly RunEvent[], from: string, to: string): RunEvent[] {
  const names = renamedNames(events, { from, to });
  return events.map((event) => renameInEvent(event, names));
}

test.each([
  ["another name", "old", "new"],
  ["another prefix", "shop/old", "store/shop/old"],
  ["a name with a colon, as checks have", "old:late", "new"],
  ["a name to one with a colon", "old", "new:late"],
  ["the name of a check", "rows", "late"],
  ["a name of objects", "__proto__", "constructor"],
])("a run whose asset got %s is the run that it would have been", (_, from, to) => {
  expect(rename(run(from), from, to)).toEqual(run(to));
});

test("what a rename does not touch stays the same object", () => {
  const events = run("old");
  expect(rename(events, "ol", "new").every((event, at) => event === events[at])).toBe(true);
  expect(rename(events, "late", "new").every((event, at) => event === events[at])).toBe(true);
});

test("names of any form come back", () => {
  const name = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom("a", "b", ":", "/", "_", "é") });
  fc.assert(
    fc.property(name, name, (from, to) => {
      const taken = ["unit", "other"];
      fc.pre(!taken.includes(from) && !taken.includes(to));
      const events = run(from);
      const there = rename(events, from, to);
      expect(there).toEqual(run(to));
      expect(rename(there, to, from)).toEqual(events);
    }),
  );
});
