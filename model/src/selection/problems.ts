import { quote } from "../findings/quote.ts";
import type { Token } from "./tokens.ts";
import { type AttributeName, attributeNames, deepestNesting, isValues, type Span } from "./tree.ts";

/**
 * What may stand at a place. `attribute` is the name of one, `function` is `sinks` or `roots`, `value` a value of the
 * attribute that {@link Expectation} names, `digits` a number of levels or hours, `end` the end of the text; the others
 * stand for themselves.
 */
export type Expected =
  | "attribute"
  | "function"
  | "value"
  | "digits"
  | "not"
  | "and"
  | "or"
  | "("
  | ")"
  | "*"
  | "+"
  | ":"
  | "="
  | "end";

/** What may stand at a place of a text. */
export interface Expectation {
  readonly expected: readonly Expected[];
  /** With `value` or `:`: of which attribute. */
  readonly attribute?: AttributeName;
  /** With `value` behind the `=` of `tag:` or `column_tag:`: of which tag. */
  readonly tag?: string;
}

/** A place where a text does not fit the grammar. */
export interface SelectionProblem extends Span, Expectation {
  /** What does not fit, where, and how to mend it. */
  readonly message: string;
}

const wording: Readonly<Record<Expected, string>> = {
  attribute: "an attribute (key:, tag:, group:, …)",
  function: "sinks( or roots(",
  value: "a value",
  digits: "a number",
  not: "not",
  and: "and",
  or: "or",
  "(": "(",
  ")": ")",
  "*": "*",
  "+": "+",
  ":": "a colon",
  "=": "=",
  end: "the end",
};

export const emptySelection = 'The selection is empty: write "*" for everything.';

export const tooDeep = `The selection is nested more than ${deepestNesting} levels deep: write it with fewer parentheses, functions and nots.`;

/** Says what does not fit. `before` is the token before it, if there is one. */
export function problemMessage(token: Token, before: Token | undefined, { expected, attribute }: Expectation): string {
  const what = token.kind === "end" ? "The selection ends too early" : `${quote(written(token))} does not fit`;
  const where = `at character ${token.start + 1}`;
  return `${what} ${where}: ${mend(token, before, expected, attribute)}`;
}

/** Says what is wrong with a value that its attribute does not take. */
export function wrongValue(token: Token): string {
  return `${quote(written(token))} at character ${token.start + 1} cannot be asked with "is:": it takes ${isValues.join(" or ")}.`;
}

function written(token: Token): string {
  return token.kind === "quoted" ? `"${token.text}"` : token.text;
}

function mend(token: Token, before: Token | undefined, expected: readonly Expected[], attribute?: AttributeName): string {
  const valueExpected = expected.includes("value");
  const touches = before !== undefined && before.end === token.start;
  if (token.kind === "unclosed") {
    return token.text.includes("\\")
      ? "a quoted value holds no backslash."
      : 'a quote is not closed: write the value as "…", on one line.';
  }
  if (valueExpected && attribute === "key" && token.kind === "null") return "a key is always there, so key:<null> asks nothing.";
  if (valueExpected && attribute === "key" && token.kind === "*") return 'write "*" alone for everything, or key:"*".';
  if (valueExpected && token.kind !== "end") {
    return "a value starts with a letter or _ and goes on with letters, digits, _ and /; put every other value, and words with a meaning of their own, in quotes.";
  }
  if (valueExpected) return `write a value behind ${quote(`${attribute ?? ""}:`)}.`;
  if (touches && (token.kind === "bad" || (token.kind === ":" && before.kind === "word"))) {
    if (before.kind === "word" || before.kind === "wildcard") return "put a value with such characters in quotes.";
  }
  if (/^(and|or|not)$/i.test(token.text) && token.kind === "word") return `write ${token.text.toLowerCase()} in small letters.`;
  if (token.kind === "," || token.text === "&&" || token.text === "||" || token.text === "|" || token.text === "&") {
    return 'combine with "and" or "or".';
  }
  if (token.kind === "+" && before?.kind === "*") return 'write "(*)+".';
  if (expected.includes("attribute") && (token.kind === "word" || token.kind === "wildcard" || token.kind === "quoted")) {
    return `write key:${written(token)} for a key, or one of the attributes ${attributeNames.join(", ")} before a colon.`;
  }
  if (expected.includes("attribute")) return 'here belongs an attribute such as key:a or tag:b=c, sinks(…), roots(…) or "(".';
  return `here may stand ${listed(expected)}.`;
}

function listed(expected: readonly Expected[]): string {
  const words = expected.map((one) => wording[one]);
  const last = words.pop() ?? "nothing";
  return words.length === 0 ? last : `${words.join(", ")} or ${last}`;
}
