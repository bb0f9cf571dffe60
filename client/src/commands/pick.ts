import type { AssetReference, ProjectGraph } from "@headwater/protocol";
import * as vscode from "vscode";
import type { MaterializeWhat } from "./materialize.ts";
import type { CommandContext } from "./register.ts";

const questions: Record<MaterializeWhat, string> = {
  alone: "Which asset is to be materialized?",
  upstream: "Which asset is to be materialized, with everything upstream?",
  downstream: "Which asset is to be materialized, with everything downstream?",
};

/** The asset at the cursor, else the one that the user picks. */
export async function pickAsset({ graphs }: CommandContext, what: MaterializeWhat): Promise<AssetReference | undefined> {
  const editor = vscode.window.activeTextEditor;
  const here = editor === undefined ? undefined : graphs.assetAt(editor.document.uri, editor.selection.active);
  if (here !== undefined) return { projectUri: here.project.uri, key: here.node.id };
  const items = graphs.all().flatMap((project) =>
    project.nodes
      .filter(({ kind }) => kind === "materializable")
      .map(({ id, label, groupName }) => ({
        label,
        description: groupName,
        detail: project.name,
        projectUri: project.uri,
        key: id,
      })),
  );
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      "No assets here: export a constant made with asset() from a file of a project that depends on headwater.",
    );
    return undefined;
  }
  return vscode.window.showQuickPick(items, { placeHolder: questions[what] });
}

/** The project of the active editor, the only one, or the one that the user picks. */
export async function pickProject({ graphs }: Pick<CommandContext, "graphs">): Promise<ProjectGraph | undefined> {
  const all = graphs.all();
  const active = vscode.window.activeTextEditor?.document.uri;
  const here = active === undefined ? undefined : graphs.projectOf(active);
  if (here !== undefined || all.length <= 1) return here ?? all[0];
  const items = all.map((project) => ({
    label: project.name,
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(project.uri)),
    project,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: "Which project?" }))?.project;
}
