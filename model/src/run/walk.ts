import { quote } from "../findings/quote.ts";
import type { KeyId } from "../keys/assetKey.ts";
import { at, draftOf, newPages, type Pages, type PagesDraft, put } from "./pages.ts";

/** The steps of a run and what each waits for. Never changes while the run goes on. */
export interface RunPlan {
  readonly steps: readonly PlannedStep[];
  /** For each step, the indices of the steps that wait for it. */
  readonly downstream: readonly (readonly number[])[];
  /** How many steps may run at the same time; 1 or more. */
  readonly maxConcurrent: number;
}

export interface PlannedStep {
  readonly key: KeyId;
  /** Indices of the steps that must succeed first. */
  readonly upstream: readonly number[];
  /** Steps of a higher number start first (tag `dagster/priority`, spec 4.4). */
  readonly priority: number;
}

/** The states of a step (spec 4.4). `success`, `failed`, `abandoned` and `canceled` are final. */
export const stepStates = ["pending", "ready", "running", "success", "failed", "abandoned", "canceled"] as const;
export type StepState = (typeof stepStates)[number];

/** Where a run stands. To be read and handed to {@link advance}, nothing else. */
export interface WalkState {
  /** One index into {@link stepStates} for each step. */
  readonly states: Pages;
  /** How many upstreams each step still waits for. */
  readonly waiting: Pages;
  readonly ready: ReadyHeap;
  readonly running: number;
  readonly unfinished: number;
  readonly canceling: boolean;
  readonly failed: boolean;
  readonly ended: boolean;
}

/** What happened, as told by whoever carries out the commands. */
export type WalkEvent =
  | { readonly type: "stepSucceeded"; readonly step: number }
  | { readonly type: "stepFailed"; readonly step: number }
  | { readonly type: "cancelRequested" };

/** What to do next. A command is given once. */
export type WalkCommand =
  | { readonly type: "startStep"; readonly step: number }
  /** Stop a running step; a `stepFailed` (or, if it was faster, a `stepSucceeded`) must follow. */
  | { readonly type: "cancelStep"; readonly step: number }
  /** Record that a step will never run, because a step somewhere upstream of it, `because`, failed. */
  | { readonly type: "abandonStep"; readonly step: number; readonly because: number }
  /** Record that a step ends canceled. */
  | { readonly type: "stepCanceled"; readonly step: number }
  | { readonly type: "endRun"; readonly status: "SUCCESS" | "FAILURE" | "CANCELED" };

export interface WalkResult {
  readonly state: WalkState;
  readonly commands: readonly WalkCommand[];
}

/** The steps that may start, the most urgent on top: a leftist heap, so that a copy costs nothing. */
type ReadyHeap =
  | { readonly step: number; readonly rank: number; readonly left: ReadyHeap; readonly right: ReadyHeap }
  | undefined;

const [pending, ready, running, success, failed, abandoned, canceled] = [0, 1, 2, 3, 4, 5, 6] as const;

/**
 * Makes a plan from steps in topological order.
 *
 * @param maxConcurrent how many steps may run at the same time: a whole number from 1, or `Infinity`
 * @throws RangeError when a step does not stand after its upstreams, or for another `maxConcurrent`: such a run would
 *   never end
 */
export function planRun(steps: readonly PlannedStep[], maxConcurrent: number): RunPlan {
  if (!(maxConcurrent >= 1)) throw new RangeError(`At least one step must be allowed to run at a time, not ${maxConcurrent}.`);
  const downstream: number[][] = steps.map(() => []);
  for (const [index, step] of steps.entries()) {
    for (const upstream of step.upstream) {
      const list = upstream < index ? downstream[upstream] : undefined;
      if (list === undefined) throw new RangeError(`The step ${quote(step.key)} must stand after all its upstreams.`);
      list.push(index);
    }
  }
  return { steps, downstream, maxConcurrent };
}

/** Begins a run: the first commands, or at once its end if there is nothing to do. */
export function beginWalk(plan: RunPlan): WalkResult {
  const count = plan.steps.length;
  const draft: Draft = {
    states: newPages(count),
    waiting: newPages(count),
    ready: undefined,
    running: 0,
    unfinished: count,
    canceling: false,
    failed: false,
    ended: false,
  };
  for (const [index, step] of plan.steps.entries()) {
    put(draft.waiting, index, step.upstream.length);
    if (step.upstream.length === 0) makeReady(plan, draft, index);
  }
  const commands: WalkCommand[] = [];
  startReady(plan, draft, commands);
  return finish(draft, commands);
}

/**
 * Takes a run on by what has happened since (spec 4.4). A failed step abandons everything downstream of it and nothing
 * else; a cancel stops what runs and lets nothing start. The given state is not changed.
 *
 * @throws Error when an event names a step that is not running: the caller told the same thing twice, say
 */
