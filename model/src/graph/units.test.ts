import { describe, expect, test } from "vitest";
import { keyId } from "../keys/assetKey.ts";
import { checkDeclaration } from "../specs/checkDeclaration.ts";
import type { AssetSpec, CheckStepSpec, DeclarationFamily } from "../specs/declaration.ts";
import { executionSet } from "./assetGraph.ts";
import { resolveGraph } from "./resolveGraph.ts";

type Options = Readonly<Record<string, unknown>>;

const many = 100_000;

function declare(family: DeclarationFamily, options: Options, takes: readonly string[] = []) {
  const parameters = { kind: "names", names: takes, rest: false } as const;
  const checked = checkDeclaration({
    family,
    options,
    parameters,
    fallbackName: "unit",
    nameRequired: true,
    resourceKeys: new Set(),
  });
  expect(checked.findings).toEqual([]);
  return checked;
}

const asset = (name: string, options: Options = {}): readonly AssetSpec[] => declare("asset", { name, ...options }).specs;

/** Several assets, each with what it depends on, inside and outside. */
function unit(name: string, deps: Readonly<Record<string, readonly string[]>>, others: Options = {}): readonly AssetSpec[] {
  const outs = Object.fromEntries(Object.keys(deps).map((out) => [out, {}]));
  const outside = [...new Set(Object.values(deps).flat())].filter((key) => !Object.hasOwn(deps, key));
  return declare("multiAsset", { name, outs, deps: outside, internalAssetDeps: deps, ...others }).specs;
}

function found(specs: readonly AssetSpec[], steps: readonly CheckStepSpec[] = []): string[] {
  return resolveGraph(specs, {}, steps).findings.map(({ subject, code }) => `${subject} ${code}`);
}

describe("assets that are computed together", () => {
  test("must be so, unless their step can be cut", () => {
    const { graph } = resolveGraph([
      ...unit("whole", { a: [], b: ["a"] }),
      ...unit("parts", { c: [], d: [] }, { canSubset: true }),
      ...asset("e", { deps: ["a"] }),
    ]);
    const sets = ["a", "b", "c", "d", "e", "nobody"].map((id) => executionSet(graph, id).join(" "));
    expect(sets).toEqual(["a b", "a b", "c", "d", "e", "nobody"]);
    expect([...graph.units]).toEqual([
      ["a", ["a", "b"]],
      ["c", ["c", "d"]],
    ]);
  });

  test("share their step's name without a word", () => {
    expect(found([...unit("one", { a: [], b: [] })])).toEqual([]);
    expect(found([...unit("one", { a: [] }), ...unit("one", { b: [] })])).toEqual(["1 step-name-collision"]);
    expect(found([...unit("one", { a: [] }), ...asset("one")])).toEqual(["1 step-name-collision"]);
  });

  test("are not meant by each other's short keys", () => {
    const own = declare("multiAsset", { outs: { b: { keyPrefix: "p" }, c: {} }, deps: ["b"] }).specs;
    expect(found(own)).toEqual(["0 unknown-dependency", "1 unknown-dependency"]);
    const other = declare("multiAsset", { name: "other", outs: { d: {} }, deps: ["b"] }).specs;
    expect(found([...own, ...other])).toEqual(["0 unknown-dependency", "1 unknown-dependency", "2 relative-dependency"]);
  });

  test("collide with an external asset, whichever comes first", () => {
    const external = declare("externalAsset", { key: "a" }).specs;
    expect(found([...external, ...unit("one", { a: [], b: [] })])).toEqual(["0 key-collision", "1 key-collision"]);
    expect(found([...unit("one", { a: [], b: [] }), ...external])).toEqual(["0 key-collision", "2 key-collision"]);
  });
});

