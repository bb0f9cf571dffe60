import type { GraphLayout, GraphNode, ProjectGraph } from "@headwater/protocol";
import type { Direction } from "../layout/arrange.ts";
import { card as cardSize } from "../layout/sizes.ts";
import { around, type Rectangle } from "../viewport/viewport.ts";
import { linesOf, type SceneLine } from "./lines.ts";

export interface SceneCard {
  readonly node: GraphNode;
  readonly rectangle: Rectangle;
}

export interface SceneGroup {
  readonly id: string;
  readonly rectangle: Rectangle;
  readonly collapsed: boolean;
}

/** All that is to be painted, in places of the drawing. It knows nothing of statuses, so that those change cheaply. */
export interface Scene {
  readonly direction: Direction;
  readonly bounds: Rectangle;
  readonly groups: readonly SceneGroup[];
  readonly cards: readonly SceneCard[];
  /** The lines inside of groups. */
  readonly inner: readonly SceneLine[];
  /** The lines from group to group as they are seen from near: one for each dependency whose ends can both be told. */
  readonly across: readonly SceneLine[];
  /** The same seen from afar: one for each pair of groups. */
  readonly trunks: readonly SceneLine[];
  readonly cardOf: ReadonlyMap<string, SceneCard>;
  readonly groupOf: ReadonlyMap<string, SceneGroup>;
}

/** Puts a graph and its layout together. What the layout does not know yet is left out until it does. */
export function sceneOf(graph: ProjectGraph, layout: GraphLayout): Scene {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const groups = layout.groups.map(({ id, x, y, width, height, collapsed }): SceneGroup => {
    return { id, rectangle: { x, y, width, height }, collapsed };
  });
  const cards = layout.groups.flatMap(({ nodes: placed, x, y }) =>
    placed.flatMap((place): SceneCard[] => {
      const node = nodes.get(place.id);
      return node === undefined ? [] : [{ node, rectangle: { x: x + place.x, y: y + place.y, ...cardSize } }];
    }),
  );
  const corners = groups.flatMap(({ rectangle: { x, y, width, height } }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  return {
    direction: layout.direction,
    bounds: around([...corners, ...layout.trunks.flatMap(({ points }) => points)]),
    groups,
    cards,
    ...linesOf(graph, layout, cards),
    cardOf: new Map(cards.map((card) => [card.node.id, card])),
    groupOf: new Map(groups.map((group) => [group.id, group])),
  };
}
