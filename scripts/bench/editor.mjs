// What the editor feels: how long until the graph is there, how long from a keystroke to its findings, how long until the
// graph is laid out; each beside a tool that users know, in the same run.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { measureLayouts } from "./layout.mjs";
import { measurePage } from "./page.mjs";
import { makeWorkspace } from "./workspace.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const typescript7 = join(root, "node_modules", "typescript7", "bin", "tsc");
const files = 2_000;
const edits = 40;

export async function measure(runs) {
  const folder = join(root, ".cache", "bench", "workspace-2000");
  const { assetFiles } = makeWorkspace(folder, files);
  const samples = new Map();
  const add = (id, value) => samples.set(id, [...(samples.get(id) ?? []), value]);
  for (let round = 0; round < runs; round++) {
    const ours = await measureServer(folder, assetFiles);
    add("editor.index", ours.index);
    for (const value of ours.keystrokes) add("editor.keystroke", value);
    const started = performance.now();
    spawnSync(process.execPath, [typescript7, "--noEmit", "-p", "."], { cwd: folder });
    add("tsc.noEmit", performance.now() - started);
    for (const value of await measureTypeScript(folder, assetFiles)) add("tsc.lsp.keystroke", value);
    console.log(`round ${round + 1} of ${runs}: index and keystrokes`);
  }
  const row = (id, value, unit, reference, against) => ({
    id,
    value,
    unit,
    ...(reference === undefined ? {} : { reference, ratio: value / against }),
    runs,
  });
  const of = (id, part = 0.5) => quantile(samples.get(id), part);
  return [
    row("editor.index", of("editor.index"), "ms", "tsc.noEmit", of("tsc.noEmit")),
    row("tsc.noEmit", of("tsc.noEmit"), "ms"),
    row("editor.keystroke.p50", of("editor.keystroke"), "ms", "tsc.lsp.keystroke.p50", of("tsc.lsp.keystroke")),
    row("editor.keystroke.p95", of("editor.keystroke", 0.95), "ms", "tsc.lsp.keystroke.p95", of("tsc.lsp.keystroke", 0.95)),
    row("tsc.lsp.keystroke.p50", of("tsc.lsp.keystroke"), "ms"),
    row("tsc.lsp.keystroke.p95", of("tsc.lsp.keystroke", 0.95), "ms"),
    ...(await measureLayouts(runs)),
    ...(await measurePage(runs)),
  ];
}

/** From `initialize` to the first graph; then from each change to its findings, the debounce included. */
async function measureServer(folder, assetFiles) {
  const server = speak(process.execPath, ["--max-semi-space-size=16", join(root, "dist", "server.cjs"), "--stdio"], folder);
  const graphs = server.next("headwater/graphs", ({ projects }) => projects.some(({ nodes }) => nodes.length > 0));
  const started = performance.now();
  await server.initialize(folder);
  await graphs;
  const index = performance.now() - started;

  const file = join(folder, assetFiles[Math.floor(assetFiles.length / 2)]);
  const text = readFileSync(file, "utf8");
  const uri = pathToFileURL(file).href;
  server.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "typescript", version: 1, text },
  });
  await pause(500);
  const keystrokes = [];
  for (let at = 0; at < edits; at++) {
    const wrong = at % 2 === 0;
    const published = server.next(
      "textDocument/publishDiagnostics",
      (params) => params.uri === uri && params.diagnostics.some(({ code }) => code === "invalid-group-name") === wrong,
    );
    const began = performance.now();
    server.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: at + 2 },
      contentChanges: [{ text: wrong ? text.replace("groupName: group", 'groupName: "not a group"') : text }],
    });
    await published;
    keystrokes.push(performance.now() - began);
  }
  server.stop();
  return { index, keystrokes };
}

/** TypeScript's own server on the same edit, as context: from the change to its answer of the file's diagnostics. */
async function measureTypeScript(folder, assetFiles) {
  const server = speak(process.execPath, [typescript7, "--lsp", "--stdio"], folder);
  await server.initialize(folder);
  const file = join(folder, assetFiles[Math.floor(assetFiles.length / 2)]);
  const text = readFileSync(file, "utf8");
  const uri = pathToFileURL(file).href;
  server.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "typescript", version: 1, text },
  });
  const ask = () => server.connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
  await ask();
  const keystrokes = [];
  for (let at = 0; at < edits; at++) {
    const began = performance.now();
    server.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: at + 2 },
      contentChanges: [{ text: at % 2 === 0 ? text.replace("groupName: group", "groupName: 7") : text }],
    });
    await ask();
    keystrokes.push(performance.now() - began);
  }
  server.stop();
  return keystrokes;
}

function speak(program, args, folder) {
  const child = spawn(program, args, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Set();
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
  return {
    connection,
    next: (method, fits) => new Promise((resolve) => waiting.add({ method, fits, resolve })),
    async initialize(path) {
      const uri = pathToFileURL(path).href;
      await connection.sendRequest("initialize", {
        processId: process.pid,
        rootUri: uri,
        workspaceFolders: [{ uri, name: "bench" }],
        capabilities: {
          textDocument: { publishDiagnostics: { relatedInformation: true }, diagnostic: {} },
          workspace: { workspaceFolders: true },
        },
      });
      await connection.sendNotification("initialized", {});
    },
    stop() {
      connection.dispose();
      child.kill("SIGKILL");
    },
  };
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