describe("a step that cannot be cut", () => {
  const between = asset("m", { deps: ["a"] });

  test("needs nothing that is made from its own assets", () => {
    const specs = [...unit("whole", { a: [], b: ["m"] }), ...between];
    const { findings, graph } = resolveGraph(specs);
    expect(findings).toMatchObject([{ subject: 1, code: "step-cycle", path: ["deps", 0], related: [{ subject: 2 }] }]);
    expect(findings[0]?.message).toContain('"whole" → "m" → "whole"');
    expect(graph.order.length).toBe(3);
  });

  test.each<[string, readonly AssetSpec[], string[]]>([
    ["that is cut", [...unit("parts", { a: [], b: ["m"] }, { canSubset: true }), ...between], []],
    ["that feeds itself inside", unit("whole", { a: [], b: ["a"], c: ["b", "a"] }), []],
    ["beside another one", [...unit("one", { a: [], b: [] }), ...unit("two", { c: ["a"], d: ["b"] })], []],
    ["across another one", [...unit("one", { a: [], b: ["d"] }), ...unit("two", { c: ["a"], d: [] })], ["1 step-cycle"]],
    ["whose assets stand in a cycle", [...unit("one", { a: ["b"], b: ["a"] })], ["0 cycle", "1 cycle"]],
    ["with a cycle through it", [...unit("one", { a: ["m"], b: [] }), ...between], ["0 cycle", "2 cycle"]],
  ])("%s", (_, specs, expected) => expect(found(specs)).toEqual(expected));
});

describe("a check with a step of its own", () => {
  const check = (name: string, asset: string, additionalDeps: readonly string[] = []) =>
    declare("assetCheck", { name, asset, additionalDeps }).checkSteps;

  test("waits for assets, also for those that nobody describes", () => {
    const { graph, findings } = resolveGraph(asset("a"), {}, [...check("c", "a", ["x"]), ...check("d", "y")]);
    expect(findings.map(({ subject, code }) => `${subject} ${code}`)).toEqual(["1 unknown-dependency", "2 unknown-dependency"]);
    expect([...graph.nodes].map(([id, { kind }]) => `${id} ${kind}`)).toEqual(["a materializable", "x stub", "y stub"]);
    expect([...graph.checks].map(([id, { step, additionalDeps }]) => [id, step, additionalDeps])).toEqual([
      ["a:c", 0, ["x"]],
      ["y:d", 1, []],
    ]);
    expect(graph.checkSteps.map(({ checks, dependencies }) => [checks, dependencies.map(({ id }) => id)])).toEqual([
      [["a:c"], ["a", "x"]],
      [["y:d"], ["y"]],
    ]);
  });

  test("is told if there are two, also where the asset's own step evaluates one", () => {
    expect(found(asset("a"), [...check("c", "a"), ...check("c", "a")])).toEqual(["2 duplicate-check"]);
    expect(found(asset("a", { checkSpecs: [{ name: "c" }] }), check("c", "a"))).toEqual(["1 duplicate-check"]);
    expect(found(asset("a"), [...check("c", "a"), ...check("d", "a")])).toEqual([]);
  });
});

describe("many assets", () => {
  const plain = asset("plain")[0] as AssetSpec;
  const named = (name: string, deps: readonly string[]): AssetSpec => ({
    ...plain,
    key: { path: [name] },
    stepName: name,
    deps: deps.map((key, at) => ({ key: { path: [key] }, kind: "order", declaredAt: ["deps", at] })),
  });

  /** How many entries of a node the graph holds: what it costs. */
  function edges(specs: readonly AssetSpec[]): [number, number, number] {
    const { graph, findings } = resolveGraph(specs);
    let total = 0;
    for (const { upstream, downstream } of graph.nodes.values()) total += upstream.length + downstream.length;
    return [graph.order.length, total, findings.length];
  }

  test("below one", () => {
    const wide = Array.from({ length: many }, (_, at) => named(`a${at}`, at === 0 ? [] : ["a0"]));
    expect(edges(wide)).toEqual([many, 2 * (many - 1), 0]);
  });

  test("in one unit, and units in a chain", () => {
    const one = { id: keyId({ path: ["a0"] }), canSubset: false };
    const together = Array.from({ length: many }, (_, at) => ({ ...named(`a${at}`, at === 0 ? [] : [`a${at - 1}`]), unit: one }));
    expect(edges(together)).toEqual([many, 2 * (many - 1), 0]);
    const pairs = Array.from({ length: many }, (_, at) => ({
      ...named(`a${at}`, at < 2 ? [] : [`a${at - 2}`]),
      unit: { id: `a${at - (at % 2)}`, canSubset: false },
    }));
    expect(edges(pairs)[0]).toBe(many);
  });
});
