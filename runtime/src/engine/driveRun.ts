import {
  advance,
  beginWalk,
  type FailureCircumstances,
  type PlannedStep,
  type RunError,
  type RunEvent,
  type RunPlan,
  type RunStatus,
  type StepKey,
  type WalkCommand,
  type WalkEvent,
} from "@headwater/model";
import { createPools, type PoolClaim, type Pools } from "./pools.ts";

/** What a step is to do: some of the assets and checks of its unit, or all. */
export type StepRequest = Pick<PlannedStep, "key" | "assets" | "checks">;

/** Computes steps: in this process, in a pool of workers, or elsewhere. */
export interface StepExecutor {
  /**
   * Computes one step. Settles once the step has ended, never rejects.
   *
   * @param attempt 1 for the first, more for retries
   */
  execute(step: StepRequest, attempt: number): Promise<StepOutcome>;
  /** Stops a step that is being computed; its promise must still settle. */
  cancel(step: StepKey): void;
}

/** How a step ended: the events on the way, and the error if it failed. */
export interface StepOutcome extends Omit<FailureCircumstances, "random"> {
  readonly events: readonly RunEvent[];
  readonly error?: RunError;
  /**
   * The outputs that it did not give although it succeeded. Left out: its assets without a materialization or observation
   * among the events, and its checks without an evaluation.
   */
  readonly missing?: readonly string[];
}

export interface DriveOptions {
  readonly plan: RunPlan;
  readonly executor: StepExecutor;
  /** Takes the events of one moment, in order. What it has taken counts as having happened. */
  readonly record: (events: readonly RunEvent[]) => void;
  /** Aborting it cancels the run. */
  readonly signal: AbortSignal;
  /** Left out: pools without limits. */
  readonly pools?: Pools;
}

/** `setTimeout` takes no more milliseconds than this; who wakes too early sleeps again. */
const longestTimeout = 2 ** 31 - 1;

/**
 * How long whoever drives a run may sleep if nothing is told to it, in milliseconds; `undefined` for as long as it likes.
 *
 * @param now milliseconds since the epoch
 * @param due when steps are to be tried again, in milliseconds since the epoch
 * @param checkInterval how often claims of slots are to be looked at again, in milliseconds: where some wait in pools that
 *   do not tell by themselves
 */
export function nextWake(now: number, due: Iterable<number>, checkInterval: number | undefined): number | undefined {
  let next = checkInterval;
  for (const time of due) next = Math.min(next ?? Number.POSITIVE_INFINITY, Math.max(0, time - now));
  return next === undefined ? undefined : Math.min(next, longestTimeout);
}

/**
 * Drives a run from RUN_START to its final event: turns the walk's commands into work and the work's ends into the
 * walk's events. The rules are the walk's alone.
 *
 * @returns the final status
 */
