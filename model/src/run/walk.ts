import { quote } from "../findings/quote.ts";
import { at, draftOf, newPages, type Pages, type PagesDraft, put } from "./pages.ts";
import type { PlannedSource, PlannedStep, RunPlan } from "./plan.ts";
import { comesFirst, withoutTop, withStep } from "./readyHeap.ts";
import { decideRetry, type FailureCircumstances } from "./retries.ts";
import { type StepState, stepStates, type WalkCommand, type WalkEvent, type WalkResult, type WalkState } from "./walkState.ts";

const [pending, ready, running, success, failed, abandoned, canceled, skipped, waitingToRetry, waitingForSlot] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;

/** Begins a run: the first commands, or at once its end if there is nothing to do. */
export function beginWalk(plan: RunPlan): WalkResult {
  const count = plan.steps.length;
  const walk: Walk = {
    plan,
    commands: [],
    states: newPages(count),
    waiting: newPages(count),
    retries: newPages(count),
    because: newPages(count),
    ready: undefined,
    missing: new Map(),
    granted: new Set(),
    taken: new Map(),
    blocked: new Map(),
    running: 0,
    unfinished: count,
    canceling: false,
    failed: false,
    ended: false,
  };
  for (const [index, step] of plan.steps.entries()) put(walk.waiting, index, step.upstream.length);
  for (const [index, step] of plan.steps.entries()) if (step.upstream.length === 0) decide(walk, index);
  startReady(walk);
  return finish(walk);
}

/**
 * Takes a run on by what has happened since (spec 4.4 to 4.6). Once all upstreams of a step have ended, it is skipped if
 * something that it needs was not given, else abandoned if one of them failed or was abandoned, else started. A cancel
 * stops what runs and lets nothing start. The given state is not changed.
 *
 * @throws Error when an event does not fit the state of its step: the caller told the same thing twice, say
 */
export function advance(plan: RunPlan, before: WalkState, events: readonly WalkEvent[]): WalkResult {
  const walk: Walk = {
    ...before,
    plan,
    commands: [],
    states: draftOf(before.states),
    waiting: draftOf(before.waiting),
    retries: draftOf(before.retries),
    because: draftOf(before.because),
    missing: new Map(before.missing),
    granted: new Set(before.granted),
    taken: new Map(before.taken),
    blocked: new Map(before.blocked),
  };
  for (const event of events) {
    switch (event.type) {
      case "cancelRequested":
        cancelWaiting(walk);
        break;
      case "stepSucceeded":
        if (event.missing !== undefined && event.missing.length > 0) walk.missing.set(event.step, new Set(event.missing));
        leave(walk, event.step);
        settle(walk, event.step, success);
        break;
      case "stepFailed":
        leave(walk, event.step);
        stepFailed(walk, event.step, event);
        break;
      case "retryDue":
        // A step that was canceled while it waited is not told so to whoever keeps the time.
        if (stateOf(walk, event.step) === waitingToRetry) makeReady(walk, event.step);
        break;
      case "slotGranted":
        if (stateOf(walk, event.step) !== waitingForSlot) break;
        walk.granted.add(event.step);
        makeReady(walk, event.step);
        break;
    }
  }
  startReady(walk);
  if (walk.canceling && !before.canceling) stopRunning(walk);
  return finish(walk);
}

/** The state of one step. */
export function stepState(state: WalkState, step: number): StepState {
  return stepStates[at(state.states, step) as number] as StepState;
}

/** A state that is being made. */
type Walk = {
  -readonly [P in keyof WalkState]: WalkState[P] extends Pages
    ? PagesDraft
    : WalkState[P] extends ReadonlyMap<infer K, infer V>
      ? Map<K, V>
      : WalkState[P] extends ReadonlySet<infer T>
        ? Set<T>
        : WalkState[P];
} & { readonly plan: RunPlan; readonly commands: WalkCommand[] };

function stateOf({ states }: Walk, step: number): number | undefined {
  return at(states.pages, step);
}

