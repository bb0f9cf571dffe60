import {
  evaluateSelection,
  fromUserString,
  type KeyId,
  keyId,
  parseSelection,
  type SelectableAsset,
  type SelectableGraph,
  SelectionError,
  type SelectionTree,
  toUserString,
} from "@headwater/model";
import type { Adapter } from "../adapter.ts";

/** A node of a table's graph, as the table's `schema` explains it. */
interface TableNode {
  readonly key: string;
  readonly deps: readonly string[];
  readonly group?: string | null;
  readonly tags?: Readonly<Record<string, string>>;
  readonly owners?: readonly string[];
  readonly kinds?: readonly string[];
  readonly codeLocation?: string | null;
  readonly external?: boolean;
  readonly unit?: string;
  readonly unitSubsettable?: boolean;
  readonly partitioned?: string;
  readonly jobs?: readonly string[];
  readonly sensors?: readonly string[];
  readonly schedules?: readonly string[];
  readonly automation?: readonly string[];
}

/** Evaluates a text or a tree on a graph of the table. */
export const adapter: Adapter = {
  run({ given }, table) {
    const graph = graphOf(table.graphs[given.graph].nodes);
    try {
      const tree = given.ast === undefined ? parseSelection(given.selection) : treeOf(given.ast);
      const ids = evaluateSelection(tree, graph, { includeSources: given.includeSources === true });
      return { keys: ids.map((id) => toUserString((graph.nodes.get(id) as SelectableAsset).key)).sort() };
    } catch (error) {
      if (error instanceof SelectionError) return { error: error.code };
      throw error;
    }
  },
};

/** The tables write a key as its user string. */
function treeOf(ast: unknown): SelectionTree {
  return JSON.parse(JSON.stringify(ast), (name, value) => (name === "keys" ? value.map(fromUserString) : value));
}

function graphOf(nodes: readonly TableNode[]): SelectableGraph {
  const idOf = (key: string) => keyId(fromUserString(key));
  const others = (node: TableNode) => node.deps.filter((key) => key !== node.key);
  const byId = new Map(nodes.map((node) => [idOf(node.key), node]));
  const values = (read: (node: TableNode) => readonly string[] | undefined) => (id: KeyId) =>
    read(byId.get(id) as TableNode) ?? [];
  return {
    order: [...byId.keys()],
    nodes: new Map(
      nodes.map((node): [KeyId, SelectableAsset] => [
        idOf(node.key),
        {
          key: fromUserString(node.key),
          kind: node.external === true ? "external" : "materializable",
          groupName: node.group ?? null,
          upstream: others(node).map(idOf),
          spec: {
            tags: node.tags ?? {},
            kinds: node.kinds ?? [],
            owners: node.owners ?? [],
            ...(node.unit === undefined ? {} : { unit: { id: node.unit, canSubset: node.unitSubsettable === true } }),
            ...partitions(node.partitioned),
          },
        },
      ]),
    ),
    supplementary: {
      values: {
        code_location: values(({ codeLocation }) => (typeof codeLocation === "string" ? [codeLocation] : [])),
        job: values(({ jobs }) => jobs),
        sensor: values(({ sensors }) => sensors),
        schedule: values(({ schedules }) => schedules),
        automation_type: values(({ automation }) => automation),
      },
    },
  };
}

/** The tables name a definition as the selection does; any of time stands for all of them. */
function partitions(partitioned: string | undefined): { partitionsDef?: { kind: string } } {
  if (partitioned === undefined || partitioned === "none") return {};
  return { partitionsDef: { kind: { multipartitions: "multi", time: "timeWindow" }[partitioned] ?? partitioned } };
}
