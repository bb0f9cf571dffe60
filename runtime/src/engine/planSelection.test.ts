import { planSelection } from "@headwater/model";
import { expect, test } from "vitest";
import { asset } from "../assets/asset.ts";
import { loadDefinitions } from "./loadDefinitions.ts";

const step = (name: string, deps: readonly string[], priority?: unknown) =>
  asset({ name, deps, ...(priority === undefined ? {} : { opTags: { "dagster/priority": priority } }) }, () => {});
const { graph } = loadDefinitions([
  {
    file: "a.ts",
    exports: { all: [step("d", ["b", "c"]), step("c", ["a"], 5), step("b", ["a"], "-2"), step("a", ["outside"], "high")] },
  },
]);

test.each<[title: string, ids: readonly string[], expected: readonly string[]]>([
  ["everything", ["a", "b", "c", "d"], ["a <- ", "c <- a", "b <- a", "d <- b c"]],
  ["any order", ["d", "c", "b", "a"], ["a <- ", "c <- a", "b <- a", "d <- b c"]],
  ["order does not pass through what is not selected", ["a", "d"], ["a <- ", "d <- "]],
  ["one", ["c"], ["c <- "]],
  ["nothing", [], []],
  ["what is external or unknown is left out", ["outside", "nowhere", "a"], ["a <- "]],
])("%s", (_, ids, expected) => {
  const { steps } = planSelection(graph, { assets: ids }, { maxConcurrent: 2 });
  expect(steps.map(({ key, upstream }) => `${key} <- ${upstream.map((index) => steps[index]?.key).join(" ")}`)).toEqual(expected);
});

test("a priority is a whole number, also as text", () => {
  const { steps, maxConcurrent } = planSelection(graph, { assets: ["a", "b", "c", "d"] }, { maxConcurrent: 3 });
  expect(Object.fromEntries(steps.map(({ key, priority }) => [key, priority]))).toEqual({ a: 0, b: -2, c: 5, d: 0 });
  expect(maxConcurrent).toBe(3);
});
