import * as vscode from "vscode";
import { registerCommands } from "./commands/register.ts";
import { hasProject, onProjectAppears } from "./findProjects.ts";
import { registerGraph } from "./graph/register.ts";
import { createGraphs } from "./graphs.ts";
import { createLanguageServer } from "./languageServer.ts";
import { offerCarrying } from "./rename/offerCarry.ts";
import { createProjectRuns } from "./runs/projectRuns.ts";
import { paintProblems } from "./status/problems.ts";
import { paintStatusBar } from "./status/statusBar.ts";

/**
 * Starts the language server where a package that depends on headwater is open, at once or when one appears; elsewhere
 * nothing runs. Everything static works in an untrusted workspace; what runs code waits for trust.
 */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Headwater", { log: true });
  const graphs = createGraphs();
  const runs = createProjectRuns(log);
  const server = createLanguageServer({ context, log, graphs, runs });
  context.subscriptions.push(
    log,
    graphs,
    runs,
    server,
    paintStatusBar(runs),
    paintProblems(runs, graphs),
    offerCarrying({ log, graphs, runs, server }),
    ...registerGraph({ context, log, graphs, runs }),
    ...registerCommands({ log, graphs, runs, server }),
    graphs.onDidChange(() => {
      // The history is read where code may run: it comes from the project's own headwater.
      if (vscode.workspace.isTrusted) for (const { uri } of graphs.all()) void runs.connect(vscode.Uri.parse(uri));
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
  );
  if (await hasProject()) await server.start();
  else context.subscriptions.push(onProjectAppears(() => void server.start()));
}

/** Nothing to do: what was started is disposed of with the subscriptions. */
export function deactivate(): void {}
