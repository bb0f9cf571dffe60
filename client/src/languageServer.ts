import { type InitializationOptions, languageServerMessages, type RenamedAsset } from "@headwater/protocol";
import * as vscode from "vscode";
import {
  DidChangeConfigurationNotification,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import type { Graphs } from "./graphs.ts";
import { settings } from "./manifest.ts";
import type { ProjectRuns } from "./runs/projectRuns.ts";

/** The language server's process, from the client's side. */
export interface LanguageServer extends vscode.Disposable {
  /** Starts it, once. */
  start(): Promise<void>;
  /** Starts it anew, or for the first time. */
  restart(): Promise<void>;
  /** Fires when an asset got another key by a rename that the server answered. */
  readonly onDidRename: vscode.Event<RenamedAsset>;
}

export interface LanguageServerOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly graphs: Graphs;
  readonly runs: ProjectRuns;
}

const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact"];

/** How long statuses wait for others before the server hears of them, in milliseconds. */
const statusDelay = 150;

/** Garbage of edits is collected in small portions: an answer waits for no long one (docs/benchmarks.md, language). */
const shortPauses = "--max-semi-space-size=16";

/** The server, whose graphs are handed on and which hears what assets are doing. Does not start it yet. */
export function createLanguageServer({ context, log, graphs, runs }: LanguageServerOptions): LanguageServer {
  const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server.cjs").fsPath;
  const options = { execArgv: [shortPauses] };
  const serverOptions: ServerOptions = { module, transport: TransportKind.ipc, options };
  const clientOptions: LanguageClientOptions = {
    documentSelector: languages.map((language) => ({ language, scheme: "file" })),
    outputChannel: log,
    initializationOptions: () => ({
      ...followedSettings(),
      codeLens: vscode.workspace.getConfiguration(settings.section).get<boolean>(settings.codeLens, true),
      // The outline, breadcrumbs and sticky lines of TypeScript stay as they are.
      documentSymbols: false,
      // VS Code asks for the document that is edited after the change, for other visible ones every half second, for the rest
      // every two seconds. Published, findings of all files come as soon as the server has them.
      pullDiagnostics: false,
      graphChanges: true,
      trusted: vscode.workspace.isTrusted,
    }),
  };
  const client = new LanguageClient("headwater", "Headwater", serverOptions, clientOptions);
  client.onNotification(languageServerMessages.graphs.method, (raw: unknown) => {
    const parsed = languageServerMessages.graphs.params.safeParse(raw);
    if (parsed.success) graphs.replace(parsed.data.projects);
    else log.error(`The server told of graphs in an unknown form: ${parsed.error.message}`);
  });
  client.onNotification(languageServerMessages.graphChanges.method, (raw: unknown) => {
    const parsed = languageServerMessages.graphChanges.params.safeParse(raw);
    if (!parsed.success) {
      log.error(`The server told of changes of graphs in an unknown form: ${parsed.error.message}`);
      return;
    }
    try {
      graphs.change(parsed.data.changes);
    } catch (error) {
      log.error(`The graphs are not what the server has changed: ${error instanceof Error ? error.message : String(error)}`);
    }
  });

  const renamed = new vscode.EventEmitter<RenamedAsset>();
  client.onNotification(languageServerMessages.renamed.method, (raw: unknown) => {
    const parsed = languageServerMessages.renamed.params.safeParse(raw);
    if (parsed.success) renamed.fire(parsed.data);
    else log.error(`The server told of a rename in an unknown form: ${parsed.error.message}`);
  });

  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer = undefined;
    for (const uri of waiting) {
      const assets = [...runs.view(uri).assets.values()];
      void client.sendNotification(languageServerMessages.statuses.method, { uri, assets }).catch(() => {});
    }
    waiting.clear();
  };
  const tellLater = (uri: string) => {
    waiting.add(uri);
    timer ??= setTimeout(tell, statusDelay);
  };
  const listening = runs.onDidChange(tellLater);
  const following = vscode.workspace.onDidChangeConfiguration((event) => {
    const { section, inlayHints, severity } = settings;
    if (![inlayHints, severity].some((name) => event.affectsConfiguration(`${section}.${name}`)) || started === undefined) return;
    const changed = { headwater: followedSettings() };
    void client.sendNotification(DidChangeConfigurationNotification.type, { settings: changed }).catch(() => {});
  });
  let started: Promise<void> | undefined;
  const start = () => {
    started ??= client
      .start()
      .then(() => runs.known().forEach(tellLater))
      .catch((error) =>
        log.error(`The language server did not start: ${error instanceof Error ? error.message : String(error)}`),
      );
    return started;
  };
  return {
    start,
    async restart() {
      if (started === undefined) return start();
      await started;
      await client.restart();
      runs.known().forEach(tellLater);
    },
    onDidRename: renamed.event,
    dispose() {
      clearTimeout(timer);
      renamed.dispose();
      listening.dispose();
      following.dispose();
      void client.dispose();
    },
  };
}

/** Settings that the server follows while it runs. */
function followedSettings(): Pick<InitializationOptions, "inlayHints" | "diagnostics"> {
  const given = vscode.workspace.getConfiguration(settings.section);
  return {
    inlayHints: given.get<boolean>(settings.inlayHints, true),
    diagnostics: { severity: given.get<Record<string, unknown>>(settings.severity, {}) },
  };
}
