import { countByStatus, failedChecks, fromEscapedString, isFinished, type RunView, toUserString } from "@headwater/model";
import * as vscode from "vscode";
import { commands, settings } from "../manifest.ts";
import { IncompatibleHeadwater } from "../runs/hostProcess.ts";
import { MissingHeadwater } from "../runs/projectRuns.ts";
import { sayFailedCheck } from "../status/failedCheck.ts";
import { installHeadwater } from "./install.ts";
import type { CommandContext } from "./register.ts";

/** Which assets come along with the one that was asked for. */
export type MaterializeWhat = "alone" | "upstream" | "downstream";

/**
 * Starts a run and shows how it goes, with a Cancel that works. Unsaved files of the project are saved first, since
 * workers read the disk.
 *
 * @param asset absent for everything
 */
export async function materialize(
  { graphs, runs, log }: CommandContext,
  project: vscode.Uri,
  asset: { readonly key: string; readonly what: MaterializeWhat } | undefined,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    const manage = "Manage Trust";
    const message = "This workspace is not trusted, so none of its code runs. Trust it to materialize assets.";
    if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
      await vscode.commands.executeCommand("workbench.trust.manage");
    }
    return;
  }
  await saveProject(project);
  try {
    const started = await runs.start(
      project,
      asset === undefined ? "*" : selectionOf(keysWith(graphs, project, asset.key), asset.what),
    );
    for (const { code, message } of started.problems) log.warn(`${code}: ${message}`);
    if (started.leftOut.length > 0) {
      const keys = started.leftOut.map(({ key }) => key).join(", ");
      void vscode.window.showWarningMessage(`Headwater left out what cannot run: ${keys}.`);
    }
    await followRun({ graphs, runs, log }, project, started.runId);
  } catch (error) {
    if (!(error instanceof MissingHeadwater || error instanceof IncompatibleHeadwater)) throw error;
    const install = "Install headwater";
    if ((await vscode.window.showErrorMessage(error.message, install)) === install) await installHeadwater(project);
  }
}

/** Shows a run's progress until it has ended; its Cancel cancels the run. */
function followRun(
  { runs }: Pick<CommandContext, "graphs" | "runs" | "log">,
  project: vscode.Uri,
  runId: string,
): Thenable<void> {
  const uri = project.toString();
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, cancellable: true, title: "Materializing" },
    (progress, token) =>
      new Promise((resolve) => {
        let done = 0;
        token.onCancellationRequested(() => void runs.cancel(project, runId).catch(() => {}));
        const look = () => {
          const run = runs.view(uri).runs.get(runId);
          if (run === undefined) return;
          const { message, finished } = progressOf(run);
          progress.report({ message, increment: ((finished - done) * 100) / Math.max(1, run.assets.size) });
          done = finished;
          if (!isFinished(run.status)) return;
          listening.dispose();
          resolve();
          void tellFailure(run, uri);
        };
        const listening = runs.onDidChange((changed) => {
          if (changed === uri) look();
        });
        look();
      }),
  );
}

async function tellFailure(run: RunView, projectUri: string): Promise<void> {
  if (run.status !== "FAILURE") return;
  const failed = [...run.assets.values()].filter(({ status }) => status === "failed");
  const first = failed[0];
  const what = first === undefined ? whyWithoutAsset(run) : `"${first.key}" failed: ${first.error?.message}`;
  const more = failed.length > 1 ? ` ${failed.length - 1} more failed.` : "";
  const showLog = "Show Run Log";
  if ((await vscode.window.showErrorMessage(`${what}${more}`, showLog)) === showLog) {
    await vscode.commands.executeCommand(commands.showRunLog, { projectUri, runId: run.runId });
  }
}

/** Why a run failed in which every asset that began was computed: its error, or a check. */
function whyWithoutAsset(run: RunView): string {
  if (run.error !== undefined) return run.error.message;
  const [check] = failedChecks(run);
  if (check === undefined) return "The run failed.";
  const { id, asset, error } = check;
  if (error !== undefined) return `The check "${id}" failed: ${error.message}`;
  return sayFailedCheck(asset, { ...check, name: asset === undefined ? id : id.slice(asset.length + 1) });
}

function progressOf(run: RunView): { message: string; finished: number } {
  const counts = countByStatus(run);
  const finished = run.assets.size - counts.notStarted - counts.running - counts.waitingToRetry;
  const running = [...run.assets.values()].filter(({ status }) => status === "running").map(({ key }) => key);
  if (run.status === "QUEUED") return { message: "queued behind another run", finished };
  return {
    message: `${finished}/${run.assets.size}${running.length > 0 ? `  ${running.slice(0, 3).join(", ")}` : ""}`,
    finished,
  };
}

/** The asset and those that are computed together with it. */
function keysWith(graphs: CommandContext["graphs"], project: vscode.Uri, key: string): readonly string[] {
  const nodes = graphs.get(project.toString())?.nodes ?? [];
  const unit = nodes.find(({ id }) => id === key)?.unit;
  return unit === undefined ? [key] : nodes.filter((node) => node.unit === unit).map(({ id }) => id);
}

function selectionOf(keys: readonly string[], what: MaterializeWhat): string {
  const clauses = keys.map((key) => `key:"${toUserString(fromEscapedString(key))}"`);
  const clause = clauses.length === 1 ? clauses[0] : `(${clauses.join(" or ")})`;
  return `${what === "upstream" ? "+" : ""}${clause}${what === "downstream" ? "+" : ""}`;
}

async function saveProject(project: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settings.section, project);
  if (!configuration.get<boolean>(settings.saveBeforeMaterialize, true)) return;
  const inside = `${project.toString()}/`;
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, isUntitled, uri }) => isDirty && !isUntitled && uri.toString().startsWith(inside),
  );
  await Promise.all(unsaved.map((document) => document.save()));
}
