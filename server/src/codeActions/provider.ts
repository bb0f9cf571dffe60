import type { CodeAction, CodeActionKind, CodeActionParams, TextEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { FeatureContext, RequestedDocument } from "../features/context.ts";
import type { OffsetEdit } from "./importEdits.ts";

/** Offers code actions of one kind. */
export interface CodeActionProvider {
  readonly kind: CodeActionKind;
  /** What it offers in a document, for the range and the diagnostics of the parameters. */
  provide(requested: RequestedDocument, params: CodeActionParams, context: FeatureContext): CodeAction[];
}

/** Edits of a text. */
interface DocumentEdits {
  readonly document: TextDocument;
  readonly edits: readonly OffsetEdit[];
}

/** A code action that changes a document and, where that is given, another one. */
export function editOf(
  document: TextDocument,
  title: string,
  kind: CodeActionKind,
  edits: readonly OffsetEdit[],
  other?: DocumentEdits,
): CodeAction {
  const changes: Record<string, TextEdit[]> = {};
  for (const each of [{ document, edits }, ...(other === undefined ? [] : [other])]) {
    if (each.edits.length === 0) continue;
    changes[each.document.uri] = each.edits.map(({ start, end, newText }) => ({
      range: { start: each.document.positionAt(start), end: each.document.positionAt(end) },
      newText,
    }));
  }
  return { title, kind, edit: { changes } };
}
