import { type CompletionList, type CompletionParams, CompletionTriggerKind } from "vscode-languageserver";
import { completeInput } from "../completion/inputItems.ts";
import { completeDependency } from "../completion/keyItems.ts";
import { completeLabel } from "../completion/labelItems.ts";
import type { CompletionPlace } from "../completion/place.ts";
import { completeScheduleText } from "../completion/scheduleItems.ts";
import { completeSelectionText } from "../completion/selectionItems.ts";
import { completeDeclaration, mayDeclare } from "../completion/snippetItems.ts";
import { codeAt, stringAt } from "../text/stringAt.ts";
import { fileIn } from "../workspace/assetAt.ts";
import { importsOf } from "../workspace/project.ts";
import { type FeatureContext, type RequestedDocument, requestedDocument, requestedOffset } from "./context.ts";

/** What a string, a parameter's pattern and a selection may hold opens these. */
export const triggerCharacters = ['"', "'", "`", ":", "{"];

/**
 * What may be written at a place: keys in dependencies and selections, the syntax of selections, inputs of the first parameter,
 * names that assets share, usual schedules and time zones, and whole declarations at the beginning of a line. Null outside of
 * what is ours.
 */
export function provideCompletion(context: FeatureContext, params: CompletionParams): CompletionList | null {
  const asked = requestedPlace(context, params);
  if (asked === undefined) return null;
  const { document, path, offset } = asked;
  const project = context.workspace.projectOf(path);
  const file = project && fileIn(project, path);
  if (project?.analysis === undefined || file === undefined) return null;
  const { workspace, client } = context;
  const text = document.getText();
  const imports = importsOf(project, file, text, workspace.language);
  const place: CompletionPlace = { workspace, project, document, path, file, text, offset, imports };
  return (
    completeScheduleText(place) ??
    completeSelectionText(place) ??
    completeDependency(place) ??
    completeLabel(place) ??
    completeInput(place) ??
    (client.snippets ? completeDeclaration(place) : undefined) ??
    null
  );
}

/** In the pattern of a function's first parameter, or among tags. */
const inCode = /(?:\([01] [^ (]*\(0 \{|\{tags \{)$/;

/** Whether something of ours may stand at a place: a look at the text around it, before anything is analysed for the answer. */
export function mayComplete(context: Pick<FeatureContext, "document">, params: CompletionParams): boolean {
  const asked = requestedPlace(context, params);
  if (asked === undefined) return false;
  const { document, offset } = asked;
  const text = document.getText();
  if (stringAt(text, offset) !== undefined) return true;
  if (params.context?.triggerKind !== CompletionTriggerKind.TriggerCharacter && mayDeclare(document, offset)) return true;
  return inCode.test(codeAt(text, offset)?.around.join(" ") ?? "");
}

function requestedPlace(
  context: Pick<FeatureContext, "document">,
  { textDocument, position }: CompletionParams,
): (RequestedDocument & { readonly offset: number }) | undefined {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  return requested === undefined || offset === undefined ? undefined : { ...requested, offset };
}
