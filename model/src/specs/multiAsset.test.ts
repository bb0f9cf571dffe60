import { describe, expect, test } from "vitest";
import { checkDeclaration } from "./checkDeclaration.ts";
import type { AssetDeclaration, AssetSpec, InputParameters } from "./declaration.ts";
import { UNKNOWN } from "./unknown.ts";

type Options = Readonly<Record<string, unknown>>;

const daily = { kind: "daily", startDate: "2026-01-01" };
const hourly = { kind: "hourly", startDate: "2026-01-01-00:00" };
const none: InputParameters = { kind: "none" };

function takes(...names: string[]): InputParameters {
  return { kind: "names", names, rest: false };
}

function check(options: Options, parameters = none, others: Partial<AssetDeclaration> = {}) {
  const given = { family: "multiAsset", fallbackName: "unit", nameRequired: true, resourceKeys: new Set<string>() } as const;
  return checkDeclaration({ ...given, options, parameters, ...others });
}

/** `key(input=a b)` for each asset: data inputs with their names, other dependencies without. */
function written(specs: readonly AssetSpec[]): string {
  const dep = ({ inputName, key }: AssetSpec["deps"][number]) =>
    (inputName === undefined ? "" : `${inputName}=`) + key.path.join("/");
  return specs.map(({ key, deps }) => `${key.path.join("/")}(${deps.map(dep).join(" ")})`).join(" ");
}

