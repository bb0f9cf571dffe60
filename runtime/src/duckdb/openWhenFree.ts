import { setTimeout as wait } from "node:timers/promises";
import type { StepLog } from "../context/assetContext.ts";

/** How to wait for a database file. */
export interface Waiting {
  /** The file, as the user wrote it. */
  readonly database: string;
  /** In seconds. */
  readonly lockTimeout: number;
  readonly log: StepLog;
  /** Aborting it ends the waiting. */
  readonly signal: AbortSignal;
}

const firstPause = 20;
const longestPause = 500;
const silence = 2000;
const locked = /could not set lock on file|conflicting lock is held|being used by another process/i;

/**
 * Opens a database file, trying again while another process has it open. After two seconds it says once that it waits.
 *
 * @throws what `open` throws for other reasons, the signal's reason, and Error once the time is over
 */
export async function openWhenFree<T>(open: () => Promise<T>, { database, lockTimeout, log, signal }: Waiting): Promise<T> {
  const start = performance.now();
  let told = false;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    signal.throwIfAborted();
    let cause: unknown;
    try {
      return await open();
    } catch (error) {
      if (!locked.test(String((error as Error | undefined)?.message))) throw error;
      cause = error;
    }
    const waited = performance.now() - start;
    const left = lockTimeout * 1000 - waited;
    if (left <= 0) {
      throw new Error(
        `The database "${database}" was still open in another process${holder(cause)} after ${lockTimeout} seconds. End that process, or raise lockTimeout.`,
        { cause },
      );
    }
    if (!told && waited >= silence) {
      told = true;
      log.warn(`Waiting for the database "${database}", which another process has open${holder(cause)}.`);
    }
    // Steps that wait for the same file should not try all at the same moment.
    await wait(Math.min(left, pause * (0.5 + Math.random())), undefined, { signal });
  }
}

function holder(error: unknown): string {
  const id = /\(PID (\d+)\)/.exec(String((error as Error).message))?.[1];
  return id === undefined ? "" : ` (PID ${id})`;
}
