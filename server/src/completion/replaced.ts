import type { Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";

/** The range between two offsets of a document. */
export function rangeBetween(document: TextDocument, start: number, end: number): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Keeps the order in which items are given, whatever their labels are. */
export function sortTextAt(at: number): string {
  return String(at).padStart(6, "0");
}
