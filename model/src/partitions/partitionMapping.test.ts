import { expect, test } from "vitest";
import { mapPartitions } from "./partitionMapping.ts";

test.each([
  ["all", undefined, ["a", "b"], ["a", "b"]],
  ["all", ["x"], ["a", "b"], ["a", "b"]],
  ["all", [], ["a", "b"], []],
  ["identity", ["b", "c"], ["a", "b"], ["b"]],
  ["identity", [], ["a", "b"], []],
] as const)("%s of %j among %j", (mapping, from, others, expected) => {
  expect(mapPartitions(mapping, from && new Set(from), others)).toEqual(expected);
});