export function advance(plan: RunPlan, before: WalkState, events: readonly WalkEvent[]): WalkResult {
  const draft: Draft = { ...before, states: draftOf(before.states), waiting: draftOf(before.waiting) };
  const commands: WalkCommand[] = [];
  for (const event of events) {
    switch (event.type) {
      case "cancelRequested":
        cancelWaiting(plan, draft, commands);
        break;
      case "stepSucceeded":
        leave(plan, draft, event.step, success);
        for (const next of plan.downstream[event.step] ?? []) {
          const left = (at(draft.waiting.pages, next) as number) - 1;
          put(draft.waiting, next, left);
          if (left === 0 && stateOf(draft, next) === pending) makeReady(plan, draft, next);
        }
        break;
      case "stepFailed":
        leave(plan, draft, event.step, draft.canceling ? canceled : failed);
        if (draft.canceling) commands.push({ type: "stepCanceled", step: event.step });
        else {
          draft.failed = true;
          abandonDownstream(plan, draft, event.step, commands);
        }
        break;
    }
  }
  startReady(plan, draft, commands);
  if (draft.canceling && !before.canceling) stopRunning(plan, draft, commands);
  return finish(draft, commands);
}

/** The state of one step. */
export function stepState(state: WalkState, step: number): StepState {
  return stepStates[at(state.states, step) as number] as StepState;
}

/** A state that is being made. */
type Draft = { -readonly [P in keyof WalkState]: WalkState[P] extends Pages ? PagesDraft : WalkState[P] };

function stateOf({ states }: Draft, step: number): number | undefined {
  return at(states.pages, step);
}

function leave(plan: RunPlan, draft: Draft, step: number, to: number): void {
  const state = stateOf(draft, step);
  if (state !== running) {
    const planned = plan.steps[step];
    throw new Error(
      planned === undefined
        ? `The step number ${step} ended, but the plan has ${plan.steps.length} steps, counted from 0.`
        : `The step ${quote(planned.key)} ended, but it was ${stepStates[state as number]}, not running.`,
    );
  }
  put(draft.states, step, to);
  draft.running--;
  draft.unfinished--;
}

function makeReady(plan: RunPlan, draft: Draft, step: number): void {
  put(draft.states, step, ready);
  draft.ready = merge({ step, rank: 1, left: undefined, right: undefined }, draft.ready, plan);
}

function startReady(plan: RunPlan, draft: Draft, commands: WalkCommand[]): void {
  while (!draft.canceling && draft.ready !== undefined && draft.running < plan.maxConcurrent) {
    const { step, left, right } = draft.ready;
    draft.ready = merge(left, right, plan);
    put(draft.states, step, running);
    draft.running++;
    commands.push({ type: "startStep", step });
  }
}

function abandonDownstream(plan: RunPlan, draft: Draft, from: number, commands: WalkCommand[]): void {
  const stack = [from];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const step of plan.downstream[at] ?? []) {
      if (stateOf(draft, step) !== pending) continue;
      put(draft.states, step, abandoned);
      draft.unfinished--;
      commands.push({ type: "abandonStep", step, because: from });
      stack.push(step);
    }
  }
}

function cancelWaiting(plan: RunPlan, draft: Draft, commands: WalkCommand[]): void {
  if (draft.canceling || draft.ended) return;
  draft.canceling = true;
  draft.ready = undefined;
  for (const step of plan.steps.keys()) {
    if (stateOf(draft, step) !== pending && stateOf(draft, step) !== ready) continue;
    put(draft.states, step, canceled);
    draft.unfinished--;
    commands.push({ type: "stepCanceled", step });
  }
}

/** Comes after all events, since a step may have ended in the same moment as the cancel. */
function stopRunning(plan: RunPlan, draft: Draft, commands: WalkCommand[]): void {
  for (const step of plan.steps.keys()) {
    if (stateOf(draft, step) === running) commands.push({ type: "cancelStep", step });
  }
}

function finish(draft: Draft, commands: WalkCommand[]): WalkResult {
  if (draft.unfinished === 0 && !draft.ended) {
    draft.ended = true;
    commands.push({ type: "endRun", status: draft.canceling ? "CANCELED" : draft.failed ? "FAILURE" : "SUCCESS" });
  }
  return { state: { ...draft, states: draft.states.pages, waiting: draft.waiting.pages }, commands };
}

function merge(one: ReadyHeap, other: ReadyHeap, plan: RunPlan): ReadyHeap {
  if (one === undefined) return other;
  if (other === undefined) return one;
  const [top, below] = comesFirst(one.step, other.step, plan) ? [one, other] : [other, one];
  const right = merge(top.right, below, plan);
  const [deep, shallow] = rankOf(top.left) >= rankOf(right) ? [top.left, right] : [right, top.left];
  return { step: top.step, rank: rankOf(shallow) + 1, left: deep, right: shallow };
}

function rankOf(heap: ReadyHeap): number {
  return heap === undefined ? 0 : heap.rank;
}

/** Spec 4.4: the higher priority first, otherwise the order of the plan. */
function comesFirst(one: number, other: number, plan: RunPlan): boolean {
  const difference = (plan.steps[one] as PlannedStep).priority - (plan.steps[other] as PlannedStep).priority;
  return difference === 0 ? one < other : difference > 0;
}
