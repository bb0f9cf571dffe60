import {
  type AssetRunStatus,
  type CheckId,
  isFinished,
  type KeyId,
  type RunError,
  type RunEvent,
  type RunView,
} from "@headwater/model";
import type { Store } from "./store.ts";

/**
 * Ends the runs that a host left unfinished when it died: what ran has failed, what waited is canceled, the run has
 * failed. Only the process that holds the project's lock may call this.
 *
 * @returns the ids of the runs that it ended
 */
export function endLostRuns(store: Store): string[] {
  const lost = store.unfinishedRuns();
  for (const runId of lost) {
    endUnfinishedRun(store, runId, {
      name: "HostLost",
      message: "The process that drove this run ended before the run did. Run it again.",
    });
  }
  return lost;
}

/**
 * Ends a run that nobody drives any more, with all its assets; one that has ended stays as it is.
 *
 * @param why what the run and the assets that ran have failed with, or that they were canceled
 */
export function endUnfinishedRun(store: Store, runId: string, why: RunError | "canceled"): void {
  store.flush();
  const run = store.run(runId);
  if (isFinished(run.status)) return;
  const events: RunEvent[] = [];
  for (const [step, { assets, checks }] of run.steps) {
    const isRunning = isUnderWay(run, assets, checks);
    const failed = isRunning && why !== "canceled";
    if (failed) events.push({ type: "STEP_FAILURE", step, error: why });
    for (const asset of assets) {
      if (isOpen(run.assets.get(asset)?.status)) {
        events.push({ type: "ASSET_FAILED_TO_MATERIALIZE", step, asset, reason: failed ? "failed" : "canceled" });
      }
    }
  }
  events.push(why === "canceled" ? { type: "RUN_CANCELED" } : { type: "RUN_FAILURE", error: why });
  store.append(runId, events);
  store.flush();
}

function isUnderWay(run: RunView, assets: readonly KeyId[], checks: readonly CheckId[]): boolean {
  return (
    assets.some((asset) => ["running", "waitingToRetry"].includes(run.assets.get(asset)?.status ?? "")) ||
    checks.some((check) => run.checks.get(check)?.status === "running")
  );
}

function isOpen(status: AssetRunStatus | undefined): boolean {
  return status === "notStarted" || status === "running" || status === "waitingToRetry";
}
