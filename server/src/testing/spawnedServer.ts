import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The server as one file, as other editors start it. */
export interface BundledServer {
  readonly file: string;
  remove(): void;
}

/** Bundles the server into a temporary folder. */
export async function bundleServer(): Promise<BundledServer> {
  const folder = mkdtempSync(join(tmpdir(), "headwater-bundle-"));
  const file = join(folder, "server.cjs");
  await build({
    entryPoints: [join(dirname(fileURLToPath(import.meta.url)), "..", "main.ts")],
    outfile: file,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22.13",
    conditions: ["@headwater/source"],
    logLevel: "error",
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A server in a process of its own, spoken to in bare messages, so that wrong ones can be sent too. */
export interface SpawnedServer {
  readonly process: ChildProcess;
  /** What came from the server, responses included. */
  readonly received: readonly Message[];
  /** What it wrote to its error stream. */
  errors(): string;
  write(bytes: string | Uint8Array): void;
  notify(method: string, params?: unknown): void;
  /** Sends a request without waiting; gives its id. */
  ask(method: string, params?: unknown): number;
  answer(id: number): Promise<Message>;
  request(method: string, params?: unknown): Promise<Message>;
  until<T>(look: () => T | undefined | false): Promise<T>;
  /** The exit code, once the process has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts a bundled server on its standard streams. */
export function spawnServer(file: string, args: readonly string[] = ["--stdio"]): SpawnedServer {
  const child = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  const received: Message[] = [];
  const waiting = new Set<() => void>();
  let buffer = Buffer.alloc(0);
  let errors = "";
  let lastId = 0;
  const look = () => {
    for (const each of [...waiting]) each();
  };
  child.stderr.on("data", (bytes: Buffer) => {
    errors += bytes.toString();
  });
  child.stdout.on("data", (bytes: Buffer) => {
    buffer = Buffer.concat([buffer, bytes]);
    for (;;) {
      const head = buffer.indexOf("\r\n\r\n");
      if (head < 0) break;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head).toString())?.[1]);
      if (buffer.length < head + 4 + length) break;
      const message = JSON.parse(buffer.subarray(head + 4, head + 4 + length).toString()) as Message;
      received.push(message);
      buffer = buffer.subarray(head + 4 + length);
      // What the server asks of its client is granted.
      if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
    }
    look();
  });
  // A server that has ended takes nothing more.
  child.stdin.on("error", () => {});
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const write = (bytes: string | Uint8Array) => void child.stdin.write(bytes);
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const until = <T>(find: () => T | undefined | false): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const timer = setTimeout(() => reject(new Error(`What was waited for did not come in 20 seconds. ${errors}`)), 20_000);
    const check = () => {
      const found = find();
      if (found === undefined || found === false) return;
      clearTimeout(timer);
      waiting.delete(check);
      resolve(found);
    };
    waiting.add(check);
    check();
    return promise;
  };
  const server: SpawnedServer = {
    process: child,
    received,
    errors: () => errors,
    write,
    until,
    ended,
    notify: (method, params) => send({ method, ...(params === undefined ? {} : { params }) }),
    ask(method, params) {
      const id = ++lastId;
      send({ id, method, ...(params === undefined ? {} : { params }) });
      return id;
    },
    answer: (id) => until(() => received.find((message) => message.id === id && message.method === undefined)),
    request: (method, params) => server.answer(server.ask(method, params)),
  };
  return server;
}
