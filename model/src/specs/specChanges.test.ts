import { describe, expect, test } from "vitest";
import { type AssetKey, keyId, withPrefix } from "../keys/assetKey.ts";
import { checkDeclaration } from "./checkDeclaration.ts";
import type { DeclarationFamily, SpecChange } from "./declaration.ts";

type Options = Readonly<Record<string, unknown>>;

function check(family: DeclarationFamily, options: Options, changes: readonly SpecChange[], takes: readonly string[] = []) {
  const parameters = { kind: "names", names: takes, rest: false } as const;
  return checkDeclaration({ family, options, changes, parameters, nameRequired: true, resourceKeys: new Set() });
}

/** The change that puts `p` before some keys. */
function prefixed(...paths: readonly string[]): SpecChange {
  const keys = paths.map((path): AssetKey => ({ path: path.split("/") }));
  return { kind: "rekey", keys: new Map(keys.map((key) => [keyId(key), withPrefix("p", key)])) };
}

describe("new keys", () => {
  test("go to the asset, to what it depends on, and to its checks", () => {
    const checkSpecs = [{ name: "c", additionalDeps: ["x", "y"] }];
    const { specs } = check("asset", { name: "a", deps: ["x", "y"], checkSpecs }, [prefixed("a", "x")], ["i"]);
    expect(specs).toMatchObject([
      {
        key: { path: ["p", "a"] },
        stepName: "p__a",
        deps: [{ key: { path: ["i"] } }, { key: { path: ["p", "x"] } }, { key: { path: ["y"] } }],
        checks: [{ asset: { path: ["p", "a"] }, additionalDeps: [{ path: ["p", "x"] }, { path: ["y"] }] }],
      },
    ]);
  });

  test("go to an asset that was named only afterwards, by the prefix", () => {
    const change: SpecChange = { kind: "rekey", keys: new Map([["x", { path: ["q", "x"] }]]), prefix: ["q"] };
    const { specs } = check("asset", { name: "a", deps: ["x", "y"] }, [change, change]);
    expect(specs).toMatchObject([
      { key: { path: ["q", "q", "a"] }, stepName: "q__q__a", deps: [{ key: { path: ["q", "x"] } }, { key: { path: ["y"] } }] },
    ]);
  });

  test("leave assets that are computed together one unit, and the step its name", () => {
    const options = { name: "unit", outs: { a: {}, b: {} }, internalAssetDeps: { b: ["a"] } };
    const { specs } = check("multiAsset", options, [
      prefixed("a", "b"),
      { kind: "rekey", keys: new Map([["p/b", { path: ["z"] }]]) },
    ]);
    expect(specs).toMatchObject([
      { key: { path: ["p", "a"] }, stepName: "unit", outputName: "a", unit: { id: "p/a" } },
      { key: { path: ["z"] }, stepName: "unit", outputName: "b", unit: { id: "p/a" }, deps: [{ key: { path: ["p", "a"] } }] },
    ]);
  });
});

describe("attributes", () => {
  test("are changed one change after the other", () => {
    const { specs, findings } = check("asset", { name: "a", owners: ["team:a"] }, [
      { kind: "replace", attributes: { owners: ["team:b"] } },
      { kind: "merge", attributes: { owners: ["team:c"] } },
    ]);
    expect(findings).toEqual([]);
    expect(specs).toMatchObject([{ owners: ["team:b", "team:c"] }]);
  });

  test.each<[SpecChange, string[]]>([
    [{ kind: "merge", attributes: { deps: ["x"] } }, []],
    [{ kind: "merge", attributes: { deps: ["y"] } }, ["fixed-dependency"]],
    [{ kind: "replace", attributes: { deps: [] } }, ["fixed-dependency"]],
    [{ kind: "replace", attributes: { groupName: "g" } }, []],
  ])("of an asset of operations: %o", (change, codes) => {
    const { findings } = check("graphAsset", { name: "a" }, [change], ["x"]);
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });
});
