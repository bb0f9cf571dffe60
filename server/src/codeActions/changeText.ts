import { escapeFor } from "@headwater/analysis";
import { type AssetKey, type FindingCode, fromEscapedString, toStoredString } from "@headwater/model";
import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { requestedOffset } from "../features/context.ts";
import { diagnosticSource, readDiagnosticData } from "../findings/toDiagnostic.ts";
import { stringAt } from "../text/stringAt.ts";
import type { CodeActionProvider } from "./provider.ts";

/** Findings whose suggestions are keys in their escaped form. Others suggest a text, or a list of texts as JSON. */
const keyCodes: ReadonlySet<string> = new Set<FindingCode>(["unknown-dependency", "unknown-input", "relative-dependency"]);

/** Findings whose suggestions are not all that has to change. */
const mendedOtherwise: ReadonlySet<string> = new Set<FindingCode>(["unknown-option", "deprecated-option", "unknown-resource"]);

/** Findings whose suggestions stand in a selection's text. */
const selectionCodes: ReadonlySet<string> = new Set<FindingCode>(["unknown-selected-asset", "empty-selection"]);

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** For a misspelt dependency, input or selected key and a name that is not allowed: one fix for each text that could stand in its place, the best preferred. */
export const changeText: CodeActionProvider = {
  kind: CodeActionKind.QuickFix,
  provide: ({ document }, { context: { diagnostics } }) =>
    diagnostics.filter(({ source }) => source === diagnosticSource).flatMap((diagnostic) => fixesOf(document, diagnostic)),
};

function fixesOf(document: TextDocument, diagnostic: Diagnostic): CodeAction[] {
  const data = readDiagnosticData(diagnostic.data);
  const { start, end } = diagnostic.range;
  const [from, to] = [requestedOffset(document, start), requestedOffset(document, end)];
  if (data !== undefined && mendedOtherwise.has(data.code)) return [];
  if (data === undefined || from === undefined || to === undefined) return [];
  const text = document.getText();
  const fixes = data.suggestions.flatMap((suggestion) => {
    const replacement = replacementFor(data.code, suggestion, text, from, to);
    return replacement === undefined ? [] : [replacement];
  });
  return fixes.map(
    ({ title, newText }, at): CodeAction => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: at === 0,
      edit: { changes: { [document.uri]: [{ range: diagnostic.range, newText }] } },
    }),
  );
}

/** What stands in place of a wrong text; undefined where something else is there by now, or code that no text can replace. */
function replacementFor(
  code: string,
  suggestion: string,
  text: string,
  from: number,
  to: number,
): { title: string; newText: string } | undefined {
  if (selectionCodes.has(code)) return selectionFor(suggestion, text, from, to);
  const wrong = text.slice(from, to);
  const isString = /^(["'`])(?:(?!\1)[^\\\n$])*\1$/.test(wrong);
  const key: AssetKey = keyCodes.has(code) ? fromEscapedString(suggestion) : { path: segmentsOf(suggestion) };
  const [only, second] = key.path;
  const title = `Change to ${second === undefined ? JSON.stringify(only) : toStoredString(key)}`;
  if (isString && only !== undefined && second === undefined) return { title, newText: inQuotes(only, wrong) };
  if (isString || /^\[[^[\]]*\]$/.test(wrong)) {
    const quote = /["'`]/.exec(wrong)?.[0] ?? '"';
    return { title, newText: `[${key.path.map((part) => inQuotes(part, quote)).join(", ")}]` };
  }
  // An input is named in a pattern: the compute function goes on using its own name for it.
  if (!identifier.test(wrong) || only === undefined || second !== undefined || code !== "unknown-input") return undefined;
  const newText = identifier.test(only) ? only : JSON.stringify(only);
  const renamed = /^\s*:/.test(text.slice(to, to + 200));
  return { title, newText: renamed ? newText : `${newText}: ${wrong}` };
}

/** In a selection that is written at the place. */
function selectionFor(suggestion: string, text: string, from: number, to: number) {
  const string = stringAt(text, from);
  if (string === undefined || from === to || to > string.end) return undefined;
  return { title: `Change to ${suggestion}`, newText: escapeFor(string.quote, suggestion) };
}

function segmentsOf(suggestion: string): string[] {
  return suggestion.startsWith("[") ? (JSON.parse(suggestion) as string[]) : [suggestion];
}

function inQuotes(text: string, like: string): string {
  const quote = like.startsWith("'") || like.startsWith("`") ? (like[0] as string) : '"';
  const json = JSON.stringify(text);
  return quote === '"' || json.includes(quote) || json.includes("\\") || json.includes("$") ? json : quote + text + quote;
}
