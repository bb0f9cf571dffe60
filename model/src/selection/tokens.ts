import { attributeNames, type Span } from "./tree.ts";

/**
 * The kinds of tokens (spec 8). `word` is an unquoted value, `wildcard` one with a `*`, `keyword` a word that has a
 * meaning, `bad` what no token begins with, `unclosed` a quote without its end or with what a quoted text cannot hold.
 */
export type TokenKind =
  | "word"
  | "wildcard"
  | "keyword"
  | "quoted"
  | "null"
  | "digits"
  | "*"
  | "+"
  | ":"
  | "("
  | ")"
  | "="
  | ","
  | "bad"
  | "unclosed"
  | "end";

export interface Token extends Span {
  readonly kind: TokenKind;
  /** As it is written, a quoted text without its quotes. */
  readonly text: string;
}

const operators = ["and", "AND", "or", "OR", "not", "NOT"];
export const functionNames = ["sinks", "roots"] as const;
const keywords: ReadonlySet<string> = new Set([...operators, ...functionNames, ...attributeNames]);

const blank = /[ \t\r\n]+/y;
// In the order of the grammar: the longest match counts, and of equally long ones the first.
const pattern =
  /(?<wildcard>[A-Za-z_*][A-Za-z0-9_*/]*)|(?<digits>[0-9]+)|(?<quoted>"[^"\\\r\n]*")|(?<null><null>)|(?<sign>[+:()=,])|(?<unclosed>"(?:[^"\r\n]*"|[^\r\n]*))|(?<bad>[^ \t\r\n+:()=,"A-Za-z0-9_*<]+|<)/y;

/** Cuts a text into tokens, the last of kind `end`. Every text has tokens; linear in its length. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  for (;;) {
    blank.lastIndex = start;
    if (blank.test(text)) start = blank.lastIndex;
    if (start >= text.length) break;
    pattern.lastIndex = start;
    const groups = pattern.exec(text)?.groups ?? {};
    const end = pattern.lastIndex;
    const written = text.slice(start, end);
    tokens.push({
      kind: kindOf(groups, written),
      text: groups.quoted === undefined ? written : written.slice(1, -1),
      start,
      end,
    });
    start = end;
  }
  tokens.push({ kind: "end", text: "", start: text.length, end: text.length });
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>, written: string): TokenKind {
  if (groups.wildcard !== undefined) {
    if (written === "*") return "*";
    if (written.includes("*")) return "wildcard";
    return keywords.has(written) ? "keyword" : "word";
  }
  if (groups.sign !== undefined) return written as TokenKind;
  for (const kind of ["digits", "quoted", "null", "unclosed"] as const) if (groups[kind] !== undefined) return kind;
  return "bad";
}
