import { expect, test } from "vitest";
import { printSelection } from "./print.ts";
import { SelectionError } from "./selectionError.ts";
import type { SelectionTree } from "./tree.ts";

const a: SelectionTree = { op: "key", pattern: "a" };
const b: SelectionTree = { op: "attr", name: "group", value: "b" };
const keys = (...paths: string[]): SelectionTree => ({ op: "keys", keys: paths.map((path) => ({ path: path.split("/") })) });

test.each<[SelectionTree, string]>([
  [keys("a"), 'key:"a"'],
  [keys("a/b", "c"), 'key:"a/b" or key:"c"'],
  [{ op: "up", depth: null, arg: keys("a", "c") }, '+(key:"a" or key:"c")'],
  [{ op: "up", depth: 2, includeSelf: false, arg: a }, '2+key:"a" and not key:"a"'],
  [{ op: "not", arg: { op: "down", depth: null, includeSelf: false, arg: a } }, 'not (key:"a"+ and not key:"a")'],
  [{ op: "minus", left: a, right: b }, 'key:"a" and not group:"b"'],
  [{ op: "minus", left: { op: "all" }, right: b }, 'not group:"b"'],
  [{ op: "minus", left: a, right: { op: "minus", left: a, right: b } }, 'key:"a" and not (key:"a" and not group:"b")'],
  [{ op: "or", args: [a, { op: "or", args: [b, a] }] }, 'key:"a" or group:"b" or key:"a"'],
  [{ op: "sinks", arg: { op: "or", args: [a, b] } }, 'sinks(key:"a" or group:"b")'],
  [{ op: "all", includeSources: true }, "*"],
])("%j", (tree, text) => expect(printSelection(tree)).toBe(text));

test.each<SelectionTree>([
  keys(),
  keys("a*"),
  keys('a"'),
  { op: "key", pattern: "a\nb" },
  { op: "tag", key: "a\\", value: "" },
  { op: "keyPrefix", prefixes: [["a"]] },
  { op: "keySubstring", text: "a" },
  { op: "materializable", arg: a },
  { op: "or", args: [] },
  { op: "missing" },
])("%j has no form", (tree) => {
  expect(() => printSelection(tree)).toThrow(SelectionError);
  expect(() => printSelection(tree)).toThrow("has no form for");
});

test("a long chain is written without recursion", () => {
  let tree: SelectionTree = { op: "all" };
  for (let at = 0; at < 10_000; at++) tree = { op: "or", args: [tree, b] };
  expect(printSelection(tree).length).toBeGreaterThan(100_000);
});
