import { describe, expect, test } from "vitest";
import { checkDeclaration } from "./checkDeclaration.ts";
import type { DeclarationFamily, InputParameters } from "./declaration.ts";
import { UNKNOWN } from "./unknown.ts";

function check(
  family: DeclarationFamily,
  options: Readonly<Record<string, unknown>>,
  parameters: InputParameters = { kind: "none" },
) {
  return checkDeclaration({ family, options, parameters, fallbackName: "events", nameRequired: true, resourceKeys: new Set() });
}

describe("an external asset", () => {
  test.each<[Readonly<Record<string, unknown>>, readonly string[]]>([
    [{}, ["events"]],
    [{ name: "a" }, ["a"]],
    [{ name: "a", keyPrefix: ["p", "q"] }, ["p", "q", "a"]],
    [{ key: "s3.bucket/my file" }, ["s3.bucket/my file"]],
    [{ key: ["lake", "events.parquet"] }, ["lake", "events.parquet"]],
    [{ name: "context" }, ["context"]],
  ])("%o has the key %o", (options, path) => {
    const { specs, findings } = check("externalAsset", options);
    expect(findings).toEqual([]);
    expect(specs).toMatchObject([{ key: { path }, materializable: false }]);
  });

  test("carries what describes it", () => {
    const { specs } = check("externalAsset", {
      deps: ["a", { asset: "b", partitionMapping: { kind: "last" } }],
      groupName: "g",
      kinds: ["k"],
      partitionsDef: { kind: "daily" },
      ioManagerKey: "lake",
    });
    expect(specs).toMatchObject([
      {
        deps: [
          { key: { path: ["a"] }, kind: "order" },
          { key: { path: ["b"] }, kind: "order", partitionMapping: { kind: "last" } },
        ],
        groupName: "g",
        tags: { "dagster/kind/k": "" },
        partitionsDef: { kind: "daily" },
        ioManagerKey: "lake",
      },
    ]);
    expect(check("externalAsset", { metadata: { "dagster/io_manager_key": "m" } }).specs).toMatchObject([{ ioManagerKey: "m" }]);
  });

  test.each<[Readonly<Record<string, unknown>>, string, (string | number)[]]>([
    [{ key: "a", name: "b" }, "key-with-name", ["key"]],
    [{ key: 7 }, "invalid-key", ["key"]],
    [{ key: "a".repeat(1000) }, "key-too-long", ["key"]],
    [{ deps: ["events"] }, "self-dependency", ["deps", 0]],
    [{ groupName: "a b" }, "invalid-group-name", ["groupName"]],
    [{ pool: "p" }, "unknown-option", ["pool"]],
    [{ checkSpecs: [] }, "unknown-option", ["checkSpecs"]],
  ])("%o is wrong", (options, code, path) => {
    expect(check("externalAsset", options).findings.map((made) => [made.code, made.path])).toEqual([[code, path]]);
  });

  test("may have a key that is not known", () => {
    expect(check("externalAsset", { key: UNKNOWN })).toMatchObject({ specs: [], keyUnknown: true, findings: [] });
    expect(check("externalAsset", { name: UNKNOWN })).toMatchObject({ specs: [], keyUnknown: true, findings: [] });
    expect(check("externalAsset", { keyPrefix: UNKNOWN })).toMatchObject({ specs: [], keyUnknown: true, findings: [] });
  });
});

describe("an observable asset", () => {
  test("takes nothing but resources", () => {
    const { specs, findings } = check(
      "observableAsset",
      { requiredResourceKeys: ["db"], pool: "p" },
      { kind: "names", names: ["db", "http"], rest: false },
    );
    expect(findings).toEqual([]);
    expect(specs).toMatchObject([
      {
        key: { path: ["events"] },
        materializable: false,
        observable: true,
        deps: [],
        requiredResourceKeys: ["db", "http"],
        pool: "p",
      },
    ]);
  });

  test.each<[Readonly<Record<string, unknown>>, string]>([
    [{ name: "a.b" }, "invalid-name"],
    [{ name: "context" }, "reserved-name"],
    [{ deps: ["a"] }, "unknown-option"],
    [{ ins: {} }, "unknown-option"],
    [{ retryPolicy: { backoff: "linear" } }, "invalid-retry-policy"],
  ])("%o is wrong", (options, code) => {
    expect(check("observableAsset", options).findings.map((made) => made.code)).toEqual([code]);
  });

  test("takes the context as the second parameter", () => {
    const { findings } = check("observableAsset", {}, { kind: "names", names: ["context"], rest: false });
    expect(findings.map(({ code }) => code)).toEqual(["reserved-input"]);
  });
});