/** A running step stops running: its places are free again. */
function leave(walk: Walk, step: number): void {
  const state = stateOf(walk, step);
  const planned = walk.plan.steps[step];
  if (planned === undefined) {
    throw new Error(`The step number ${step} ended, but the plan has ${walk.plan.steps.length} steps, counted from 0.`);
  }
  if (state !== running) {
    throw new Error(`The step ${quote(planned.key)} ended, but it was ${stepStates[state as number]}, not running.`);
  }
  walk.running--;
  for (const { place } of walk.plan.limitSlots?.[step] ?? []) walk.taken.set(place, (walk.taken.get(place) ?? 0) - 1);
  freeSlot(walk, step);
}

function freeSlot({ plan, commands }: Walk, step: number): void {
  const { pool } = plan.steps[step] as PlannedStep;
  if (pool !== undefined) commands.push({ type: "freeSlot", step, pool });
}

function stepFailed(walk: Walk, step: number, circumstances: FailureCircumstances): void {
  if (walk.canceling) {
    walk.commands.push({ type: "stepCanceled", step });
    settle(walk, step, canceled);
    return;
  }
  const retries = at(walk.retries.pages, step) as number;
  const { retryPolicy } = walk.plan.steps[step] as PlannedStep;
  const retry = walk.plan.retryMode === "disabled" ? undefined : decideRetry(retryPolicy, retries, circumstances);
  put(walk.because, step, step + 1);
  if (retry === undefined) {
    walk.failed = true;
    walk.commands.push({ type: "failStep", step, retries });
    settle(walk, step, failed);
    return;
  }
  walk.commands.push({ type: "retryStep", step, seconds: retry.seconds });
  if (walk.plan.retryMode === "deferred") {
    settle(walk, step, abandoned);
    return;
  }
  put(walk.retries, step, retries + 1);
  if (retry.seconds === 0) makeReady(walk, step);
  else put(walk.states, step, waitingToRetry);
}

/** A step has ended; whatever waited for nothing else is decided, and what that decides in turn. */
function settle(walk: Walk, first: number, state: number): void {
  finalize(walk, first, state);
  const ended = [first];
  for (let index = 0; index < ended.length; index++) {
    for (const next of walk.plan.downstream[ended[index] as number] ?? []) {
      const left = (at(walk.waiting.pages, next) as number) - 1;
      put(walk.waiting, next, left);
      if (left > 0 || stateOf(walk, next) !== pending) continue;
      if (decide(walk, next)) ended.push(next);
    }
  }
}

function finalize(walk: Walk, step: number, state: number): void {
  put(walk.states, step, state);
  walk.unfinished--;
}

/** Decides what becomes of a step whose upstreams have all ended (spec 4.4). True if that ends it. */
function decide(walk: Walk, step: number): boolean {
  const { upstream, inputs } = walk.plan.steps[step] as PlannedStep;
  const lost = inputs === undefined ? upstream.find((from) => isMissing(walk, { step: from })) : lostInput(walk, inputs);
  if (lost !== undefined) {
    const because = lost < 0 ? step : reasonOf(walk, lost);
    put(walk.because, step, because + 1);
    walk.commands.push({ type: "skipStep", step, because });
    finalize(walk, step, skipped);
    return true;
  }
  const stopped = upstream.find((from) => stateOf(walk, from) === failed || stateOf(walk, from) === abandoned);
  if (stopped !== undefined) {
    const because = reasonOf(walk, stopped);
    put(walk.because, step, because + 1);
    walk.commands.push({ type: "abandonStep", step, because });
    finalize(walk, step, abandoned);
    return true;
  }
  makeReady(walk, step);
  return false;
}

/** The step that was to give an input that no source gave; -1 where the input has no source at all. */
function lostInput(walk: Walk, inputs: readonly (readonly PlannedSource[])[]): number | undefined {
  const lost = inputs.find((sources) => sources.every((source) => isMissing(walk, source)));
  return lost === undefined ? undefined : (lost[0]?.step ?? -1);
}

