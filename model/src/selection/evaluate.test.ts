import { describe, expect, test } from "vitest";
import { evaluateSelection } from "./evaluate.ts";
import { parseSelection } from "./parse.ts";
import { textPattern } from "./pattern.ts";
import { printSelection } from "./print.ts";
import type { SelectableAsset, SelectableGraph, SelectableSpec, SupplementaryData } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";
import type { SelectionTree } from "./tree.ts";

interface Given extends Partial<SelectableSpec> {
  readonly deps?: string;
  readonly group?: string | null;
  readonly external?: true;
}

function graph(given: Readonly<Record<string, Given>>, supplementary?: SupplementaryData): SelectableGraph {
  const upstream = (id: string) => given[id]?.deps?.split(" ") ?? [];
  const assets = Object.entries(given).map(
    ([id, { deps: _, group = "default", external, ...spec }]): [string, SelectableAsset] => [
      id,
      {
        key: { path: id.split("/") },
        kind: external ? "external" : "materializable",
        groupName: group,
        spec: { tags: {}, kinds: [], owners: [], ...spec },
        upstream: upstream(id),
      },
    ],
  );
  return { nodes: new Map(assets), order: Object.keys(given), ...(supplementary === undefined ? {} : { supplementary }) };
}

function pick(selection: string | SelectionTree, on: SelectableGraph, includeSources = false): string {
  const tree = typeof selection === "string" ? parseSelection(selection) : selection;
  return evaluateSelection(tree, on, { includeSources }).join(" ");
}

const line = graph({
  S: { external: true, group: "raw" },
  a: { deps: "S", group: "raw", tags: { x: "1", "dagster/kind/sql": "" }, kinds: ["sql"], owners: ["team:one"] },
  M: { deps: "a", external: true },
  b: { deps: "M", group: "mart/eu", tags: { x: "" }, unit: { id: "u", canSubset: false }, partitionsDef: { kind: "daily" } },
  "p/c": { deps: "b", group: "mart/us", unit: { id: "u", canSubset: false }, partitionsDef: { kind: "multi" } },
  "p/d": { deps: "b", group: null, unit: { id: "v", canSubset: true }, partitionsDef: { kind: "static" } },
  e: { unit: { id: "v", canSubset: true } },
});

describe("a text picks", () => {
  test.each<[text: string, keys: string, withSources?: string]>([
    ["*", "a b p/c p/d e", "S a M b p/c p/d e"],
    ["not key:b", "a p/c p/d e", "S a M p/c p/d e"],
    ["key:S", "S"],
    ['key:"*"', "S a M b p/c p/d e"],
    ["key:p/*", "p/c p/d"],
    ["key:*/*", "p/c p/d"],
    ["key:c", ""],
    ["key:nowhere", ""],
    ["key:toString", ""],
    ["group:raw", "a", "S a"],
    ['group:"mart/*"', "b p/c"],
    ["group:mart", ""],
    ["group:<null>", "p/d"],
    ["tag:x", "b"],
    ['tag:x="1"', "a"],
    ["tag:constructor", ""],
    ["tag:x=<null>", "p/c p/d e", "S M p/c p/d e"],
    ["tag:<null>", "p/c p/d e", "S M p/c p/d e"],
    ["kind:sql", "a"],
    ["kind:<null>", "b p/c p/d e", "S M b p/c p/d e"],
    ['owner:"team:one"', "a"],
    ["owner:<null> and group:raw", "", "S"],
    ["partitions:time", "b"],
    ["partitions:multipartitions or partitions:static", "p/c p/d"],
    ["partitions:none", "a e", "S a M e"],
    ["is:external", "S M"],
    ["is:materializable", "a b p/c p/d e"],
    ["+key:b", "a b"],
    ["1+key:b", "b"],
    ["2+key:b", "a b"],
    ["+key:S", "S"],
    ["key:a+1", "a M"],
    ["key:a+", "a M b p/c p/d"],
    ["0+key:b+0", "b"],
    ["sinks(*)", "p/c p/d e"],
    ["roots(*)", "a e", "S e"],
    ["sinks(key:a or key:b)", "b"],
    ["roots(key:a or key:p/c)", "a"],
    ["not not key:S", "", "S"],
  ])("%s: %s", (text, keys, withSources = keys) => {
    expect(pick(text, line)).toBe(keys);
    expect(pick(text, line, true)).toBe(withSources);
  });
});

