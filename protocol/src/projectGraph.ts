import * as z from "zod";

const position = z.object({ line: z.int(), character: z.int() });

/** A place in a file, with LSP's positions: lines and UTF-16 units from 0. */
export const sourcePlace = z.object({ uri: z.string(), range: z.object({ start: position, end: position }) });

/** An asset as the graph page and the editor show it. */
export const graphNode = z.object({
  /** The key's escaped string, its identity. */
  id: z.string(),
  /** The key as people read it, with slashes. */
  label: z.string(),
  kind: z.enum(["materializable", "external", "stub"]),
  groupName: z.string(),
  kinds: z.array(z.string()),
  owners: z.array(z.string()),
  description: z.exactOptional(z.string()),
  /** Assets of one unit are computed together: none of them can be materialized without the others. */
  unit: z.exactOptional(z.string()),
  /** Absent for a stub. */
  source: z.exactOptional(sourcePlace),
  /** How many findings of severity error the asset has. */
  errors: z.int(),
});

/** A dependency, from the upstream to the downstream. */
export const graphEdge = z.object({
  from: z.string(),
  to: z.string(),
  /** `data` passes a value, `order` only waits. */
  kind: z.enum(["data", "order"]),
});

/** The graph of one project, as the analysis last found it. */
export const projectGraph = z.object({
  /** The project's folder. */
  uri: z.string(),
  name: z.string(),
  /** Grows with every change of the graph's content. */
  revision: z.int(),
  nodes: z.array(graphNode),
  edges: z.array(graphEdge),
  /** Files with syntax errors: what they declare is shown as it was last known. */
  brokenFiles: z.array(z.string()),
});

/** A stretch of a list and what stands there now. Of several edits each is of the list that the one before has left. */
const listEdit = <Item extends z.ZodType>(item: Item) => z.object({ start: z.int(), deleteCount: z.int(), items: z.array(item) });

/** What has become of the graph of a project since it was told last. */
export const projectGraphChange = z.object({
  uri: z.string(),
  /** The revision of the graph that is changed, and of what it is then. */
  from: z.int(),
  revision: z.int(),
  nodes: z.array(listEdit(graphNode)),
  edges: z.array(listEdit(graphEdge)),
  brokenFiles: z.array(z.string()),
});

/**
 * The graph after a change.
 *
 * @throws RangeError where the change is one of another revision
 */
export function changedGraph(graph: ProjectGraph, change: ProjectGraphChange): ProjectGraph {
  const { uri, from, revision, nodes, edges, brokenFiles } = change;
  if (graph.uri !== uri || graph.revision !== from) {
    throw new RangeError(`The change is of revision ${from} of ${uri}, not of revision ${graph.revision} of ${graph.uri}.`);
  }
  return { ...graph, revision, nodes: edited(graph.nodes, nodes), edges: edited(graph.edges, edges), brokenFiles };
}

/** A list after edits. */
export function edited<Item>(list: readonly Item[], edits: readonly ListEdit<Item>[]): Item[] {
  let now = [...list];
  for (const { start, deleteCount, items } of edits) now = now.slice(0, start).concat(items, now.slice(start + deleteCount));
  return now;
}

/** A stretch of a list and what stands there now. */
export interface ListEdit<Item> {
  readonly start: number;
  readonly deleteCount: number;
  readonly items: Item[];
}

export type SourcePlace = z.infer<typeof sourcePlace>;
export type GraphNode = z.infer<typeof graphNode>;
export type GraphEdge = z.infer<typeof graphEdge>;
export type ProjectGraph = z.infer<typeof projectGraph>;
export type ProjectGraphChange = z.infer<typeof projectGraphChange>;
