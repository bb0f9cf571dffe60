// `node keeper.ts FOLDER PROGRAM [arguments]`: runs a program in a process group of its own. Once standard input closes (also
// when whoever started this was killed) it ends the group and whatever was started outside of it, and deletes the folder.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { markedProcesses } from "./processes.ts";

const [folder, program, ...args] = process.argv.slice(2);
if (folder === undefined || program === undefined) throw new Error("node keeper.ts FOLDER PROGRAM [arguments]");
const child = spawn(program, args, { detached: true, stdio: ["ignore", "inherit", "inherit"] });

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  signal(-(child.pid ?? 0), "SIGTERM");
  // A process that spins does not hear SIGTERM.
  await sleep(300);
  signal(-(child.pid ?? 0), "SIGKILL");
  for (const { pid } of markedProcesses(folder as string)) signal(pid, "SIGKILL");
  rmSync(folder as string, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.exit(0);
}

function signal(pid: number, name: NodeJS.Signals): void {
  // Zero would be this process's own group.
  if (pid === 0) return;
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

child.on("error", (error) => {
  console.error(String(error));
  void end();
});
child.on("exit", () => void end());
process.stdin.on("close", () => void end()).resume();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void end());
