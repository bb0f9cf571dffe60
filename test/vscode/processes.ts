import { readdirSync, readFileSync } from "node:fs";

/** An environment variable that everything started by a workbench inherits. */
export const marker = "HEADWATER_WORKBENCH";

/** The processes whose environment carries a mark. Linux tells; elsewhere the list is empty. */
export function markedProcesses(mark: string): { pid: number; command: string }[] {
  if (process.platform !== "linux") return [];
  const found: { pid: number; command: string }[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      if (!readFileSync(`/proc/${name}/environ`, "utf8").split("\0").includes(`${marker}=${mark}`)) continue;
      found.push({ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim() });
    } catch {
      // It has ended, or belongs to another user.
    }
  }
  return found;
}
