import { quote } from "../findings/quote.ts";
import type { KeyId } from "../keys/assetKey.ts";

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
  readonly states: Uint8Array;
  /** How many upstreams each step still waits for. */
  readonly waiting: Int32Array;
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
  const state: Draft = {
    states: new Uint8Array(count),
    waiting: new Int32Array(count),
    ready: undefined,
    running: 0,
    unfinished: count,
    canceling: false,
    failed: false,
    ended: false,
  };
  for (const [index, step] of plan.steps.entries()) {
    state.waiting[index] = step.upstream.length;
    if (step.upstream.length === 0) makeReady(plan, state, index);
  }
  const commands: WalkCommand[] = [];
  startReady(plan, state, commands);
  return finish(state, commands);
}

/**
 * Takes a run on by what has happened since (spec 4.4). A failed step abandons everything downstream of it and nothing
 * else; a cancel stops what runs and lets nothing start. The given state is not changed; its copy costs one pass over
 * the steps, so hand over all events of a moment together.
 *
 * @throws Error when an event names a step that is not running: the caller told the same thing twice, say
 */
export function advance(plan: RunPlan, before: WalkState, events: readonly WalkEvent[]): WalkResult {
  const state: Draft = { ...before, states: before.states.slice(), waiting: before.waiting.slice() };
  const commands: WalkCommand[] = [];
  for (const event of events) {
    switch (event.type) {
      case "cancelRequested":
        cancelWaiting(plan, state, commands);
        break;
      case "stepSucceeded":
        leave(plan, state, event.step, success);
        for (const next of plan.downstream[event.step] ?? []) {
          const left = (state.waiting[next] as number) - 1;
          state.waiting[next] = left;
          if (left === 0 && state.states[next] === pending) makeReady(plan, state, next);
        }
        break;
      case "stepFailed":
        leave(plan, state, event.step, state.canceling ? canceled : failed);
        if (state.canceling) commands.push({ type: "stepCanceled", step: event.step });
        else {
          state.failed = true;
          abandonDownstream(plan, state, event.step, commands);
        }
        break;
    }
  }
  startReady(plan, state, commands);
  if (state.canceling && !before.canceling) stopRunning(plan, state, commands);
  return finish(state, commands);
}

/** The state of one step. */
export function stepState(state: WalkState, step: number): StepState {
  return stepStates[state.states[step] as number] as StepState;
}

type Draft = { -readonly [P in keyof WalkState]: WalkState[P] };

function leave(plan: RunPlan, state: Draft, step: number, to: number): void {
  if (state.states[step] !== running) {
    const planned = plan.steps[step];
    throw new Error(
      planned === undefined
        ? `The step number ${step} ended, but the plan has ${plan.steps.length} steps, counted from 0.`
        : `The step ${quote(planned.key)} ended, but it was ${stepState(state, step)}, not running.`,
    );
  }
  state.states[step] = to;
  state.running--;
  state.unfinished--;
}

function makeReady(plan: RunPlan, state: Draft, step: number): void {
  state.states[step] = ready;
  state.ready = merge({ step, rank: 1, left: undefined, right: undefined }, state.ready, plan);
}

function startReady(plan: RunPlan, state: Draft, commands: WalkCommand[]): void {
  while (!state.canceling && state.ready !== undefined && state.running < plan.maxConcurrent) {
    const { step, left, right } = state.ready;
    state.ready = merge(left, right, plan);
    state.states[step] = running;
    state.running++;
    commands.push({ type: "startStep", step });
  }
}

function abandonDownstream(plan: RunPlan, state: Draft, from: number, commands: WalkCommand[]): void {
  const stack = [from];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const step of plan.downstream[at] ?? []) {
      if (state.states[step] !== pending) continue;
      state.states[step] = abandoned;
      state.unfinished--;
      commands.push({ type: "abandonStep", step, because: from });
      stack.push(step);
    }
  }
}

function cancelWaiting(plan: RunPlan, state: Draft, commands: WalkCommand[]): void {
  if (state.canceling || state.ended) return;
  state.canceling = true;
  state.ready = undefined;
  for (const step of plan.steps.keys()) {
    if (state.states[step] !== pending && state.states[step] !== ready) continue;
    state.states[step] = canceled;
    state.unfinished--;
    commands.push({ type: "stepCanceled", step });
  }
}

/** Comes after all events, since a step may have ended in the same moment as the cancel. */
function stopRunning(plan: RunPlan, state: Draft, commands: WalkCommand[]): void {
  for (const step of plan.steps.keys()) {
    if (state.states[step] === running) commands.push({ type: "cancelStep", step });
  }
}

function finish(state: Draft, commands: WalkCommand[]): WalkResult {
  if (state.unfinished === 0 && !state.ended) {
    state.ended = true;
    commands.push({ type: "endRun", status: state.canceling ? "CANCELED" : state.failed ? "FAILURE" : "SUCCESS" });
  }
  return { state, commands };
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
