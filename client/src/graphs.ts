import { changedGraph, type GraphNode, type ProjectGraph, type ProjectGraphChange } from "@headwater/protocol";
import * as vscode from "vscode";

/** The graphs of the open projects, as the language server last told them. */
export interface Graphs extends vscode.Disposable {
  all(): readonly ProjectGraph[];
  get(projectUri: string): ProjectGraph | undefined;
  /** True once the server has told of any, be it none. */
  readonly known: boolean;
  replace(graphs: readonly ProjectGraph[]): void;
  /**
   * Takes what has changed in some of them.
   *
   * @throws RangeError where a change is none of a graph that was told
   */
  change(changes: readonly ProjectGraphChange[]): void;
  readonly onDidChange: vscode.Event<void>;
  /** The asset at a place in a file, and its project. */
  assetAt(uri: vscode.Uri, position: vscode.Position): { project: ProjectGraph; node: GraphNode } | undefined;
  /** The project that a file belongs to: the one with the longest folder. */
  projectOf(uri: vscode.Uri): ProjectGraph | undefined;
}

export function createGraphs(): Graphs {
  let known = false;
  let graphs: readonly ProjectGraph[] = [];
  const changed = new vscode.EventEmitter<void>();
  return {
    all: () => graphs,
    get: (projectUri) => graphs.find(({ uri }) => uri === projectUri),
    get known() {
      return known;
    },
    replace(next) {
      known = true;
      graphs = next;
      changed.fire();
    },
    change(changes) {
      const byUri = new Map(changes.map((change) => [change.uri, change]));
      const strange = changes.find((change) => !graphs.some(({ uri }) => uri === change.uri));
      if (strange !== undefined) throw new RangeError(`No graph of ${strange.uri} was told.`);
      graphs = graphs.map((graph) => {
        const change = byUri.get(graph.uri);
        return change === undefined ? graph : changedGraph(graph, change);
      });
      changed.fire();
    },
    onDidChange: changed.event,
    assetAt(uri, { line, character }) {
      const text = uri.toString();
      for (const project of graphs) {
        for (const node of project.nodes) {
          if (node.source === undefined || node.source.uri !== text) continue;
          const { start, end } = node.source.range;
          const after = line > start.line || (line === start.line && character >= start.character);
          const before = line < end.line || (line === end.line && character <= end.character);
          if (after && before) return { project, node };
        }
      }
      return undefined;
    },
    projectOf(uri) {
      const text = uri.toString();
      return graphs
        .filter((project) => text === project.uri || text.startsWith(`${project.uri}/`))
        .sort((one, other) => other.uri.length - one.uri.length)[0];
    },
    dispose: () => changed.dispose(),
  };
}
