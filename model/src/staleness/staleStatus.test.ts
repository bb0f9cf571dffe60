import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AssetGraph } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import { createHistory, graphOf, type History, type WrittenAsset } from "../testing/history.ts";
import type { StaleCause } from "./staleCause.ts";
import { createStaleStatusResolver } from "./staleStatus.ts";
import { staleCauseText } from "./staleText.ts";
import { staleUpstreams } from "./staleUpstreams.ts";

const resolve = (graph: AssetGraph, { log }: History) => createStaleStatusResolver({ graph, records: log });

/** The assets that are stale or missing with the texts of their causes. */
function told(graph: AssetGraph, history: History): Record<KeyId, unknown> {
  const resolver = resolve(graph, history);
  const textsOf = (causes: readonly StaleCause[]) => causes.map(staleCauseText);
  return Object.fromEntries(
    graph.order.flatMap((id) => {
      const status = resolver.status(id);
      return status === "FRESH" ? [] : [[id, status === "MISSING" ? "MISSING" : textsOf(resolver.staleCauses(id))]];
    }),
  );
}

const orders: WrittenAsset = { name: "orders" };
const clean: WrittenAsset = { name: "clean", deps: ["orders"] };
const report: WrittenAsset = { name: "report", deps: ["clean"] };
const all = ["orders", "clean", "report"];

type Step = readonly WrittenAsset[] | readonly [run: readonly KeyId[], versions?: Record<KeyId, string>];
const isRun = (step: Step): step is readonly [readonly KeyId[], Record<KeyId, string>?] => Array.isArray(step[0]);

/** What is told after the steps, each a new set of declarations or a run. */
function check(steps: readonly Step[], expected: Record<KeyId, unknown>): void {
  const history = createHistory();
  let graph = graphOf([]);
  for (const step of steps) {
    if (isRun(step)) history.run(graph, step[0], step[1] === undefined ? {} : { versions: step[1] });
    else graph = graphOf(step);
  }
  expect(told(graph, history)).toEqual(expected);
}

const versioned = (asset: WrittenAsset, codeVersion: string): WrittenAsset => ({ ...asset, codeVersion });
const source: WrittenAsset = { name: "orders", external: true };

test.each<[string, Step[], Record<KeyId, unknown>]>([
  ["what was never computed is missing", [[orders, clean]], { orders: "MISSING", clean: "MISSING" }],
  ["what is external never is", [[source, clean]], { clean: "MISSING" }],
  ["what was just computed is fresh", [[orders, clean, report], [all]], {}],
  [
    "an upstream without a code version is another one each time, and what is further down stays as it is",
    [[orders, clean, report], [all], [["orders"]]],
    { clean: ['"orders" was materialized again since it was read'] },
  ],
  ["an upstream with a code version is the same again", [[versioned(orders, "1"), clean], [all], [["orders"]]], {}],
  [
    "another code version",
    [[versioned(orders, "1"), clean], [all], [versioned(orders, "2"), clean]],
    { orders: ['"orders" has a new code version'] },
  ],
  [
    "another code version, computed",
    [[versioned(orders, "1"), clean], [all], [versioned(orders, "2"), clean], [["orders"]]],
    { clean: ['"orders" has a new data version since it was read'] },
  ],
  [
    "a code version that is declared first",
    [[orders], [["orders"]], [versioned(orders, "1")]],
    { orders: ['"orders" has a new code version'] },
  ],
  ["a code version that is no longer declared", [[versioned(orders, "1")], [["orders"]], [orders]], {}],
  [
    "a reported version that is the same again",
    [
      [orders, clean],
      [all, { orders: "7" }],
      [["orders"], { orders: "7" }],
    ],
    {},
  ],
  [
    "another reported version",
    [
      [orders, clean],
      [all, { orders: "7" }],
      [["orders"], { orders: "8" }],
    ],
    { clean: ['"orders" has a new data version since it was read'] },
  ],
  ["an observation that tells no version", [[source, clean], [["clean"]], [["orders"]]], {}],
  [
    "an observation of a version",
    [[source, clean], [["clean"]], [["orders"], { orders: "1" }]],
    { clean: ['"orders" has a new data version since it was read'] },
  ],
  [
    "a dependency more and one less, in the order of their keys",
    [[orders, clean, { name: "report", deps: ["orders"] }], [all], [orders, clean, report]],
    { report: ['"report" depends on "clean" now', '"report" no longer depends on "orders"'] },
  ],
  ["an upstream that is missing as it was", [[orders, clean], [["clean"]]], { orders: "MISSING" }],
  [
    "an upstream that was missing and is there",
    [[orders, clean], [["clean"]], [["orders"]]],
    { clean: ['"orders" was materialized again since it was read'] },
  ],
])("%s", (_, steps, expected) => check(steps, expected));

describe("what no run of ours recorded", () => {
  const graph = graphOf([orders, clean]);
  const told = (orderedAt: number | undefined, asset = "clean") => {
    const history = createHistory();
    if (orderedAt !== undefined) history.log.add({ asset: "orders", eventId: 1, timestamp: orderedAt });
    history.log.add({ asset: "clean", eventId: 2, timestamp: 5 });
    return resolve(graph, history).staleCauses(asset).map(staleCauseText);
  };
  test.each<[string, number | undefined, string[]]>([
    ["an upstream that is older", 4, []],
    ["an upstream that is newer", 6, ['"orders" was materialized again since it was read']],
    ["an upstream that was never computed", undefined, ['"orders" was never materialized']],
  ])("is compared by its time: %s", (_, orderedAt, expected) => {
    expect(told(orderedAt)).toEqual(expected);
  });
});

