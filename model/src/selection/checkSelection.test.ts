import { describe, expect, test } from "vitest";
import { resolveGraph } from "../graph/resolveGraph.ts";
import { checkDeclaration } from "../specs/checkDeclaration.ts";
import type { DeclarationFamily } from "../specs/declaration.ts";
import { UNKNOWN } from "../specs/unknown.ts";
import { checkEmptiness, checkSelectedKeys, checkSelectionText, type SelectionFinding } from "./checkSelection.ts";
import { keyPlaces, writeSelectionValue } from "./keyPlaces.ts";
import { findPicked } from "./picked.ts";

/** What a finding says, with its stretch in marks. */
function told(text: string, found: SelectionFinding | undefined): string | undefined {
  if (found === undefined) return undefined;
  const { start, end } = found.span;
  return `${text.slice(0, start)}«${text.slice(start, end)}»${text.slice(end)}: ${found.message}`;
}

function specsOf(options: Readonly<Record<string, unknown>>, family: DeclarationFamily = "asset") {
  const parameters = { kind: "none" } as const;
  return checkDeclaration({ family, options, nameRequired: true, parameters, resourceKeys: new Set() }).specs;
}

const declared = [
  ...specsOf({ key: "raw", groupName: "given" }, "externalAsset"),
  ...specsOf({ key: { path: ["sales", "orders"] }, groupName: "sales", kinds: ["duckdb"], deps: ["raw"] }),
  ...specsOf({ key: "report", groupName: "sales", tags: { env: "prod" }, deps: ["nobody", { path: ["sales", "orders"] }] }),
];
const { graph } = resolveGraph(declared);

