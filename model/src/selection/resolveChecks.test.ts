import { describe, expect, test } from "vitest";
import { evaluateSelection } from "./evaluate.ts";
import { type CheckableGraph, resolveChecks } from "./resolveChecks.ts";
import type { SelectableAsset } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";
import type { SelectionTree } from "./tree.ts";

const asset = (id: string, kind: "materializable" | "external" = "materializable"): [string, SelectableAsset] => [
  id,
  { key: { path: [id] }, kind, groupName: "g", upstream: id === "b" ? ["a"] : [] },
];
const graph: CheckableGraph = {
  nodes: new Map([asset("a"), asset("b"), asset("S", "external")]),
  order: ["a", "b", "S"],
  checks: new Map([
    ["a:one", { asset: "a" }],
    ["a:two", { asset: "a" }],
    ["b:one", { asset: "b" }],
    ["S:one", { asset: "S" }],
  ]),
};
const a: SelectionTree = { op: "key", pattern: "a" };
const b: SelectionTree = { op: "key", pattern: "b" };
const every: SelectionTree = { op: "checks" };
const oneOfA: SelectionTree = { op: "checks", checks: [{ assetKey: { path: ["a"] }, name: "one" }] };
const ofB: SelectionTree = { op: "checks", assets: [{ path: ["b"] }] };

describe("the checks of a selection", () => {
  test.each<[SelectionTree, assets: string, checks: string]>([
    [every, "", "a:one a:two b:one S:one"],
    [ofB, "", "b:one"],
    [{ op: "minus", left: a, right: every }, "a", ""],
    [{ op: "minus", left: { op: "all" }, right: oneOfA }, "a b", "a:two b:one"],
    [{ op: "or", args: [a, ofB] }, "a", "a:one a:two b:one"],
    [{ op: "or", args: [{ op: "minus", left: b, right: every }, oneOfA] }, "b", "a:one"],
    [{ op: "and", args: [every, a] }, "", "a:one a:two"],
    [{ op: "not", arg: oneOfA }, "a b", "a:two b:one"],
    [{ op: "or", args: [{ op: "down", depth: null, arg: a }, ofB] }, "a b", "a:one a:two b:one"],
    [{ op: "up", depth: null, arg: ofB }, "", ""],
  ])("%j", (tree, assets, checks) => {
    expect(evaluateSelection(tree, graph).join(" ")).toBe(assets);
    expect(resolveChecks(tree, graph)?.join(" ")).toBe(checks);
  });

  test("are left open where it does not speak of them", () => {
    expect(resolveChecks({ op: "or", args: [a, b] }, graph)).toBeUndefined();
  });

  test("have to exist where they are named", () => {
    const wrong: SelectionTree = { op: "checks", checks: [{ assetKey: { path: ["a"] }, name: "three" }] };
    expect(() => resolveChecks(wrong, graph)).toThrow(SelectionError);
    expect(() => resolveChecks(wrong, graph)).toThrow('There is no check "a:three". There are "a:one", "a:two".');
  });
});
