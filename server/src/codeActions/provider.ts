import type { CodeAction, CodeActionKind, CodeActionParams } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { FeatureContext, RequestedDocument } from "../features/context.ts";
import type { OffsetEdit } from "./importEdits.ts";

/** Offers code actions of one kind. */
export interface CodeActionProvider {
  readonly kind: CodeActionKind;
  /** What it offers in a document, for the range and the diagnostics of the parameters. */
  provide(requested: RequestedDocument, params: CodeActionParams, context: FeatureContext): CodeAction[];
}

/** A code action that changes the document alone. */
export function editOf(document: TextDocument, title: string, kind: CodeActionKind, edits: readonly OffsetEdit[]): CodeAction {
  const changes = edits.map(({ start, end, newText }) => ({
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    newText,
  }));
  return { title, kind, edit: { changes: { [document.uri]: changes } } };
}
