import type { SourceRange } from "@headwater/analysis";
import { readSelection, writeSelectionValue } from "@headwater/model";
import { rangeInFile, type SelectionPlace, selectedKeyAt } from "../selections/selectionAt.ts";
import { escapeFor } from "../text/escape.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { KeyEdit, Refusal } from "./keyEdits.ts";

/** Where the last segment stands of a key that a selection names, if an offset is in it. */
export function selectedSegmentAt(workspace: Workspace, path: string, text: string, offset: number): SourceRange | undefined {
  const found = selectedKeyAt(workspace, path, text, offset);
  const range = found && lastSegment(found, text);
  return range && range.startOffset <= offset && offset <= range.endOffset ? range : undefined;
}

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
    ? { file, range: lastSegment(place, text), newText: escapeFor(quote, newName) }
    : { file, range, newText: escapeFor(quote, value) };
}

function lastSegment({ selection, place }: Pick<SelectionPlace, "selection" | "place">, text: string): SourceRange {
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