describe("a function of several assets", () => {
  test.each<[Options, InputParameters, string]>([
    [{ outs: { a: {}, b: {} } }, none, "a() b()"],
    [{ outs: { a: { key: ["x", "y"] }, b: { keyPrefix: "p" }, c: { keyPrefix: ["p", "q"] } } }, none, "x/y() p/b() p/q/c()"],
    [{ outs: { a: { key: null, keyPrefix: null } } }, none, "a()"],
    [{ outs: { a: {}, b: {} } }, takes("in1"), "a(in1=in1) b(in1=in1)"],
    [{ outs: { a: {}, b: {} }, ins: { i: { key: "up" } }, deps: ["d"] }, takes("i"), "a(i=up d) b(i=up d)"],
    [
      { outs: { a: {}, b: {}, c: {} }, internalAssetDeps: { a: ["in1", "in2"], b: [], c: ["a", "b", "in2"] } },
      takes("in1", "in2"),
      "a(in1=in1 in2=in2) b() c(a b in2=in2)",
    ],
    [{ outs: { a: {}, b: {} }, deps: ["d"], internalAssetDeps: { a: ["d", "i"] } }, takes("i"), "a(d i=i) b()"],
    [{ outs: { a: {}, b: {} }, deps: ["d"], internalAssetDeps: {} }, takes("i"), "a(i=i d) b(i=i d)"],
    [{ specs: [{ key: "a" }, { key: "b", partitionsDef: daily }] }, none, "a() b()"],
    [{ outs: { a: {}, b: {} }, internalAssetDeps: { b: [{ path: ["a"] }] } }, none, "a() b(a)"],
    [{ outs: { a: {} }, ins: { i: "up", j: "up" }, internalAssetDeps: { a: ["up"] } }, takes("i", "j"), "a(i=up j=up)"],
    [{ specs: [{ key: "a" }, { key: ["p", "b"], deps: ["a", "x"] }] }, none, "a() p/b(a x)"],
    [
      {
        specs: [
          { key: "a", deps: ["x"] },
          { key: "b", deps: ["x", "y"] },
        ],
      },
      takes("x"),
      "a(x=x) b(x=x y)",
    ],
    [{ specs: [{ key: "a" }, { key: "a" }] }, none, "a()"],
    [
      {
        specs: [
          { key: "a", tags: { t: "v" } },
          { key: ["a"], tags: { t: "v" } },
        ],
      },
      none,
      "a()",
    ],
    [{ specs: [{ key: "a" }], outs: null }, none, "a()"],
  ])("%o %o", (options, parameters, expected) => {
    const { specs, findings, keyUnknown } = check(options, parameters);
    expect(findings).toEqual([]);
    expect(keyUnknown).toBe(false);
    expect(written(specs)).toBe(expected);
  });

  test.each<[Options, InputParameters, string, (string | number)[]]>([
    [{}, none, "outs-or-specs", []],
    [{ outs: {} }, none, "outs-or-specs", []],
    [{ specs: [] }, none, "outs-or-specs", []],
    [{ outs: { a: {} }, specs: [{ key: "a" }] }, none, "outs-or-specs", ["specs"]],
    [{ outs: "a" }, none, "invalid-option", ["outs"]],
    [{ outs: { a: "b" } }, none, "invalid-option", ["outs", "a"]],
    [{ outs: { a: { nmae: "x" } } }, none, "unknown-option", ["outs", "a", "nmae"]],
    [{ outs: { a: { isRequired: "no" } } }, none, "invalid-option", ["outs", "a", "isRequired"]],
    [{ outs: { a: { key: "x", keyPrefix: "p" } } }, none, "output-key-with-prefix", ["outs", "a", "key"]],
    [{ outs: { "a.b": {} } }, none, "invalid-name", ["outs", "a.b"]],
    [{ outs: { a: { key: "x/y" } } }, none, "slash-in-key-part", ["outs", "a", "key"]],
    [{ outs: { a: {}, b: { key: "a" } } }, none, "key-collision", ["outs", "b"]],
    [{ outs: { a: { groupName: "" } } }, none, "invalid-group-name", ["outs", "a", "groupName"]],
    [{ outs: { a: { tags: { "a%": "b" } } } }, none, "invalid-tag", ["outs", "a", "tags", "a%"]],
    [{ outs: { a: { groupName: "g" } }, groupName: "h" }, none, "group-given-twice", ["outs", "a", "groupName"]],
    [{ outs: { a: {} }, groupName: "" }, none, "invalid-group-name", ["groupName"]],
    [{ outs: { a: {} }, internalAssetDeps: { b: [] } }, none, "unknown-output", ["internalAssetDeps", "b"]],
    [{ outs: { a: {} }, internalAssetDeps: { a: ["x"] } }, none, "invalid-internal-dependency", ["internalAssetDeps", "a", 0]],
    [{ outs: { a: {} }, internalAssetDeps: { a: "x" } }, none, "invalid-option", ["internalAssetDeps", "a"]],
    [{ outs: { a: {} }, internalAssetDeps: { a: ["a"] } }, none, "self-dependency", ["internalAssetDeps", "a", 0]],
    [{ outs: { a: {}, b: {} } }, takes("a"), "self-dependency", ["parameters", "a"]],
    [{ outs: { a: {} }, nmae: "x" }, none, "unknown-option", ["nmae"]],
    [{ outs: { a: {} }, canSubset: "yes" }, none, "invalid-option", ["canSubset"]],
    [{ outs: { a: {} }, name: "a-b" }, none, "invalid-name", ["name"]],
    [{ outs: { a: {} }, name: "output" }, none, "reserved-name", ["name"]],
    [{ outs: { a: {} }, pool: "p", opTags: { "dagster/concurrency_key": "q" } }, none, "pool-conflict", ["pool"]],
    [{ outs: { a: {} }, checkSpecs: [{ name: "c", asset: "b" }] }, none, "invalid-check", ["checkSpecs", 0, "asset"]],
    [{ outs: { a: {}, b: {} }, checkSpecs: [{ name: "c" }] }, none, "invalid-check", ["checkSpecs", 0, "asset"]],
    [{ specs: [{ key: "a" }], deps: ["x"] }, none, "deps-with-specs", ["deps"]],
    [{ specs: [{ key: "a" }], internalAssetDeps: {} }, none, "deps-with-specs", ["internalAssetDeps"]],
    [{ specs: [{ key: "a" }] }, takes("x"), "input-not-a-dependency", ["parameters", "x"]],
    [{ specs: [{ key: "a" }], ins: { i: "x" } }, takes("i"), "input-not-a-dependency", ["ins", "i"]],
    [{ specs: [{}] }, none, "invalid-key", ["specs", 0]],
    [{ specs: ["a"] }, none, "invalid-option", ["specs", 0]],
    [{ specs: [{ key: "a", ioManagerKey: "m" }] }, none, "unknown-option", ["specs", 0, "ioManagerKey"]],
    [{ specs: [{ key: "a_b" }, { key: ["a", "b"] }] }, none, "output-name-collision", ["specs", 1]],
    [{ specs: [{ key: "a", deps: ["a"] }] }, none, "self-dependency", ["specs", 0, "deps", 0]],
    [
      {
        specs: [
          { key: "a", groupName: "g" },
          { key: "a", groupName: "h" },
        ],
      },
      none,
      "conflicting-specs",
      ["specs", 1],
    ],
    [{ outs: { a: {} }, deps: ["d"], internalAssetDeps: { a: [] } }, none, "input-without-output", ["deps", 0]],
    [{ outs: { a: {}, b: {} }, internalAssetDeps: { a: ["i"] } }, takes("i", "j"), "input-without-output", ["parameters", "j"]],
    [
      { specs: [{ key: "a", partitionsDef: daily }], partitionsDef: hourly },
      none,
      "different-partitions",
      ["specs", 0, "partitionsDef"],
    ],
    [
      { specs: [{ key: "a", partitionsDef: daily }, { key: "b" }], partitionsDef: daily },
      none,
      "different-partitions",
      ["specs", 1],
    ],
    [
      {
        specs: [
          { key: "a", partitionsDef: daily },
          { key: "b", partitionsDef: hourly },
        ],
      },
      none,
      "mixed-partitions",
      ["specs", 1, "partitionsDef"],
    ],
  ])("%o with %o is wrong: %s", (options, parameters, code, path) => {
    expect(check(options, parameters).findings.map((made) => [made.code, made.path])).toEqual([[code, path]]);
  });

  test("is told all its faults at once", () => {
    const { findings } = check({ outs: { a: { groupName: "" }, b: { owners: ["x"] } }, groupNme: "x", name: "a b" });
    expect(findings.map(({ code }) => code)).toEqual(["unknown-option", "invalid-name", "invalid-group-name", "invalid-owner"]);
  });

  test("gives each asset what is said of the step", () => {
    const step = { requiredResourceKeys: ["db"], opTags: { t: 1 }, retryPolicy: {}, pool: "p", name: "both", groupName: "g" };
    const outs = {
      a: { isRequired: false, groupName: "g" },
      b: { valueless: true, ioManagerKey: "m", kinds: ["k"], codeVersion: "1" },
    };
    const { specs } = check({ ...step, outs, checkSpecs: [{ name: "c", asset: "b" }], partitionsDef: daily });
    const shared = {
      stepName: "both",
      unit: { id: "a", canSubset: false },
      materializable: true,
      requiredResourceKeys: ["db"],
      opTags: { t: "1" },
      retryPolicy: { maxRetries: 1 },
      pool: "p",
      groupName: "g",
      partitionsDef: daily,
    };
    expect(specs).toMatchObject([
      { ...shared, outputName: "a", outputRequired: false, ioManagerKey: "ioManager", checks: [] },
      {
        ...shared,
        outputName: "b",
        outputRequired: true,
        valueless: true,
        ioManagerKey: "m",
        kinds: ["k"],
        codeVersion: "1",
        checks: [{ name: "c" }],
      },
    ]);
    expect(specs[0]).not.toHaveProperty("valueless");
  });

  test("of specs keeps no values unless a spec says where", () => {
    const metadata = { "dagster/io_manager_key": "m" };
    const { specs } = check({ specs: [{ key: ["p", "a-b"] }, { key: "c", metadata }, { key: "d", skippable: true }] });
    expect(
      specs.map(({ outputName, valueless, ioManagerKey, outputRequired }) => [
        outputName,
        valueless,
        ioManagerKey,
        outputRequired,
      ]),
    ).toEqual([
      ["p_a_b", true, "ioManager", true],
      ["c", undefined, "m", true],
      ["d", true, "ioManager", false],
    ]);
    expect(check({ specs: [{ key: "a" }], canSubset: true }).specs).toMatchObject([
      { outputRequired: false, unit: { canSubset: true } },
    ]);
  });

  test("of operations is computed as a whole", () => {
    const graph = { family: "graphMultiAsset" } as const;
    expect(check({ outs: { a: {}, b: {} } }, none, graph).specs).toMatchObject([
      { unit: { canSubset: false, isGraph: true } },
      {},
    ]);
    const codes = (options: Options) => check(options, none, graph).findings.map(({ code }) => code);
    expect(codes({ outs: { a: {} }, canSubset: true })).toEqual(["unknown-option"]);
    expect(codes({ specs: [{ key: "a" }] })).toEqual(["unknown-option", "outs-or-specs"]);
  });

  test("may wait for its name", () => {
    const { specs, findings } = check({ outs: { a: {} } }, none, { fallbackName: undefined, nameRequired: false } as never);
    expect([specs.length, findings]).toEqual([1, []]);
    const missing = checkDeclaration({
      family: "multiAsset",
      options: { outs: { a: {} } },
      nameRequired: true,
      parameters: none,
      resourceKeys: new Set(),
    });
    expect(missing.findings.map(({ code }) => code)).toEqual(["missing-name"]);
  });
});

