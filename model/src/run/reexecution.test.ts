import { describe, expect, test } from "vitest";
import type { RunEvent } from "./events.ts";
import { type PlannedStep, planRun, type RunPlan } from "./plan.ts";
import {
  type EarlierStep,
  NothingFailedError,
  planReexecution,
  readOutcomes,
  recoverWalk,
  UnknownStepError,
} from "./reexecution.ts";

const options = { maxConcurrent: 1 };

/** Steps written `b<a.x,c|d` as in the tests of the walk. */
function plan(text: string): RunPlan {
  const words = text.split(" ");
  const names = words.map((word) => word.split("<")[0] as string);
  const steps = words.map((word): PlannedStep => {
    const inputs = (word.split("<")[1]?.split(",") ?? []).map((input) =>
      input.split("|").map((source) => {
        const [name = "", output] = source.split(".");
        return { step: names.indexOf(name), ...(output === undefined ? {} : { output }) };
      }),
    );
    const upstream = inputs.flat().map(({ step }) => step);
    return { key: word.split("<")[0] as string, assets: [], checks: [], upstream, inputs, priority: 0 };
  });
  return planRun(steps, options);
}

/** `a:success b:failed c:success-x` */
function outcomes(text: string): Map<string, EarlierStep> {
  return new Map(
    text.split(" ").map((word) => {
      const [key = "", told = ""] = word.split(":");
      const [state = "", ...missing] = told.split("-");
      return [key, { state, missing: new Set(missing) } as EarlierStep];
    }),
  );
}

const written = ({ steps }: RunPlan) =>
  steps.map(({ key, inputs = [] }) => {
    const sources = inputs.map((list) =>
      list.map(({ step, output }) => `${steps[step]?.key}${output === undefined ? "" : `.${output}`}`).join("|"),
    );
    return sources.length === 0 ? key : `${key}<${sources.join(",")}`;
  });

describe("a part of a run is run again", () => {
  test.each<[title: string, plan: RunPlan, earlier: string, choice: "fromFailure" | string[], expected: string[]]>([
    ["from its failure", plan("a b<a c<b d"), "a:success b:failed d:success", "fromFailure", ["b", "c<b"]],
    ["without what was skipped", plan("a b<a.x c<a.y"), "a:success-x b:skipped c:failed", "fromFailure", ["c"]],
    [
      "with the sources that are left of an input",
      plan("a b<a.x c<a.y d<b|c"),
      "a:success-y b:failed c:skipped",
      "fromFailure",
      ["b", "d<b"],
    ],
    ["from steps that are named", plan("a b<a c<b"), "a:success b:success c:success", ["c", "a"], ["a", "c"]],
    // A list without a source is an input that nobody gives: the step will be skipped.
    ["although an input is known to be missing", plan("a b<a.x"), "a:success-x b:skipped", ["b"], ["b<"]],
  ])("%s", (_, given, earlier, choice, expected) => {
    expect(written(planReexecution(given, outcomes(earlier), choice, options))).toEqual(expected);
  });

  test.each([["a:success b:success"], ["a:success-x b:skipped"]])(
    "but not from its failure where nothing failed: %s",
    (earlier) => {
      const again = () => planReexecution(plan("a b<a.x"), outcomes(earlier), "fromFailure", options);
      expect(again).toThrow(NothingFailedError);
      expect(again).toThrow("Nothing failed in that run, so there is nothing to run again.");
    },
  );

  test("but no step that it did not have", () => {
    const again = () => planReexecution(plan("a b"), new Map(), ["a", "x", "y"], options);
    expect(again).toThrow(UnknownStepError);
    expect(again).toThrow('The earlier run did not have "x", "y": only its own steps can be run again.');
  });
});

test("how steps ended is read from events", () => {
  const events: RunEvent[] = [
    {
      type: "RUN_ENQUEUED",
      selection: "*",
      steps: [
        {
          key: "a",
          assets: [
            { key: "a", groupName: "g" },
            { key: "b", groupName: "g" },
          ],
          checks: ["a:c"],
        },
        { key: "d", assets: [{ key: "d", groupName: "g" }], checks: [] },
        { key: "e", assets: [{ key: "e", groupName: "g" }], checks: [] },
      ],
    },
    { type: "ASSET_MATERIALIZATION", step: "a", asset: "a", metadata: {}, tags: {}, valueStored: true },
    { type: "STEP_SUCCESS", step: "a" },
    { type: "STEP_FAILURE", step: "d", error: { name: "E", message: "m" } },
    { type: "STEP_SKIPPED", step: "e", because: "a" },
  ];
  expect(readOutcomes(events)).toEqual(
    new Map<string, EarlierStep>([
      ["a", { state: "success", missing: new Set(["b", "a:c"]) }],
      ["d", { state: "failed" }],
      ["e", { state: "skipped" }],
    ]),
  );
});

test.each<[plan: RunPlan, earlier: string, inFlight: string[]]>([
  [plan("a b<a"), "a:success", ["b"]],
  [plan("a b<a c"), "a:failed", ["c"]],
  [plan("a b<a.x c<b"), "a:success-x", []],
])("a run is taken up again: %#", (given, earlier, expected) => {
  const { inFlight } = recoverWalk(given, outcomes(earlier));
  expect(inFlight.map((step) => given.steps[step]?.key)).toEqual(expected);
});
