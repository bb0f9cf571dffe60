import { countByStatus, failedChecks, isFinished, type RunView } from "@headwater/model";
import * as vscode from "vscode";
import { commands } from "../manifest.ts";
import type { ProjectRuns } from "../runs/projectRuns.ts";

/** One short item: what runs now, else how the last run ended. */
export function paintStatusBar(runs: ProjectRuns): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("headwater.run", vscode.StatusBarAlignment.Left, 0);
  item.name = "Headwater";
  const paint = () => {
    const newest = runs
      .known()
      .flatMap((uri) => [...runs.view(uri).runs.values()].map((run) => ({ uri, run })))
      .sort((one, other) => (other.run.enqueueTime ?? 0) - (one.run.enqueueTime ?? 0));
    const shown =
      newest.find(({ run }) => run.status === "STARTED") ?? newest.find(({ run }) => !isFinished(run.status)) ?? newest[0];
    if (shown === undefined) {
      item.hide();
      return;
    }
    const { text, tooltip } = describeRun(shown.run);
    item.text = text;
    item.tooltip = tooltip;
    item.command = {
      command: commands.showRunLog,
      title: "Show Run Log",
      arguments: [{ projectUri: shown.uri, runId: shown.run.runId }],
    };
    item.show();
  };
  const listening = runs.onDidChange(paint);
  return vscode.Disposable.from(item, listening);
}

/** A run in a few words. */
export function describeRun(run: RunView): { text: string; tooltip: string } {
  const counts = countByStatus(run);
  const total = run.assets.size;
  const name = total === 1 ? [...run.assets.keys()][0] : `${total} assets`;
  switch (run.status) {
    case "QUEUED":
      return { text: `$(clock) ${name} queued`, tooltip: "Queued behind another run" };
    case "STARTED":
      return {
        text: `$(sync~spin) ${total - counts.notStarted - counts.running - counts.waitingToRetry}/${total} done`,
        tooltip: `Materializing ${name}`,
      };
    case "CANCELING":
      return { text: "$(sync~spin) Canceling", tooltip: `Canceling the run of ${name}` };
    case "SUCCESS":
      return { text: `$(check) ${name} materialized`, tooltip: "The last run succeeded. Click for its log." };
    case "CANCELED":
      return {
        text: "$(circle-slash) Run canceled",
        tooltip: `${counts.materialized} of ${total} were materialized. Click for the log.`,
      };
    case "FAILURE": {
      const checks = failedChecks(run).length;
      const what =
        counts.failed > 0 || checks === 0 ? `${counts.failed} of ${total}` : checks === 1 ? "1 check" : `${checks} checks`;
      return { text: `$(error) ${what} failed`, tooltip: "The last run failed. Click for its log." };
    }
  }
}
