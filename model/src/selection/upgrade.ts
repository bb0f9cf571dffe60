import { type Token, tokenize } from "./tokens.ts";
import { type AttributeName, attributeNames, type PlainAttribute } from "./tree.ts";

/**
 * Rewrites free text of the time before the grammar: a bare word becomes a search within `attribute` (`raw` becomes
 * `key:"*raw*"`), commas and mere blanks between operands become `or`. What fits the grammar stays as it is, and so do
 * blanks, except those at the beginning and around commas. Linear in the text; every text has an answer.
 */
export function upgradeSelection(text: string, attribute: "key" | "tag" | PlainAttribute = "key"): string {
  let upgraded = "";
  let end = 0;
  /** The blanks before the current token: they go where a comma follows. */
  let blanks = "";
  /** Whether an operand stands before, so that a further one needs an operator. */
  let complete = false;
  /** Blanks are dropped at the beginning and behind a comma. */
  let dropBlanks = true;
  const tokens = tokenize(text);
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token;
    const count = lengthOf(tokens, at);
    const last = tokens[at + count - 1] as Token;
    blanks = dropBlanks ? "" : text.slice(end, token.start);
    if (token.kind === "end") break;
    dropBlanks = false;
    end = last.end;
    at += count;
    if (token.kind === ",") {
      upgraded += " or ";
      blanks = "";
      dropBlanks = true;
      complete = false;
      continue;
    }
    const begins = beginsOperand(token) || (token.kind === "+" && isUpward(tokens, at - 1));
    upgraded += complete && begins ? `${blanks} or ` : blanks;
    upgraded += isBare(token) ? `${attribute}:"*${bareText(text, token, last)}*"` : text.slice(token.start, end);
    if (isCombining(token)) complete = false;
    else if (token.kind !== "+" && token.kind !== "digits") complete = endsOperand(token);
    else if (begins) complete = false;
  }
  return upgraded + blanks;
}

/** How many tokens belong together from here on: an attribute with its value, a bare word with what touches it. */
function lengthOf(tokens: readonly Token[], at: number): number {
  const first = tokens[at] as Token;
  const kindAt = (index: number) => tokens[index]?.kind;
  if (isAttribute(first)) {
    let count = 1;
    if (kindAt(at + count) === ":") count += isValue(kindAt(at + count + 1)) ? 2 : 1;
    if (count === 3 && kindAt(at + count) === "=") count += isValue(kindAt(at + count + 1)) ? 2 : 1;
    return count;
  }
  if (!isBare(first) || first.kind === "quoted") return 1;
  let count = 1;
  for (let next = tokens[at + count]; next !== undefined && belongsToWord(next, tokens[at + count - 1] as Token); ) {
    next = tokens[at + ++count];
  }
  return count;
}

function belongsToWord(token: Token, before: Token): boolean {
  return token.start === before.end && ["word", "wildcard", "keyword", "digits", "bad"].includes(token.kind);
}

function bareText(text: string, first: Token, last: Token): string {
  return first.kind === "quoted" ? first.text : text.slice(first.start, last.end);
}

function isBare({ kind }: Token): boolean {
  return kind === "word" || kind === "wildcard" || kind === "quoted" || kind === "bad";
}

function isAttribute({ kind, text }: Token): boolean {
  return kind === "keyword" && attributeNames.includes(text as AttributeName);
}

function isValue(kind: Token["kind"] | undefined): boolean {
  return kind !== undefined && ["word", "wildcard", "quoted", "null", "digits", "keyword"].includes(kind);
}

function beginsOperand(token: Token): boolean {
  return (
    isBare(token) || token.kind === "(" || token.kind === "*" || (token.kind === "keyword" && !/^(?:and|or)$/i.test(token.text))
  );
}

function endsOperand(token: Token): boolean {
  return isBare(token) || isAttribute(token) || token.kind === ")" || token.kind === "*";
}

/** What an operand has to follow. */
function isCombining({ kind, text }: Token): boolean {
  return kind === "(" || (kind === "keyword" && /^(?:and|or|not)$/i.test(text));
}

/** Whether a plus belongs to the operand behind it: a blank before it, none behind it. */
function isUpward(tokens: readonly Token[], at: number): boolean {
  const [before, plus, behind] = [tokens[at - 1], tokens[at] as Token, tokens[at + 1]];
  return before !== undefined && before.end < plus.start && behind?.start === plus.end && behind.kind !== "end";
}
