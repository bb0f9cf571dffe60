import { fork } from "node:child_process";
import type { ProjectGraph } from "@headwater/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver";
import { type Folder, temporaryFolder } from "./testing/editor.ts";
import { type BundledServer, bundleServer, type SpawnedServer, spawnServer } from "./testing/spawnedServer.ts";

const assets = `import { asset } from "headwater";
export const raw = asset({ name: "raw" }, () => 1);
export const clean = asset({ name: "clean", deps: ["rw"] }, () => 1);
`;

let bundle: BundledServer;
let folder: Folder;
const started: SpawnedServer[] = [];
beforeAll(async () => {
  bundle = await bundleServer();
  folder = temporaryFolder({ "assets.ts": assets });
});
afterEach(() => {
  for (const { process } of started.splice(0)) process.kill();
});
afterAll(() => {
  bundle.remove();
  folder.remove();
});

/** As an editor that knows little: no dynamic registration, no progress, no refresh. */
async function start(params: object = {}): Promise<SpawnedServer> {
  const server = spawnServer(bundle.file);
  started.push(server);
  const rootUri = folder.uri(".").replace(/\/$/, "");
  const { result } = await server.request("initialize", { processId: process.pid, rootUri, capabilities: {}, ...params });
  expect((result as { capabilities: object }).capabilities).toMatchObject({ hoverProvider: true, codeLensProvider: {} });
  server.notify("initialized", {});
  return server;
}

const open = (server: SpawnedServer, text = assets) => {
  const textDocument = { uri: folder.uri("assets.ts"), languageId: "typescript", version: 1, text };
  server.notify("textDocument/didOpen", { textDocument });
};
const change = (server: SpawnedServer, version: number, text: string) =>
  server.notify("textDocument/didChange", {
    textDocument: { uri: folder.uri("assets.ts"), version },
    contentChanges: [{ text }],
  });
const diagnosticsOf = ({ received }: SpawnedServer) => {
  const last = received.findLast(({ method }) => method === "textDocument/publishDiagnostics");
  return (last?.params as { diagnostics: Diagnostic[] } | undefined)?.diagnostics.map(({ code }) => code);
};
const graphOf = ({ received }: SpawnedServer) => {
  const last = received.findLast(({ method }) => method === "headwater/graphs");
  return (last?.params as { projects: ProjectGraph[] } | undefined)?.projects[0];
};
/** A server that still answers has not died of what came before. */
const isAlive = async (server: SpawnedServer) => {
  const { result } = await server.request("textDocument/codeLens", { textDocument: { uri: folder.uri("assets.ts") } });
  expect(Array.isArray(result)).toBe(true);
};

describe("the server as another editor starts it", () => {
  it("tells of findings and the graph, follows edits and ends with 0", async () => {
    const server = await start();
    await server.until(() => diagnosticsOf(server)?.includes("unknown-dependency"));
    const { nodes } = await server.until(() => graphOf(server));
    expect(nodes.map(({ id }) => id)).toEqual(["raw", "clean", "rw"]);
    open(server);
    change(server, 2, assets.replace('"rw"', '"raw"'));
    await server.until(() => diagnosticsOf(server)?.length === 0);
    await server.until(() => graphOf(server)?.edges.length === 1 && graphOf(server)?.nodes.length === 2);
    expect((await server.request("shutdown")).result).toBeNull();
    server.notify("exit");
    expect(await server.ended).toBe(0);
    expect(server.errors()).toBe("");
  });

  const ends: readonly (readonly [title: string, end: (server: SpawnedServer) => void, code: number])[] = [
    ["exit without shutdown is a fault", (server) => server.notify("exit"), 1],
    ["a closed input too", (server) => server.process.stdin?.end(), 1],
  ];
  for (const [title, end, code] of ends) {
    it(title, async () => {
      const server = await start();
      end(server);
      expect(await server.ended).toBe(code);
    });
  }

  it("speaks over Node's channel too, as VS Code starts it", async () => {
    const child = fork(bundle.file, ["--node-ipc"], { stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("close", resolve));
    const answers: unknown[] = [];
    const answered = new Promise<void>((resolve) => {
      child.on("message", (message) => {
        if (answers.push(message) === 2) resolve();
      });
    });
    child.send({ jsonrpc: "2.0", id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } });
    child.send({ jsonrpc: "2.0", id: 2, method: "shutdown" });
    await answered;
    expect(answers).toMatchObject([
      { id: 1, result: { serverInfo: { name: "headwater" } } },
      { id: 2, result: null },
    ]);
    child.send({ jsonrpc: "2.0", method: "exit" });
    expect(await ended).toBe(0);
  });

  it("says how to start it", async () => {
    const server = spawnServer(bundle.file, []);
    expect(await server.ended).toBe(1);
    expect(server.errors()).toContain("--stdio");
  });

  it("starts again where it was ended", async () => {
    for (const _ of [1, 2]) {
      const server = await start();
      await server.until(() => diagnosticsOf(server)?.includes("unknown-dependency"));
      server.process.kill("SIGKILL");
      await server.ended;
    }
  });

  it("does without a folder", async () => {
    const server = await start({ rootUri: null });
    open(server);
    await isAlive(server);
    expect(graphOf(server)).toBeUndefined();
  });

  it("answers what was canceled as canceled, and the rest", async () => {
    const server = await start();
    open(server);
    const textDocument = { uri: folder.uri("assets.ts") };
    const position = { line: 1, character: 36 };
    const ids = Array.from({ length: 50 }, () => server.ask("textDocument/hover", { textDocument, position }));
    for (const id of ids.slice(1)) server.notify("$/cancelRequest", { id });
    const answers = await Promise.all(ids.map(server.answer));
    expect(answers[0]?.result).toMatchObject({ contents: { kind: "markdown" } });
    for (const { error, result } of answers.slice(1)) {
      expect(error?.code === -32800 || (error === undefined && result !== undefined)).toBe(true);
    }
    expect(answers.some(({ error }) => error?.code === -32800)).toBe(true);
    await isAlive(server);
  });
});

