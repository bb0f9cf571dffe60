import { describe, expect, test } from "vitest";
import { resolveGraph } from "../graph/resolveGraph.ts";
import { keyId } from "../keys/assetKey.ts";
import type { AssetCheckSpecData, AssetDependency, AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import { plainSpec } from "../testing/plainSpec.ts";
import type { RunPlan } from "./plan.ts";
import { PlanError, planSelection, type RunSelection } from "./planSelection.ts";

const order = (name: string): AssetDependency => ({ key: { path: [name] }, kind: "order", declaredAt: ["deps", 0] });

const check = (asset: string, name: string, blocking = false): AssetCheckSpecData => ({
  asset: { path: [asset] },
  name,
  blocking,
  additionalDeps: [],
  metadata: {},
});

/** `b<a,c` is an asset with its upstreams; `?x` is external. */
function asset(text: string, changes: Partial<AssetSpec> = {}): AssetSpec {
  const [name = "", upstreams] = text.split("<");
  const own = name.replace("?", "");
  const deps = upstreams === undefined ? [] : upstreams.split(",").map(order);
  return plainSpec([own], { materializable: !name.startsWith("?"), deps, ...changes });
}

/** A unit of the assets `a b<a`. */
function unit(text: string, canSubset = false): AssetSpec[] {
  const specs = text.split(" ").map((one) => asset(one));
  const [first] = specs as [AssetSpec];
  return specs.map((spec) => ({ ...spec, stepName: "unit", unit: { id: keyId(first.key), canSubset } }));
}

function checkStep(checks: readonly AssetCheckSpecData[], deps: readonly string[] = [], canSubset = false): CheckStepSpec {
  const own = [...new Set([...checks.map(({ asset }) => asset.path[0] as string), ...deps])];
  return {
    stepName: "checks",
    checks,
    canSubset,
    deps: own.map(order),
    depsIncomplete: false,
    requiredResourceKeys: [],
    opTags: {},
  };
}

/** Steps as `a+b{a:check} <- x`. */
function written({ steps }: RunPlan): string[] {
  return steps.map(({ assets, checks, upstream }) => {
    const checked = checks.length === 0 ? "" : `{${checks.join(" ")}}`;
    const from = upstream.map((step) => steps[step]?.key).sort();
    return `${assets.join("+")}${checked}${from.length === 0 ? "" : ` <- ${from.join(" ")}`}`;
  });
}

interface Given {
  readonly assets: readonly AssetSpec[];
  readonly checkSteps?: readonly CheckStepSpec[];
  readonly select?: Partial<RunSelection>;
}

function plan({ assets, checkSteps = [], select = {} }: Given): RunPlan {
  const { graph } = resolveGraph(assets, {}, checkSteps);
  return planSelection(graph, { assets: graph.order, ...select }, { maxConcurrent: 1 });
}

describe("a plan of assets", () => {
  test.each<[title: string, given: Given, expected: readonly string[]]>([
    ["waits for direct upstreams", { assets: [asset("b<a"), asset("a")] }, ["a", "b <- a"]],
    [
      "waits for nothing through what is left out",
      { assets: [asset("a"), asset("b<a"), asset("c<b")], select: { assets: ["a", "c"] } },
      ["a", "c"],
    ],
    ["computes a unit in one step", { assets: [...unit("a b<a,x"), asset("x"), asset("y<b")] }, ["x", "a+b <- x", "y <- a"]],
    ["computes a part of a unit", { assets: unit("a b<a c", true), select: { assets: ["c"] } }, ["c"]],
    [
      "splits a unit that feeds itself through others",
      { assets: [...unit("a b<a c<x", true), asset("x<b"), asset("y<c")] },
      ["a+b", "x <- a", "c <- x", "y <- c"],
    ],
    [
      "evaluates a check after its asset, and waits for it only if it is blocking",
      {
        assets: [asset("a"), asset("b<a"), asset("c<b")],
        checkSteps: [checkStep([check("a", "late")]), checkStep([check("a", "gate", true)])],
      },
      ["a", "{a:gate} <- a", "b <- a a:gate", "c <- b", "{a:late} <- a"],
    ],
    [
      "lets no check wait for another of its asset",
      { assets: [asset("a")], checkSteps: [checkStep([check("a", "gate", true)]), checkStep([check("a", "other")])] },
      ["a", "{a:gate} <- a", "{a:other} <- a"],
    ],
    [
      "holds back what depends on an external asset that a blocking check is about",
      {
        assets: [asset("?x"), asset("a<x")],
        checkSteps: [checkStep([check("x", "gate", true)])],
        select: { checks: ["x:gate"] },
      },
      ["{x:gate}", "a <- x:gate"],
    ],
    [
      "waits for further assets of a check",
      { assets: [asset("a"), asset("b")], checkSteps: [checkStep([check("a", "c")], ["b"])] },
      ["a", "b", "{a:c} <- a b"],
    ],
    [
      "evaluates checks alone",
      { assets: [asset("a")], checkSteps: [checkStep([check("a", "c")])], select: { assets: [], checks: ["a:c"] } },
      ["{a:c}"],
    ],
    [
      "evaluates what an asset's own step checks",
      { assets: [asset("a", { checks: [check("a", "in")] })], select: { checks: [] } },
      ["a{a:in}"],
    ],
    [
      "evaluates a part of several checks",
      {
        assets: [asset("a"), asset("b")],
        checkSteps: [checkStep([check("a", "one"), check("b", "two")], [], true)],
        select: { assets: ["b"] },
      },
      ["b", "{b:two} <- b"],
    ],
    [
      "observes what can be observed",
      { assets: [asset("?x", { observable: true }), asset("?y"), asset("a<x")] },
      ["x", "a <- x"],
    ],
  ])("%s", (_, given, expected) => expect(written(plan(given))).toEqual(expected));

  test.each<[given: Given, code: PlanError["code"], message: string]>([
    [
      { assets: unit("a b"), select: { assets: ["a"] } },
      "unit-cut",
      '"unit" computes "a", "b" together, so "a" cannot be computed without "b": select them too, or give it canSubset: true.',
    ],
    [
      { assets: [asset("a", { checks: [check("a", "in")] })], select: { assets: [], checks: ["a:in"] } },
      "check-cut",
      'The check "in" is evaluated by the step that computes "a": select that asset too.',
    ],
    [
      {
        assets: [asset("a"), asset("b")],
        checkSteps: [checkStep([check("a", "one"), check("b", "two")])],
        select: { assets: ["a"] },
      },
      "check-cut",
      '"checks" evaluates its checks together, so "one" cannot be evaluated without "two": select them too, or give it canSubset: true.',
    ],
    [
      { assets: [asset("a"), asset("b<a")], checkSteps: [checkStep([check("a", "gate", true)], ["b"])] },
      "step-cycle",
      "These steps wait for each other: ",
    ],
  ])("is refused: %#", (given, code, message) => {
    const refused = () => plan(given);
    expect(refused).toThrow(PlanError);
    expect(refused).toThrow(message);
    expect(refused).toThrow(expect.objectContaining({ code }));
  });

  test("takes priority, pool, tags and retry policy from the step, and the run's policy where it has none", () => {
    const { graph } = resolveGraph([
      asset("a", { opTags: { "dagster/priority": "3", db: "x", n: "1" }, pool: "p", retryPolicy: { maxRetries: 2 } }),
      asset("b", { opTags: { "dagster/concurrency_key": "q" } }),
    ]);
    const options = { maxConcurrent: 1, retryPolicy: { maxRetries: 5 } };
    const [a, b] = planSelection(graph, { assets: ["a", "b"] }, options).steps;
    expect(a).toMatchObject({ priority: 3, pool: "p", tags: { db: "x", n: "1" }, retryPolicy: { maxRetries: 2 } });
    expect(b).toMatchObject({ priority: 0, pool: "q", retryPolicy: { maxRetries: 5 } });
  });

  test("of 100,000 assets in a chain takes the order as it is", () => {
    const specs = Array.from({ length: 100_000 }, (_, at) => asset(at === 0 ? "a0" : `a${at}<a${at - 1}`));
    const { graph } = resolveGraph(specs);
    const { steps } = planSelection(graph, { assets: graph.order }, { maxConcurrent: 1 });
    expect([steps.length, steps.at(-1)?.key]).toEqual([100_000, "a99999"]);
  });
});
