import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toStoreError } from "./storeError.ts";

/** The folder of a project that holds everything Headwater keeps: history, stored values, builds. Never committed. */
export const stateFolderName = ".headwater";

/** Where the I/O manager of a project keeps values that assets have unless they name another. */
export function storageFolder(projectFolder: string): string {
  return join(projectFolder, stateFolderName, "storage");
}

/**
 * Makes the state folder of a project, with a `.gitignore` of `*` so that nothing in it is ever committed.
 *
 * @returns its absolute path
 * @throws StoreError when it cannot be made
 */
export function openStateFolder(projectFolder: string): string {
  const folder = join(projectFolder, stateFolderName);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    const gitignore = join(folder, ".gitignore");
    if (!existsSync(gitignore)) writeFileSync(gitignore, "*\n");
  } catch (error) {
    throw toStoreError(error, stateFolderName);
  }
  return folder;
}
