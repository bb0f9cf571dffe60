import { AsyncLocalStorage } from "node:async_hooks";

/** What code that a compute function calls may want of the step that it runs in. */
export interface CurrentStep {
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Records a sentence of the step's history. */
  tell(message: string): void;
}

const storage = new AsyncLocalStorage<CurrentStep>();

/** The step in which this code runs; absent outside of runs, as in a unit test. */
export function currentStep(): CurrentStep | undefined {
  return storage.getStore();
}

/** Calls a function as part of a step. */
export function withinStep<T>(step: CurrentStep, call: () => T): T {
  return storage.run(step, call);
}
