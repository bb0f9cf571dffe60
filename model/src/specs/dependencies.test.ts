import { describe, expect, test } from "vitest";
import type { InputParameters } from "./declaration.ts";
import { dependenciesOf } from "./dependencies.ts";
import { UNKNOWN } from "./unknown.ts";

const none: InputParameters = { kind: "none" };
const opaque: InputParameters = { kind: "opaque", name: "inputs" };
const unseen: InputParameters = { kind: "unknown" };

function takes(...names: string[]): InputParameters {
  return { kind: "names", names, rest: false };
}

function takesRest(...names: string[]): InputParameters {
  return { kind: "names", names, rest: true };
}

function read(parameters: InputParameters, options: Record<string, unknown>, own = "own") {
  return dependenciesOf({ options, parameters, nameRequired: true, resourceKeys: new Set(["duckdb"]) }, { path: [own] });
}

/** `input=key` for data, `key` for order. */
function written(parameters: InputParameters, options: Record<string, unknown>): string {
  const { deps, findings } = read(parameters, options);
  expect(findings).toEqual([]);
  return deps.map(({ inputName, key }) => (inputName === undefined ? "" : `${inputName}=`) + key.path.join("/")).join(" ");
}

describe("dependencies", () => {
  test.each<[InputParameters, Record<string, unknown>, string]>([
    [none, {}, ""],
    [takes(), {}, ""],
    [takes("a", "b"), {}, "a=a b=b"],
    [takes("a"), { keyPrefix: "p" }, "a=a"],
    [takes("a", "duckdb", "config"), {}, "a=a"],
    [takes("a", "s3"), { requiredResourceKeys: ["s3"] }, "a=a"],
    [takes("toString", "constructor", "__proto__"), {}, "toString=toString constructor=constructor __proto__=__proto__"],
    [takes("a"), { ins: { a: "x" } }, "a=x"],
    [takes("a"), { ins: { a: ["p", "x"] } }, "a=p/x"],
    [takes("a"), { ins: { a: { path: ["p", "x"] } } }, "a=p/x"],
    [takes("a"), { ins: { a: { key: ["foo"] } } }, "a=foo"],
    [takes("a"), { ins: { a: { key: null, keyPrefix: null } } }, "a=a"],
    [takes("a"), { ins: { a: { keyPrefix: "p" } } }, "a=p/a"],
    [takes("a"), { ins: { a: { keyPrefix: ["p", "q"] } } }, "a=p/q/a"],
    [takes("a"), { ins: { a: {} } }, "a=a"],
    [takes("b", "a"), { ins: { a: "x" } }, "a=x b=b"],
    [takes("duckdb"), { ins: { duckdb: "x" } }, "duckdb=x"],
    [takesRest("a"), { ins: { up: {} } }, "up=up a=a"],
    [opaque, { ins: { up: {} } }, "up=up"],
    [{ kind: "opaque", name: "_inputs" }, {}, ""],
    [opaque, { ins: {} }, ""],
    [unseen, { ins: { up: {} }, deps: ["b"] }, "up=up b"],
    [none, { deps: ["a", ["p", "b"], { path: ["c"] }, { asset: "d" }] }, "a p/b c d"],
    [none, { deps: ["a", { asset: "a" }, ["a"]] }, "a"],
    [none, { deps: ["s3.bucket/my-file"] }, "s3.bucket/my-file"],
    [takes("a"), { ins: { a: { key: ["my/prefix/a"] } } }, "a=my/prefix/a"],
    [takes("a"), { ins: { a: { key: "x", inputManagerKey: "m" } }, deps: ["x"] }, "a=x"],
    [takes("a"), { ins: { a: { key: "x", metadata: undefined, partitionMapping: null } }, deps: ["x"] }, "a=x"],
  ])("%o %o", (parameters, options, expected) => expect(written(parameters, options)).toBe(expected));

  test("know their resources", () => {
    expect(read(takes("a", "duckdb", "s3", "duckdb"), { requiredResourceKeys: ["s3"] }).resources).toEqual(["duckdb", "s3"]);
  });

  test("say where they were declared", () => {
    const { deps } = read(takes("a", "b"), { ins: { b: "x" }, deps: ["c", "d"] });
    expect(deps.map(({ declaredAt }) => declaredAt)).toEqual([
      ["ins", "b"],
      ["parameters", "a"],
      ["deps", 0],
      ["deps", 1],
    ]);
  });

  test.each<[InputParameters, Record<string, unknown>, boolean]>([
    [takes("a"), {}, false],
    [unseen, {}, true],
    [none, { deps: UNKNOWN }, true],
    [none, { deps: ["a", UNKNOWN] }, true],
    [none, { deps: [["a", UNKNOWN]] }, true],
    [none, { deps: [{ asset: UNKNOWN }] }, true],
    [takes("a"), { ins: UNKNOWN }, true],
    [takes("a"), { ins: { a: UNKNOWN } }, true],
    [takes("a"), { ins: { a: { keyPrefix: UNKNOWN } } }, true],
    [takes("a"), { requiredResourceKeys: UNKNOWN }, true],
    [takes("a"), { requiredResourceKeys: [UNKNOWN] }, true],
    [takes("duckdb"), { requiredResourceKeys: [UNKNOWN] }, false],
    [opaque, { ins: UNKNOWN }, true],
    [takesRest(), { ins: UNKNOWN }, true],
  ])("%o %o are incomplete: %s", (parameters, options, incomplete) => {
    const read_ = read(parameters, options);
    expect([read_.findings, read_.incomplete]).toEqual([[], incomplete]);
  });
});

