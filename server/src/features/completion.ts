import { posix } from "node:path";
import { type AnalyzedAsset, escapeFor, type SourceRange } from "@headwater/analysis";
import { type AssetKey, type AssetNode, toStoredString, toUserString } from "@headwater/model";
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  type Range,
} from "vscode-languageserver";
import { completeSchedule } from "../schedules/completeSchedule.ts";
import { scheduleTextAt } from "../schedules/scheduleText.ts";
import { dependencyTextAt } from "../text/dependencyText.ts";
import { type StringContent, stringAt } from "../text/stringAt.ts";
import { assetAt, fileIn } from "../workspace/assetAt.ts";
import { importsOf, type Project } from "../workspace/project.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

/**
 * The keys that a dependency's text may name: those of the asset's own group first, then the others, each in order. In a cron
 * text usual schedules, in a time zone's the names of all.
 */
export function provideCompletion(context: FeatureContext, { textDocument, position }: CompletionParams): CompletionList | null {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  if (requested === undefined || offset === undefined) return null;
  const { document, path } = requested;
  const project = context.workspace.projectOf(path);
  const file = project && fileIn(project, path);
  if (project?.analysis === undefined || file === undefined) return null;
  const text = document.getText();
  const imports = importsOf(project, file, text, context.workspace.language);
  const schedule = scheduleTextAt(text, offset, imports);
  if (schedule !== undefined) {
    const inner: Range = { start: document.positionAt(schedule.start), end: document.positionAt(schedule.end) };
    return { isIncomplete: false, items: completeSchedule(schedule, inner) };
  }
  const content =
    dependencyTextAt(text, offset, imports) ??
    // The call of a helper, whose options only the evaluation sees through.
    (assetAt(context.workspace, path, text, offset)?.kind === "dependency" ? stringAt(text, offset) : undefined);
  if (content === undefined) return null;
  // The innermost: a call that was not closed yet seems to hold those behind it.
  const around = (range: SourceRange) => range.startOffset <= content.start && content.end <= range.endOffset;
  const declared = project.assetsOf.get(file);
  const own = declared?.findLast(({ range }) => around(range)) ?? declared?.findLast(({ callRange }) => around(callRange));
  const typed = text.slice(content.start, Math.max(content.start, Math.min(offset, content.end)));
  const { nodes, isComplete } = nearest(project, file, own, typed);
  const inner: Range = { start: document.positionAt(content.start), end: document.positionAt(content.end) };
  return { isIncomplete: !isComplete, items: nodes.map((node, at) => itemOf(node, at, content, inner)) };
}

/** More than this nobody reads; what is left out comes when more is typed. */
const mostItems = 200;

/**
 * The assets that may be meant by what is typed, whose keys hold its letters in their order, the nearest first: of the own group, of the same file, of the
 * same folder, then all others; each in the order of the keys. One pass over all assets.
 */
function nearest(
  { analysis, index }: Project,
  file: string,
  own: AnalyzedAsset | undefined,
  typed: string,
): { nodes: readonly AssetNode[]; isComplete: boolean } {
  const group = own?.spec.groupName;
  const folder = posix.dirname(file);
  // Of few the client itself chooses those that fit.
  const letters = (analysis?.graph.nodes.size ?? 0) > mostItems ? typed.toLowerCase() : "";
  const found: AssetNode[][] = [[], [], [], []];
  for (const node of analysis?.graph.nodes.values() ?? []) {
    if (node.kind === "stub" || node.id === own?.id || !holdsLetters(node.id.toLowerCase(), letters)) continue;
    const place = node.groupName === group ? 0 : placeOf(index.get(node.id)?.file, file, folder);
    found[place]?.push(node);
  }
  const nodes = found.flatMap((list) => list.sort((one, other) => compare(one.id, other.id)));
  return { nodes: nodes.slice(0, mostItems), isComplete: nodes.length <= mostItems };
}

function placeOf(declaredIn: string | undefined, file: string, folder: string): number {
  if (declaredIn === file) return 1;
  return declaredIn !== undefined && posix.dirname(declaredIn) === folder ? 2 : 3;
}

/** Whether letters stand in a text in their order, which is how editors filter. */
function holdsLetters(text: string, letters: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

function itemOf(node: AssetNode, at: number, content: StringContent, inner: Range): CompletionItem {
  const label = toUserString(node.key);
  const detail = [node.groupName, ...(node.spec?.kinds ?? [])].join(" · ");
  const base: CompletionItem = {
    label,
    detail,
    kind: CompletionItemKind.Reference,
    sortText: String(at).padStart(6, "0"),
    ...(node.spec?.description === undefined ? {} : { documentation: node.spec.description }),
  };
  if (node.key.path.length === 1) {
    return { ...base, filterText: label, textEdit: { range: inner, newText: escapeFor(content.quote, label) } };
  }
  // One text is one segment, so a longer key takes the place of the quotes too.
  const range: Range = {
    start: { line: inner.start.line, character: inner.start.character - 1 },
    end: { line: inner.end.line, character: inner.end.character + (content.closed ? 1 : 0) },
  };
  return { ...base, filterText: content.quote + label, textEdit: { range, newText: listIn(node.key, content.quote) } };
}

/** `["a", "b"]`, in the quotes that are in use at the place. */
function listIn(key: AssetKey, quote: string): string {
  return quote === '"' ? toStoredString(key) : `[${key.path.map((part) => quote + escapeFor(quote, part) + quote).join(", ")}]`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
