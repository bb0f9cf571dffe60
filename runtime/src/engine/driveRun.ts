import {
  advance,
  beginWalk,
  type KeyId,
  type RunError,
  type RunEvent,
  type RunPlan,
  type RunStatus,
  type WalkCommand,
  type WalkEvent,
} from "@headwater/model";

/** Computes steps: in this process, in a pool of workers, or elsewhere. */
export interface StepExecutor {
  /** Computes one step. Settles once the step has ended, never rejects. */
  execute(step: KeyId): Promise<StepOutcome>;
  /** Stops a step that is being computed; its promise must still settle. */
  cancel(step: KeyId): void;
}

/** How a step ended: the events on the way, and the error if it failed. */
export interface StepOutcome {
  readonly events: readonly RunEvent[];
  readonly error?: RunError;
}

export interface DriveOptions {
  readonly plan: RunPlan;
  readonly executor: StepExecutor;
  /** Takes the events of one moment, in order. What it has taken counts as having happened. */
  readonly record: (events: readonly RunEvent[]) => void;
  /** Aborting it cancels the run. */
  readonly signal: AbortSignal;
}

/**
 * Drives a run from RUN_START to its final event: turns the walk's commands into work and the work's ends into the
 * walk's events. The rules are the walk's alone.
 *
 * @returns the final status
 */
export function driveRun({ plan, executor, record, signal }: DriveOptions): Promise<RunStatus> {
  return new Promise((resolve, reject) => {
    const begun = beginWalk(plan);
    let { state } = begun;
    let news: WalkEvent[] = [];
    let events: RunEvent[] = [{ type: "RUN_START" }];
    let scheduled = false;

    const keyOf = (step: number) => plan.steps[step]?.key as KeyId;

    const tell = (event: WalkEvent) => {
      news.push(event);
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(() => {
        try {
          scheduled = false;
          const told = news;
          news = [];
          const result = advance(plan, state, told);
          state = result.state;
          carryOut(result.commands);
        } catch (error) {
          reject(error);
        }
      });
    };

    const start = (step: number) => {
      executor.execute(keyOf(step)).then((outcome) => {
        events.push(...outcome.events);
        if (outcome.error === undefined) {
          events.push({ type: "STEP_SUCCESS", step: keyOf(step) });
          tell({ type: "stepSucceeded", step });
        } else {
          if (!signal.aborted) {
            events.push({ type: "STEP_FAILURE", step: keyOf(step), error: outcome.error });
            events.push({ type: "ASSET_FAILED_TO_MATERIALIZE", step: keyOf(step), reason: "failed" });
          }
          tell({ type: "stepFailed", step });
        }
      }, reject);
    };

    const carryOut = (list: readonly WalkCommand[]) => {
      const starting: number[] = [];
      let status: RunStatus | undefined;
      for (const command of list) {
        switch (command.type) {
          case "startStep":
            events.push({ type: "STEP_START", step: keyOf(command.step) });
            starting.push(command.step);
            break;
          case "cancelStep":
            executor.cancel(keyOf(command.step));
            break;
          case "abandonStep":
            events.push({
              type: "ASSET_FAILED_TO_MATERIALIZE",
              step: keyOf(command.step),
              reason: "upstreamFailed",
              because: keyOf(command.because),
            });
            break;
          case "stepCanceled":
            events.push({ type: "ASSET_FAILED_TO_MATERIALIZE", step: keyOf(command.step), reason: "canceled" });
            break;
          case "endRun":
            events.push({ type: `RUN_${command.status}` });
            status = command.status;
            break;
        }
      }
      // What happened is recorded before anything new starts, so that no step runs without its start on record.
      const happened = events;
      events = [];
      if (happened.length > 0) record(happened);
      for (const step of starting) start(step);
      if (status !== undefined) {
        signal.removeEventListener("abort", cancel);
        resolve(status);
      }
    };

    const cancel = () => {
      events.push({ type: "RUN_CANCELING" });
      tell({ type: "cancelRequested" });
    };
    if (signal.aborted) {
      record(canceledBeforeItBegan(plan));
      resolve("CANCELED");
      return;
    }
    signal.addEventListener("abort", cancel, { once: true });
    try {
      carryOut(begun.commands);
    } catch (error) {
      reject(error);
    }
  });
}

function canceledBeforeItBegan({ steps }: RunPlan): RunEvent[] {
  return [
    { type: "RUN_CANCELING" },
    ...steps.map(({ key }) => ({ type: "ASSET_FAILED_TO_MATERIALIZE", step: key, reason: "canceled" }) as const),
    { type: "RUN_CANCELED" },
  ];
}
