import * as z from "zod";

const point = z.object({ x: z.number(), y: z.number() });

/**
 * Where everything is. A group's place is absolute, what is in it is placed from the group's own corner; cards have one
 * size. Widths and heights in pixels at zoom 1.
 */
export const graphLayout = z.object({
  /** Where dependencies lead to. */
  direction: z.enum(["right", "down"]),
  groups: z.array(
    z.object({
      id: z.string(),
      /** Stands for the assets and dependencies in the group: another content needs another layout. */
      content: z.string(),
      collapsed: z.boolean(),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      /** Empty in a collapsed group. */
      nodes: z.array(z.object({ id: z.string(), x: z.number(), y: z.number() })),
      /** How the dependencies inside of the group run. */
      routes: z.array(z.object({ from: z.string(), to: z.string(), points: z.array(point) })),
    }),
  ),
  /** How dependencies run from group to group: all of a pair share the way. Absolute. */
  trunks: z.array(z.object({ from: z.string(), to: z.string(), points: z.array(point) })),
});

/** What a graph page keeps with VS Code, so that it looks the same after a reload or when it is shown again. */
export const graphPageState = z.object({
  version: z.literal(1),
  /** The project's folder. */
  projectUri: z.string(),
  /** A point of the drawing is seen at `point * zoom + (x, y)`. */
  viewport: z.exactOptional(z.object({ x: z.number(), y: z.number(), zoom: z.number().check(z.positive()) })),
  /** An asset's id. */
  selected: z.exactOptional(z.string()),
  /** Names of groups. */
  collapsed: z.array(z.string()),
  positions: z.exactOptional(graphLayout),
});

export type GraphLayout = z.infer<typeof graphLayout>;
export type GraphPageState = z.infer<typeof graphPageState>;
