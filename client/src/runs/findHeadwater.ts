import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The command of the headwater that a project uses: the nearest one in a node_modules from its folder upwards. */
export function findHeadwater(projectFolder: string): string | undefined {
  for (let folder = projectFolder; ; folder = dirname(folder)) {
    const command = join(folder, "node_modules", "headwater", "bin", "headwater.mjs");
    if (existsSync(command)) return command;
    if (dirname(folder) === folder) return undefined;
  }
}
