import type ts from "typescript";
import { anyName, type Collected, type FileFacts, type MutationFact } from "../fileFacts.ts";
import { withoutMerged } from "../mergedBindings.ts";
import { lineStartsOf } from "../span.ts";
import type { NameChange } from "./changes.ts";
import { readModuleExports } from "./commonJs.ts";
import type { TypeScript } from "./load.ts";
import { type Lowering, lowerExpression, lowerItems, spanOf } from "./lowerExpression.ts";
import { readStatement } from "./readStatement.ts";
import { surveyNames } from "./surveyNames.ts";

const mostSyntaxErrors = 10;

/** Reads the facts of a text. A text that the compiler cannot take gives facts with nothing but a syntax error. */
export function extractFacts(typescript: TypeScript, path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  const base = { lineStarts };
  const nothing = { imports: [], exports: [], bindings: [], mutations: [], requires: false };
  try {
    if (path.endsWith(".json")) return { ...base, ...nothing, ...readJson(typescript, path, text), syntaxErrors: [] };
    return { ...base, ...readModule(typescript, path, text) };
  } catch (error) {
    // The compiler runs out of stack on texts that nest thousands of levels deep. What its parser had found out until then
    // would count for the next text, had it not come to the end of one.
    typescript.createSourceFile("empty.ts", "", typescript.ScriptTarget.Latest);
    const message = `This file cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return { ...base, ...nothing, syntaxErrors: [{ message, span: { start: 0, end: Math.min(text.length, 1) } }] };
  }
}

function readModule(typescript: TypeScript, path: string, text: string): Omit<FileFacts, "lineStarts"> {
  const source = parse(typescript, path, text);
  const survey = surveyNames(typescript, source);
  const lowering: Lowering = { ts: typescript, source, survey, depth: 0 };
  const found: Collected = { imports: [], exports: [], bindings: [] };
  for (const statement of source.statements) readStatement(lowering, statement, found);
  for (const specifier of survey.lateImports) {
    found.imports.push({ specifier: specifier.text, span: spanOf(source, specifier), names: [] });
  }
  return {
    imports: found.imports.sort((one, other) => one.span.start - other.span.start),
    exports: found.exports,
    bindings: withoutMerged(found.bindings),
    mutations: survey.changes.map((change) => mutationOf(lowering, change)),
    requires: survey.requires,
    syntaxErrors: syntaxErrorsOf(typescript, source),
  };
}

function mutationOf(lowering: Lowering, { name, at, change, source, isOpen }: NameChange): MutationFact {
  const mentions = isOpen ? [anyName] : lowering.survey.mentionsIn(source);
  const base = {
    name,
    span: spanOf(lowering.source, at),
    mentions: mentions.filter((mention) => mention !== name && !mention.startsWith(`${name}.`)),
  };
  if (change.kind === "added") return { ...base, change: { kind: "added", items: lowerItems(lowering, change.items) } };
  if (change.kind !== "set") return { ...base, change };
  return { ...base, change: { ...change, value: lowerExpression(lowering, change.value) } };
}

function parse(typescript: TypeScript, path: string, text: string): ts.SourceFile {
  const options = {
    languageVersion: typescript.ScriptTarget.Latest,
    jsDocParsingMode: typescript.JSDocParsingMode.ParseNone,
  };
  return typescript.createSourceFile(path, text, options, false);
}

function syntaxErrorsOf(typescript: TypeScript, source: ts.SourceFile): FileFacts["syntaxErrors"] {
  // The parser's errors are public only through a whole program, which would read every import.
  const { parseDiagnostics = [] } = source as ts.SourceFile & {
    readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.slice(0, mostSyntaxErrors).map((diagnostic) => ({
    message: typescript.flattenDiagnosticMessageText(diagnostic.messageText, " "),
    span: { start: diagnostic.start, end: diagnostic.start + diagnostic.length },
  }));
}

/** A JSON module exports its value as the default, and its entries by name; JSON is an expression of JavaScript. */
function readJson(typescript: TypeScript, path: string, text: string): Pick<FileFacts, "exports" | "bindings"> {
  const source = typescript.parseJsonText(path, text);
  const statement = source.statements[0];
  const found: Collected = { imports: [], exports: [], bindings: [] };
  const lowering: Lowering = { ts: typescript, source, survey: { mentionsIn: () => [], changesIn: () => [] }, depth: 0 };
  if (statement !== undefined) readModuleExports(lowering, statement.expression, found);
  return { exports: found.exports, bindings: found.bindings };
}