test("dependencies that are not all known are not missed", () => {
  const history = createHistory();
  history.run(graphOf([orders, clean]), all);
  const now = graphOf([orders, { name: "clean" }]);
  const node = now.nodes.get("clean");
  expect(resolve(now, history).status("clean")).toBe("STALE");
  const unsure = { ...node, spec: { ...node?.spec, depsIncomplete: true } } as typeof node & {};
  expect(resolve({ ...now, nodes: new Map(now.nodes).set("clean", unsure) }, history).status("clean")).toBe("FRESH");
});

test("what is stale further up is a hint for all that is below it", () => {
  const history = createHistory();
  const graph = graphOf([orders, clean, report, { name: "other" }]);
  history.run(graph, [...all, "other"]);
  history.run(graph, ["orders"]);
  const hints = staleUpstreams(graph, (id) => resolve(graph, history).status(id));
  expect([...hints]).toEqual([["report", "clean"]]);
});

test("root causes are the leaves, each once, the nearest first", () => {
  const history = createHistory();
  const before = [{ name: "a" }, { name: "b" }, { name: "c", deps: ["a", "b"], codeVersion: "1" }];
  history.run(graphOf(before), ["a", "b", "c"]);
  history.run(graphOf(before), ["a", "b"]);
  const after = graphOf([...before.slice(0, 2), { name: "c", deps: ["a", "b"], codeVersion: "2" }]);
  const roots = resolve(after, history).rootCauses("c");
  expect(roots.map(({ key, reason }) => `${key} ${reason}`)).toEqual([
    "c NEW_CODE_VERSION",
    "a NEW_MATERIALIZATION",
    "b NEW_MATERIALIZATION",
  ]);
});

/** Assets of which each may depend on those before it. */
const projects = fc
  .array(
    fc.record({
      edges: fc.array(fc.nat(), { maxLength: 4 }),
      codeVersion: fc.option(fc.constantFrom("1", "2"), { nil: undefined }),
      external: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) =>
    list.map(({ edges, codeVersion, external }, at): WrittenAsset => {
      const deps = [...new Set(edges.filter(() => at > 0).map((edge) => `n${edge % at}`))];
      const isExternal = external && at % 3 === 0;
      if (isExternal) return { name: `n${at}`, external: true };
      return { name: `n${at}`, deps, ...(codeVersion === undefined ? {} : { codeVersion }) };
    }),
  );

const runs = fc.array(
  fc.tuple(fc.array(fc.nat(11), { maxLength: 6 }), fc.option(fc.constantFrom("x", "y"), { nil: undefined })),
  {
    maxLength: 5,
  },
);

/** Runs parts of a project, some assets reporting versions. */
function runParts(graph: AssetGraph, history: History, parts: typeof runs extends fc.Arbitrary<infer T> ? T : never): void {
  for (const [chosen, version] of parts) {
    const assets = chosen.map((at) => `n${at}`).filter((id) => graph.nodes.has(id));
    const reported = version === undefined ? {} : Object.fromEntries(assets.slice(0, 2).map((id) => [id, version]));
    history.run(graph, assets, { versions: reported });
  }
}

test("materializing in topological order leaves nothing stale, whatever was before", () => {
  fc.assert(
    fc.property(projects, runs, projects, runs, (before, earlier, after, later) => {
      const history = createHistory();
      runParts(graphOf(before), history, earlier);
      const graph = graphOf(after);
      runParts(graph, history, later);
      history.run(
        graph,
        graph.order.filter((id) => graph.nodes.get(id)?.kind === "materializable"),
      );
      expect(told(graph, history)).toEqual({});
    }),
  );
});

test("computing one asset makes its direct downstreams stale at most", () => {
  fc.assert(
    fc.property(projects, fc.nat(11), (assets, at) => {
      const history = createHistory();
      const graph = graphOf(assets);
      history.run(graph, graph.order);
      const id = `n${at % assets.length}`;
      history.run(graph, [id]);
      const downstream = new Set(graph.nodes.get(id)?.downstream);
      for (const stale of Object.keys(told(graph, history))) expect(downstream).toContain(stale);
      // With a code version and the same inputs it is the same data, which makes nothing stale.
      const isVersioned = assets.find(({ name }) => name === id)?.codeVersion !== undefined;
      const isExternal = graph.nodes.get(id)?.kind !== "materializable";
      const stale = graph.order.filter((other) => downstream.has(other) && resolve(graph, history).status(other) === "STALE");
      expect(stale).toHaveLength(isVersioned || isExternal ? 0 : downstream.size);
    }),
  );
});

test("a chain of any length is judged", () => {
  const history = createHistory();
  const chain = Array.from({ length: 20_000 }, (_, at) => ({ name: `n${at}`, deps: at === 0 ? [] : [`n${at - 1}`] }));
  const graph = graphOf(chain);
  history.run(graph, graph.order);
  history.run(graph, ["n0"]);
  const resolver = resolve(graph, history);
  expect(graph.order.filter((id) => resolver.status(id) === "STALE")).toEqual(["n1"]);
  expect(staleUpstreams(graph, (id) => resolver.status(id)).size).toBe(19_998);
});
