import { createServer, type Socket } from "node:net";
import type { HostEndpoint } from "@headwater/protocol";
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from "vscode-jsonrpc/node";
import { answer } from "./answer.ts";
import type { RunService } from "./runService.ts";

/** How long a client that reads no more may keep the host from ending, in milliseconds. */
const patience = 2_000;

/** Lets other processes use a host. */
export interface HostServer {
  /** Settles when everything that clients are to hear has been handed to their sockets, or they do not read it. */
  flush(): Promise<void>;
  close(): void;
}

/** Listens at an endpoint. */
export async function serveHost(service: RunService, { address, secret }: HostEndpoint): Promise<HostServer> {
  const sockets = new Set<Socket>();
  const sending = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
    answer(connection, service, { secret, sending });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, resolve);
  });
  return {
    async flush() {
      const deadline = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, patience);
      while (sending.size > 0) await Promise.all(sending);
      clearTimeout(deadline);
    },
    close() {
      server.close();
      for (const socket of sockets) {
        socket.end();
        setTimeout(() => socket.destroy(), patience).unref();
      }
    },
  };
}
