import {
  type CheckId,
  type KeyId,
  NothingFailedError,
  PlanError,
  type PlanOptions,
  parseSelectOption,
  planReexecution,
  planSelection,
  type RunPlan,
  readOutcomes,
} from "@headwater/model";
import type { StartRunParams, StartRunResult } from "@headwater/protocol";
import { type Store, selectForRun } from "headwater/engine";
import { CannotRun } from "./cannotRun.ts";
import { type PreparedProject, selectRunnable } from "./prepare.ts";

/** A run that was asked for. */
export interface RequestedRun {
  readonly plan: RunPlan;
  /** The selection, as history shows it. */
  readonly selection: string;
  readonly leftOut: StartRunResult["leftOut"];
  readonly parentRunId?: string;
}

/**
 * Plans the run that was asked for.
 *
 * @throws SelectionError, CannotRun
 */
export function planRequested(project: PreparedProject, store: Store, params: StartRunParams, processors: number): RequestedRun {
  const { maxConcurrent = processors, tagConcurrencyLimits } = project.executor;
  const options = { maxConcurrent: params.concurrency ?? maxConcurrent, tagLimits: tagConcurrencyLimits };
  try {
    if (params.fromFailureOf !== undefined) return planFromFailure(project, store, params.fromFailureOf, options);
    const selection = parseSelectOption(params.selection);
    const { keys, leftOut } = selectRunnable(project, selection);
    const plan = planSelection(project.graph, selectForRun(project.graph, keys, selection.op === "all"), options);
    return { plan, selection: params.selection.trim(), leftOut };
  } catch (error) {
    throw error instanceof PlanError || error instanceof NothingFailedError ? new CannotRun(error.message) : error;
  }
}

/** Spec 4.11: what failed in an earlier run, and what was not executed because of that. */
function planFromFailure(project: PreparedProject, store: Store, idOrStart: string, options: PlanOptions): RequestedRun {
  const [parentRunId, other] = store.findRuns(idOrStart);
  if (parentRunId === undefined) throw new CannotRun(`No run's id starts with "${idOrStart}": see "headwater runs".`);
  if (other !== undefined) throw new CannotRun(`Several runs have an id that starts with "${idOrStart}": give more of it.`);
  const run = store.run(parentRunId);
  const gone = [...run.assets.keys()].filter((key) => !project.graph.nodes.has(key));
  if (gone.length > 0) {
    const names = gone.slice(0, 5).join(", ");
    throw new CannotRun(`The run computed ${names}, which the project does not have any more: start a run of its own.`);
  }
  const assets: KeyId[] = [...run.assets.keys()];
  const checks: CheckId[] = [...run.checks.keys()].filter((id) => project.graph.checks.has(id));
  const whole = planSelection(project.graph, { assets, checks }, options);
  const outcomes = readOutcomes(store.events(parentRunId).map(({ event }) => event));
  const plan = planReexecution(whole, outcomes, "fromFailure", options);
  const blocked = plan.steps.flatMap((step) => step.assets.filter((key) => project.blocked.has(key)));
  if (blocked.length > 0) {
    throw new CannotRun(blocked.map((key) => `"${key}" cannot run: ${project.blocked.get(key)}`).join("\n"));
  }
  return { plan, selection: run.selection, leftOut: [], parentRunId };
}