describe("a tree picks", () => {
  const keys = (...paths: string[]): SelectionTree => ({ op: "keys", keys: paths.map((path) => ({ path: path.split("/") })) });
  test.each<[SelectionTree, string]>([
    [keys("S", "p/c"), "S p/c"],
    [keys(), ""],
    [{ op: "minus", left: keys("S", "a"), right: keys("a") }, "S"],
    [{ op: "minus", left: { op: "minus", left: { op: "all" }, right: keys("a") }, right: keys("b") }, "p/c p/d e"],
    [{ op: "all", includeSources: true }, "S a M b p/c p/d e"],
    [{ op: "attr", name: "group", value: "raw", includeSources: true }, "S a"],
    [{ op: "keyPrefix", prefixes: [["p"], ["e", "f"]] }, "p/c p/d"],
    [{ op: "keyPrefix", prefixes: [[]], includeSources: true }, "S a M b p/c p/d e"],
    [{ op: "keySubstring", text: "/d" }, "p/d"],
    [{ op: "keySubstring", text: "S", includeSources: true }, "S"],
    [{ op: "up", depth: null, includeSelf: false, arg: keys("b", "p/c") }, "a"],
    [{ op: "down", depth: 1, includeSelf: false, arg: keys("b", "p/c") }, "p/d"],
    [{ op: "requiredNeighbors", arg: keys("b") }, "b p/c"],
    [{ op: "requiredNeighbors", arg: keys("e") }, "e"],
    [{ op: "upstreamSources", arg: keys("p/c") }, "S M"],
    [{ op: "materializable", arg: keys("S", "a") }, "a"],
    [{ op: "and", args: [] }, "S a M b p/c p/d e"],
    [{ op: "or", args: [] }, ""],
  ])("%j: %s", (tree, expected) => expect(pick(tree, line)).toBe(expected));

  test("nothing that is missing, unless that is allowed", () => {
    expect(() => pick(keys("a", "bb"), line)).toThrow('No asset has the key "bb".');
    expect(evaluateSelection(keys("a", "bb"), line, { allowMissing: true })).toEqual(["a"]);
    expect(() => pick({ op: "missing" }, line)).toThrow("not complete");
  });

  test("what was built of itself, once for each part", () => {
    expect(pick(`${"+(".repeat(300)}key:b${")+".repeat(300)}`, line)).toBe("a M b p/c p/d");
    let grown: SelectionTree = keys("a");
    for (let at = 0; at < 300; at++) {
      grown = { op: "or", args: [grown, { op: "not", arg: { op: "and", args: [grown, grown] } }] };
      grown = { op: "minus", left: grown, right: { op: "down", depth: 1, includeSelf: false, arg: grown } };
    }
    expect(pick(grown, line)).toBe("a b p/c p/d e");
    expect(() => printSelection(grown)).toThrow("has no form for so many nodes");
  });

  test("however it was put together in a loop", () => {
    let [either, less]: [SelectionTree, SelectionTree] = [keys("a"), { op: "all" }];
    for (let at = 0; at < 20_000; at++) {
      either = { op: "or", args: [either, keys("b")] };
      less = { op: "minus", left: less, right: keys("b") };
    }
    expect([pick(either, line), pick(less, line)]).toEqual(["a b", "a p/c p/d e"]);
    let deep: SelectionTree = keys("a");
    for (let at = 0; at < 100_000; at++) deep = { op: "down", depth: 1, arg: deep };
    expect(() => pick(deep, line)).toThrow(SelectionError);
  });
});

