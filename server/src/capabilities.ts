import { type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver";
import type { ClientSession } from "./clientAbilities.ts";
import { codeActionKinds } from "./features/codeAction.ts";
import { triggerCharacters } from "./features/completion.ts";

const all = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  hoverProvider: true,
  definitionProvider: true,
  completionProvider: { triggerCharacters: [...triggerCharacters] },
  codeActionProvider: { codeActionKinds: [...codeActionKinds] },
  codeLensProvider: {},
  documentLinkProvider: {},
  documentSymbolProvider: { label: "Headwater" },
  workspaceSymbolProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  typeHierarchyProvider: true,
  callHierarchyProvider: true,
  inlayHintProvider: { resolveProvider: true },
  diagnosticProvider: { identifier: "headwater", interFileDependencies: true, workspaceDiagnostics: true },
} satisfies ServerCapabilities;

/** What the server offers a client: what the client does not want or does otherwise is left out. */
export function capabilitiesFor(session: ClientSession): ServerCapabilities {
  const { codeLensProvider, documentSymbolProvider, callHierarchyProvider, diagnosticProvider, ...others } = all;
  return {
    ...others,
    ...(session.codeLens ? { codeLensProvider } : {}),
    ...(session.documentSymbols ? { documentSymbolProvider } : {}),
    ...(session.callHierarchy ? { callHierarchyProvider } : {}),
    ...(session.pullsDiagnostics ? { diagnosticProvider } : {}),
  };
}
