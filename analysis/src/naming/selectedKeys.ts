import { fromUserString, type KeyId, type KeyPlace, keyId, keyPlaces, type Span } from "@headwater/model";
import type { SourceRange } from "../facts/span.ts";
import { type AnalyzedSelection, spanInFile } from "../selections/describeSelections.ts";
import { rangeFrom } from "../text/rangeFrom.ts";
import type { IndexedProject } from "./indexedProject.ts";

/** A key that a selection names, where it stands in the file. */
export interface SelectedKey {
  readonly id: KeyId;
  readonly place: KeyPlace;
  /** Without its quotes. */
  readonly range: SourceRange;
}

/** The keys that a selection names, without patterns, in the order of its text. Of one that is put together the place is that of the whole. */
export function selectedKeys(selection: AnalyzedSelection, text: string): SelectedKey[] {
  return keyPlaces(selection.text).flatMap((place): readonly SelectedKey[] => {
    if (place.pattern.includes("*")) return [];
    return [{ id: keyId(fromUserString(place.pattern)), place, range: rangeInFile(selection, place, text) }];
  });
}

/** Where a stretch of a selection stands in its file. */
export function rangeInFile(selection: AnalyzedSelection, span: Span, text: string): SourceRange {
  const { start, end } = spanInFile(selection, span);
  return start < selection.range.startOffset ? selection.range : rangeFrom(text, selection.range, start, end);
}

/** A place in a selection that names an asset. */
export interface SelectionPlace extends SelectedKey {
  readonly file: string;
  readonly selection: AnalyzedSelection;
}

/** All places in the selections of a project that name one of some assets, file by file. Its cost grows with the selections. */
export function placesInSelections({ analysis, files }: IndexedProject, ids: ReadonlySet<KeyId>): SelectionPlace[] {
  const found: SelectionPlace[] = [];
  for (const [file, selections] of analysis?.selectionsOf ?? []) {
    const text = selections.length === 0 ? undefined : files.read(file);
    if (text === undefined) continue;
    for (const selection of selections) {
      for (const key of selectedKeys(selection, text)) if (ids.has(key.id)) found.push({ ...key, file, selection });
    }
  }
  return found;
}
