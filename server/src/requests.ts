import type { Connection } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Answer } from "./answer.ts";
import { provideIncomingCalls, provideOutgoingCalls } from "./features/callHierarchy.ts";
import { provideCodeActions } from "./features/codeAction.ts";
import { provideCodeLenses } from "./features/codeLens.ts";
import { mayComplete, provideCompletion } from "./features/completion.ts";
import { provideDefinition } from "./features/definition.ts";
import { provideDocumentLinks } from "./features/documentLink.ts";
import { provideDocumentSymbols } from "./features/documentSymbol.ts";
import { provideHover } from "./features/hover.ts";
import { provideInlayHints, resolveInlayHint } from "./features/inlayHint.ts";
import { prepareRename } from "./features/prepareRename.ts";
import { provideReferences } from "./features/references.ts";
import { provideRename } from "./features/rename.ts";
import { prepareTypeHierarchy, provideSubtypes, provideSupertypes } from "./features/typeHierarchy.ts";
import { provideWorkspaceSymbols } from "./features/workspaceSymbol.ts";

/** Answers what a client asks of the language; what it asks of findings is in `findings/findingRequests.ts`. */
export function answerRequests(
  connection: Connection,
  answer: Answer,
  documents: { readonly get: (uri: string) => TextDocument | undefined },
): void {
  connection.onCodeLens(answer("The code lens", [], provideCodeLenses));
  connection.onHover(answer("The hover", null, provideHover));
  connection.onDefinition(answer("The definition", null, provideDefinition));
  const complete = answer("The completion", null, provideCompletion);
  // Editors ask while any word is typed: what is none of ours must not wait for an analysis.
  connection.onCompletion((params, token) =>
    mayComplete({ document: (uri) => documents.get(uri) }, params) ? complete(params, token) : null,
  );
  connection.onCodeAction(answer("The quick fix", [], provideCodeActions));
  connection.onDocumentLinks(answer("The links", [], provideDocumentLinks));
  connection.onDocumentSymbol(answer("The outline", [], provideDocumentSymbols));
  connection.onWorkspaceSymbol(answer("The search for symbols", [], provideWorkspaceSymbols));
  connection.onReferences(answer("The search for references", null, provideReferences));
  connection.onPrepareRename(answer("The look at a name", null, prepareRename));
  connection.onRenameRequest(answer("The rename", null, provideRename));
  const { typeHierarchy } = connection.languages;
  typeHierarchy.onPrepare(answer("The lineage", null, prepareTypeHierarchy));
  typeHierarchy.onSupertypes(answer("The upstream lineage", null, provideSupertypes));
  typeHierarchy.onSubtypes(answer("The downstream lineage", null, provideSubtypes));
  const { callHierarchy } = connection.languages;
  callHierarchy.onPrepare(answer("The calls", null, prepareTypeHierarchy));
  callHierarchy.onIncomingCalls(answer("The incoming calls", null, provideIncomingCalls));
  callHierarchy.onOutgoingCalls(answer("The outgoing calls", null, provideOutgoingCalls));
  const { inlayHint } = connection.languages;
  inlayHint.on(answer("The inlay hints", [], provideInlayHints));
  inlayHint.resolve(
    async (hint, token) => (await answer("An inlay hint's card", hint, resolveInlayHint)(hint, token)) as typeof hint,
  );
}
