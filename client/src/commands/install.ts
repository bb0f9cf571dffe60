import * as vscode from "vscode";

/** Installs headwater into a project, visibly and stoppably, as a task. */
export async function installHeadwater(project: vscode.Uri): Promise<void> {
  const execution = new vscode.ShellExecution("npm", ["install", "headwater"], { cwd: project.fsPath });
  const task = new vscode.Task({ type: "shell" }, vscode.TaskScope.Workspace, "Install headwater", "headwater", execution);
  await vscode.tasks.executeTask(task);
}
