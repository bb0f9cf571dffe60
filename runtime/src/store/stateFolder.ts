import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toStoreError } from "./storeError.ts";

/** The folder of a project that holds everything Headwater keeps: history, stored values, builds. Never committed. */
export const stateFolderName = ".headwater";

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
