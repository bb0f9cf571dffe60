import type { Carried, StoredRunEvent } from "@headwater/model";
import type { CarryParams, RunLog, StartRunParams, StartRunResult, SubscribeResult } from "@headwater/protocol";

export type RunListener = (events: readonly StoredRunEvent[]) => void;

/** Who follows all runs of a project. */
export interface RunSubscriber {
  readonly events: RunListener;
  /** Hears of a history that was changed: it stands in the place of all that was told before. */
  readonly history: (past: SubscribeResult) => void;
}

/** Who waits for a run to begin. */
export interface Waiting {
  /** Hears in a sentence what takes so long. */
  readonly tell?: (message: string) => void;
  /** Aborted when nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** What can be asked of a project's host, wherever it is: in this process, or at the other end of a socket. */
export interface RunService {
  /**
   * Prepares a run and puts it into the queue; runs go one after another.
   *
   * @param onEvents gets the run's events once they are on record, up to the last
   * @throws SelectionError, CannotRun when the run cannot start; nothing is recorded then. StoreError. HostLost when the
   *   host ended before it took the run
   */
  startRun(params: StartRunParams, onEvents: RunListener, waiting?: Waiting): Promise<StartRunResult>;
  /** Cancels a run that is queued or running. False when there is none of that id. */
  cancelRun(runId: string): Promise<boolean>;
  /** Hears of the events of all runs from now on, and gets what happened before. */
  subscribe(subscriber: RunSubscriber): Promise<Subscription>;
  /** What the steps of a run wrote, and its events. */
  runLog(runId: string): Promise<RunLog>;
  /**
   * Gives the history and the stored value of an asset to another key, or only says what it would.
   *
   * @throws CannotRun while a run goes on, and where the other key has a history of its own; StoreError
   */
  carryHistory(params: CarryParams): Promise<Carried>;
}

export interface Subscription {
  readonly past: SubscribeResult;
  end(): void;
}