describe("what declarations do not tell", () => {
  const hour = 3_600_000;
  const known = graph(
    { a: {}, b: {}, S: { external: true } },
    {
      values: {
        code_location: (id) => (id === "a" ? ["repo@place"] : []),
        status: (id) => (id === "a" ? ["HEALTHY"] : []),
        job: (id) => (id === "b" ? ["nightly", "weekly"] : []),
      },
      columnTags: (id) => (id === "a" ? [{ key: "pii", value: "" }] : []),
      lastMaterialized: (id) => (id === "a" ? 10 * hour : undefined),
    },
  );
  test.each<[string, string]>([
    ["code_location:place", "a"],
    ['code_location:"repo@place"', "a"],
    ['code_location:"other@place"', ""],
    ["code_location:<null>", "b"],
    ["status:healthy", "a"],
    ["job:weekly", "b"],
    ["column_tag:pii", "a"],
    ["column_tag:pii=x", ""],
    ["column_tag:<null>", "b"],
    ["not_materialized_in_hours:1", "a b"],
    ["not_materialized_in_hours:3", "b"],
  ])("%s: %s", (text, keys) => {
    expect(evaluateSelection(parseSelection(text), known, { now: 12 * hour }).join(" ")).toBe(keys);
  });

  test.each(["status:x", "column:x", "column_tag:x", "sensor:x", "not_materialized_in_hours:1", "key:a or job:x"])(
    "%s",
    (text) => {
      try {
        pick(text, line);
      } catch (error) {
        expect(error).toBeInstanceOf(SelectionError);
        expect((error as SelectionError).code).toBe("needs-supplementary-data");
        expect((error as SelectionError).offset).toBe(text.startsWith("key") ? 9 : 0);
        return;
      }
      throw new Error("Nothing was thrown.");
    },
  );
});

test("keys with slashes and backslashes in their segments are found by their user string", () => {
  const asset = { kind: "materializable", groupName: "g", upstream: [] } as const;
  const odd: SelectableGraph = {
    nodes: new Map([
      ["a\\/b", { ...asset, key: { path: ["a/b"] } }],
      ["a/b", { ...asset, key: { path: ["a", "b"] } }],
      ["c\\\\d", { ...asset, key: { path: ["c\\d"] } }],
    ]),
    order: ["a\\/b", "a/b", "c\\\\d"],
  };
  expect(pick("key:a/b", odd)).toBe("a\\/b a/b");
  expect(pick({ op: "key", pattern: "c\\d" }, odd)).toBe("c\\\\d");
  expect(pick('key:"c*d"', odd)).toBe("c\\\\d");
  expect(pick({ op: "keys", keys: [{ path: ["a/b"] }] }, odd)).toBe("a\\/b");
});

test("cycles end, and a member that only leads to itself is a sink", () => {
  const ring = graph({ a: { deps: "c" }, b: { deps: "a" }, c: { deps: "b" }, d: { deps: "c" } });
  expect(pick("+key:a", ring)).toBe("a b c");
  expect(pick("sinks(key:a)", ring)).toBe("a");
  expect(pick("sinks(key:a or key:b)", ring)).toBe("");
  expect(pick("sinks(*)", ring)).toBe("d");
  expect(pick("roots(key:a or key:d)", ring)).toBe("a");
});

describe("a pattern", () => {
  test.each<[pattern: string, text: string, fits: boolean]>([
    ["a", "a", true],
    ["a", "ab", false],
    ["*", "", true],
    ["a*", "a", true],
    ["a*a", "a", false],
    ["a*b*c", "abbc", true],
    ["*b*", "abc", true],
    ["*ab*ab", "ab", false],
    ["*ab*ab", "abab", true],
    ["a.c", "abc", false],
    ["**", "a/b", true],
    [`${"*a".repeat(5_000)}*`, "a".repeat(4_999), false],
    [`${"*a".repeat(5_000)}*b`, "a".repeat(100_000), false],
  ])("%.20s and %.20s", (pattern, text, fits) => expect(textPattern(pattern)(text)).toBe(fits));
});
