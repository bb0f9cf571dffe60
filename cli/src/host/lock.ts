import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The right to be the host of a project. The operating system takes it back when the process ends, however it ends. */
export interface HostLock {
  release(): void;
}

const busy = 5;

/**
 * Takes the lock of a project: an exclusive transaction on an empty SQLite file, since that is a file lock which every
 * platform frees by itself after a crash.
 *
 * @returns undefined when another process holds it
 */
export function takeLock(stateFolder: string): HostLock | undefined {
  const database = new DatabaseSync(join(stateFolder, "host.lock"), { timeout: 0 });
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (error) {
    database.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === busy) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
