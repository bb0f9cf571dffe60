// A language client that measures: how long from a message written to its answer read.
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

/** Starts a language server in a folder. */
export function speak(program, args, folder) {
  const child = spawn(program, args, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Set();
  const versions = new Map();
  connection.onNotification((method, params) => {
    for (const waiter of waiting) {
      if (waiter.method !== method || !waiter.fits(params)) continue;
      waiting.delete(waiter);
      waiter.resolve(params);
    }
  });
  connection.onRequest((method, params) => (method === "workspace/configuration" ? params.items.map(() => null) : null));
  connection.onError(() => {});
  connection.listen();
  const next = (method, fits) => new Promise((resolve) => waiting.add({ method, fits, resolve }));
  return {
    pid: child.pid,
    next,
    kill() {
      connection.dispose();
      child.kill("SIGKILL");
    },
    /** @param {() => void} [onStopped] what is to be done between the answer and the end of the process */
    async shutdown(onStopped = () => {}) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await connection.sendRequest("shutdown");
      onStopped();
      await connection.sendNotification("exit");
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10_000))]);
      connection.dispose();
      child.kill("SIGKILL");
    },
    async initialize(path, initializationOptions) {
      const uri = pathToFileURL(path).href;
      await connection.sendRequest("initialize", {
        processId: process.pid,
        rootUri: uri,
        workspaceFolders: [{ uri, name: "bench" }],
        initializationOptions,
        capabilities: {
          textDocument: { publishDiagnostics: { relatedInformation: true } },
          workspace: { workspaceFolders: true, workspaceEdit: { documentChanges: true } },
        },
      });
      await connection.sendNotification("initialized", {});
    },
    async open(uri, text) {
      versions.set(uri, 1);
      await connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId: "typescript", version: 1, text },
      });
    },
    async close(uri) {
      await connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    },
    /** Replaces a text; gives the milliseconds until its findings were there. With a source, there are to be some of it. */
    async edit(uri, text, source) {
      const version = versions.get(uri) + 1;
      versions.set(uri, version);
      const published = next(
        "textDocument/publishDiagnostics",
        (params) =>
          params.uri === uri && (source === undefined ? params.diagnostics.length === 0 : params.diagnostics.length > 0),
      );
      const began = performance.now();
      await connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
      await published;
      return performance.now() - began;
    },
    async time(method, params, check = () => {}) {
      const began = performance.now();
      const answer = await connection.sendRequest(method, params);
      const taken = performance.now() - began;
      check(answer);
      return taken;
    },
  };
}
