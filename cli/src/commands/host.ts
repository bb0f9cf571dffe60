import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { CommandError, exitCodes } from "../commandError.ts";
import { answer } from "../host/answer.ts";
import { connectToHost } from "../host/connection.ts";
import type { RunService } from "../host/runService.ts";
import { findProject } from "../project/findProject.ts";

export interface HostOptions {
  readonly project: string;
  readonly stdio?: boolean;
}

/**
 * `headwater host --stdio`: lets an editor start, follow and cancel runs, in JSON-RPC over standard input and output
 * (protocol/src/host.ts). Ends when its input does; when the host that it attached to has gone it ends with 1, and who
 * started it starts it again.
 */
export async function host({ project, stdio }: HostOptions): Promise<number> {
  if (!stdio) throw new CommandError("headwater host speaks to programs: it needs --stdio.");
  const connection = await connectToHost(findProject(project), "headwater host");
  const sending = new Set<Promise<void>>();
  const rpc = createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
  const over = new Promise<number>((resolve) => {
    rpc.onClose(() => resolve(exitCodes.fine));
    process.stdin.on("end", () => resolve(exitCodes.fine));
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(exitCodes.fine));
    void connection.lost.then((error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(exitCodes.failed);
    });
  });
  // The terminal's Ctrl-C is meant for what runs in its foreground, which this does not.
  process.on("SIGINT", () => {});
  const own = new Set<string>();
  const service: RunService = {
    cancelRun: (runId) => connection.cancelRun(runId),
    subscribe: (subscriber) => connection.subscribe(subscriber),
    carryHistory: (params) => connection.carryHistory(params),
    runLog: (runId) => connection.runLog(runId),
    async startRun(params, onEvents, waiting) {
      const started = await connection.startRun(params, onEvents, waiting);
      own.add(started.runId);
      return started;
    },
  };
  answer(rpc, service, { sending });
  const exitCode = await over;
  if (exitCode === exitCodes.fine) {
    // What the editor started ends with it; what others have queued here is seen through.
    await Promise.all([...own].map((runId) => connection.cancelRun(runId).catch(() => false)));
    await connection.idle();
  }
  connection.close();
  rpc.dispose();
  process.stdin.destroy();
  return exitCode;
}
