import { expect, test } from "vitest";
import { customersGraph } from "../../../test/page/graphs.ts";
import type { Size } from "../viewport/viewport.ts";
import { chooseDirection } from "./chooseDirection.ts";

test.each<[string, Size, string]>([
  ["wide", { width: 1400, height: 900 }, "right"],
  ["beside an editor", { width: 700, height: 900 }, "down"],
  ["in a side bar", { width: 300, height: 800 }, "down"],
  ["in a panel", { width: 1400, height: 250 }, "right"],
  ["hidden", { width: 0, height: 0 }, "right"],
])("on a page that is %s", async (_, size, expected) => {
  const nodes = customersGraph.nodes.map(({ id, groupName }) => ({ id, group: groupName }));
  expect(await chooseDirection({ nodes, edges: customersGraph.edges, collapsed: [] }, size)).toBe(expected);
});
