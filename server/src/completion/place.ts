import type { AnalyzedAsset, AnalyzedCheckStep, FileFacts } from "@headwater/analysis";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { checkStepsIn } from "../workspace/assetAt.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Where completion is asked for. */
export interface CompletionPlace {
  readonly workspace: Workspace;
  readonly project: Project;
  readonly document: TextDocument;
  readonly path: string;
  /** Relative to the project's root. */
  readonly file: string;
  readonly text: string;
  readonly offset: number;
  readonly imports: FileFacts["imports"];
}

/** The asset that is being declared around a stretch of the text. */
export function assetAround({ project, file }: CompletionPlace, start: number, end = start): AnalyzedAsset | undefined {
  return innermost(project.assetsOf.get(file) ?? [], start, end);
}

/** The check that is being declared around a stretch of the text. */
export function checkStepAround({ project, path }: CompletionPlace, start: number): AnalyzedCheckStep | undefined {
  return innermost(checkStepsIn(project, path), start, start);
}

/** A call that was not closed yet seems to hold those behind it. */
function innermost<D extends AnalyzedAsset | AnalyzedCheckStep>(
  declared: readonly D[],
  start: number,
  end: number,
): D | undefined {
  const around = ({ startOffset, endOffset }: AnalyzedAsset["range"]) => startOffset <= start && end <= endOffset;
  return declared.findLast(({ range }) => around(range)) ?? declared.findLast(({ callRange }) => around(callRange));
}