describe("wrong dependencies", () => {
  const earlier = { kind: "timeWindow", startOffset: -1, endOffset: -1 };
  test.each<[InputParameters, Record<string, unknown>, string, (string | number)[]]>([
    [opaque, {}, "inputs-not-destructured", ["parameters"]],
    [takesRest("a"), {}, "inputs-not-destructured", ["parameters"]],
    [takes("context"), {}, "reserved-input", ["parameters", "context"]],
    [takes("config"), { ins: { config: "x" } }, "reserved-input", ["ins", "config"]],
    [none, { ins: { a: "x" } }, "input-without-parameter", ["ins", "a"]],
    [takes("b"), { ins: { a: "x" } }, "input-without-parameter", ["ins", "a"]],
    [takes(), { ins: JSON.parse('{"__proto__": "x"}') }, "input-without-parameter", ["ins", "__proto__"]],
    [takes("a"), { ins: { a: 7 } }, "invalid-key", ["ins", "a"]],
    [takes("a"), { ins: { a: null } }, "invalid-key", ["ins", "a"]],
    [takes("a"), { ins: { a: { key: "" } } }, "invalid-key", ["ins", "a", "key"]],
    [takes("a"), { ins: { a: { keyPrefix: 7 } } }, "invalid-key", ["ins", "a", "keyPrefix"]],
    [takes("a"), { ins: { a: { key: "x", keyPrefix: "p" } } }, "input-key-with-prefix", ["ins", "a"]],
    [takes("a"), { ins: { a: { ky: "x" } } }, "unknown-option", ["ins", "a", "ky"]],
    [none, { deps: [7] }, "invalid-key", ["deps", 0]],
    [none, { deps: Array(1) }, "invalid-key", ["deps", 0]],
    [none, { deps: ["a", {}] }, "invalid-key", ["deps", 1]],
    [none, { deps: ["a", { asset: "a", metadata: { n: 1n } }] }, "duplicate-dependency", ["deps", 1]],
    [none, { deps: [{ asset: "a", partitionMapping: earlier }, "a"] }, "duplicate-dependency", ["deps", 1]],
    [takes("a"), { deps: ["a"] }, "input-in-ins-and-deps", ["deps", 0]],
    [takes("a"), { ins: { a: { metadata: {} } }, deps: ["b", "a"] }, "input-in-ins-and-deps", ["deps", 1]],
    [takes("a"), { ins: { a: { partitionMapping: earlier } }, deps: ["a"] }, "input-in-ins-and-deps", ["deps", 0]],
    [takes("own"), {}, "self-dependency", ["parameters", "own"]],
    [none, { deps: ["own"] }, "self-dependency", ["deps", 0]],
  ])("%o %o", (parameters, options, code, path) => {
    expect(read(parameters, options).findings.map((finding) => [finding.code, finding.path])).toEqual([[code, path]]);
  });

  test("give every reason at once", () => {
    const { findings } = read(takesRest("context", "own"), { deps: [7, {}, "own"] });
    expect(findings.map(({ code }) => code)).toEqual([
      "inputs-not-destructured",
      "reserved-input",
      "invalid-key",
      "invalid-key",
      "input-in-ins-and-deps",
      "self-dependency",
    ]);
  });
});

