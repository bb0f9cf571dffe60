import { AssetKey } from "@headwater/model";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { asset } from "../assets/asset.ts";
import type { AssetsDefinition } from "../assets/assetsDefinition.ts";
import { AssetCheckResult, isAssetCheckResult } from "./assetCheckResult.ts";
import { DataVersion, isDataVersion } from "./dataVersion.ts";
import { isMaterializeResult, MaterializeResult } from "./materializeResult.ts";
import { isObserveResult, ObserveResult } from "./observeResult.ts";
import { isOutput, Output } from "./output.ts";

const orders = asset({ name: "orders" }, () => 1);
const check = AssetCheckResult({ passed: true });
const version = DataVersion("7");
const key = AssetKey("orders");

const untyped = (value: unknown) => value as never;

describe("a result carries what was given", () => {
  test.each<[string, object, object]>([
    ["MaterializeResult", MaterializeResult(), { metadata: {}, tags: {} }],
    [
      "MaterializeResult of everything",
      MaterializeResult({
        assetKey: orders,
        metadata: { a: 1 },
        tags: { b: "c" },
        checkResults: [check],
        dataVersion: version,
        value: 5,
      }),
      { assetKey: key, metadata: { a: 1 }, tags: { b: "c" }, checkResults: [check], dataVersion: version, value: 5 },
    ],
    ["MaterializeResult without a value", MaterializeResult({ value: undefined }), { metadata: {}, tags: {} }],
    ["MaterializeResult of null", MaterializeResult({ value: null }), { metadata: {}, tags: {}, value: null }],
    ["ObserveResult", ObserveResult(), { metadata: {}, tags: {} }],
    [
      "ObserveResult of everything",
      ObserveResult({ assetKey: ["a", "b"], metadata: { a: 1 }, tags: { b: "c" }, checkResults: [check], dataVersion: version }),
      { assetKey: AssetKey(["a", "b"]), metadata: { a: 1 }, tags: { b: "c" }, checkResults: [check], dataVersion: version },
    ],
    ["AssetCheckResult", AssetCheckResult({ passed: false }), { passed: false, severity: "ERROR", metadata: {} }],
    [
      "AssetCheckResult of everything",
      AssetCheckResult({
        passed: true,
        assetKey: "orders",
        checkName: "n",
        metadata: { a: 1 },
        severity: "WARN",
        description: "d",
      }),
      { passed: true, assetKey: key, checkName: "n", metadata: { a: 1 }, severity: "WARN", description: "d" },
    ],
    ["DataVersion", DataVersion("a"), { value: "a" }],
    ["Output of nothing", Output(undefined), { value: undefined, metadata: {}, tags: {} }],
    [
      "Output of everything",
      Output([1], { outputName: "o", metadata: { a: 1 }, dataVersion: version, tags: { b: "c" } }),
      { value: [1], outputName: "o", metadata: { a: 1 }, dataVersion: version, tags: { b: "c" } },
    ],
  ])("%s", (_, made, expected) => {
    const { "~headwater": __, ...carried } = made as { readonly "~headwater": unknown };
    expect(carried).toStrictEqual(expected);
  });

  test("and entries named as what objects inherit", () => {
    const entries = JSON.parse('{"__proto__": "a", "constructor": "b"}');
    expect(JSON.stringify(MaterializeResult({ metadata: entries }).metadata)).toBe(JSON.stringify(entries));
    expect(JSON.stringify(Output(1, { tags: entries }).tags)).toBe(JSON.stringify(entries));
  });

  test("and does not follow later changes", () => {
    const metadata = { rows: 1 };
    const result = MaterializeResult({ metadata });
    metadata.rows = 2;
    expect(result.metadata).toEqual({ rows: 1 });
  });
});

