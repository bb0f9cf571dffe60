import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError, stateFolderName, toStoreError } from "headwater/engine";

/** The right to be the host of a project. The operating system takes it back when the process ends, however it ends. */
export interface HostLock {
  release(): void;
}

const fileName = "host.lock";
const busy = 5;

/**
 * Takes the lock of a project: an exclusive transaction on an empty SQLite file, since that is a file lock which every
 * platform frees by itself after a crash.
 *
 * @returns undefined when another process holds it
 * @throws StoreError when the file cannot be used
 */
export function takeLock(stateFolder: string): HostLock | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(stateFolder, fileName), { timeout: 0 });
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (error) {
    database?.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === busy) return undefined;
    throw toLockError(error);
  }
  const held = database;
  return { release: () => held.close() };
}

function toLockError(error: unknown): StoreError {
  const shown = `${stateFolderName}/${fileName}`;
  const found = toStoreError(error, shown);
  if (found.code !== "store-damaged") return found;
  return new StoreError(found.code, `${shown} is damaged, and holds nothing: remove it, then run again.`, error);
}
