import { describe, expect, test } from "vitest";
import { mergeAttributes, replaceAttributes } from "./changeAttributes.ts";
import { checkDeclaration } from "./checkDeclaration.ts";
import type { AssetSpec } from "./declaration.ts";

type Options = Readonly<Record<string, unknown>>;

function asset(options: Options, takes: readonly string[] = []): AssetSpec {
  const parameters = { kind: "names", names: takes, rest: false } as const;
  const { specs } = checkDeclaration({
    options: { name: "a", ...options },
    parameters,
    nameRequired: true,
    resourceKeys: new Set(),
  });
  return specs[0] as AssetSpec;
}

const full = asset({
  deps: ["x"],
  groupName: "g",
  description: "d",
  metadata: { one: 1 },
  tags: { t: "v" },
  kinds: ["k"],
  owners: ["team:a"],
  codeVersion: "1",
  partitionsDef: { kind: "daily" },
});

const depsOf = ({ deps }: AssetSpec) => deps.map(({ kind, key, inputName }) => [kind, inputName, key.path.join("/")]);

describe("replaced attributes", () => {
  test.each<[Options, Partial<AssetSpec>]>([
    [{}, full],
    [{ groupName: "h" }, { groupName: "h", description: "d" }],
    [{ groupName: null }, { groupName: "default" }],
    [{ groupName: undefined }, { groupName: "g" }],
    [{ metadata: { two: 2 } }, { metadata: { two: { type: "int", value: 2 } } }],
    [{ kinds: ["l"] }, { kinds: ["l"], tags: { t: "v", "dagster/kind/l": "" } }],
    [{ tags: { u: "w" } }, { kinds: ["k"], tags: { u: "w", "dagster/kind/k": "" } }],
    [
      { tags: {}, kinds: [] },
      { kinds: [], tags: {} },
    ],
    [{ owners: ["team:b"] }, { owners: ["team:b"] }],
    [{ skippable: true }, { outputRequired: false }],
    [{ key: ["p", "b"] }, { key: { path: ["p", "b"] }, stepName: "p__b" }],
    [{ partitionsDef: { kind: "dynamic", name: "d" } }, { partitionsDef: { kind: "dynamic", name: "d" } }],
    [{ deps: [] }, { deps: [] }],
  ])("%o", (attributes, expected) => {
    const { spec, findings } = replaceAttributes(full, attributes);
    expect(findings).toEqual([]);
    expect(spec).toMatchObject(expected);
  });

  test("may take away", () => {
    const { spec } = replaceAttributes(full, {
      description: null,
      codeVersion: null,
      partitionsDef: null,
      metadata: null,
      owners: null,
    });
    for (const name of ["description", "codeVersion", "partitionsDef"]) expect(spec).not.toHaveProperty(name);
    expect(spec).toMatchObject({ metadata: {}, owners: [] });
  });

  test.each<[Options, string, (string | number)[]]>([
    [{ groupName: "" }, "invalid-group-name", ["groupName"]],
    [{ owners: ["x"] }, "invalid-owner", ["owners", 0]],
    [{ tags: { "a%": "" } }, "invalid-tag", ["tags", "a%"]],
    [{ tags: { a: 1 } }, "invalid-tag", ["tags", "a"]],
    [{ kinds: ["a b"] }, "invalid-kind", ["kinds", 0]],
    [{ kinds: Array.from({ length: 11 }, (_, index) => `k${index}`) }, "too-many-kinds", ["kinds"]],
    [{ deps: ["a"] }, "self-dependency", ["deps", 0]],
    [{ key: 7 }, "invalid-key", ["key"]],
    [{ key: "a b" }, "invalid-name", ["key"]],
    [{ pool: "p" }, "unknown-option", ["pool"]],
    [{ description: 7 }, "invalid-option", ["description"]],
  ])("%o are wrong", (attributes, code, path) => {
    expect(replaceAttributes(asset({}), attributes).findings.map((made) => [made.code, made.path])).toEqual([[code, path]]);
  });

  test("leave what the function takes", () => {
    const spec = asset({ deps: ["x", "y"] }, ["i"]);
    const { spec: kept, findings } = replaceAttributes(spec, { deps: ["i", "z", "x"] });
    expect(findings).toEqual([]);
    expect(depsOf(kept)).toEqual([
      ["data", "i", "i"],
      ["order", undefined, "x"],
      ["order", undefined, "z"],
    ]);
    const refused = replaceAttributes(spec, { deps: [] });
    expect(refused.findings.map(({ code }) => code)).toEqual(["fixed-dependency"]);
    expect(depsOf(refused.spec)).toEqual([["data", "i", "i"]]);
  });

  test("give a dependency its new settings", () => {
    const { spec } = replaceAttributes(full, { deps: [{ asset: "x", partitionMapping: { kind: "last" } }] });
    expect(spec.deps).toMatchObject([{ key: { path: ["x"] }, partitionMapping: { kind: "last" } }]);
  });
});

describe("merged attributes", () => {
  test.each<[Options, Partial<AssetSpec>]>([
    [{}, full],
    [{ metadata: { two: 2 } }, { metadata: { one: { type: "int", value: 1 }, two: { type: "int", value: 2 } } }],
    [{ tags: { t: "w", u: "x" } }, { tags: { t: "w", u: "x", "dagster/kind/k": "" } }],
    [{ kinds: ["l", "k"] }, { kinds: ["k", "l"] }],
    [{ owners: ["team:a", "team:b"] }, { owners: ["team:a", "team:a", "team:b"] }],
  ])("%o", (attributes, expected) => {
    const { spec, findings } = mergeAttributes(full, attributes);
    expect(findings).toEqual([]);
    expect(spec).toMatchObject(expected);
  });

  test("append dependencies", () => {
    const { spec, findings } = mergeAttributes(asset({ deps: ["x"] }, ["i"]), { deps: ["y", "x", "i"] });
    expect(findings).toEqual([]);
    expect(depsOf(spec)).toEqual([
      ["data", "i", "i"],
      ["order", undefined, "x"],
      ["order", undefined, "y"],
    ]);
  });

  test.each<[Options, string]>([
    [{ deps: [{ asset: "x", partitionMapping: { kind: "last" } }] }, "duplicate-dependency"],
    [{ deps: ["a"] }, "self-dependency"],
    [{ groupName: "h" }, "unknown-option"],
    [{ kinds: Array.from({ length: 10 }, (_, index) => `k${index}`) }, "too-many-kinds"],
  ])("%o are wrong", (attributes, code) => {
    const spec = asset({ deps: ["x"], kinds: ["k"] });
    expect(mergeAttributes(spec, attributes).findings.map((made) => made.code)).toEqual([code]);
  });
});
