import { expect, test } from "vitest";
import type { PartitionsDefinitionData } from "../specs/partitions.ts";
import { inferPartitionMapping, mapPartitions } from "./partitionMapping.ts";

const letters: PartitionsDefinitionData = { kind: "static", partitionKeys: ["a", "b"] };

test.each([
  [undefined, undefined, "all"],
  [letters, undefined, "all"],
  [undefined, letters, "all"],
  [letters, letters, "identity"],
] as const)("between %j and %j", (upstream, downstream, expected) => {
  expect(inferPartitionMapping(upstream, downstream)).toBe(expected);
});

test.each([
  ["all", undefined, ["a", "b"], ["a", "b"]],
  ["all", ["x"], ["a", "b"], ["a", "b"]],
  ["all", [], ["a", "b"], []],
  ["identity", ["b", "c"], ["a", "b"], ["b"]],
  ["identity", [], ["a", "b"], []],
] as const)("%s of %j among %j", (mapping, from, others, expected) => {
  expect(mapPartitions(mapping, from && new Set(from), others)).toEqual(expected);
});
