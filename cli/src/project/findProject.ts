import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { isProject } from "@headwater/analysis";
import { CommandError } from "../commandError.ts";
import { workspaceProjects } from "./workspaceProjects.ts";

/**
 * The folder of the one project that a command is about: the nearest one from `start` upwards with a package.json.
 *
 * @throws CommandError when there is none, and in a monorepo's root, where it could be one of several
 */
export function findProject(start: string): string {
  const folder = findPackage(start);
  // The rule, and then nothing has to be listed.
  if (isProject(folder)) return folder;
  const inside = workspaceProjects(folder).map(({ root }) => relative(folder, root));
  const [first] = inside;
  if (first === undefined || first === "") return folder;
  const shown = inside.slice(0, mostShown).join(", ") + (inside.length > mostShown ? " and others" : "");
  throw new CommandError(
    `${folder} is no project: its package.json does not list headwater. Projects in it: ${shown}. Name one, as in --project ${first}.`,
  );
}

const mostShown = 5;

/**
 * The nearest folder from `start` upwards with a package.json.
 *
 * @throws CommandError when there is none
 */
export function findPackage(start: string): string {
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
