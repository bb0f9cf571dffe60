import { assetReference } from "@headwater/protocol";
import * as vscode from "vscode";
import type { Graphs } from "../graphs.ts";
import type { LanguageServer } from "../languageServer.ts";
import { type CommandId, commands } from "../manifest.ts";
import type { ProjectRuns } from "../runs/projectRuns.ts";
import { cancelRun } from "./cancelRun.ts";
import { installHeadwater } from "./install.ts";
import { type MaterializeWhat, materialize } from "./materialize.ts";
import { pickAsset, pickProject } from "./pick.ts";
import { showRunLog } from "./showRunLog.ts";

/** What commands work with. */
export interface CommandContext {
  readonly log: vscode.LogOutputChannel;
  readonly graphs: Graphs;
  readonly runs: ProjectRuns;
  readonly server: LanguageServer;
}

/** Registers the commands of package.json. An asset may come as an argument (from a lens, the graph); else it is asked for. */
export function registerCommands(context: CommandContext): vscode.Disposable[] {
  const runLog = vscode.window.createOutputChannel("Headwater Run", "log");
  const materializeAsset = (what: MaterializeWhat) => async (argument: unknown) => {
    const given = assetReference.safeParse(argument);
    const asset = given.success ? given.data : await pickAsset(context, what);
    if (asset !== undefined) await materialize(context, vscode.Uri.parse(asset.projectUri), { key: asset.key, what });
  };
  const handlers: Record<Exclude<CommandId, "headwater.showAssetGraph">, (argument: unknown) => unknown> = {
    [commands.materializeAsset]: materializeAsset("alone"),
    [commands.materializeWithUpstream]: materializeAsset("upstream"),
    [commands.materializeWithDownstream]: materializeAsset("downstream"),
    [commands.materializeAll]: async () => {
      const project = await pickProject(context);
      if (project !== undefined) await materialize(context, vscode.Uri.parse(project.uri), undefined);
    },
    [commands.cancelRun]: () => cancelRun(context),
    [commands.showRunLog]: (argument) => showRunLog(context, runLog, argument),
    [commands.restart]: async () => {
      context.runs.restart();
      await context.server.restart();
      context.log.info("Restarted the language server and the hosts of runs.");
    },
    [commands.manageTrust]: () => vscode.commands.executeCommand("workbench.trust.manage"),
    [commands.install]: async () => {
      const project = await pickProject(context);
      if (project !== undefined) await installHeadwater(vscode.Uri.parse(project.uri));
    },
  };
  return [
    runLog,
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        try {
          return await handler(argument);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          context.log.error(error instanceof Error ? (error.stack ?? message) : message);
          void vscode.window.showErrorMessage(`Headwater: ${message}`);
        }
      }),
    ),
  ];
}
