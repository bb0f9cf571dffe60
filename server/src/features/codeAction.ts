import type { CodeAction, CodeActionKind, CodeActionParams } from "vscode-languageserver";
import { changeText } from "../codeActions/changeText.ts";
import { changeDependencyForm } from "../codeActions/dependencyForms.ts";
import { generateCheck } from "../codeActions/generateCheck.ts";
import { fixAll, mendFindings } from "../codeActions/mendFindings.ts";
import { nameExplicitly } from "../codeActions/nameExplicitly.ts";
import type { CodeActionProvider } from "../codeActions/provider.ts";
import { type FeatureContext, requestedDocument } from "./context.ts";

/** In the order in which an editor shows what they offer. */
const providers: readonly CodeActionProvider[] = [
  changeText,
  mendFindings,
  fixAll,
  changeDependencyForm,
  nameExplicitly,
  generateCheck,
];

/** The kinds of code actions that there are. */
export const codeActionKinds: readonly CodeActionKind[] = [...new Set(providers.map(({ kind }) => kind))];

/** What can be done about the findings in a range, or with the assets there; only of the kinds that are asked for. */
export function provideCodeActions(context: FeatureContext, params: CodeActionParams): CodeAction[] {
  const requested = requestedDocument(context, params.textDocument.uri);
  if (requested === undefined) return [];
  const { only } = params.context;
  const isAsked = ({ kind }: CodeActionProvider) =>
    only === undefined || only.some((each) => each === "" || kind === each || kind.startsWith(`${each}.`));
  return providers.filter(isAsked).flatMap((provider) => provider.provide(requested, params, context));
}
