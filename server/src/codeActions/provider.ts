import type { CodeAction, CodeActionKind, CodeActionParams } from "vscode-languageserver";
import type { FeatureContext, RequestedDocument } from "../features/context.ts";

/** Offers code actions of one kind. */
export interface CodeActionProvider {
  readonly kind: CodeActionKind;
  /** What it offers in a document, for the range and the diagnostics of the parameters. */
  provide(requested: RequestedDocument, params: CodeActionParams, context: FeatureContext): CodeAction[];
}