describe("a text by itself", () => {
  test.each<[text: string, expected: string | undefined]>([
    ["group:sales and not +key:a", undefined],
    ["raw clean+", undefined],
    ["group:sales an kind:dbt", 'group:sales «an» kind:dbt: "an" does not fit at character 13'],
    ["group:", "«:»"],
    ["", "«»: The selection is empty"],
    ["(key:a", "«a»: The selection ends too early"],
    ["key:a key:b:c", "key:a «key»:b:c"],
    ["raw*", '«raw*»: "raw*" is not a selection'],
    ['key:"a', '«"a»'],
  ])("%s", (text, expected) => {
    const said = told(text, checkSelectionText(text));
    if (expected === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(expected);
  });
});

describe("where keys stand", () => {
  test.each([
    ['key:a or key:"b c"', 'key:«a» or key:"«b c»"'],
    ["raw 2+sales/orders+", "«raw» 2+«sales/orders»+"],
    ['"my orders",key:b', '"«my orders»",key:«b»'],
    ["key:sales/* and tag:key=key", "key:«sales/*» and tag:key=key"],
    ["key:a and (key:", "key:«a» and (key:"],
    ["group:key", "group:key"],
  ])("%s", (text, expected) => {
    let marked = text;
    for (const { start, end } of keyPlaces(text).toReversed()) {
      marked = `${marked.slice(0, start)}«${marked.slice(start, end)}»${marked.slice(end)}`;
    }
    expect(marked).toBe(expected);
  });
});

test.each([
  ["a/b", "a/b"],
  ["status", '"status"'],
  ["team:data", '"team:data"'],
  ["a b", '"a b"'],
  ["7", '"7"'],
  ["", '""'],
  ['a"b', undefined],
])("%s is written %s", (value, written) => expect(writeSelectionValue(value)).toBe(written));

describe("keys that nobody declares", () => {
  test.each<[text: string, expected: readonly string[], suggestions: readonly string[]]>([
    ["key:raw and sinks(key:report)", [], []],
    ["key:reports+", ['key:«reports»+: No asset has the key "reports". Did you mean "report"?'], ["report"]],
    [
      'key:"sales/order"',
      ['key:"«sales/order»": No asset has the key "sales/order". Did you mean "sales/orders"?'],
      ["sales/orders"],
    ],
    ["report repord+", ['report «repord»+: No asset has the key "repord". Did you mean "report"?'], ["report"]],
    ["key:nobody", ['key:«nobody»: No asset has the key "nobody". See "headwater list" for the keys there are.'], []],
    ["key:rep*", [], []],
  ])("%s", (text, expected, suggestions) => {
    const found = checkSelectedKeys(text, graph);
    expect(found.map((each) => told(text, each))).toEqual(expected);
    expect(found.flatMap((each) => each.suggestions ?? [])).toEqual(suggestions);
  });
});

describe("selections that match nothing", () => {
  test.each<[text: string, expected: string | undefined, toCompute?: boolean]>([
    ["group:sales", undefined],
    ["group:sle", '«group:sle»: Nothing is selected: no asset matches "group:sle".'],
    ["group:sals", '«group:sals»: Nothing is selected: no asset matches "group:sals". Did you mean "group:sales"?'],
    [
      "group:sales and kind:dukdb",
      'group:sales and «kind:dukdb»: Nothing is selected: no asset matches "kind:dukdb". Did you mean "kind:duckdb"?',
    ],
    [
      "key:report and kind:duckdb",
      '«key:report and kind:duckdb»: Nothing is selected: no asset matches "key:report and kind:duckdb".',
    ],
    ["+(tag:env=dev)", '+(«tag:env=dev»): Nothing is selected: no asset matches "tag:env=dev".'],
    ["key:x* or key:y*", '«key:x* or key:y*»: Nothing is selected: no asset matches "key:x* or key:y*".'],
    ["group:sales or group:sals", undefined],
    ["not group:sals", undefined],
    ["status:failed", undefined],
    ["key:raw", undefined],
    ["key:raw", '«key:raw»: "raw" is external: it is described here, but computed elsewhere.', true],
    [
      "is:external",
      '«is:external»: Nothing is selected that could be computed: every asset that matches "is:external" is external.',
      true,
    ],
    ["key:raw+", undefined, true],
    ["group:", undefined],
  ])("%s", (text, expected, toCompute = false) => {
    expect(told(text, checkEmptiness(text, graph, { toCompute }).finding)).toBe(expected);
  });

  test.each<[what: string, options: Readonly<Record<string, unknown>>, text: string, isTold: boolean]>([
    ["a group", { groupName: UNKNOWN }, "group:x", false],
    ["a group, but a kind is asked for", { groupName: UNKNOWN }, "kind:x", true],
    ["kinds", { kinds: UNKNOWN }, "kind:x", false],
    ["one of the kinds", { kinds: ["a", UNKNOWN] }, "tag:x", false],
    ["a tag's value", { tags: { env: UNKNOWN } }, "tag:env=x", false],
    ["owners, but a group is asked for", { owners: UNKNOWN }, "group:x", true],
    ["dependencies", { deps: [UNKNOWN] }, "key:report+ and key:other", false],
    ["dependencies, which nobody asks for", { deps: [UNKNOWN] }, "key:report and key:other", true],
  ])("where %s may be anything", (_, options, text, isTold) => {
    const further = resolveGraph([...declared, ...specsOf({ key: "other", ...options })]);
    expect(checkEmptiness(text, further.graph).finding !== undefined).toBe(isTold);
  });
});

describe("what goes on being picked", () => {
  test.each<[text: string, before: string, picked: string | undefined]>([
    ["group:sales", "report", "report"],
    ["group:sales", "raw", "sales/orders"],
    ["group:sales", "gone", "sales/orders"],
    ["key:report+ or group:sales", "report", "report"],
    ["not group:sales+", "report", undefined],
    ["sinks(group:sales)", "sales/orders", "report"],
  ])("%s after %s", (text, before, picked) => {
    expect(checkEmptiness(text, graph, { before }).picked).toBe(picked);
  });

  test("is found without the rest of the graph", () => {
    const { nodes } = graph;
    const order = new Proxy([], { get: () => expect.fail("The whole graph was looked at.") });
    expect(findPicked({ op: "attr", name: "group", value: "sales" }, { nodes, order }, "report")).toBe("report");
  });
});
