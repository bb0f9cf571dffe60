import { Worker } from "node:worker_threads";

const watch = `
  const { ppid, pid, platform } = process;
  const isThere = () => { try { process.kill(ppid, 0); return process.ppid === ppid; } catch { return false; } };
  const end = () => { try { process.kill(platform === "win32" ? pid : -pid, "SIGKILL"); } catch { process.kill(pid, "SIGKILL"); } };
  setInterval(() => { if (!isThere()) end(); }, 1000);
`;

/**
 * Ends this process soon after its parent has gone, also while user code keeps the main thread busy and no event of the
 * broken channel is ever seen: a thread of its own looks once a second.
 */
export function watchParent(): void {
  new Worker(watch, { eval: true, stdout: true, stderr: true }).unref();
}

/** Ends this process and what it has started: it leads a process group of its own. */
export function endWithChildren(): never {
  if (process.platform !== "win32") {
    try {
      process.kill(-process.pid, "SIGKILL");
    } catch {
      // It does not lead a group: somebody else has started it.
    }
  }
  process.exit(1);
}
