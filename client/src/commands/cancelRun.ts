import * as vscode from "vscode";
import type { CommandContext } from "./register.ts";

/** Cancels the run that goes on; asks which where there are several. */
export async function cancelRun({ runs }: CommandContext): Promise<void> {
  const active = runs.active();
  if (active.length === 0) {
    void vscode.window.showInformationMessage("No run is going on.");
    return;
  }
  const items = active.map(({ projectUri, run }) => ({
    label: run.selection,
    description: `${run.status.toLowerCase()}, ${run.assets.size} assets`,
    detail: vscode.workspace.asRelativePath(vscode.Uri.parse(projectUri)),
    projectUri,
    runId: run.runId,
  }));
  const chosen =
    items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { placeHolder: "Which run is to be canceled?" });
  if (chosen !== undefined) await runs.cancel(vscode.Uri.parse(chosen.projectUri), chosen.runId);
}
