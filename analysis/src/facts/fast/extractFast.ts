import { anyName, type Collected, type FileFacts, type MutationFact } from "../fileFacts.ts";
import { withoutMerged } from "../mergedBindings.ts";
import { lineStartsOf } from "../span.ts";
import { notLikeThis, unsure } from "./giveUp.ts";
import type { NameChange } from "./lower/changes.ts";
import type { ReadBody } from "./lower/lateBody.ts";
import { type Lowering, lowerExpression, lowerItems } from "./lower/lowerExpression.ts";
import { lowerBody } from "./lower/lowerFunction.ts";
import { readStatement } from "./lower/readStatement.ts";
import { type Survey, surveyNames } from "./lower/survey.ts";
import { Parser } from "./parse/parser.ts";
import { statement } from "./parse/statements.ts";
import { tEnd } from "./scan/tokens.ts";
import { literalOf, spanOf } from "./tree.ts";

/** One for all texts: its tables are large, and nothing of a text is kept in the facts but its names and strings. */
const parser = new Parser();

/**
 * Reads the facts of a text without the compiler: the same ones that it would give (`npm run fuzz` compares them), or
 * undefined for texts that are left to it. These are texts with syntax errors, and such with rare syntax.
 */
export function extractFast(path: string, text: string): FileFacts | undefined {
  const language = languageOf(path);
  if (language === undefined || (text.includes("///") && hasPragmas.test(text))) return undefined;
  try {
    return readModule(text, language);
  } catch (reason) {
    // A stack that is small, or nearly full, ends before the depth that is allowed is reached.
    if (reason === notLikeThis || reason === unsure || reason instanceof RangeError) return undefined;
    throw reason;
  }
}

interface SourceLanguage {
  readonly jsx: boolean;
  readonly isJavaScript: boolean;
  readonly isDeclarationFile: boolean;
}

function languageOf(path: string): SourceLanguage | undefined {
  const extension = /\.([cm]?[jt]s|[jt]sx)$/.exec(path)?.[1];
  if (extension === undefined) return undefined;
  const isJavaScript = extension.includes("j");
  const isDeclarationFile = /\.d(?:\.[^./]+)?\.[cm]?ts$/.test(path);
  return { jsx: isJavaScript || extension === "tsx", isJavaScript, isDeclarationFile };
}

/** Comments at the beginning that the compiler may find mistakes in. */
const hasPragmas = /^[ \t]*\/\/\/[ \t]*<(?!reference (?:types|path|lib)="[^"\n]*" ?\/>)/m;

/** A text whose tree is read, with what is known of its names. */
interface ReadText {
  readonly lowering: Lowering;
  readonly survey: Survey;
  readonly statements: readonly number[];
}

/** The text whose tree the parser holds. */
let atHand: ReadText | undefined;

/** @param bodyLater reads the bodies of its functions, which are asked for when the parser may hold another tree */
function readText(text: string, language: SourceLanguage, bodyLater: ReadBody): ReadText {
  const p = parser;
  atHand = undefined;
  p.start0(text, language);
  p.next();
  const statements: number[] = [];
  while (p.token !== tEnd) {
    statement(p);
    statements.push(p.count - 1);
  }
  // Whether `await` waits depends on whether the text is a module.
  if (p.needsModule && !p.isModule) throw unsure;
  const survey = surveyNames(p, statements, p.count);
  atHand = { lowering: { tree: p, survey, bodyLater }, survey, statements };
  return atHand;
}

function readModule(text: string, language: SourceLanguage): FileFacts {
  const bodyLater: ReadBody = (node, depth, span) => {
    try {
      if (atHand?.lowering.bodyLater !== bodyLater) readText(text, language, bodyLater);
      return lowerBody((atHand as ReadText).lowering, node, depth);
    } catch (error) {
      // It was read before, so nothing is wrong with it but that there is less room now on the stack of who asks.
      if (!(error instanceof RangeError)) throw error;
      atHand = undefined;
      return { locals: [], result: { kind: "unknown", reason: "nested too deeply", mentions: [anyName], span } };
    }
  };
  const { lowering, survey, statements } = readText(text, language, bodyLater);
  const found: Collected = { imports: [], exports: [], bindings: [] };
  for (const each of statements) readStatement(lowering, each, found);
  for (const specifier of survey.lateImports) {
    found.imports.push({ specifier: literalOf(parser, specifier), span: spanOf(parser, specifier), names: [] });
  }
  return {
    lineStarts: lineStartsOf(text),
    imports: found.imports.sort((one, other) => one.span.start - other.span.start),
    exports: found.exports,
    bindings: withoutMerged(found.bindings),
    mutations: survey.changes.all.filter(({ name }) => survey.known.has(name)).map((change) => mutationOf(lowering, change)),
    requires: survey.requires,
    syntaxErrors: [],
  };
}

function mutationOf(lowering: Lowering, { name, at, change, source, isOpen }: NameChange): MutationFact {
  const mentions = isOpen ? [anyName] : lowering.survey.mentionsIn(source);
  const base = {
    name,
    span: spanOf(lowering.tree, at),
    mentions: mentions.filter((mention) => mention !== name && !mention.startsWith(`${name}.`)),
  };
  if (change.kind === "added") return { ...base, change: { kind: "added", items: lowerItems(lowering, change.items, 0) } };
  if (change.kind !== "set") return { ...base, change };
  return { ...base, change: { ...change, value: lowerExpression(lowering, change.value, 0) } };
}
