import type { PlannedStep, RunPlan } from "./plan.ts";

/** Steps, the most urgent on top: a leftist heap, so that a copy costs nothing. */
export type ReadyHeap =
  | { readonly step: number; readonly rank: number; readonly left: ReadyHeap; readonly right: ReadyHeap }
  | undefined;

/** The heap with one step more. */
export function withStep(heap: ReadyHeap, step: number, plan: RunPlan): ReadyHeap {
  return merge({ step, rank: 1, left: undefined, right: undefined }, heap, plan);
}

/** The heap without its top. */
export function withoutTop(heap: NonNullable<ReadyHeap>, plan: RunPlan): ReadyHeap {
  return merge(heap.left, heap.right, plan);
}

/** Spec 4.4: the higher priority first, otherwise the order of the plan. */
export function comesFirst(one: number, other: number, plan: RunPlan): boolean {
  const difference = (plan.steps[one] as PlannedStep).priority - (plan.steps[other] as PlannedStep).priority;
  return difference === 0 ? one < other : difference > 0;
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
