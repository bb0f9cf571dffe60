import { createServer, type Socket } from "node:net";
import { SelectionError } from "@headwater/model";
import { type HostEndpoint, hostErrors, hostNotifications, hostRequests, protocolVersion } from "@headwater/protocol";
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from "vscode-jsonrpc/node";
import type { z } from "zod";
import { version } from "../version.ts";
import type { Host } from "./host.ts";

/** Lets other processes use a host. */
export interface HostServer {
  /** Settles when everything that clients are to hear has been handed to their sockets. */
  flush(): Promise<void>;
  close(): void;
}

/** Listens at an endpoint. Every message is checked against its schema; before `initialize` nothing is answered. */
export async function serveHost(host: Host, endpoint: HostEndpoint): Promise<HostServer> {
  const sockets = new Set<Socket>();
  const sending = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    answer(
      createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket)),
      host,
      endpoint.secret,
      sending,
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(endpoint.address, resolve);
  });
  return {
    async flush() {
      while (sending.size > 0) await Promise.all(sending);
    },
    close() {
      server.close();
      for (const socket of sockets) socket.end();
    },
  };
}

function answer(connection: MessageConnection, host: Host, secret: string, sending: Set<Promise<void>>): void {
  let known = false;
  connection.onError(() => connection.dispose());

  const on = <P extends z.ZodType, R extends z.ZodType>(
    request: { readonly method: string; readonly params: P; readonly result: R },
    handle: (params: z.infer<P>) => z.infer<R> | Promise<z.infer<R>>,
  ) => {
    connection.onRequest(request.method, async (raw: unknown) => {
      if (!known && request.method !== hostRequests.initialize.method) {
        throw new ResponseError(hostErrors.refused, "initialize comes first.");
      }
      const params = request.params.safeParse(raw);
      if (!params.success) throw new ResponseError(-32602, `${request.method} got unfit parameters: ${params.error.message}`);
      try {
        return await handle(params.data);
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        const code = error instanceof SelectionError ? hostErrors.invalidSelection : hostErrors.cannotRun;
        throw new ResponseError(code, error instanceof Error ? error.message : String(error));
      }
    });
  };

  on(hostRequests.initialize, (params) => {
    if (params.secret !== secret) throw new ResponseError(hostErrors.refused, "The secret does not fit this project's host.");
    if (params.protocolVersion !== protocolVersion) {
      throw new ResponseError(
        hostErrors.refused,
        `This project's host speaks protocol ${protocolVersion}, the client ${params.protocolVersion}: use the same version of headwater for both.`,
      );
    }
    known = true;
    return { protocolVersion, headwaterVersion: version, pid: process.pid };
  });
  on(hostRequests.startRun, (params) =>
    host.startRun(params, (events) => {
      // Who has gone hears no more; the run goes on.
      const sent = connection
        .sendNotification(hostNotifications.runEvents.method, { events })
        .catch(() => {})
        .finally(() => sending.delete(sent));
      sending.add(sent);
    }),
  );
  on(hostRequests.cancelRun, ({ runId }) => ({ canceled: host.cancelRun(runId) }));
  connection.listen();
}
