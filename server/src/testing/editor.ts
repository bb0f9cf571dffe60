import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { PassThrough } from "node:stream";
import {
  changedGraph,
  type InitializationOptions,
  languageServerMessages,
  type ProjectGraph,
  type ProjectGraphChange,
} from "@headwater/protocol";
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  ProposedFeatures,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Registration,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type ServeOptions, serve } from "../server.ts";
import { normalPath, uriOfPath } from "../workspace/fileUris.ts";

/** Stands in a fixture's text where the cursor is. */
export const cursor = "‸";

/** A package.json that makes a folder a project. */
export const manifest = '{ "name": "shop", "dependencies": { "headwater": "*" } }';

/** A folder with files that goes away with `remove()`. */
export interface Folder {
  /** Absolute, with forward slashes. */
  readonly path: string;
  write(file: string, text: string): void;
  uri(file: string): string;
  remove(): void;
}

/** Makes a temporary folder; a package.json that depends on headwater is added where none is given. */
export function temporaryFolder(files: Readonly<Record<string, string>>): Folder {
  const path = normalPath(realpathSync(mkdtempSync(join(tmpdir(), "headwater-server-"))));
  const folder: Folder = {
    path,
    write(file, text) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    uri: (file) => uriOfPath(posix.join(path, file)),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [file, text] of Object.entries({ "package.json": manifest, ...files })) folder.write(file, text);
  return folder;
}

/** An editor that talks to a server over a connection of its own. */
export interface Editor {
  readonly folder: Folder;
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** What the server registered for. */
  readonly registrations: readonly Registration[];
  /** How often the server asked for code lenses to be drawn anew. */
  readonly lensRefreshes: () => number;
  /** How often the server wanted to be asked for findings anew. */
  readonly diagnosticRefreshes: () => number;
  readonly progress: readonly string[];
  open(file: string, text: string): TextDocument;
  /** Replaces the text of an open document, as one change of the part that differs. */
  change(file: string, text: string): void;
  close(file: string): void;
  text(file: string): string;
  graphs(): readonly ProjectGraph[];
  /** The changes of graphs that were told; they are in the graphs already. */
  readonly graphChanges: readonly ProjectGraphChange[];
  /** Whether graphs were told, be it that there are none. */
  told(): boolean;
  /** The newest diagnostics of a file. */
  diagnostics(file: string): readonly Diagnostic[];
  /** Waits until something holds; it is looked at after each message. */
  until<T>(look: () => T | undefined | false): Promise<T>;
  dispose(): void;
}

export interface EditorOptions extends ServeOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: InitializationOptions | Readonly<Record<string, unknown>>;
  /** Replaces or removes parameters of `initialize`. */
  readonly params?: Partial<InitializeParams>;
  /** A workspace that is there already, in the place of a new one. */
  readonly folder?: Folder;
  /** What the editor answers when it is asked for its settings. */
  readonly settings?: () => unknown;
}

const everything: ClientCapabilities = {
  workspace: {
    workspaceFolders: true,
    codeLens: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  textDocument: { definition: { linkSupport: false }, hover: { contentFormat: ["markdown"] } },
  window: { workDoneProgress: true },
};

/** Starts a server in this process and initializes it, with a temporary folder as the workspace. */
export async function startEditor(files: Readonly<Record<string, string>>, options: EditorOptions = {}): Promise<Editor> {
  const folder = options.folder ?? temporaryFolder(files);
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  serve(createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), {
    quiet: 5,
    ...options,
  });
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const documents = new Map<string, TextDocument>();
  const diagnostics = new Map<string, readonly Diagnostic[]>();
  const registrations: Registration[] = [];
  const progress: string[] = [];
  const waiting = new Set<() => void>();
  let graphs: readonly ProjectGraph[] | undefined;
  const graphChanges: ProjectGraphChange[] = [];
  let lensRefreshes = 0;
  let diagnosticRefreshes = 0;
  const look = () => {
    for (const each of [...waiting]) each();
  };
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    diagnostics.set(params.uri, params.diagnostics);
    look();
  });
  connection.onNotification(languageServerMessages.graphs.method, (params: unknown) => {
    graphs = languageServerMessages.graphs.params.parse(params).projects;
    look();
  });
  connection.onNotification(languageServerMessages.graphChanges.method, (params: unknown) => {
    const { changes } = languageServerMessages.graphChanges.params.parse(params);
    for (const change of changes) {
      graphChanges.push(change);
      graphs = graphs?.map((graph) => (graph.uri === change.uri ? changedGraph(graph, change) : graph));
    }
    look();
  });
  connection.onNotification("$/progress", (params: { value: { kind: string; message?: string } }) => {
    progress.push(`${params.value.kind} ${params.value.message ?? ""}`.trim());
  });
  connection.onRequest("client/registerCapability", (params: { registrations: Registration[] }) => {
    registrations.push(...params.registrations);
    look();
  });
  connection.onRequest("window/workDoneProgress/create", () => null);
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
    items.map(() => options.settings?.() ?? null),
  );
  connection.onRequest("workspace/diagnostic/refresh", () => {
    diagnosticRefreshes++;
    look();
    return null;
  });
  connection.onRequest("workspace/codeLens/refresh", () => {
    lensRefreshes++;
    look();
    return null;
  });
  connection.listen();
  const initialized: InitializeResult = await connection.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? everything,
    workspaceFolders: [{ uri: uriOfPath(folder.path), name: "shop" }],
    ...(options.initializationOptions ? { initializationOptions: options.initializationOptions } : {}),
    ...options.params,
  });
  await connection.sendNotification("initialized", {});

  return {
    folder,
    connection,
    initialized,
    registrations,
    progress,
    lensRefreshes: () => lensRefreshes,
    diagnosticRefreshes: () => diagnosticRefreshes,
    open(file, text) {
      const document = TextDocument.create(folder.uri(file), "typescript", 1, text);
      documents.set(file, document);
      void connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: document.uri, languageId: "typescript", version: 1, text },
      });
      return document;
    },
    change(file, text) {
      const document = documents.get(file) as TextDocument;
      const before = document.getText();
      let start = 0;
      while (start < Math.min(before.length, text.length) && before[start] === text[start]) start++;
      const range = { start: document.positionAt(start), end: document.positionAt(before.length) };
      const contentChanges = [{ range, text: text.slice(start) }];
      const version = document.version + 1;
      documents.set(file, TextDocument.update(document, contentChanges, version));
      void connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: document.uri, version },
        contentChanges,
      });
    },
    close(file) {
      documents.delete(file);
      void connection.sendNotification("textDocument/didClose", { textDocument: { uri: folder.uri(file) } });
    },
    text: (file) => (documents.get(file) as TextDocument).getText(),
    graphs: () => graphs ?? [],
    graphChanges,
    told: () => graphs !== undefined,
    diagnostics: (file) => diagnostics.get(folder.uri(file)) ?? [],
    until<T>(find: () => T | undefined | false): Promise<T> {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const timer = setTimeout(() => reject(new Error("What was waited for did not come in 20 seconds.")), 20_000);
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
    },
    dispose() {
      connection.dispose();
      folder.remove();
    },
  };
}

/** Takes the cursor out of a text. */
export function withoutCursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf(cursor);
  if (offset < 0) throw new Error(`There is no ${cursor} in: ${marked}`);
  return { text: marked.replace(cursor, ""), offset };
}
