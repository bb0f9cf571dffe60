import type { StoredRunEvent } from "../run/events.ts";
import { codeVersionTag, dataVersionTag } from "../staleness/provenance.ts";
import type { AutomationFact } from "./facts.ts";

/** What the events of runs tell of as facts, in the order of the events. */
export function factsOfRuns(events: Iterable<StoredRunEvent>): AutomationFact[] {
  const facts: AutomationFact[] = [];
  for (const { id, timestamp, runId, event } of events) {
    const at = { id, timestamp, runId };
    switch (event.type) {
      case "RUN_ENQUEUED":
        facts.push({
          ...at,
          type: "runPlanned",
          targets: event.steps.flatMap(({ assets }) => assets.map(({ key }) => ({ asset: key }))),
          checks: event.steps.flatMap(({ checks }) => checks),
        });
        break;
      case "ASSET_MATERIALIZATION":
      case "ASSET_OBSERVATION":
        facts.push({
          ...at,
          type: event.type === "ASSET_OBSERVATION" ? "observed" : "materialized",
          asset: event.asset,
          ...versionsOf(event.tags),
        });
        break;
      case "ASSET_CHECK_EVALUATION":
        facts.push({ ...at, type: "checkEvaluated", check: event.check, passed: event.passed });
        break;
      case "RUN_SUCCESS":
      case "RUN_FAILURE":
      case "RUN_CANCELED": {
        const outcome = { RUN_SUCCESS: "success", RUN_FAILURE: "failure", RUN_CANCELED: "canceled" } as const;
        facts.push({ ...at, type: "runEnded", outcome: outcome[event.type] });
        break;
      }
    }
  }
  return facts;
}

/** The versions that the tags of an event tell (spec 7), whether the code gave them or a run worked them out. */
function versionsOf(
  tags: Readonly<Record<string, string>>,
): Pick<AutomationFact & { type: "materialized" }, "dataVersion" | "codeVersion"> {
  const dataVersion = tags[dataVersionTag];
  const codeVersion = tags[codeVersionTag];
  return { ...(dataVersion === undefined ? {} : { dataVersion }), ...(codeVersion === undefined ? {} : { codeVersion }) };
}
