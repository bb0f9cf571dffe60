import { assetReference } from "@headwater/protocol";
import * as vscode from "vscode";
import { commands, views } from "../manifest.ts";
import { type GraphPage, type PageContext, showPage } from "./page.ts";

/** The graph as a panel beside the editor and as a view; the panel comes back after a reload. */
export function registerGraph(page: PageContext): vscode.Disposable[] {
  let panel: { readonly panel: vscode.WebviewPanel; readonly page: GraphPage } | undefined;

  const adopt = (made: vscode.WebviewPanel): GraphPage => {
    made.iconPath = new vscode.ThemeIcon("type-hierarchy");
    const shown = showPage(made.webview, page);
    panel = { panel: made, page: shown };
    made.onDidDispose(() => {
      shown.dispose();
      if (panel?.panel === made) panel = undefined;
    });
    return shown;
  };

  return [
    vscode.commands.registerCommand(commands.showAssetGraph, (argument: unknown) => {
      const target = assetReference.safeParse(argument);
      if (panel === undefined) {
        const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
        adopt(vscode.window.createWebviewPanel(views.graphPanel, "Asset Graph", column, { enableScripts: true }));
      } else panel.panel.reveal(undefined, true);
      if (target.success) panel?.page.reveal(target.data.projectUri, target.data.key);
    }),
    vscode.window.registerWebviewPanelSerializer(views.graphPanel, {
      deserializeWebviewPanel: async (restored) => {
        adopt(restored);
      },
    }),
    vscode.window.registerWebviewViewProvider(views.graphView, {
      resolveWebviewView(view) {
        const shown = showPage(view.webview, page);
        view.onDidDispose(() => shown.dispose());
      },
    }),
  ];
}
