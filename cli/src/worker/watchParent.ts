import { Worker } from "node:worker_threads";

const watch = `
  const { ppid, pid } = process;
  const isThere = () => { try { process.kill(ppid, 0); return process.ppid === ppid; } catch { return false; } };
  setInterval(() => { if (!isThere()) process.kill(pid, "SIGKILL"); }, 1000);
`;

/**
 * Ends this process soon after its parent has gone, also while user code keeps the main thread busy and no event of the
 * broken channel is ever seen: a thread of its own looks once a second.
 */
export function watchParent(): void {
  new Worker(watch, { eval: true, stdout: true, stderr: true }).unref();
}
