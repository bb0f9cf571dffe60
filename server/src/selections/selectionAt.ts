import { type AnalyzedSelection, readStringLiteral, type SourceRange, spanInFile } from "@headwater/analysis";
import { fromUserString, type KeyId, type KeyPlace, keyId, keyPlaces, type Span } from "@headwater/model";
import { rangeFrom } from "../text/rangeFrom.ts";
import { pathInside } from "../workspace/fileUris.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** A selection's text that is written at a place of a file. */
export interface SelectionAt {
  readonly project: Project;
  readonly selection: AnalyzedSelection;
  /** Where the place is in the selection's text. */
  readonly at: number;
}

/** The selection in whose text an offset is; undefined for all else, and for texts that are put together. */
export function selectionAt(workspace: Workspace, path: string, text: string, offset: number): SelectionAt | undefined {
  const project = workspace.projectOf(path);
  const file = project && pathInside(project.root, path);
  if (project === undefined || file === undefined) return undefined;
  for (const selection of project.analysis?.selectionsOf.get(file) ?? []) {
    const { offsets, range } = selection;
    if (offsets === undefined || offset < range.startOffset || offset > range.endOffset) continue;
    // While a text is broken, what stands there may be another than what was read last.
    if (readStringLiteral(text.slice(range.startOffset - 1, range.endOffset + 1))?.text !== selection.text) continue;
    const at = offsets.findLastIndex((each) => each <= offset);
    return { project, selection, at: Math.max(0, at) };
  }
  return undefined;
}

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

/** The key of a declared asset that a selection names at a place. */
export function selectedKeyAt(
  workspace: Workspace,
  path: string,
  text: string,
  offset: number,
): (SelectedKey & { readonly project: Project; readonly selection: AnalyzedSelection }) | undefined {
  const found = selectionAt(workspace, path, text, offset);
  if (found === undefined) return undefined;
  const { project, selection } = found;
  const key = selectedKeys(selection, text).find(({ range }) => range.startOffset <= offset && offset <= range.endOffset);
  const node = key && project.analysis?.graph.nodes.get(key.id);
  return key === undefined || node === undefined || node.kind === "stub" ? undefined : { ...key, project, selection };
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
export function placesInSelections({ analysis, files }: Project, ids: ReadonlySet<KeyId>): SelectionPlace[] {
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
