import { readSelection } from "./parse.ts";
import type { Expectation } from "./problems.ts";
import { tokenize } from "./tokens.ts";
import type { Span } from "./tree.ts";

/** What an editor may offer at a place of a text. */
export interface SelectionCompletion extends Expectation {
  /** What an offer replaces: the word or the begun quote before the place, empty behind a blank or a sign. */
  readonly span: Span;
}

/** What may stand at a place of a text, instead of the word that is being written there. Linear in the text before it. */
export function completeSelection(text: string, offset: number): SelectionCompletion {
  const before = text.slice(0, offset);
  const last = tokenize(before).at(-2);
  const isWord = last !== undefined && ["word", "wildcard", "keyword", "unclosed", "*"].includes(last.kind);
  const start = isWord && last.end === before.length ? last.start : before.length;
  return { ...readSelection(before.slice(0, start)).atEnd, span: { start, end: before.length } };
}
