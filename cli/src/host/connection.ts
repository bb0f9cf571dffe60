import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SelectionError, type StoredRunEvent } from "@headwater/model";
import { type HostEndpoint, hostErrors, hostNotifications, hostRequests, protocolVersion } from "@headwater/protocol";
import { openStateFolder } from "headwater/engine";
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from "vscode-jsonrpc/node";
import { CannotRun, HostLost } from "./cannotRun.ts";
import { newEndpoint, publishEndpoint, readEndpoint, withdrawEndpoint } from "./endpoint.ts";
import { openHost } from "./host.ts";
import { takeLock } from "./lock.ts";
import type { RunListener, RunService } from "./runService.ts";
import { serveHost } from "./server.ts";

/** A project's host, be it this process or another one. */
export interface HostConnection extends RunService {
  /** The process that is the host. */
  readonly pid: number;
  /** Whether this process is the host itself. */
  readonly isHost: boolean;
  /** Settles when the host can do no more: it has gone, or its history cannot be written. */
  readonly lost: Promise<Error>;
  /** Settles when nobody's run is left to be waited for: as a host, the runs of attached processes count. */
  idle(): Promise<void>;
  close(): void;
}

/** How long a process that holds the lock may take to answer, in milliseconds. */
const patience = 10_000;

/**
 * Becomes the host of a project, or attaches to the process that is.
 *
 * @throws StoreError when the state folder cannot be used; CannotRun when the other process does not answer
 */
export async function connectToHost(projectFolder: string, client: string): Promise<HostConnection> {
  const stateFolder = openStateFolder(projectFolder);
  const deadline = Date.now() + patience;
  let refusal: unknown;
  for (;;) {
    const lock = takeLock(stateFolder);
    if (lock !== undefined) {
      try {
        return await becomeHost(projectFolder, stateFolder, () => lock.release());
      } catch (error) {
        lock.release();
        throw error;
      }
    }
    const endpoint = readEndpoint(stateFolder);
    if (endpoint !== undefined) {
      try {
        return await attach(endpoint, client);
      } catch (error) {
        if (error instanceof CannotRun) throw error;
        refusal = error;
      }
    }
    if (Date.now() > deadline) {
      const who = endpoint === undefined ? "Another process" : `Process ${endpoint.pid}`;
      throw new CannotRun(
        `${who} runs this project but does not answer (${refusal instanceof Error ? refusal.message : "it has not said where it listens"}): wait for it to end, or end it.`,
      );
    }
    await sleep(50);
  }
}

async function becomeHost(projectFolder: string, stateFolder: string, release: () => void): Promise<HostConnection> {
  const host = openHost(projectFolder, stateFolder);
  const endpoint = newEndpoint();
  const server = await serveHost(host, endpoint);
  publishEndpoint(stateFolder, endpoint);
  return {
    pid: process.pid,
    isHost: true,
    startRun: (params, onEvents) => host.startRun(params, onEvents),
    cancelRun: (runId) => host.cancelRun(runId),
    subscribe: (onEvents) => host.subscribe(onEvents),
    runLog: (runId) => host.runLog(runId),
    lost: host.failed,
    async idle() {
      await host.idle();
      await server.flush();
    },
    close() {
      withdrawEndpoint(stateFolder, endpoint);
      server.close();
      host.close();
      release();
    },
  };
}

async function attach(endpoint: HostEndpoint, client: string): Promise<HostConnection> {
  const socket = connect(endpoint.address);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  const lost = Promise.withResolvers<Error>();
  connection.onClose(() =>
    lost.resolve(
      new HostLost(`The process that ran this project (${endpoint.pid}) has ended, and the run with it. Run it again.`),
    ),
  );
  connection.onError(() => socket.destroy());
  const listeners = new Map<string, RunListener>();
  let early: StoredRunEvent[] = [];
  let subscriber: RunListener | undefined;
  connection.onNotification(hostNotifications.runEvents.method, (raw: unknown) => {
    const { events } = hostNotifications.runEvents.params.parse(raw);
    if (subscriber !== undefined) {
      subscriber(events);
      return;
    }
    for (const event of events) {
      const listener = listeners.get(event.runId);
      if (listener === undefined) early.push(event);
      else listener([event]);
    }
  });
  connection.listen();
  const initialized = await request(connection, hostRequests.initialize, { protocolVersion, secret: endpoint.secret, client });
  return {
    pid: initialized.pid,
    isHost: false,
    async startRun(params, onEvents) {
      const gone = lost.promise.then((error) => Promise.reject(error));
      const started = await Promise.race([request(connection, hostRequests.startRun, params), gone]);
      gone.catch(() => {});
      listeners.set(started.runId, onEvents);
      const waiting = early.filter(({ runId }) => runId === started.runId);
      early = early.filter(({ runId }) => runId !== started.runId);
      if (waiting.length > 0) onEvents(waiting);
      return started;
    },
    async subscribe(onEvents) {
      subscriber = onEvents;
      const past = await request(connection, hostRequests.subscribe, {});
      return {
        past,
        end() {
          subscriber = undefined;
        },
      };
    },
    runLog: (runId) => request(connection, hostRequests.runLog, { runId }),
    cancelRun: async (runId) => (await request(connection, hostRequests.cancelRun, { runId })).canceled,
    lost: lost.promise,
    idle: async () => {},
    close() {
      connection.dispose();
      socket.destroy();
    },
  };
}

async function request<P, R>(
  connection: MessageConnection,
  { method, result }: { readonly method: string; readonly result: { parse(value: unknown): R } },
  params: P,
): Promise<R> {
  try {
    return result.parse(await connection.sendRequest(method, params));
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    throw error.code === hostErrors.invalidSelection ? new SelectionError(error.message, 0) : new CannotRun(error.message);
  }
}