export function driveRun({ plan, executor, record, signal, pools = createPools() }: DriveOptions): Promise<RunStatus> {
  return new Promise((resolve, reject) => {
    const begun = beginWalk(plan);
    let { state } = begun;
    let news: WalkEvent[] = [];
    let events: RunEvent[] = [{ type: "RUN_START" }];
    let scheduled = false;
    const claims = new Map<number, PoolClaim>();
    /** When steps are to be tried again, in milliseconds since the epoch. */
    const due = new Map<number, number>();
    let timer: NodeJS.Timeout | undefined;
    /** What the last attempt of a step ended with, until the walk has said what becomes of it. */
    const failures = new Map<number, { readonly error: RunError; readonly given: ReadonlySet<string> }>();

    const stepAt = (step: number) => plan.steps[step] as PlannedStep;
    const keyOf = (step: number) => stepAt(step).key;

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

    const start = (step: number, attempt: number) => {
      executor.execute(stepAt(step), attempt).then((outcome) => {
        events.push(...outcome.events);
        const given = givenOutputs(outcome.events);
        const { error, retryRequested, allowRetries } = outcome;
        if (error === undefined) {
          events.push({ type: "STEP_SUCCESS", step: keyOf(step) });
          const { assets, checks } = stepAt(step);
          const missing = outcome.missing ?? [...assets, ...checks].filter((output) => !given.has(output));
          tell({ type: "stepSucceeded", step, missing });
          return;
        }
        failures.set(step, { error, given });
        tell({
          type: "stepFailed",
          step,
          random: Math.random(),
          ...(retryRequested === undefined ? {} : { retryRequested }),
          ...(allowRetries === undefined ? {} : { allowRetries }),
        });
      }, reject);
    };

    /** Sleeps until something is to be done that nobody will tell of. */
    const sleep = () => {
      clearTimeout(timer);
      const waiting = [...claims.values()].some(({ isGranted }) => !isGranted);
      const pause = nextWake(Date.now(), due.values(), waiting ? pools.checkInterval : undefined);
      if (pause === undefined) return;
      timer = setTimeout(() => {
        const now = Date.now();
        for (const [step, time] of due) {
          if (time > now) continue;
          due.delete(step);
          tell({ type: "retryDue", step });
        }
        for (const made of claims.values()) made.check?.();
        sleep();
      }, pause);
    };

    const claim = (step: number, pool: string) => {
      let granted = false;
      const made = pools.claim(pool, stepAt(step).priority, () => {
        granted = true;
        tell({ type: "slotGranted", step });
      });
      claims.set(step, made);
      if (granted) return;
      events.push({ type: "ENGINE_EVENT", step: keyOf(step), message: `Waits for a slot of the pool ${JSON.stringify(pool)}.` });
    };

    const lastFailure = (step: number) => failures.get(step) as NonNullable<ReturnType<typeof failures.get>>;

    /** What a step left out, for which others are skipped: one of several assets, or else the step itself. */
    const notGivenBy = (step: number): string => {
      const [output] = state.missing.get(step) ?? [];
      return output ?? keyOf(step);
    };

    const notMaterialized = (
      step: number,
      why: Pick<RunEvent & { type: "ASSET_FAILED_TO_MATERIALIZE" }, "reason" | "because">,
      given: ReadonlySet<string> = new Set(),
    ) => {
      const { key, assets } = stepAt(step);
      for (const asset of assets.filter((id) => !given.has(id)))
        events.push({ type: "ASSET_FAILED_TO_MATERIALIZE", step: key, asset, ...why });
    };

    const carryOut = (list: readonly WalkCommand[]) => {
      const starting: { readonly step: number; readonly attempt: number }[] = [];
      let status: RunStatus | undefined;
      for (const command of list) {
        switch (command.type) {
          case "startStep": {
            const { step, attempt } = command;
            events.push(
              attempt === 1 ? { type: "STEP_START", step: keyOf(step) } : { type: "STEP_RESTARTED", step: keyOf(step), attempt },
            );
            starting.push({ step, attempt });
            break;
          }
          case "cancelStep":
            executor.cancel(keyOf(command.step));
            break;
          case "claimSlot":
            claim(command.step, command.pool);
            break;
          case "freeSlot":
            claims.get(command.step)?.free();
            claims.delete(command.step);
            break;
          case "failStep": {
            const { error, given } = lastFailure(command.step);
            events.push({ type: "STEP_FAILURE", step: keyOf(command.step), error });
            notMaterialized(command.step, { reason: "failed" }, given);
            break;
          }
          case "retryStep": {
            const { step, seconds } = command;
            const { error } = lastFailure(step);
            events.push({ type: "STEP_UP_FOR_RETRY", step: keyOf(step), error, secondsToWait: seconds });
            if (seconds > 0 && plan.retryMode === "enabled") due.set(step, Date.now() + seconds * 1_000);
            break;
          }
          case "skipStep":
            events.push({ type: "STEP_SKIPPED", step: keyOf(command.step), because: notGivenBy(command.because) });
            break;
          case "abandonStep":
            notMaterialized(command.step, { reason: "upstreamFailed", because: keyOf(command.because) });
            break;
          case "stepCanceled":
            notMaterialized(command.step, { reason: "canceled" });
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
      for (const { step, attempt } of starting) start(step, attempt);
      sleep();
      if (status !== undefined) {
        clearTimeout(timer);
        signal.removeEventListener("abort", cancel);
        resolve(status);
      }
    };

    const cancel = () => {
      due.clear();
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

/** The assets that have a materialization or observation among the events, and the checks that have an evaluation. */
function givenOutputs(events: readonly RunEvent[]): Set<string> {
  const given = new Set<string>();
  for (const event of events) {
    if (event.type === "ASSET_MATERIALIZATION" || event.type === "ASSET_OBSERVATION") given.add(event.asset);
    else if (event.type === "ASSET_CHECK_EVALUATION") given.add(event.check);
  }
  return given;
}

function canceledBeforeItBegan({ steps }: RunPlan): RunEvent[] {
  return [
    { type: "RUN_CANCELING" },
    ...steps.flatMap(({ key: step, assets }) =>
      assets.map((asset) => ({ type: "ASSET_FAILED_TO_MATERIALIZE", step, asset, reason: "canceled" }) as const),
    ),
    { type: "RUN_CANCELED" },
  ];
}
