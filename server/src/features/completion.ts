import type { SourceRange } from "@headwater/analysis";
import { type AssetKey, type AssetNode, toStoredString, toUserString } from "@headwater/model";
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  type Range,
} from "vscode-languageserver";
import { dependencyTextAt } from "../text/dependencyText.ts";
import { type StringContent, stringAt } from "../text/stringAt.ts";
import { assetAt, fileIn } from "../workspace/assetAt.ts";
import { importsOf } from "../workspace/project.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

/** The keys that a dependency's text may name: those of the asset's own group first, then the others, each in order. */
export function provideCompletion(context: FeatureContext, { textDocument, position }: CompletionParams): CompletionList | null {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  if (requested === undefined || offset === undefined) return null;
  const { document, path } = requested;
  const project = context.workspace.projectOf(path);
  const file = project && fileIn(project, path);
  if (project?.analysis === undefined || file === undefined) return null;
  const text = document.getText();
  const content =
    dependencyTextAt(text, offset, importsOf(project, file, text, context.workspace.language)) ??
    // The call of a helper, whose options only the evaluation sees through.
    (assetAt(context.workspace, path, text, offset)?.kind === "dependency" ? stringAt(text, offset) : undefined);
  if (content === undefined) return null;
  // The innermost: a call that was not closed yet seems to hold those behind it.
  const around = (range: SourceRange) => range.startOffset <= content.start && content.end <= range.endOffset;
  const declared = project.assetsOf.get(file);
  const own = declared?.findLast(({ range }) => around(range)) ?? declared?.findLast(({ callRange }) => around(callRange));
  const group = own?.spec.groupName;
  const nodes = [...project.analysis.graph.nodes.values()].filter(({ id, kind }) => kind !== "stub" && id !== own?.id);
  nodes.sort((one, other) => rank(one, group) - rank(other, group) || compare(one.id, other.id));
  const inner: Range = { start: document.positionAt(content.start), end: document.positionAt(content.end) };
  return { isIncomplete: false, items: nodes.map((node, at) => itemOf(node, at, content, inner)) };
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

function escapeFor(quote: string, text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  if (quote === '"') return escaped;
  const unquoted = escaped.replaceAll('\\"', '"').replaceAll(quote, `\\${quote}`);
  return quote === "`" ? unquoted.replaceAll("${", "\\${") : unquoted;
}

function rank({ groupName }: AssetNode, group: string | undefined): number {
  return groupName === group ? 0 : 1;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