test("assets of different partitions may share a function that can be cut", () => {
  const specs = [
    { key: "a", partitionsDef: daily },
    { key: "b", partitionsDef: hourly },
  ];
  const checked = check({ specs, canSubset: true });
  expect(checked.findings).toEqual([]);
  expect(checked.specs.map(({ partitionsDef }) => partitionsDef?.kind)).toEqual(["daily", "hourly"]);
});

describe("what is not known of a function of several assets is never wrong", () => {
  test.each<[Options, InputParameters, string, boolean]>([
    [{ outs: UNKNOWN }, none, "", true],
    [{ specs: UNKNOWN }, takes("x"), "", true],
    [{ outs: { a: {}, b: UNKNOWN } }, none, "a()", true],
    [{ outs: { a: { key: UNKNOWN } } }, none, "", true],
    [{ specs: [UNKNOWN, { key: "a", deps: UNKNOWN }] }, takes("x"), "a()", true],
    [{ outs: { a: { tags: UNKNOWN, groupName: UNKNOWN } }, groupName: "g" }, none, "a()", false],
    [{ outs: { a: {} }, internalAssetDeps: { a: UNKNOWN } }, takes("x"), "a(x=x)", false],
    [{ outs: { a: {} }, internalAssetDeps: { a: [UNKNOWN] } }, takes("x"), "a()", false],
    [{ outs: { a: {} }, name: UNKNOWN }, none, "a()", false],
  ])("%o %o", (options, parameters, expected, keyUnknown) => {
    const checked = check(options, parameters);
    expect(checked.findings).toEqual([]);
    expect([written(checked.specs), checked.keyUnknown]).toEqual([expected, keyUnknown]);
  });

  test("nor is a parameter that may be a resource", () => {
    expect(check({ specs: [{ key: "a" }] }, takes("x"), { resourcesIncomplete: true }).findings).toEqual([]);
  });

  test("with options that are not listed", () => {
    expect(check({}, none, { optionsIncomplete: true }).findings).toEqual([]);
    expect(check({ outs: { a: {} } }, none, { optionsIncomplete: true }).findings).toEqual([]);
    expect(check({ specs: [{ key: "a" }] }, none, { optionsIncomplete: true }).findings).toEqual([]);
  });
});
