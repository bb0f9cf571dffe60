import type { RunError, RunEvent } from "@headwater/model";
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
    const error: RunError = {
      name: "HostLost",
      message: "The process that drove this run ended before the run did. Run it again.",
    };
    const events: RunEvent[] = [];
    for (const asset of store.run(runId).assets.values()) {
      if (asset.status === "running") {
        events.push({ type: "STEP_FAILURE", step: asset.key, error });
        events.push({ type: "ASSET_FAILED_TO_MATERIALIZE", step: asset.key, reason: "failed" });
      } else if (asset.status === "notStarted") {
        events.push({ type: "ASSET_FAILED_TO_MATERIALIZE", step: asset.key, reason: "canceled" });
      }
    }
    events.push({ type: "RUN_FAILURE", error });
    store.append(runId, events);
  }
  store.flush();
  return lost;
}
