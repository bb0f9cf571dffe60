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
import { forgetEndpoint, newEndpoint, publishEndpoint, readEndpoint, withdrawEndpoint } from "./endpoint.ts";
import { openHost } from "./host.ts";
import { takeLock } from "./lock.ts";
import type { RunListener, RunService, RunSubscriber, Waiting } from "./runService.ts";
import { type HostServer, serveHost } from "./server.ts";

/** A project's host, be it this process or another one. */
export interface HostConnection extends RunService {
  /** The process that is the host. */
  readonly pid: number;
  /** Whether this process is the host itself. */
  readonly isHost: boolean;
  /** Settles when the host can do no more: it has gone, or its history cannot be written. */
  readonly lost: Promise<Error>;
  /** How many runs of any process this one is driving as their host. */
  unfinished(): number;
  /** Settles when nobody's run is left to be waited for: as a host, the runs of attached processes count. */
  idle(): Promise<void>;
  close(): void;
}

/** How long the process that holds the lock may take to answer, in milliseconds. */
const patience = 10_000;

/**
 * What a host said last is still being handled after its socket has closed, one message in each turn of the event loop:
 * until all that were read are handled, and so many turns have brought no more.
 */
const quietTurns = 5;

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
  // Who held the lock before was killed if its endpoint is still there.
  forgetEndpoint(stateFolder);
  const host = openHost(projectFolder, stateFolder);
  let endpoint: HostEndpoint | undefined;
  let server: HostServer;
  try {
    endpoint = newEndpoint();
    server = await serveHost(host, endpoint);
    publishEndpoint(stateFolder, endpoint);
  } catch (error) {
    if (endpoint !== undefined) withdrawEndpoint(stateFolder, endpoint);
    host.close();
    throw new CannotRun(`Other processes could not be let in: ${error instanceof Error ? error.message : String(error)}`);
  }
  return {
    pid: process.pid,
    isHost: true,
    startRun: (params, onEvents, waiting) => host.startRun(params, onEvents, waiting),
    cancelRun: (runId) => host.cancelRun(runId),
    subscribe: (subscriber) => host.subscribe(subscriber),
    carryHistory: (params) => host.carryHistory(params),
    runLog: (runId) => host.runLog(runId),
    lost: host.failed,
    unfinished: () => host.unfinished(),
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
  const reader = new SocketMessageReader(socket);
  let [read, handled] = [0, 0];
  const listen = reader.listen.bind(reader);
  reader.listen = (callback) =>
    listen((message) => {
      read++;
      callback(message);
    });
  const connection = createMessageConnection(reader, new SocketMessageWriter(socket), undefined, {
    messageStrategy: {
      handleMessage(message, next) {
        handled++;
        return next(message);
      },
    },
  });
  const lost = Promise.withResolvers<Error>();
  const gone = lost.promise.then((error) => Promise.reject(error));
  // Whoever waits hears of it; nobody may be waiting.
  gone.catch(() => {});
  const whenQuiet = (then: () => void, turns = 0) => {
    const before = read;
    setImmediate(() => {
      if (read !== before || handled !== read) whenQuiet(then);
      else if (turns === quietTurns) then();
      else whenQuiet(then, turns + 1);
    });
  };
  connection.onClose(() =>
    whenQuiet(() =>
      lost.resolve(
        new HostLost(`The process that ran this project (${endpoint.pid}) has ended, and the run with it. Run it again.`),
      ),
    ),
  );
  connection.onError(() => socket.destroy());
  // A request to a host that goes away is never answered.
  const ask = <P, R>(what: HostRequest<R>, params: P): Promise<R> => Promise.race([request(connection, what, params), gone]);
  const listeners = new Map<string, RunListener>();
  let tell: Waiting["tell"];
  let early: StoredRunEvent[] = [];
  let subscriber: RunSubscriber | undefined;
  connection.onNotification(hostNotifications.runEvents.method, (raw: unknown) => {
    const { events } = hostNotifications.runEvents.params.parse(raw);
    if (subscriber !== undefined) {
      subscriber.events(events);
      return;
    }
    for (const [runId, own] of Map.groupBy(events, (event) => event.runId)) {
      const listener = listeners.get(runId);
      if (listener === undefined) early.push(...own);
      else listener(own);
    }
  });
  connection.onNotification(hostNotifications.history.method, (raw: unknown) =>
    subscriber?.history(hostNotifications.history.params.parse(raw)),
  );
  connection.onNotification(hostNotifications.waiting.method, (raw: unknown) =>
    tell?.(hostNotifications.waiting.params.parse(raw).message),
  );
  connection.listen();
  const initialized = await withinPatience(
    ask(hostRequests.initialize, { protocolVersion, secret: endpoint.secret, client }),
    new CannotRun(`Process ${endpoint.pid} runs this project but does not answer: continue it if it was stopped, or end it.`),
  ).catch((error) => {
    socket.destroy();
    throw error;
  });
  return {
    pid: initialized.pid,
    isHost: false,
    async startRun(params, onEvents, waiting) {
      tell = waiting?.tell;
      const started = await ask(hostRequests.startRun, params);
      listeners.set(started.runId, onEvents);
      const missed = early.filter(({ runId }) => runId === started.runId);
      early = early.filter(({ runId }) => runId !== started.runId);
      if (missed.length > 0) onEvents(missed);
      return started;
    },
    async subscribe(given) {
      subscriber = given;
      const past = await ask(hostRequests.subscribe, {});
      return {
        past,
        end() {
          subscriber = undefined;
        },
      };
    },
    runLog: (runId) => ask(hostRequests.runLog, { runId }),
    carryHistory: (params) => ask(hostRequests.carryHistory, params),
    cancelRun: async (runId) => (await ask(hostRequests.cancelRun, { runId })).canceled,
    lost: lost.promise,
    unfinished: () => 0,
    idle: async () => {},
    close() {
      connection.dispose();
      socket.destroy();
    },
  };
}

interface HostRequest<R> {
  readonly method: string;
  readonly result: { parse(value: unknown): R };
}

async function withinPatience<T>(work: Promise<T>, late: Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), patience);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}

async function request<P, R>(connection: MessageConnection, { method, result }: HostRequest<R>, params: P): Promise<R> {
  try {
    return result.parse(await connection.sendRequest(method, params));
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    throw error.code === hostErrors.invalidSelection ? new SelectionError(error.message, 0) : new CannotRun(error.message);
  }
}
