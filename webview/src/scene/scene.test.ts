import type { GraphLayout, ProjectGraph } from "@headwater/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { customersGraph, generatedGraph } from "../../../test/page/graphs.ts";
import { layeredArrange } from "../layout/layeredArrange.ts";
import { layoutGraph } from "../layout/layoutGraph.ts";
import { contains } from "../viewport/viewport.ts";
import { adjacencyOf, lineageOf } from "./lineage.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { type Arrow, firstTarget, placeOf, step, type Target, targetAt, targetOf } from "./target.ts";

async function layoutOf(
  graph: ProjectGraph,
  collapsed: string[] = [],
  direction: "right" | "down" = "right",
): Promise<GraphLayout> {
  const nodes = graph.nodes.map(({ id, groupName }) => ({ id, group: groupName }));
  return layoutGraph({ nodes, edges: graph.edges, collapsed, direction }, layeredArrange);
}

const asset = (id: string): Target => ({ kind: "asset", id });
const group = (id: string): Target => ({ kind: "group", id });

describe("the scene of the example", () => {
  let open: Scene;
  let closed: Scene;
  beforeAll(async () => {
    open = sceneOf(customersGraph, await layoutOf(customersGraph));
    closed = sceneOf(customersGraph, await layoutOf(customersGraph, ["marts"]));
  });

  test("has a card for each asset and a line for each dependency", () => {
    expect(open.cards.length).toBe(10);
    expect([open.inner.length, open.across.length, open.trunks.length]).toEqual([3, 9, 3]);
    for (const { rectangle } of open.cards) {
      const { x, y, width, height } = rectangle;
      expect(contains(open.bounds, { x, y }) && contains(open.bounds, { x: x + width, y: y + height })).toBe(true);
    }
  });

  test("joins the lines into a collapsed group", () => {
    expect(closed.cards.length).toBe(5);
    const links = closed.across.map((line) => line.links.map(([from, to]) => `${from} ${to}`));
    expect(links).toContainEqual(["clean_orders customer_revenue", "clean_orders monthly_sales"]);
    expect([closed.inner.length, closed.across.length]).toEqual([0, 5]);
  });

  test("tells waiting from passing a value", () => {
    const [line] = open.trunks.filter(({ links }) => links.some(([from]) => from === "monthly_sales"));
    expect([line?.links.length, line?.order]).toEqual([4, false]);
    expect(open.across.find(({ links }) => links[0]?.[0] === "monthly_sales")?.order).toBe(true);
  });

  test.each<[Target, Arrow, Target | undefined]>([
    [asset("raw_orders"), "right", asset("clean_orders")],
    [asset("clean_orders"), "left", asset("raw_orders")],
    [asset("raw_customers"), "down", asset("raw_orders")],
    [asset("raw_orders"), "up", asset("raw_customers")],
    [asset("raw_orders"), "left", undefined],
    [asset("sales_report"), "right", undefined],
  ])("%o: %s leads to %o", (from, arrow, expected) => {
    const groupOf = (id: string) => customersGraph.nodes.find((node) => node.id === id)?.groupName;
    expect(step(open, adjacencyOf(customersGraph), groupOf, from, arrow)).toEqual(expected);
  });

  test("leads into collapsed groups and out of them", () => {
    const groupOf = (id: string) => customersGraph.nodes.find((node) => node.id === id)?.groupName;
    const adjacency = adjacencyOf(customersGraph);
    expect(step(closed, adjacency, groupOf, asset("clean_orders"), "right")).toEqual(group("marts"));
    expect(step(closed, adjacency, groupOf, group("marts"), "right")).toEqual(asset("sales_report"));
  });

  test("tells what is where", () => {
    const middleOf = (target: Target, scene = open) => {
      const { x, y, width, height } = placeOf(scene, target) ?? { x: 0, y: 0, width: 0, height: 0 };
      return { x: x + width / 2, y: y + height / 2 };
    };
    expect(targetAt(open, middleOf(asset("top_customers")))).toEqual(asset("top_customers"));
    expect(targetAt(open, middleOf(group("marts")))).toEqual(group("marts"));
    expect(targetAt(closed, middleOf(group("marts"), closed))).toEqual(group("marts"));
    expect(targetAt(open, { x: -10, y: -10 })).toBeUndefined();
    expect(targetOf(closed, "top_customers", "marts")).toEqual(group("marts"));
    expect(targetOf(closed, "gone", undefined)).toBeUndefined();
    expect(firstTarget(open, undefined)?.id).toMatch(/^raw_/);
    expect(firstTarget(open, asset("top_customers"))).toEqual(asset("top_customers"));
    expect(firstTarget(open, asset("gone"))?.id).toMatch(/^raw_/);
  });
});

test("a lineage is what is upstream and what is downstream, not what is beside", () => {
  const adjacency = adjacencyOf(customersGraph);
  expect([...lineageOf(adjacency, ["top_customers"])].sort()).toEqual([
    "clean_customers",
    "clean_orders",
    "customer_revenue",
    "raw_customers",
    "raw_orders",
    "sales_report",
    "top_customers",
  ]);
  const cycle = { nodes: customersGraph.nodes.slice(0, 2), edges: ["raw_orders raw_customers", "raw_customers raw_orders"] };
  const edges = cycle.edges.map((text) => ({
    from: text.split(" ")[0] ?? "",
    to: text.split(" ")[1] ?? "",
    kind: "data" as const,
  }));
  expect(lineageOf(adjacencyOf({ nodes: cycle.nodes, edges }), ["raw_orders"]).size).toBe(2);
});

test("of 2000 assets lines are worked out when they are looked at", async () => {
  const graph = generatedGraph(2000);
  const layout = await layoutOf(graph);
  const began = performance.now();
  const scene = sceneOf(graph, layout);
  const made = performance.now() - began;
  const traced = scene.across.map(({ points }) => points.length);
  expect(Math.min(...traced)).toBeGreaterThanOrEqual(2);
  expect(made).toBeLessThan(500);
  expect(scene.across[0]?.points).toBe(scene.across[0]?.points);
});

test("a node that the layout does not know yet is left out", async () => {
  const layout = await layoutOf(customersGraph);
  const more = {
    ...customersGraph,
    nodes: [...customersGraph.nodes, { ...customersGraph.nodes[0], id: "new", label: "new" }],
  } as ProjectGraph;
  expect(sceneOf(more, layout).cards.length).toBe(10);
  expect(sceneOf({ ...customersGraph, nodes: customersGraph.nodes.slice(1) }, layout).cards.length).toBe(9);
});
