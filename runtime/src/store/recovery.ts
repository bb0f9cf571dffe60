import { isFinished, type RunError, type RunEvent } from "@headwater/model";
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
  for (const { key: step, status } of run.assets.values()) {
    if (status === "running" && why !== "canceled") {
      events.push({ type: "STEP_FAILURE", step, error: why });
      events.push({ type: "ASSET_FAILED_TO_MATERIALIZE", step, reason: "failed" });
    } else if (status === "running" || status === "notStarted") {
      events.push({ type: "ASSET_FAILED_TO_MATERIALIZE", step, reason: "canceled" });
    }
  }
  events.push(why === "canceled" ? { type: "RUN_CANCELED" } : { type: "RUN_FAILURE", error: why });
  store.append(runId, events);
  store.flush();
}
