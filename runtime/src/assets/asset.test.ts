import { AssetKey } from "@headwater/model";
import { expect, test } from "vitest";
import { AssetCheckSpec } from "../checks/assetCheckSpec.ts";
import { AssetDep } from "../dependencies/assetDep.ts";
import { AssetIn } from "../dependencies/assetIn.ts";
import { RetryPolicy } from "../retries/retryPolicy.ts";
import { asset } from "./asset.ts";
import { AssetDefinitionError } from "./assetDefinitionError.ts";

// What callers without types, or with casts, can hand over.
const untyped = asset as unknown as (...given: readonly unknown[]) => ReturnType<typeof asset>;
const none = () => {};
const up = asset({ name: "up" }, none);
const pending = asset(() => 1);

function codes(...given: readonly unknown[]): string[] {
  try {
    untyped(...given);
  } catch (error) {
    if (!(error instanceof AssetDefinitionError)) throw error;
    expect(error.code).toBe(error.findings[0]?.code);
    for (const finding of error.findings) expect(error.message).toContain(`${finding.message} [${finding.code}]`);
    return error.findings.map(({ code }) => code);
  }
  return [];
}

test.each<[title: string, options: object, expected: readonly string[], compute?: unknown]>([
  ["nothing", {}, []],
  [
    "every option",
    {
      name: "a",
      keyPrefix: ["x", "y"],
      ins: { raw: up },
      deps: [pending, "b", AssetDep("c")],
      metadata: { a: 1 },
      tags: { t: "v" },
      description: "d",
      requiredResourceKeys: ["db"],
      ioManagerKey: "io",
      partitionsDef: { kind: "static", partitionKeys: ["p"] },
      opTags: { "dagster/priority": 2 },
      groupName: "g/h",
      outputRequired: true,
      automationCondition: { kind: "eager" },
      retryPolicy: RetryPolicy({ maxRetries: 2 }),
      codeVersion: "1",
      checkSpecs: [AssetCheckSpec({ name: "c" })],
      owners: ["team:x"],
      kinds: ["duckdb"],
      pool: "p",
    },
    [],
    ({ raw, db }: { raw: unknown; db: unknown }) => [raw, db],
  ],
  ["an unknown option", { nmae: "a" }, ["unknown-option"]],
  ["an own __proto__", JSON.parse('{"__proto__": {"name": "a"}}'), ["unknown-option"]],
  ["an inherited option", { __proto__: { name: "a" } }, ["invalid-option"]],
  ["a Map of tags", { tags: new Map([["a", "b"]]) }, ["invalid-option"]],
  ["a Map of inputs", { ins: new Map([["a", up]]) }, ["invalid-option"]],
  ["inherited tags", { tags: Object.create({ a: "b" }) }, ["invalid-option"]],
  ["inherited inputs", { ins: { __proto__: { a: up } } }, ["invalid-option"]],
  ["options that are null", { name: null, ins: null, deps: null }, []],
  ["a name that is no text", { name: 5 }, ["invalid-option"]],
  ["key and name", { key: "a", name: "b" }, ["key-with-name"]],
  ["a key of a wrong kind", { key: 5 }, ["invalid-key"]],
  ["a slash", { name: "a/b" }, ["slash-in-key-part"]],
  ["a dot", { name: "a.b" }, ["invalid-name"]],
  ["a reserved name", { name: "config" }, ["reserved-name"]],
  ["a group", { groupName: "a//b" }, ["invalid-group-name"]],
  ["a tag", { tags: { "a b": "" } }, ["invalid-tag"]],
  ["a kind", { kinds: ["a b"] }, ["invalid-kind"]],
  ["eleven kinds", { kinds: [..."abcdefghijk"] }, ["too-many-kinds"]],
  ["an owner", { owners: ["me"] }, ["invalid-owner"]],
  ["a retry policy", { retryPolicy: RetryPolicy({ backoff: "linear" }) }, ["invalid-retry-policy"]],
  ["a pool", { pool: "a", opTags: { "dagster/concurrency_key": "b" } }, ["pool-conflict"]],
  ["op tags", { opTags: { a: none } }, ["invalid-option"]],
  ["a check", { checkSpecs: [AssetCheckSpec({ name: "a b" })] }, ["invalid-check"]],
  ["a check of another asset", { name: "a", checkSpecs: [AssetCheckSpec({ name: "c", asset: up })] }, ["invalid-check"]],
  ["a check twice", { checkSpecs: [AssetCheckSpec({ name: "c" }), AssetCheckSpec({ name: "c" })] }, ["duplicate-check"]],
  ["an opaque parameter", {}, ["inputs-not-destructured"], (inputs: unknown) => inputs],
  ["an opaque parameter with ins", { ins: { up } }, [], (inputs: unknown) => inputs],
  ["a rest", {}, ["inputs-not-destructured"], ({ ...all }) => all],
  ["a computed name", {}, ["inputs-not-destructured"], ({ [`a${1}`]: a }: Record<string, unknown>) => a],
  ["a bound function", {}, ["inputs-not-destructured"], none.bind(undefined)],
  ["a bound function with ins", { ins: { up } }, [], none.bind(undefined)],
  ["context as an input", {}, ["reserved-input"], ({ context }: { context: unknown }) => context],
  ["config is no input", {}, [], ({ config }: { config: unknown }) => config],
  ["ins without a parameter", { ins: { up } }, ["input-without-parameter"]],
  ["ins with another parameter", { ins: { up } }, ["input-without-parameter"], ({ down }: { down: unknown }) => down],
  [
    "key and prefix of an input",
    { ins: { a: AssetIn({ key: "x", keyPrefix: "y" }) } },
    ["input-key-with-prefix"],
    ({ a }: { a: unknown }) => a,
  ],
  [
    "an unknown setting of an input",
    { ins: { a: AssetIn({ kye: "x" } as object) } },
    ["unknown-option"],
    ({ a }: { a: unknown }) => a,
  ],
  ["an input that is nothing", { ins: { a: undefined } }, ["invalid-key"], ({ a }: { a: unknown }) => a],
  [
    "in ins and deps",
    { ins: { a: AssetIn({ key: up, metadata: {} }) }, deps: [up] },
    ["input-in-ins-and-deps"],
    ({ a }: { a: unknown }) => a,
  ],
  ["deps twice", { deps: [up, AssetDep(up, { metadata: { a: 1 } })] }, ["duplicate-dependency"]],
  ["deps twice alike", { deps: [up, "up", AssetKey("up")] }, []],
  ["itself", { name: "up", deps: [up] }, ["self-dependency"]],
  ["a dependency that is nothing", { deps: [undefined] }, ["invalid-key"]],
  [
    "several at once",
    { name: "a.b", groupName: "", owners: ["x"], nmae: 1 },
    ["unknown-option", "invalid-name", "invalid-group-name", "invalid-owner"],
  ],
])("%s", (_, options, expected, compute = none) => {
  expect(codes(options, compute)).toEqual(expected);
});

