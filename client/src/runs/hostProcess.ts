import { type ChildProcess, spawn } from "node:child_process";
import type { Carried, StoredRunEvent } from "@headwater/model";
import {
  type CarryParams,
  hostErrors,
  hostNotifications,
  hostRequests,
  protocolVersion,
  type RunLog,
  type StartRunParams,
  type StartRunResult,
  type SubscribeResult,
} from "@headwater/protocol";
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { NodeCommand } from "./findNode.ts";

/** A project's host, through the `headwater host` of the project itself. */
export interface HostProcess {
  readonly past: SubscribeResult;
  startRun(params: StartRunParams): Promise<StartRunResult>;
  cancelRun(runId: string): Promise<boolean>;
  runLog(runId: string): Promise<RunLog>;
  carryHistory(params: CarryParams): Promise<Carried>;
  /** Settles when the process has ended, with what it said last. */
  readonly ended: Promise<string>;
  dispose(): void;
}

export interface HostProcessOptions {
  readonly node: NodeCommand;
  /** The file of the project's own command. */
  readonly command: string;
  readonly projectFolder: string;
  readonly onEvents: (events: readonly StoredRunEvent[]) => void;
  /** Hears of a history that was changed as a whole: what it shows stands in the place of all that was told before. */
  readonly onHistory: (past: SubscribeResult) => void;
  readonly onOutput: (text: string) => void;
}

/** The project's headwater speaks another version of the protocol. */
export class IncompatibleHeadwater extends Error {
  override readonly name = "IncompatibleHeadwater";
}

/**
 * Starts the process and subscribes to the project's runs.
 *
 * @throws Error with a sentence for the user when it does not start or speaks another version
 */
export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const child = spawn(options.node.path, [options.command, "host", "--stdio"], {
    cwd: options.projectFolder,
    env: { ...process.env, ...options.node.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
    options.onOutput(chunk.toString());
  });
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", () => resolve(said.trim()));
  });
  const rpc = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  rpc.onError(() => {});
  rpc.onNotification(hostNotifications.runEvents.method, (raw: unknown) => {
    const parsed = hostNotifications.runEvents.params.safeParse(raw);
    if (parsed.success) options.onEvents(parsed.data.events);
    else options.onOutput(`Run events in an unknown form: ${parsed.error.message}`);
  });
  rpc.onNotification(hostNotifications.history.method, (raw: unknown) => {
    const parsed = hostNotifications.history.params.safeParse(raw);
    if (parsed.success) options.onHistory(parsed.data);
    else options.onOutput(`A history in an unknown form: ${parsed.error.message}`);
  });
  rpc.listen();

  const gone = ended.then((text) => Promise.reject(new Error(text === "" ? "headwater ended without a word." : text)));
  gone.catch(() => {});
  const request = async <R>(
    { method, result }: { readonly method: string; readonly result: { parse(value: unknown): R } },
    params: object,
  ): Promise<R> => result.parse(await Promise.race([rpc.sendRequest(method, params), gone]));

  try {
    await request(hostRequests.initialize, { protocolVersion, secret: "", client: "vscode" }).catch((error: unknown) => {
      throw error instanceof ResponseError && error.code === hostErrors.refused
        ? new IncompatibleHeadwater(error.message)
        : error;
    });
    const past = await request(hostRequests.subscribe, {});
    return {
      past,
      startRun: (params) => request(hostRequests.startRun, params),
      cancelRun: async (runId) => (await request(hostRequests.cancelRun, { runId })).canceled,
      runLog: (runId) => request(hostRequests.runLog, { runId }),
      carryHistory: (params) =>
        request(hostRequests.carryHistory, params).catch((error: unknown) => {
          throw error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound
            ? new Error("This project's headwater is older than the extension and cannot carry history: update it.")
            : error;
        }),
      ended,
      dispose: () => stop(child),
    };
  } catch (error) {
    stop(child);
    throw error;
  }
}

/** The end of its input is its sign to tidy up and go; who does not go is ended. */
function stop(child: ChildProcess): void {
  child.stdin?.end();
  setTimeout(() => child.kill("SIGKILL"), 5_000).unref();
}
