import {
  type AnalyzedSelection,
  declaredElsewhere,
  readStringLiteral,
  type SelectedKey,
  selectedKeys,
} from "@headwater/analysis";
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
  if (key === undefined) return undefined;
  const isDeclared = node !== undefined && node.kind !== "stub";
  const isKnown = isDeclared || declaredElsewhere(workspace.projects(), project, key.id) !== undefined;
  return isKnown ? { ...key, project, selection } : undefined;
}
