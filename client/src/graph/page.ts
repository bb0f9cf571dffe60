import { type FromGraphPage, fromGraphPage, type PageNotice, type ProjectGraph, type ToGraphPage } from "@headwater/protocol";
import * as vscode from "vscode";
import type { Graphs } from "../graphs.ts";
import { type CommandId, commands } from "../manifest.ts";
import type { ProjectRuns } from "../runs/projectRuns.ts";
import { pageHtml, pageRoot } from "./html.ts";

/** What a graph page works with. */
export interface PageContext {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly graphs: Graphs;
  readonly runs: ProjectRuns;
}

/** A shown page. */
export interface GraphPage extends vscode.Disposable {
  /** Moves the page to an asset. */
  reveal(projectUri: string, key: string): void;
}

const ownCommands: ReadonlySet<string> = new Set(Object.values(commands));

/** Fills a webview with the graph of the active editor's project and keeps it up to date. Nothing is posted before `ready`. */
export function showPage(webview: vscode.Webview, { context, log, graphs, runs }: PageContext): GraphPage {
  let ready = false;
  let wanted: { readonly projectUri: string; readonly key: string } | undefined;
  let shown: string | undefined;
  webview.options = { enableScripts: true, localResourceRoots: [pageRoot(context.extensionUri)] };

  const project = (): ProjectGraph | undefined => {
    const active = vscode.window.activeTextEditor?.document.uri;
    const here = active === undefined ? undefined : graphs.projectOf(active);
    return here ?? (shown === undefined ? undefined : graphs.get(shown)) ?? graphs.all()[0];
  };
  const activeKey = (graph: ProjectGraph | undefined): string | undefined => {
    const editor = vscode.window.activeTextEditor;
    const here = editor === undefined ? undefined : graphs.assetAt(editor.document.uri, editor.selection.active);
    return here !== undefined && here.project.uri === graph?.uri ? here.node.id : undefined;
  };
  const post = (message: ToGraphPage) => {
    if (ready) void webview.postMessage(message);
  };
  const postState = () => {
    const graph = project();
    shown = graph?.uri;
    const active = activeKey(graph);
    const notice = noticeFor(graphs, graph);
    post({
      type: "state",
      statuses: graph === undefined ? [] : statusesOf(graph.uri),
      trusted: vscode.workspace.isTrusted,
      ...(graph === undefined ? {} : { graph }),
      ...(notice === undefined ? {} : { notice }),
      ...(active === undefined ? {} : { active }),
    });
  };
  // What the page does not show is left out: it is long.
  const statusesOf = (uri: string) => [...runs.view(uri).assets.values()].map(({ latestRecord: _, ...status }) => status);
  const postActive = () => {
    const graph = project();
    if (graph?.uri !== shown) {
      postState();
      return;
    }
    const key = activeKey(graph);
    post({ type: "active", ...(key === undefined ? {} : { key }) });
  };
  const postWanted = () => {
    if (!ready || wanted === undefined) return;
    if (wanted.projectUri !== shown) {
      shown = wanted.projectUri;
      postState();
    }
    post({ type: "reveal", key: wanted.key });
    wanted = undefined;
  };

  const handle = async (message: FromGraphPage): Promise<void> => {
    switch (message.type) {
      case "ready":
        ready = true;
        postState();
        postWanted();
        break;
      case "openSource":
        await openSource(graphs, shown, message.key);
        break;
      case "materialize": {
        const ids: Record<typeof message.with, CommandId> = {
          alone: commands.materializeAsset,
          upstream: commands.materializeWithUpstream,
          downstream: commands.materializeWithDownstream,
        };
        await vscode.commands.executeCommand(ids[message.with], { projectUri: shown, key: message.key });
        break;
      }
      case "showRunLog":
        await vscode.commands.executeCommand(commands.showRunLog, { projectUri: shown, runId: message.runId });
        break;
      case "action":
        if (ownCommands.has(message.command)) await vscode.commands.executeCommand(message.command);
        break;
      case "problem":
        log.error(`The graph page: ${message.message}`);
        break;
    }
  };

  const listening = [
    webview.onDidReceiveMessage((raw: unknown) => {
      const parsed = fromGraphPage.safeParse(raw);
      if (parsed.success) void handle(parsed.data);
      else log.error(`The graph page said something unknown: ${parsed.error.message}`);
    }),
    graphs.onDidChange(postState),
    runs.onDidChange((uri) => {
      if (uri === shown) post({ type: "statuses", statuses: statusesOf(uri) });
    }),
    vscode.window.onDidChangeActiveTextEditor(postActive),
    vscode.window.onDidChangeTextEditorSelection(postActive),
    vscode.workspace.onDidGrantWorkspaceTrust(postState),
  ];
  webview.html = pageHtml(webview, context.extensionUri);
  return {
    reveal(projectUri, key) {
      wanted = { projectUri, key };
      postWanted();
    },
    dispose: () => vscode.Disposable.from(...listening).dispose(),
  };
}

/** Why there is nothing to see, where that is so. */
function noticeFor(graphs: Graphs, graph: ProjectGraph | undefined): PageNotice | undefined {
  if (!graphs.known) return { kind: "loading", message: "Reading the workspace…" };
  if (graph === undefined) {
    return {
      kind: "empty",
      message: "No project here depends on headwater. Add it to a package.json, then export a constant made with asset().",
      action: { label: "Restart", command: commands.restart },
    };
  }
  if (graph.nodes.length > 0) return undefined;
  if (graph.brokenFiles.length > 0) {
    return { kind: "error", message: `No assets can be read: ${graph.brokenFiles.join(", ")} has syntax errors.` };
  }
  return {
    kind: "empty",
    message: `${graph.name} has no assets yet: export a constant made with asset() from one of its files.`,
  };
}

async function openSource(graphs: Graphs, projectUri: string | undefined, key: string): Promise<void> {
  const source = graphs.get(projectUri ?? "")?.nodes.find(({ id }) => id === key)?.source;
  if (source === undefined) return;
  const { start } = source.range;
  const selection = new vscode.Range(start.line, start.character, start.line, start.character);
  // Beside the page, in a group that shows texts already where there is one.
  const group = vscode.window.visibleTextEditors[0]?.viewColumn ?? vscode.ViewColumn.Beside;
  await vscode.window.showTextDocument(vscode.Uri.parse(source.uri), { selection, viewColumn: group, preserveFocus: false });
}
