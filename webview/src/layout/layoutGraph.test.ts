import type { GraphLayout, ProjectGraph } from "@headwater/protocol";
import elk from "elkjs/lib/elk.bundled.js";
import { describe, expect, test } from "vitest";
import { customersGraph, generatedGraph, node } from "../../../test/page/graphs.ts";
import type { Arrange } from "./arrange.ts";
import { elkArrange } from "./elkArrange.ts";
import { isCurrent } from "./isCurrent.ts";
import { layeredArrange } from "./layeredArrange.ts";
import { layoutGraph } from "./layoutGraph.ts";
import type { LayoutRequest } from "./partition.ts";
import { overlaps } from "./pushAside.ts";
import { card } from "./sizes.ts";

const withElk = elkArrange(new elk.default());
const engines: [string, Arrange][] = [
  ["ELK", withElk],
  ["the simple layout", layeredArrange],
];

function requestOf(graph: Pick<ProjectGraph, "nodes" | "edges">, more: Partial<LayoutRequest> = {}): LayoutRequest {
  const nodes = graph.nodes.map(({ id, groupName }) => ({ id, group: groupName }));
  return { nodes, edges: graph.edges, collapsed: [], direction: "right", ...more };
}

/** Where every card is, absolute. */
function places({ groups }: GraphLayout): Map<string, { x: number; y: number }> {
  return new Map(groups.flatMap((group) => group.nodes.map(({ id, x, y }) => [id, { x: group.x + x, y: group.y + y }])));
}

/** How far cards that were there before have moved on average. */
function meanShift(before: GraphLayout, after: GraphLayout): number {
  const now = places(after);
  const shifts = [...places(before)].flatMap(([id, { x, y }]) => {
    const place = now.get(id);
    return place === undefined ? [] : [Math.hypot(place.x - x, place.y - y)];
  });
  return shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length;
}

function expectSound({ groups }: GraphLayout): void {
  for (const [at, group] of groups.entries()) {
    for (const other of groups.slice(at + 1))
      expect([group.id, other.id, overlaps(group, other, 0)]).toEqual([group.id, other.id, false]);
    for (const [index, one] of group.nodes.entries()) {
      expect(one.x >= 0 && one.y >= 0 && one.x + card.width <= group.width && one.y + card.height <= group.height).toBe(true);
      for (const other of group.nodes.slice(index + 1)) {
        expect([one.id, other.id, overlaps({ ...one, ...card }, { ...other, ...card }, 0)]).toEqual([one.id, other.id, false]);
      }
    }
  }
}