function isMissing(walk: Walk, { step, output }: PlannedSource): boolean {
  const state = stateOf(walk, step);
  if (state === skipped) return true;
  const missing = state === success ? walk.missing.get(step) : undefined;
  return missing !== undefined && (output === undefined || missing.has(output));
}

function reasonOf(walk: Walk, step: number): number {
  const because = at(walk.because.pages, step) as number;
  return because === 0 ? step : because - 1;
}

function makeReady(walk: Walk, step: number): void {
  put(walk.states, step, ready);
  walk.ready = withStep(walk.ready, step, walk.plan);
}

/** Starts what may start, the most urgent first. A step that a limit or a pool holds back is passed over (spec 4.4). */
function startReady(walk: Walk): void {
  const { plan, commands } = walk;
  while (!walk.canceling && walk.running < plan.maxConcurrent) {
    const step = takeNext(walk);
    if (step === undefined) return;
    const slots = plan.limitSlots?.[step] ?? [];
    const full = slots.find(({ place, limit }) => (walk.taken.get(place) ?? 0) >= limit);
    if (full !== undefined) {
      walk.blocked.set(full.place, withStep(walk.blocked.get(full.place), step, plan));
      continue;
    }
    const { pool } = plan.steps[step] as PlannedStep;
    if (pool !== undefined && !walk.granted.delete(step)) {
      put(walk.states, step, waitingForSlot);
      commands.push({ type: "claimSlot", step, pool });
      continue;
    }
    for (const { place } of slots) walk.taken.set(place, (walk.taken.get(place) ?? 0) + 1);
    put(walk.states, step, running);
    walk.running++;
    commands.push({ type: "startStep", step, attempt: (at(walk.retries.pages, step) as number) + 1 });
  }
}

/** The most urgent of the steps that are ready, and of those that waited for a place that has become free. */
function takeNext(walk: Walk): number | undefined {
  const { plan } = walk;
  let from: string | undefined;
  let best = walk.ready;
  for (const [place, heap] of walk.blocked) {
    if (heap === undefined || (walk.taken.get(place) ?? 0) >= limitAt(plan, heap.step, place)) continue;
    if (best !== undefined && comesFirst(best.step, heap.step, plan)) continue;
    best = heap;
    from = place;
  }
  if (best === undefined) return undefined;
  const rest = withoutTop(best, plan);
  if (from === undefined) walk.ready = rest;
  else if (rest === undefined) walk.blocked.delete(from);
  else walk.blocked.set(from, rest);
  return best.step;
}

function limitAt(plan: RunPlan, step: number, place: string): number {
  return plan.limitSlots?.[step]?.find((slot) => slot.place === place)?.limit ?? Number.POSITIVE_INFINITY;
}

function cancelWaiting(walk: Walk): void {
  if (walk.canceling || walk.ended) return;
  walk.canceling = true;
  walk.ready = undefined;
  walk.blocked.clear();
  for (const step of walk.plan.steps.keys()) {
    const state = stateOf(walk, step);
    if (state !== pending && state !== ready && state !== waitingToRetry && state !== waitingForSlot) continue;
    if (state === waitingForSlot || walk.granted.delete(step)) freeSlot(walk, step);
    walk.commands.push({ type: "stepCanceled", step });
    finalize(walk, step, canceled);
  }
}

/** Comes after all events, since a step may have ended in the same moment as the cancel. */
function stopRunning(walk: Walk): void {
  for (const step of walk.plan.steps.keys()) {
    if (stateOf(walk, step) === running) walk.commands.push({ type: "cancelStep", step });
  }
}

function finish({ plan: _, commands, ...walk }: Walk): WalkResult {
  if (walk.unfinished === 0 && !walk.ended) {
    walk.ended = true;
    commands.push({ type: "endRun", status: walk.canceling ? "CANCELED" : walk.failed ? "FAILURE" : "SUCCESS" });
  }
  const { states, waiting, retries, because } = walk;
  return {
    state: { ...walk, states: states.pages, waiting: waiting.pages, retries: retries.pages, because: because.pages },
    commands,
  };
}