describe("what is malformed does no harm", () => {
  const uri = () => folder.uri("assets.ts");
  const odd: readonly unknown[] = [undefined, null, 1, "text", [], {}, { textDocument: null }, { textDocument: { uri: 5 } }];
  const verbs = [
    "hover",
    "definition",
    "completion",
    "codeLens",
    "codeAction",
    "documentSymbol",
    "references",
    "rename",
    "prepareRename",
  ];
  const requests = [...verbs, "prepareTypeHierarchy", "prepareCallHierarchy"].map((verb) => `textDocument/${verb}`);
  const notifications = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "workspace/didChangeConfiguration",
    "headwater/statuses",
    "$/cancelRequest",
    "$/setTrace",
    "no/such",
  ];

  it("as parameters", async () => {
    const server = await start();
    open(server);
    for (const method of notifications) for (const params of odd) server.notify(method, params);
    for (const method of ["textDocument/diagnostic", "workspace/diagnostic"]) {
      for (const params of odd) {
        const { error, result } = await server.request(method, params);
        expect(error !== undefined || (result as { items: unknown[] }).items.length === 0, method).toBe(true);
      }
    }
    const others = [
      "workspace/symbol",
      "typeHierarchy/supertypes",
      "typeHierarchy/subtypes",
      "callHierarchy/incomingCalls",
      "callHierarchy/outgoingCalls",
      "no/such",
    ];
    for (const method of [...requests, ...others]) {
      for (const params of odd) {
        const { error, result } = await server.request(method, params);
        expect(error !== undefined || result === null || (Array.isArray(result) && result.length === 0), method).toBe(true);
      }
    }
    server.notify("textDocument/didChange", {
      textDocument: { uri: uri(), version: 7 },
      contentChanges: [{ range: {}, text: 5 }],
    });
    server.notify("textDocument/didChange", { textDocument: { uri: uri(), version: 8 }, contentChanges: [{ text: assets }] });
    await isAlive(server);
  });

  it("as positions and edits of all kinds", async () => {
    const server = await start();
    open(server);
    let state = 7;
    const random = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state % below;
    };
    const position = () => ({ line: random(8) - 1, character: random(80) - 2 });
    const ids: number[] = [];
    for (let count = 0; count < 200; count++) {
      const textDocument = { uri: uri(), version: count + 2 };
      const text = ["", "{", '"', "`", "asset(", "\n", "\u0000", "\ud800", "/*"][random(9)];
      server.notify("textDocument/didChange", {
        textDocument,
        contentChanges: [{ range: { start: position(), end: position() }, text }],
      });
      const at = position();
      const context = {
        diagnostics: [
          { range: { start: at, end: position() }, message: "", source: "headwater", data: { code: "x", suggestions: ["a"] } },
        ],
      };
      ids.push(
        server.ask(requests[random(requests.length)] as string, {
          textDocument,
          position: at,
          range: { start: at, end: at },
          context,
        }),
      );
    }
    for (const { error } of await Promise.all(ids.map(server.answer))) expect(error).toBeUndefined();
    change(server, 1000, assets);
    await server.until(() => diagnosticsOf(server)?.join() === "unknown-dependency");
    await isAlive(server);
  });

  it("as messages that are no requests", async () => {
    const server = await start();
    open(server);
    for (const body of [
      "{}",
      "[]",
      "null",
      '"text"',
      '{"jsonrpc":"2.0","id":{},"method":5}',
      '{"jsonrpc":"2.0","id":99999,"result":1}',
    ]) {
      server.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    }
    await isAlive(server);
  });

  const framing: readonly (readonly [title: string, bytes: string])[] = [
    ["a body that is no JSON", "Content-Length: 5\r\n\r\n{nope"],
    ["headers without a length", "Content-Type: x\r\n\r\n{}"],
    ["a length that is no number", "Content-Length: many\r\n\r\n{}"],
    ["bytes of all kinds", "\u0000\u0001\ufffd\r\n\r\nContent-Le\r\n\r\n"],
  ];
  for (const [title, bytes] of framing) {
    it(`as ${title}: it lives on or ends, but does not hang with the process at work`, async () => {
      const server = await start();
      server.write(bytes);
      server.notify("exit");
      server.process.stdin?.end();
      expect(await server.ended).toBe(1);
    });
  }
});
