import { fit, type Size } from "../viewport/viewport.ts";
import type { Direction } from "./arrange.ts";
import { layeredArrange } from "./layeredArrange.ts";
import { layoutGraph } from "./layoutGraph.ts";
import type { LayoutRequest } from "./partition.ts";

/** How much larger things must get from top to bottom to be laid out so: from left to right is what people are used to. */
const advantage = 1.15;

/** The direction in which a graph fills a page better, judged by the simple layout, which is cheap. */
export async function chooseDirection(graph: Omit<LayoutRequest, "direction" | "previous">, size: Size): Promise<Direction> {
  if (size.width <= 0 || size.height <= 0) return "right";
  const zoom = async (direction: Direction) => {
    const { groups } = await layoutGraph({ ...graph, direction }, layeredArrange);
    const width = Math.max(0, ...groups.map((group) => group.x + group.width));
    const height = Math.max(0, ...groups.map((group) => group.y + group.height));
    return fit({ x: 0, y: 0, width, height }, size).zoom;
  };
  return (await zoom("down")) > (await zoom("right")) * advantage ? "down" : "right";
}
