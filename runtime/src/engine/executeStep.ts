import type { KeyId, RunEvent, StepKey } from "@headwater/model";
import { withinStep } from "./currentStep.ts";
import type { StepOutcome, StepRequest } from "./driveRun.ts";
import { failureCircumstances } from "./failureCircumstances.ts";
import type { LoadedProject } from "./loadDefinitions.ts";
import { loadInputs } from "./loadInputs.ts";
import { openResources } from "./openResources.ts";
import { toRunError } from "./runError.ts";
import { prepareStep, type StepEnvironment } from "./step.ts";
import { type TakenResults, takeResults } from "./takeResults.ts";

/** How a step ended, with what was thrown as it is. */
export interface StepEnd {
  readonly events: readonly RunEvent[];
  /** What was stored, by asset. */
  readonly values: ReadonlyMap<KeyId, unknown>;
  readonly failure?: { readonly thrown: unknown };
}

/**
 * Carries out one step in this process: loads its inputs, sets up its resources, calls its function, stores what it gives,
 * and tears the resources down. Never rejects: what fails is in the outcome, with the events up to there.
 */
export async function executeStep(
  project: LoadedProject,
  request: StepRequest,
  environment: StepEnvironment,
): Promise<StepOutcome> {
  const { events, failure } = await runStep(project, request, environment);
  return failure === undefined ? { events } : { events, ...stepFailure(failure.thrown, environment.projectFolder) };
}

/** What a step's failure means for the run. */
export function stepFailure(thrown: unknown, projectFolder: string): Omit<StepOutcome, "events"> {
  return { error: toRunError(thrown, projectFolder), ...failureCircumstances(thrown) };
}

/** As {@link executeStep}, with the very values that were stored and thrown. */
export async function runStep(project: LoadedProject, request: StepRequest, environment: StepEnvironment): Promise<StepEnd> {
  const events: RunEvent[] = [];
  let values: ReadonlyMap<KeyId, unknown> = new Map();
  try {
    const step = prepareStep(project, request, environment, (event) => events.push(event));
    environment.signal.throwIfAborted();
    const inputs = await loadInputs(step);
    const resources = await openResources(step);
    let taken: TakenResults;
    try {
      const config = environment.config === undefined ? {} : { config: environment.config };
      const given = { ...Object.fromEntries(resources.values), ...config, ...inputs };
      const current = { signal: environment.signal, tell: (message: string) => step.record(engineEvent(request.key, message)) };
      taken = await withinStep(current, async () => takeResults(step, await step.call.compute(given, step.context)));
    } catch (thrown) {
      await resources.closeAfterFailure();
      throw thrown;
    }
    await resources.close();
    // Of what was returned, only what went well to its end counts.
    events.push(...taken.held);
    values = taken.values;
    if (taken.failure !== undefined) throw taken.failure;
    return { events, values };
  } catch (thrown) {
    return { events, values, failure: { thrown } };
  }
}

function engineEvent(step: StepKey, message: string): RunEvent {
  return { type: "ENGINE_EVENT", step, message };
}
