import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkAssetDeclaration } from "./checkAssetDeclaration.ts";
import type { AssetDeclaration, InputParameters } from "./declaration.ts";
import { UNKNOWN } from "./unknown.ts";

function declaration(options: Record<string, unknown>, more: Partial<AssetDeclaration> = {}): AssetDeclaration {
  return { options, fallbackName: "fn", nameRequired: true, parameters: { kind: "none" }, resourceKeys: new Set(), ...more };
}

describe("the spec of a declaration", () => {
  test("has a default for everything", () => {
    expect(checkAssetDeclaration(declaration({}))).toEqual({
      keyUnknown: false,
      findings: [],
      spec: {
        key: { path: ["fn"] },
        stepName: "fn",
        materializable: true,
        deps: [],
        depsIncomplete: false,
        groupName: "default",
        metadata: {},
        tags: {},
        kinds: [],
        owners: [],
        ioManagerKey: "ioManager",
        requiredResourceKeys: [],
        opTags: {},
        outputRequired: true,
        checks: [],
      },
    });
  });

  test("holds everything that was given", () => {
    const parameters: InputParameters = { kind: "names", names: ["raw", "duckdb"], rest: false };
    const options = {
      name: "clean",
      keyPrefix: "sales",
      ins: { raw: { keyPrefix: "sales" } },
      deps: ["calendar"],
      metadata: { owner: "ann", fresh: new Date(0), loader: new Map(), later: UNKNOWN },
      tags: { tier: "gold", "dagster/kind/table": "" },
      description: "Clean orders.",
      requiredResourceKeys: ["s3"],
      ioManagerKey: "parquet",
      opTags: { cpu: 2, os: "linux", rind: { a: ["b", null], c: true }, later: UNKNOWN, within: [1, { later: UNKNOWN }] },
      groupName: "sales/eu",
      outputRequired: false,
      retryPolicy: { delay: 3 },
      codeVersion: "2",
      checkSpecs: [{ name: "no_nulls" }],
      owners: ["team:sales"],
      kinds: ["duckdb"],
      pool: "small",
    };
    const { spec, findings } = checkAssetDeclaration(declaration(options, { parameters, resourceKeys: new Set(["duckdb"]) }));
    expect(findings).toEqual([]);
    expect(spec).toEqual({
      key: { path: ["sales", "clean"] },
      stepName: "sales__clean",
      materializable: true,
      deps: [
        { key: { path: ["sales", "raw"] }, kind: "data", inputName: "raw", declaredAt: ["ins", "raw"] },
        { key: { path: ["calendar"] }, kind: "order", declaredAt: ["deps", 0] },
      ],
      depsIncomplete: false,
      groupName: "sales/eu",
      description: "Clean orders.",
      metadata: {
        owner: { type: "text", value: "ann" },
        fresh: { type: "timestamp", value: "1970-01-01T00:00:00.000Z" },
        loader: { type: "text", value: "[Map] (not serializable)" },
      },
      tags: { tier: "gold", "dagster/kind/table": "", "dagster/kind/duckdb": "" },
      kinds: ["duckdb", "table"],
      owners: ["team:sales"],
      codeVersion: "2",
      ioManagerKey: "parquet",
      requiredResourceKeys: ["s3", "duckdb"],
      opTags: { cpu: "2", os: "linux", rind: '{"a": ["b", null], "c": true}' },
      outputRequired: false,
      pool: "small",
      retryPolicy: { maxRetries: 1, delay: 3 },
      checks: [{ asset: { path: ["sales", "clean"] }, name: "no_nulls", blocking: false, additionalDeps: [], metadata: {} }],
    });
  });

  test("keeps names like __proto__ as data", () => {
    const odd = JSON.parse('{"__proto__": "x", "constructor": "y"}') as object;
    const { spec } = checkAssetDeclaration(declaration({ tags: odd, metadata: odd, opTags: odd }));
    for (const held of [spec?.tags, spec?.metadata, spec?.opTags]) {
      expect(Object.keys(held ?? {})).toEqual(["__proto__", "constructor"]);
    }
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test.each<[AssetDeclaration, boolean, boolean]>([
    [declaration({ name: UNKNOWN }), false, true],
    [declaration({ key: 7 }), false, false],
    [declaration({}, { optionsIncomplete: true }), false, true],
    [declaration({ name: "a" }, { optionsIncomplete: true }), false, true],
    [declaration({ key: "a" }, { optionsIncomplete: true }), true, false],
    [declaration({ name: "a.b" }), true, false],
  ])("is there where the key is: %o", (given, there, keyUnknown) => {
    const checked = checkAssetDeclaration(given);
    expect([checked.spec !== undefined, checked.keyUnknown]).toEqual([there, keyUnknown]);
  });

  test("says what it does not know", () => {
    const { spec, findings } = checkAssetDeclaration(declaration({ key: "fn", deps: ["fn"] }, { optionsIncomplete: true }));
    expect(findings).toEqual([]);
    expect([spec?.depsIncomplete, spec?.groupNameUnknown]).toEqual([true, true]);
  });
});

describe("options given as null", () => {
  test("count as left out", () => {
    const names = ["key", "keyPrefix", "ins", "deps", "tags", "owners", "kinds", "groupName", "retryPolicy", "pool", "opTags"];
    const nulls = Object.fromEntries(names.map((name) => [name, null]));
    const opaque = { parameters: { kind: "opaque", name: "inputs" } } as const;
    expect(checkAssetDeclaration(declaration(nulls))).toEqual(checkAssetDeclaration(declaration({})));
    expect(checkAssetDeclaration(declaration({ ins: null }, opaque)).findings).toMatchObject([
      { code: "inputs-not-destructured" },
    ]);
  });
});

describe("pool and op tags", () => {
  const holdsItself: Record<string, unknown> = {};
  holdsItself.again = holdsItself;
  let deep: unknown = [];
  for (let level = 0; level < 100_000; level++) deep = [deep];
  const shared = { a: 1 };

  test.each<[Record<string, unknown>, string[]]>([
    [{ pool: "a", opTags: { "dagster/concurrency_key": "a" } }, []],
    [{ pool: "a", opTags: { "dagster/concurrency_key": "b" } }, ["pool-conflict"]],
    [{ opTags: { "dagster/concurrency_key": "b" } }, ["deprecated-option"]],
    [{ pool: "a", opTags: { "dagster/concurrency_key": UNKNOWN } }, []],
    [{ pool: UNKNOWN, opTags: { "dagster/concurrency_key": "b" } }, []],
    [{ opTags: { a: [1, "b", null, { c: true }], d: UNKNOWN, e: [UNKNOWN] } }, []],
    [{ opTags: { a: shared, b: [shared, shared] } }, []],
    [{ opTags: { a: 1n, b: new Date(0), c: () => 1 } }, ["invalid-option", "invalid-option", "invalid-option"]],
    [{ opTags: { a: Number.NaN, b: undefined, c: Array(1) } }, ["invalid-option", "invalid-option", "invalid-option"]],
    [{ opTags: { a: holdsItself } }, ["invalid-option"]],
    [{ opTags: { a: deep } }, ["invalid-option"]],
  ])("%#", (options, codes) => {
    expect(checkAssetDeclaration(declaration(options)).findings.map(({ code }) => code)).toEqual(codes);
  });
});

describe("a value that is not known", () => {
  const text = fc.constantFrom("a", "b", "fn", "context", "config", "x y", "a/b", "", "__proto__");
  const key = fc.oneof(
    text,
    fc.array(text, { maxLength: 2 }),
    fc.record({ path: fc.array(text, { minLength: 1, maxLength: 2 }) }),
  );
  const odd = fc.constantFrom<unknown>(null, undefined, 7, {}, [], "text", true);
  const offset = fc.constantFrom(-1, 0);
  const mapping = fc.record({ startOffset: offset, endOffset: offset });
  const settings = { partitionMapping: mapping, metadata: fc.dictionary(text, fc.integer({ max: 1 }), { maxKeys: 1 }) };
  const assetIn = fc.record({ key, keyPrefix: key, ...settings, other: odd }, { requiredKeys: [] });
  const assetDep = fc.record({ asset: key, ...settings }, { requiredKeys: ["asset"] });
  const check = fc.record(
    { name: text, asset: key, additionalDeps: fc.array(key, { maxLength: 2 }), blocking: odd },
    { requiredKeys: ["name"] },
  );
  const tags = fc.dictionary(fc.oneof(text, fc.constantFrom("dagster/kind/a", "dagster/concurrency_key")), fc.oneof(text, odd));
  const values: Record<string, fc.Arbitrary<unknown>> = {
    name: fc.oneof(text, odd),
    keyPrefix: fc.oneof(key, odd),
    key: fc.oneof(key, odd),
    ins: fc.oneof(fc.dictionary(text, fc.oneof(key, assetIn, odd), { maxKeys: 3 }), odd),
    deps: fc.oneof(fc.array(fc.oneof(key, assetDep, odd), { maxLength: 4 }), odd),
    metadata: fc.oneof(tags, odd),
    tags: fc.oneof(tags, odd),
    requiredResourceKeys: fc.oneof(fc.array(fc.oneof(text, odd), { maxLength: 3 }), odd),
    partitionsDef: fc.oneof(fc.record({ kind: fc.constantFrom("daily", "static") }), odd),
    opTags: fc.oneof(tags, odd),
    groupName: fc.oneof(text, odd),
    outputRequired: odd,
    retryPolicy: fc.oneof(fc.record({ maxRetries: odd, delay: odd, backoff: odd, jitter: odd }, { requiredKeys: [] }), odd),
    checkSpecs: fc.oneof(fc.array(fc.oneof(check, odd), { maxLength: 3 }), odd),
    owners: fc.oneof(fc.array(fc.oneof(text, odd), { maxLength: 2 }), odd),
    kinds: fc.oneof(fc.array(fc.oneof(text, odd), { maxLength: 12 }), odd),
    pool: fc.oneof(text, odd),
  };
  const parameters = fc.oneof(
    fc.constant<InputParameters>({ kind: "none" }),
    fc.constant<InputParameters>({ kind: "opaque", name: "inputs" }),
    fc.record({ kind: fc.constant("names" as const), names: fc.array(text, { maxLength: 3 }), rest: fc.boolean() }),
  );
  const declarations = fc
    .tuple(fc.record(values, { requiredKeys: [] }), parameters)
    .map(([options, taken]) => declaration(options, { parameters: taken }));

  /** Every way to replace one value, at any depth, by UNKNOWN. */
  function blurred(value: unknown): unknown[] {
    if (Array.isArray(value))
      return [UNKNOWN, ...value.flatMap((item, at) => blurred(item).map((other) => value.with(at, other)))];
    if (typeof value !== "object" || value === null) return [UNKNOWN];
    return [
      UNKNOWN,
      ...Object.entries(value).flatMap(([name, inner]) =>
        blurred(inner).map((other) => Object.fromEntries([...Object.entries(value), [name, other]])),
      ),
    ];
  }

  // An error may move: of two entries with one fault, the second shows once the first is not known. So may the fault of an
  // entry that says otherwise than an earlier one with the same key, and is not read for that.
  const errors = (given: AssetDeclaration) =>
    checkAssetDeclaration(given).findings.flatMap(({ code }) =>
      code === "duplicate-dependency" || code === "input-in-ins-and-deps" ? [code, "self-dependency"] : [code],
    );

  test("never adds an error", () => {
    fc.assert(
      fc.property(declarations, (given) => {
        const before = new Set(errors(given));
        for (const options of blurred(given.options).filter((other) => other !== UNKNOWN)) {
          const added = errors({ ...given, options: options as Record<string, unknown> }).filter((error) => !before.has(error));
          expect(added).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("never adds an error where options may be missing", () => {
    fc.assert(
      fc.property(declarations, (given) => {
        const before = new Set(errors(given));
        for (const option of Object.keys(given.options)) {
          const { [option]: _, ...options } = given.options;
          const added = errors({ ...given, options, optionsIncomplete: true }).filter((error) => !before.has(error));
          expect(added).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("leads to the same answer each time", () => {
    fc.assert(
      fc.property(declarations, (given) => {
        expect(checkAssetDeclaration(given)).toEqual(checkAssetDeclaration(given));
      }),
    );
  });
});