describe.each(engines)("with %s", (_, arrange) => {
  test.each<[string, Pick<ProjectGraph, "nodes" | "edges">]>([
    ["nothing", { nodes: [], edges: [] }],
    ["one asset", { nodes: [node("a")], edges: [] }],
    ["assets without dependencies", { nodes: Array.from({ length: 30 }, (_, at) => node(`a${at}`)), edges: [] }],
    ["the example", customersGraph],
    ["200 assets", generatedGraph(200)],
    [
      "a cycle in a group",
      {
        nodes: [node("a"), node("b"), node("c")],
        edges: ["ab", "bc", "ca", "aa"].map((pair) => ({ from: pair[0] ?? "", to: pair[1] ?? "", kind: "data" })),
      },
    ],
    [
      "a cycle of groups",
      {
        nodes: [node("a", "one"), node("b", "two"), node("c", "one")],
        edges: [
          { from: "a", to: "b", kind: "data" },
          { from: "b", to: "c", kind: "data" },
        ],
      },
    ],
    [
      "names that mean something elsewhere",
      {
        nodes: ["__proto__", "constructor", "root", ""].map((id) => node(id, id)),
        edges: [{ from: "__proto__", to: "", kind: "data" }],
      },
    ],
    ["an edge to nowhere", { nodes: [node("a")], edges: [{ from: "a", to: "gone", kind: "data" }] }],
  ])("%s is laid out without overlaps, both ways", async (_, graph) => {
    for (const direction of ["right", "down"] as const) {
      const request = requestOf(graph, { direction });
      const layout = await layoutGraph(request, arrange);
      expectSound(layout);
      expect([...places(layout).keys()].sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
      expect(isCurrent(layout, request)).toBe(true);
    }
  });

  test("dependencies lead to the right, or down", async () => {
    for (const [direction, axis] of [
      ["right", "x"],
      ["down", "y"],
    ] as const) {
      const where = places(await layoutGraph(requestOf(customersGraph, { direction }), arrange));
      for (const { from, to } of customersGraph.edges)
        expect(where.get(to)?.[axis]).toBeGreaterThan(where.get(from)?.[axis] ?? 0);
    }
  });

  test("a collapsed group is one box, and opens again", async () => {
    const open = await layoutGraph(requestOf(customersGraph), arrange);
    const collapsed = await layoutGraph(requestOf(customersGraph, { collapsed: ["marts"], previous: open }), arrange);
    expect(collapsed.groups.map(({ id, nodes }) => [id, nodes.length])).toEqual([
      ["ingestion", 2],
      ["transform", 2],
      ["marts", 0],
      ["reporting", 1],
    ]);
    expectSound(collapsed);
    const reopened = await layoutGraph(requestOf(customersGraph, { previous: collapsed }), arrange);
    expect(reopened).toEqual(open);
  });
});

describe("an edit", () => {
  const graph = generatedGraph(200);
  const [target, sibling] = [graph.nodes[45], graph.nodes[47]];
  const groupName = target?.groupName ?? "";
  const [id, other] = [target?.id ?? "", sibling?.id ?? ""];
  const far = graph.nodes[190]?.id ?? "";
  const edits: [string, Pick<ProjectGraph, "nodes" | "edges">][] = [
    [
      "that adds an asset",
      { nodes: [...graph.nodes, node("added", groupName)], edges: [...graph.edges, { from: id, to: "added", kind: "data" }] },
    ],
    ["that adds an asset without dependencies", { nodes: [...graph.nodes, node("added", groupName)], edges: graph.edges }],
    ["that adds a dependency in a group", { nodes: graph.nodes, edges: [...graph.edges, { from: id, to: other, kind: "data" }] }],
    [
      "that adds a dependency across groups",
      { nodes: graph.nodes, edges: [...graph.edges, { from: id, to: far, kind: "data" }] },
    ],
    [
      "that removes an asset",
      {
        nodes: graph.nodes.filter((node) => node.id !== other),
        edges: graph.edges.filter(({ from, to }) => from !== other && to !== other),
      },
    ],
    [
      "that renames an asset",
      {
        nodes: graph.nodes.map((node) => (node.id === other ? { ...node, id: "renamed" } : node)),
        edges: graph.edges.map((edge) => ({
          ...edge,
          from: edge.from === other ? "renamed" : edge.from,
          to: edge.to === other ? "renamed" : edge.to,
        })),
      },
    ],
    [
      "that begins a group",
      { nodes: [...graph.nodes, node("added", "new")], edges: [...graph.edges, { from: id, to: "added", kind: "data" }] },
    ],
  ];

  test.each(edits)("%s leaves what was there in its place", async (_, edited) => {
    for (const direction of ["right", "down"] as const) {
      const before = await layoutGraph(requestOf(graph, { direction }), withElk);
      const request = requestOf(edited, { direction, previous: before });
      const after = await layoutGraph(request, withElk);
      expectSound(after);
      expect(isCurrent(after, request)).toBe(true);
      expect(meanShift(before, after)).toBeLessThan(20);
    }
  });

  test("lays out its own group alone", async () => {
    const before = await layoutGraph(requestOf(graph), withElk);
    let calls = 0;
    const counting: Arrange = (request) => {
      calls++;
      return withElk(request);
    };
    await layoutGraph(requestOf(edits[0]?.[1] ?? graph, { previous: before }), counting);
    expect(calls).toBe(1);
    await layoutGraph(requestOf(graph, { previous: before }), counting);
    expect(calls).toBe(1);
  });

  test("of ten in a row leaves a graph without overlaps", async () => {
    let layout = await layoutGraph(requestOf(graph), withElk);
    const first = layout;
    let { nodes, edges } = graph;
    for (let at = 0; at < 10; at++) {
      nodes = [...nodes, node(`added${at}`, groupName)];
      edges = [...edges, { from: at === 0 ? id : `added${at - 1}`, to: `added${at}`, kind: "order" }];
      layout = await layoutGraph(requestOf({ nodes, edges }, { previous: layout }), withElk);
    }
    expectSound(layout);
    // Room is made for the group that grows, by no more than it grew.
    const extentOf = ({ groups }: GraphLayout) => groups.find((group) => group.id === groupName);
    const grown = (extentOf(layout)?.width ?? 0) - (extentOf(first)?.width ?? 0);
    expect(meanShift(first, layout)).toBeLessThan(grown);
  });
});
