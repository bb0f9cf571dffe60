import type { GraphNode, ProjectGraph } from "@headwater/protocol";
import * as vscode from "vscode";

/** The graphs of the open projects, as the language server last told them. */
export interface Graphs extends vscode.Disposable {
  all(): readonly ProjectGraph[];
  get(projectUri: string): ProjectGraph | undefined;
  /** True once the server has told of any, be it none. */
  readonly known: boolean;
  replace(graphs: readonly ProjectGraph[]): void;
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
