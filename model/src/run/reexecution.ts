import { quote } from "../findings/quote.ts";
import type { RunEvent } from "./events.ts";
import { type PlannedSource, type PlannedStep, type PlanOptions, planRun, type RunPlan, type StepKey } from "./plan.ts";
import { advance, beginWalk } from "./walk.ts";
import type { WalkEvent, WalkState } from "./walkState.ts";

/** How a step of an earlier run ended. */
export type StepOutcomeState = "success" | "failed" | "skipped" | "notExecuted";

/** What is kept of a step of an earlier run. */
export interface EarlierStep {
  readonly state: StepOutcomeState;
  /** The outputs that it did not give although it succeeded. */
  readonly missing?: ReadonlySet<string>;
}

/** A step was named that the earlier run did not have. */
export class UnknownStepError extends Error {
  override readonly name = "UnknownStepError";
  readonly code = "unknown-step";
}

/** A run is to be run again from its failure, and none of its steps failed or was left out. */
export class NothingFailedError extends Error {
  override readonly name = "NothingFailedError";
  readonly code = "nothing-failed";
}

/**
 * Plans to run a part of an earlier run again (spec 4.11). What its other steps gave is loaded as they left it: a step
 * waits only for those that run again, and is skipped where the earlier run gave none of the sources of an input.
 *
 * @param plan the plan of the earlier run
 * @param earlier how its steps ended, by their keys; a step that is missing did not run
 * @param choice `fromFailure`: the steps that failed or were not executed, without those that were skipped; or the keys
 *   of the steps that shall run again
 * @throws UnknownStepError for a key that is none of the plan's steps
 * @throws NothingFailedError for `fromFailure` where all steps succeeded or were skipped
 */
export function planReexecution(
  plan: RunPlan,
  earlier: ReadonlyMap<StepKey, EarlierStep>,
  choice: "fromFailure" | Iterable<StepKey>,
  options: PlanOptions,
): RunPlan {
  const stateOf = (step: number) => earlier.get((plan.steps[step] as PlannedStep).key);
  const chosen = choice === "fromFailure" ? failedSteps(plan, earlier) : namedSteps(plan, choice);
  const places = new Map<number, number>();
  const steps: PlannedStep[] = [];
  for (const [index, step] of plan.steps.entries()) {
    if (!chosen.has(index)) continue;
    places.set(index, steps.length);
    const own = (from: number) => places.get(from);
    const inputs = inputsOf(step).flatMap((sources) => {
      const kept = sources.filter((source) => own(source.step) === undefined && mayBeThere(stateOf(source.step), source));
      if (kept.length > 0) return [];
      return [
        sources.flatMap((source) => (own(source.step) === undefined ? [] : [{ ...source, step: own(source.step) as number }])),
      ];
    });
    const upstream = step.upstream.map(own).filter((from) => from !== undefined);
    steps.push({ ...step, upstream, inputs });
  }
  return planRun(steps, options);
}

function inputsOf({ inputs, upstream }: PlannedStep): readonly (readonly PlannedSource[])[] {
  return inputs ?? upstream.map((step) => [{ step }]);
}

/** Whether a value may be there to load; of a step that failed, it is that of a run before. */
function mayBeThere(step: EarlierStep | undefined, { output }: PlannedSource): boolean {
  if (step?.state === "skipped") return false;
  return step?.missing === undefined || step.missing.size === 0 || (output !== undefined && !step.missing.has(output));
}

function failedSteps(plan: RunPlan, earlier: ReadonlyMap<StepKey, EarlierStep>): Set<number> {
  const chosen = new Set<number>();
  for (const [index, { key }] of plan.steps.entries()) {
    const state = earlier.get(key)?.state ?? "notExecuted";
    if (state === "failed" || state === "notExecuted") chosen.add(index);
  }
  if (chosen.size === 0) throw new NothingFailedError("Nothing failed in that run, so there is nothing to run again.");
  return chosen;
}

function namedSteps(plan: RunPlan, keys: Iterable<StepKey>): Set<number> {
  const places = new Map(plan.steps.map(({ key }, index) => [key, index]));
  const chosen = new Set<number>();
  const unknown: StepKey[] = [];
  for (const key of keys) {
    const place = places.get(key);
    if (place === undefined) unknown.push(key);
    else chosen.add(place);
  }
  if (unknown.length === 0) return chosen;
  const names = unknown.slice(0, 5).map((key) => quote(key));
  throw new UnknownStepError(`The earlier run did not have ${names.join(", ")}: only its own steps can be run again.`);
}

/** How the steps of a run ended, as its events tell it. A step that is missing was not executed. */
export function readOutcomes(events: Iterable<RunEvent>): Map<StepKey, EarlierStep> {
  const outcomes = new Map<StepKey, EarlierStep>();
  const open = new Map<StepKey, Set<string>>();
  for (const event of events) {
    switch (event.type) {
      case "RUN_ENQUEUED":
        for (const { key, assets, checks } of event.steps)
          open.set(key, new Set([...assets.map((asset) => asset.key), ...checks]));
        break;
      case "ASSET_MATERIALIZATION":
      case "ASSET_OBSERVATION":
        open.get(event.step)?.delete(event.asset);
        break;
      case "ASSET_CHECK_EVALUATION":
        open.get(event.step)?.delete(event.check);
        break;
      case "STEP_SUCCESS":
        outcomes.set(event.step, { state: "success", missing: open.get(event.step) ?? new Set() });
        break;
      case "STEP_FAILURE":
        outcomes.set(event.step, { state: "failed" });
        break;
      case "STEP_SKIPPED":
        outcomes.set(event.step, { state: "skipped" });
        break;
    }
  }
  return outcomes;
}

/** Where a run stands that whoever drove it has lost, and the steps that nobody can be sure of. */
export interface RecoveredWalk {
  readonly state: WalkState;
  /** Steps without an end that had been started, or that may have been just before: in the state they count as running. */
  readonly inFlight: readonly number[];
}

/** Takes a run up again from how its steps ended, as far as that is on record. */
export function recoverWalk(plan: RunPlan, outcomes: ReadonlyMap<StepKey, EarlierStep>): RecoveredWalk {
  const inFlight = new Set<number>();
  let { state, commands } = beginWalk(plan);
  for (;;) {
    const news: WalkEvent[] = [];
    for (const command of commands) {
      if (command.type === "claimSlot") news.push({ type: "slotGranted", step: command.step });
      if (command.type !== "startStep") continue;
      const { step } = command;
      const outcome = outcomes.get((plan.steps[step] as PlannedStep).key);
      if (outcome?.state === "success") news.push({ type: "stepSucceeded", step, missing: [...(outcome.missing ?? [])] });
      else if (outcome?.state === "failed") news.push({ type: "stepFailed", step, allowRetries: false });
      else inFlight.add(step);
    }
    if (news.length === 0) return { state, inFlight: [...inFlight] };
    ({ state, commands } = advance(plan, state, news));
  }
}
