import type { Pages } from "./pages.ts";
import type { ReadyHeap } from "./readyHeap.ts";
import type { FailureCircumstances } from "./retries.ts";

/**
 * The states of a step (spec 4.4). `success`, `failed`, `skipped`, `abandoned` and `canceled` are final. A step that
 * waits for a slot of its pool or for its next attempt takes none of the run's places.
 */
export const stepStates = [
  "pending",
  "ready",
  "running",
  "success",
  "failed",
  "abandoned",
  "canceled",
  "skipped",
  "waitingToRetry",
  "waitingForSlot",
] as const;
export type StepState = (typeof stepStates)[number];

/** Where a run stands. To be read and handed to {@link advance}, nothing else. */
export interface WalkState {
  /** One index into {@link stepStates} for each step. */
  readonly states: Pages;
  /** How many upstreams each step still waits for. */
  readonly waiting: Pages;
  /** How often each step was tried again. */
  readonly retries: Pages;
  /** For a step that failed, was skipped or abandoned: one more than the index of the step that is the reason. */
  readonly because: Pages;
  readonly ready: ReadyHeap;
  /** The outputs that steps did not give although they succeeded. */
  readonly missing: ReadonlyMap<number, ReadonlySet<string>>;
  /** The steps that have a slot of their pool and have not started. */
  readonly granted: ReadonlySet<number>;
  /** How many steps run at each place of a tag limit. */
  readonly taken: ReadonlyMap<string, number>;
  /** The steps that may start once a place of a tag limit is free. */
  readonly blocked: ReadonlyMap<string, ReadyHeap>;
  readonly running: number;
  readonly unfinished: number;
  readonly canceling: boolean;
  readonly failed: boolean;
  readonly ended: boolean;
}

/** What happened, as told by whoever carries out the commands. */
export type WalkEvent =
  | {
      readonly type: "stepSucceeded";
      readonly step: number;
      /** The outputs that it did not give. */
      readonly missing?: readonly string[];
    }
  | ({ readonly type: "stepFailed"; readonly step: number } & FailureCircumstances)
  /** The time of a `retryStep` has come. */
  | { readonly type: "retryDue"; readonly step: number }
  /** The slot of a `claimSlot` is the step's. */
  | { readonly type: "slotGranted"; readonly step: number }
  | { readonly type: "cancelRequested" };

/** What to do next. A command is given once. */
export type WalkCommand =
  | {
      readonly type: "startStep";
      readonly step: number;
      /** 1 for the first. */
      readonly attempt: number;
    }
  /** Stop a running step; a `stepFailed` (or, if it was faster, a `stepSucceeded`) must follow. */
  | { readonly type: "cancelStep"; readonly step: number }
  /** Ask for a slot of the step's pool; a `slotGranted` follows when there is one. */
  | { readonly type: "claimSlot"; readonly step: number; readonly pool: string }
  /** Give back the slot of a step, or withdraw its claim. */
  | { readonly type: "freeSlot"; readonly step: number; readonly pool: string }
  /** Record that a step failed for good; `retries` says how often it was tried again. */
  | { readonly type: "failStep"; readonly step: number; readonly retries: number }
  /**
   * Record that a step will be tried again in so many seconds, and tell `retryDue` then. At 0 it is started again as soon
   * as there is a place; nothing is to be told.
   */
  | { readonly type: "retryStep"; readonly step: number; readonly seconds: number }
  /** Record that a step is skipped: a step somewhere upstream of it, `because`, did not give what it needs. */
  | { readonly type: "skipStep"; readonly step: number; readonly because: number }
  /** Record that a step will never run, because a step somewhere upstream of it, `because`, failed. */
  | { readonly type: "abandonStep"; readonly step: number; readonly because: number }
  /** Record that a step ends canceled. */
  | { readonly type: "stepCanceled"; readonly step: number }
  | { readonly type: "endRun"; readonly status: "SUCCESS" | "FAILURE" | "CANCELED" };

export interface WalkResult {
  readonly state: WalkState;
  readonly commands: readonly WalkCommand[];
}
