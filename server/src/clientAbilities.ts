import { initializationOptions } from "@headwater/protocol";
import type { InitializeParams } from "vscode-languageserver";
import type { FeatureContext } from "./features/context.ts";
import { pathOfUri } from "./workspace/fileUris.ts";

/** What the client said of itself at the start. */
export interface ClientSession extends Pick<FeatureContext, "client" | "options"> {
  /** The folders to look for projects in, as absolute paths. */
  readonly folders: readonly string[];
  readonly codeLens: boolean;
  readonly documentSymbols: boolean;
  /** Whether it wants lineage as calls too. */
  readonly callHierarchy: boolean;
  readonly refreshesCodeLens: boolean;
  readonly refreshesInlayHints: boolean;
  /** Whether the client asks for findings and not only hears of them. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly registersWatchers: boolean;
  readonly registersSettings: boolean;
  /** Whether it can be asked for its settings. */
  readonly givesSettings: boolean;
  readonly changesFolders: boolean;
  readonly showsProgress: boolean;
}

/** Reads the parameters of `initialize`. What a client leaves out or writes wrongly counts as not supported. */
export function readClientSession(params: InitializeParams): ClientSession {
  const { capabilities = {}, workspaceFolders } = params;
  const { workspace, textDocument, window } = capabilities;
  const said = initializationOptions.safeParse(params.initializationOptions ?? {});
  const options = said.success ? said.data : {};
  const uris = Array.isArray(workspaceFolders)
    ? workspaceFolders.map((folder) => folder?.uri)
    : // The older way to name the only folder, for clients that know no other.
      [params.rootUri];
  const formats = textDocument?.hover?.contentFormat;
  return {
    options,
    folders: uris.flatMap((uri) => (typeof uri === "string" ? (pathOfUri(uri) ?? []) : [])),
    client: {
      definitionLinks: textDocument?.definition?.linkSupport === true,
      documentChanges: workspace?.workspaceEdit?.documentChanges === true,
      changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
      snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
      symbolTrees: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
      markdownHover: formats === undefined || formats.includes("markdown"),
    },
    codeLens: options.codeLens !== false,
    documentSymbols: options.documentSymbols !== false,
    callHierarchy: options.callHierarchy === true,
    refreshesCodeLens: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    pullsDiagnostics: textDocument?.diagnostic !== undefined && options.pullDiagnostics !== false,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    registersSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    givesSettings: workspace?.configuration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    showsProgress: window?.workDoneProgress === true,
  };
}
