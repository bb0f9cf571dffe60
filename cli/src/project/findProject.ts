import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CommandError } from "../commandError.ts";

/**
 * The folder of the project that a command is about: the nearest one from `start` upwards with a package.json.
 *
 * @throws CommandError when there is none
 */
export function findProject(start: string): string {
  const given = resolve(start);
  if (!existsSync(given) || !statSync(given).isDirectory()) throw new CommandError(`There is no folder ${start}.`);
  // Without links, as Node names the files that it loads from there.
  const from = realpathSync(given);
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new CommandError(
    `No package.json was found in ${from} or above it: run this in a project's folder, or make one with "npm init".`,
  );
}