test.each<[title: string, given: readonly unknown[]]>([
  ["nothing", []],
  ["no compute function", [{ name: "a" }]],
  ["options alone", [{}]],
  ["a text", ["a", none]],
  ["null", [null, none]],
  ["a list", [[], none]],
  ["a compute function that is none", [{}, {}]],
  ["a class", [class {}]],
  ["two functions", [none, none]],
])("asset() refuses %s", (_, given) => {
  expect(codes(...given)).toEqual(["invalid-option"]);
});

test("an error begins where asset() was called and lists everything", () => {
  const error = (() => {
    try {
      asset({ name: "a.b", groupName: "" }, none);
    } catch (thrown) {
      return thrown as AssetDefinitionError;
    }
    return undefined;
  })();
  expect(error?.message).toMatchInlineSnapshot(`
    "The asset "a.b" is not declared right, for 2 reasons:
      - An asset's name is made of letters A to Z, digits, _ and -, but "a.b" holds ".". [invalid-name]
      - A group name is not empty: leave groupName out for the group "default". [invalid-group-name]"
  `);
  expect(error?.stack?.split("\n").find((line) => line.includes(" at "))).toContain("asset.test.ts");
});

test.each<[title: string, definition: { readonly key: AssetKey }, expected: readonly string[]]>([
  ["name", asset({ name: "a" }, none), ["a"]],
  ["prefix and name", asset({ name: "a", keyPrefix: ["x", "y"] }, none), ["x", "y", "a"]],
  ["key", asset({ key: ["x", "a"] }, none), ["x", "a"]],
  ["the name wins over the function's", asset({ name: "a" }, function other() {}), ["a"]],
  ["the function's name", asset(function clean() {}), ["clean"]],
  ["the function's name and a prefix", asset({ keyPrefix: "x" }, async function clean() {}), ["x", "clean"]],
])("the key comes from %s", (_, definition, expected) => {
  expect(definition.key.path).toEqual(expected);
});

test("a pending key says how to mend it", () => {
  expect(() => pending.key).toThrow(/^This asset has no name yet: export it/);
  expect(() => pending.spec).toThrow(/^This asset has no name yet: export it/);
  expect(() => asset(none.bind(undefined) as () => void)).toThrow(/list them in ins/);
});

test("the spec is plain data", () => {
  const clean = asset({ name: "clean", ins: { raw: up }, deps: ["x"], requiredResourceKeys: ["db"] }, ({ raw, db }) => [raw, db]);
  expect(clean.name).toBe("clean");
  expect(clean.spec).toMatchObject({
    key: { path: ["clean"] },
    deps: [
      { key: { path: ["up"] }, kind: "data", inputName: "raw", declaredAt: ["ins", "raw"] },
      { key: { path: ["x"] }, kind: "order", declaredAt: ["deps", 0] },
    ],
    requiredResourceKeys: ["db"],
    groupName: "default",
  });
  expect(structuredClone(clean.spec)).toEqual(clean.spec);
});

test("compute() calls the function as it is", async () => {
  const clean = asset({ name: "clean" }, async ({ raw }: { raw: number[] }, context) => ({
    sum: raw.length,
    key: context.assetKey.path,
    run: context.runId,
  }));
  expect(await clean.compute({ raw: [1, 2] })).toEqual({ sum: 2, key: ["clean"], run: "direct-call" });
  expect((await clean.compute({ raw: [] }, { runId: "r" })).run).toBe("r");
});
