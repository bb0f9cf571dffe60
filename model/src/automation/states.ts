import type { EntityState } from "./evaluate.ts";
import type { EntityId } from "./facts.ts";
import type { AutomationProgram } from "./program.ts";

/** What is remembered of the conditions of a program, in its order: arrays, so that a look at all of them costs little. */
export interface EntityStates {
  /** What has the conditions: {@link AutomationProgram.conditionedIds} of the program that evaluated them. */
  readonly ids: readonly EntityId[];
  /** Undefined for one that was never evaluated. */
  readonly states: readonly (EntityState | undefined)[];
  /** From when each may come to something else although nothing happens: at once, or never, or in milliseconds since 1970. */
  readonly dueAt: Float64Array;
}

const atOnce = Number.NEGATIVE_INFINITY;
const never = Number.POSITIVE_INFINITY;

export function statesOf(ids: readonly EntityId[], states: readonly (EntityState | undefined)[]): EntityStates {
  return { ids, states, dueAt: Float64Array.from(states, dueAt) };
}

/** The states of the conditions of a program. Those without a condition any more are forgotten. */
export function statesFor(program: AutomationProgram, before: EntityStates | undefined): EntityStates {
  const { conditioned, conditionedIds } = program;
  if (before?.ids === conditionedIds) return before;
  const byId = new Map(before?.ids.map((id, place) => [id, before.states[place]]));
  const arranged = statesOf(
    conditionedIds,
    conditionedIds.map((id) => byId.get(id)),
  );
  for (const [place, { declarations }] of conditioned.entries())
    if (arranged.states[place]?.declarations !== declarations) arranged.dueAt[place] = atOnce;
  return arranged;
}

/** The states with those that were made anew, by their places. */
export function withStates(before: EntityStates, made: readonly (readonly [place: number, state: EntityState])[]): EntityStates {
  if (made.every(([place, state]) => before.states[place] === state)) return before;
  const states = before.states.slice();
  const due = before.dueAt.slice();
  for (const [place, state] of made) {
    states[place] = state;
    due[place] = dueAt(state);
  }
  return { ids: before.ids, states, dueAt: due };
}

function dueAt(state: EntityState | undefined): number {
  return state?.settled === true ? (state.wakeAt ?? never) : atOnce;
}
