import type { GraphPageState } from "@headwater/protocol";
import { describe, expect, test } from "vitest";
import { customersGraph } from "../../../test/page/graphs.ts";
import { layeredArrange } from "../layout/layeredArrange.ts";
import { layoutGraph } from "../layout/layoutGraph.ts";
import { readState, restore, stateOf } from "./savedState.ts";
import { createStore } from "./store.ts";

const theme = { colors: {} as never, font: "", highContrast: false };

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["null", null],
  ["text", "state"],
  ["another version", { version: 2, projectUri: "", collapsed: [] }],
  ["a zoom of 0", { version: 1, projectUri: "", collapsed: [], viewport: { x: 0, y: 0, zoom: 0 } }],
  ["a zoom that is no number", { version: 1, projectUri: "", collapsed: [], viewport: { x: 0, y: 0, zoom: Number.NaN } }],
  ["half a layout", { version: 1, projectUri: "", collapsed: [], positions: { direction: "right", groups: [{}], trunks: [] } }],
])("%s is no saved state", (_, value) => expect(readState(value)).toBeUndefined());

describe("a saved state", () => {
  test("comes back as it was", async () => {
    const nodes = customersGraph.nodes.map(({ id, groupName }) => ({ id, group: groupName }));
    const request = { nodes, edges: customersGraph.edges, collapsed: ["marts"], direction: "down" as const };
    const state: GraphPageState = {
      version: 1,
      projectUri: customersGraph.uri,
      viewport: { x: 1, y: -2, zoom: 0.5 },
      selected: "raw_orders",
      collapsed: ["marts"],
      positions: await layoutGraph(request, layeredArrange),
    };
    const store = createStore(theme);
    const read = readState(JSON.parse(JSON.stringify(state)));
    if (read === undefined) throw new Error("not read");
    restore(store, read);
    store.graph.value = customersGraph;
    expect(stateOf(store)).toEqual(state);
    expect([store.direction.value, store.scene.value?.cards.length]).toEqual(["down", 5]);
  });

  test("has no viewport as long as the page chose it", () => {
    const store = createStore(theme);
    expect(stateOf(store)).toBeUndefined();
    store.graph.value = customersGraph;
    store.focused.value = { kind: "group", id: "marts" };
    expect(stateOf(store)).toEqual({ version: 1, projectUri: customersGraph.uri, collapsed: [] });
  });
});