test.each<[string, () => unknown, string]>([
  ["no object", () => MaterializeResult(untyped(5)), "MaterializeResult takes an object with the options assetKey,"],
  ["an unknown option", () => MaterializeResult(untyped({ meta: {} })), 'MaterializeResult has no option "meta"'],
  ["an option of an older kind", () => ObserveResult(untyped({ value: 1 })), 'ObserveResult has no option "value"'],
  [
    "metadata that is a list",
    () => MaterializeResult(untyped({ metadata: [1] })),
    "metadata of a MaterializeResult is an object",
  ],
  ["tags that are text", () => ObserveResult(untyped({ tags: "a" })), "tags of an ObserveResult is an object of names to values"],
  [
    "a key of numbers",
    () => MaterializeResult(untyped({ assetKey: [1] })),
    "The assetKey of MaterializeResult is wrong. An asset key's",
  ],
  ["one check alone", () => MaterializeResult(untyped({ checkResults: check })), "checkResults of a MaterializeResult is a list"],
  [
    "another kind of check",
    () => MaterializeResult(untyped({ checkResults: [check, { passed: true }] })),
    "Item 2 of checkResults",
  ],
  [
    "a version as text",
    () => MaterializeResult(untyped({ dataVersion: "7" })),
    'dataVersion of a MaterializeResult is DataVersion("…")',
  ],
  ["an empty version", () => DataVersion(""), "value of a DataVersion is text that is not empty, not ''."],
  ["a version that is a number", () => DataVersion(untyped(7)), "value of a DataVersion is text that is not empty, not 7."],
  ["nothing about a check", () => AssetCheckResult(untyped(undefined)), "AssetCheckResult takes an object"],
  [
    "a check that says nothing",
    () => AssetCheckResult(untyped({})),
    "passed of an AssetCheckResult is true or false, not undefined.",
  ],
  [
    "a check that half passed",
    () => AssetCheckResult(untyped({ passed: 1 })),
    "passed of an AssetCheckResult is true or false, not 1.",
  ],
  ["another severity", () => AssetCheckResult({ passed: true, severity: untyped("warn") }), '"ERROR" or "WARN", not \'warn\''],
  [
    "a name that is a number",
    () => AssetCheckResult({ passed: true, checkName: untyped(1) }),
    "checkName of an AssetCheckResult is text",
  ],
  ["an unknown option of a check", () => AssetCheckResult(untyped({ passed: true, success: 1 })), 'no option "success"'],
  ["an unknown option of an output", () => Output(1, untyped({ name: "a" })), 'Output has no option "name"'],
  ["an output's name that is a number", () => Output(1, { outputName: untyped(1) }), "outputName of an Output is text, not 1."],
])("%s is refused", (_, make, message) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(message);
});

test("each is told from the others, of this copy of the package or another", async () => {
  vi.resetModules();
  const other = {
    ...(await import("./materializeResult.ts")),
    ...(await import("./observeResult.ts")),
    ...(await import("./assetCheckResult.ts")),
    ...(await import("./dataVersion.ts")),
    ...(await import("./output.ts")),
  };
  expect(other.Output).not.toBe(Output);
  const kinds = [isMaterializeResult, isObserveResult, isAssetCheckResult, isDataVersion, isOutput];
  const made = [
    other.MaterializeResult({ checkResults: [check] }),
    other.ObserveResult({ dataVersion: version, assetKey: orders }),
    other.AssetCheckResult({ passed: true }),
    other.DataVersion("a"),
    other.Output(1),
  ];
  for (const [index, value] of made.entries()) {
    expect(kinds.map((is) => is(value))).toEqual(kinds.map((_, kind) => kind === index));
  }
  expect(kinds.map((is) => is({ value: 1, metadata: {} }))).toEqual(kinds.map(() => false));
});

test("an asset holds the value of what its function returns", () => {
  const plain = asset({ name: "plain" }, () => 1);
  const result = asset({ name: "result" }, () => MaterializeResult({ value: "a" }));
  const output = asset({ name: "yielded" }, async () => Output([true]));
  expectTypeOf(plain).toExtend<AssetsDefinition<number>>();
  expectTypeOf(result).toExtend<AssetsDefinition<string>>();
  expectTypeOf(output).toExtend<AssetsDefinition<boolean[]>>();
});
