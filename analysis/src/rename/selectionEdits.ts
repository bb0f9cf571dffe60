import { readSelection, writeSelectionValue } from "@headwater/model";
import type { SourceRange } from "../facts/span.ts";
import { rangeInFile, type SelectedKey, type SelectionPlace } from "../naming/selectedKeys.ts";
import type { AnalyzedSelection } from "../selections/describeSelections.ts";
import { escapeFor } from "../text/escape.ts";
import type { KeyEdit, Refusal } from "./keyEdits.ts";

/**
 * What has to be written in a selection for the last segment of a key to be another one.
 *
 * @returns a refusal, as a part of a sentence, where the text is not written out at the place or cannot hold the name
 */
export function selectionEdit(place: SelectionPlace, text: string, newName: string): KeyEdit | Refusal {
  const { file, selection, place: written, range } = place;
  const where = `${file}:${range.start.line + 1}`;
  if (selection.offsets === undefined)
    return { refused: `the selection at ${where}, which names it, is put together of other texts` };
  const pattern = written.pattern.slice(0, written.pattern.lastIndexOf("/") + 1) + newName;
  const quote = text[selection.range.startOffset - 1] ?? '"';
  const value = written.quoted ? quotedValue(pattern)?.slice(1, -1) : unquotedValue(selection.text, pattern);
  if (value === undefined) return { refused: `the selection at ${where} cannot hold the key ${JSON.stringify(pattern)}` };
  return value === pattern
    ? { file, range: selectedSegment(place, text), newText: escapeFor(quote, newName) }
    : { file, range, newText: escapeFor(quote, value) };
}

/** Where the last segment stands of a key that a selection names. */
export function selectedSegment(
  { selection, place }: { readonly selection: AnalyzedSelection; readonly place: SelectedKey["place"] },
  text: string,
): SourceRange {
  return rangeInFile(selection, { start: place.start + place.pattern.lastIndexOf("/") + 1, end: place.end }, text);
}

function unquotedValue(selection: string, pattern: string): string | undefined {
  const isShort = readSelection(selection).problems.length > 0;
  if (!isShort) return writeSelectionValue(pattern);
  return /^[^\s,+"*:\\()]+$/.test(pattern) && !/^(?:and|or|not)$/i.test(pattern) ? pattern : quotedValue(pattern);
}

function quotedValue(pattern: string): string | undefined {
  return /["\\*\r\n]/.test(pattern) ? undefined : `"${pattern}"`;
}