describe("the same upstream twice in deps", () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const same: [unknown, unknown][] = [
    [undefined, null],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: UNKNOWN }, { a: 1 }],
    [UNKNOWN, undefined],
    [cyclic, cyclic],
    [{ a: 1n }, { a: 1n }],
    [{ a: new Date(1) }, { a: new Date(1) }],
  ];
  const different: [unknown, unknown][] = [
    [{ a: 1 }, undefined],
    [{ a: 1 }, {}],
    [{ a: [1] }, { a: { 0: 1 } }],
    [{ a: new Date(1) }, { a: new Date(2) }],
    [JSON.parse('{"__proto__": 1}'), {}],
  ];
  test.each([...same.map((pair) => [...pair, 0] as const), ...different.map((pair) => [...pair, 1] as const)])(
    "with the metadata %o and %o",
    (one, other, count) => {
      const deps = [
        { asset: "a", metadata: one },
        { asset: "a", metadata: other },
      ];
      expect(read(none, { deps }).findings.length).toBe(count);
    },
  );
});

describe("an asset that depends on itself", () => {
  const daily = { kind: "daily" };
  const statics = { kind: "static" };
  const window = (startOffset: unknown, endOffset: unknown) => ({ kind: "timeWindow", startOffset, endOffset });
  const multi = (dimensions: unknown) => ({ kind: "multi", dimensions });
  const mapped = (mapping: unknown, dimension: unknown = "time") => multi({ time: { dimension, mapping } });
  test.each<[unknown, unknown, boolean | "no-time-dimension"]>([
    [undefined, undefined, false],
    [daily, undefined, false],
    [daily, window(-1, -1), true],
    [daily, window(-2, -1), true],
    [daily, window(0, 0), false],
    [daily, window(-1, 0), false],
    [daily, window(undefined, 0), false],
    [statics, window(-1, -1), false],
    [UNKNOWN, undefined, true],
    [{ kind: UNKNOWN }, undefined, true],
    [daily, UNKNOWN, true],
    [daily, window(UNKNOWN, -1), true],
    [daily, window(UNKNOWN, 0), false],
    [multi({ time: daily, abc: statics }), mapped(window(-1, -1)), true],
    [multi({ time: daily, abc: statics }), mapped(window(-1, 0)), false],
    [multi({ time: daily, abc: statics }), mapped(window(-1, -1), "abc"), false],
    [multi({ time: daily, abc: statics }), multi({}), false],
    [multi({ time: daily, abc: statics }), undefined, false],
    [multi({ time: daily, abc: statics }), UNKNOWN, true],
    [multi({ time: daily, abc: statics }), multi({ time: UNKNOWN }), true],
    [multi({ abc: statics, def: statics }), mapped(window(-1, -1)), "no-time-dimension"],
    [multi({ abc: statics, def: statics }), undefined, false],
    [multi({ time: daily, other: daily }), mapped(window(-1, -1)), "no-time-dimension"],
    [multi({ time: UNKNOWN, abc: statics }), undefined, true],
    [multi(UNKNOWN), undefined, true],
    [multi(undefined), mapped(window(-1, -1)), false],
  ])("with %o and %o is fine: %s", (partitionsDef, partitionMapping, fine) => {
    const viaIns = read(takes("own"), { partitionsDef, ins: { own: { partitionMapping } } });
    const viaDeps = read(none, { partitionsDef, deps: [{ asset: "own", partitionMapping }] });
    const codes = fine === true ? [] : [fine === false ? "self-dependency" : fine];
    expect(viaIns.findings.map(({ code }) => code)).toEqual(codes);
    expect(viaDeps.findings.map(({ code }) => code)).toEqual(codes);
  });

  test("is illegal as soon as one of several inputs reads its own window", () => {
    const ins = { a: { key: "own", partitionMapping: window(-1, -1) }, b: { key: "own" } };
    const { findings } = read(takes("a", "b"), { partitionsDef: daily, ins });
    expect(findings.map(({ code, path }) => [code, path])).toEqual([["self-dependency", ["ins", "b"]]]);
  });
});

test("ten thousand inputs take no time worth mentioning", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `input_${index}`);
  const { deps, findings } = read(takes(...names), { ins: Object.fromEntries(names.map((name) => [name, `up_${name}`])) });
  expect([deps.length, findings.length]).toEqual([10_000, 0]);
});
