import { shortFormKeys } from "./legacy.ts";
import { readSelection } from "./parse.ts";
import { tokenize } from "./tokens.ts";
import type { Span } from "./tree.ts";

/** A key, or a pattern of keys, that the text of a selection names; the span is that of the key without its quotes. */
export interface KeyPlace extends Span {
  /** As a user string; with `*` it is a pattern. */
  readonly pattern: string;
  readonly quoted: boolean;
}

/** Where a text names keys: the values of `key:`, and the clauses of the short form. Of a wrong text what can be told of it. */
export function keyPlaces(text: string): KeyPlace[] {
  const { problems, tokens } = readSelection(text);
  const short = problems.length === 0 ? undefined : shortFormKeys(text);
  if (short !== undefined) return short;
  return tokens.flatMap((token, at): readonly KeyPlace[] => {
    const [name, colon] = [tokens[at - 2], tokens[at - 1]];
    if (colon?.kind !== ":" || name?.kind !== "keyword" || name.text !== "key") return [];
    if (token.kind === "quoted") return [{ pattern: token.text, quoted: true, start: token.start + 1, end: token.end - 1 }];
    if (token.kind !== "word" && token.kind !== "wildcard") return [];
    return [{ pattern: token.text, quoted: false, start: token.start, end: token.end }];
  });
}

/** A value as it stands behind the colon of an attribute, in quotes where it needs them; undefined where it has no form. */
export function writeSelectionValue(value: string): string | undefined {
  const [token] = tokenize(value);
  if (token?.kind === "word" && token.end === value.length && token.start === 0) return value;
  return /["\\\r\n]/.test(value) ? undefined : `"${value}"`;
}
