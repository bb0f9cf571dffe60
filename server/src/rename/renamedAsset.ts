import {
  type AnalyzedAsset,
  declaredElsewhere,
  isKeyText,
  isNamedByConstant,
  lastSegmentAt,
  type SourceRange,
  selectedSegment,
} from "@headwater/analysis";
import type { FeatureContext, RequestedDocument } from "../features/context.ts";
import { selectedKeyAt } from "../selections/selectionAt.ts";
import { meantAssets } from "../workspace/assetPlaces.ts";
import type { Project } from "../workspace/project.ts";

/** An asset whose key is to be renamed from a place of a text. */
export interface RenamedAsset {
  readonly project: Project;
  readonly asset: AnalyzedAsset;
  /** The last segment of its key, where the cursor is; or the constant that names it. */
  readonly range: SourceRange;
  readonly name: string;
}

/**
 * What is renamed at an offset: an asset, by its key or by the constant that names it. Undefined everywhere else, and where
 * several assets are meant, so that TypeScript's own rename is reached.
 */
export function renamedAsset(
  context: FeatureContext,
  { path, document }: RequestedDocument,
  offset: number,
): RenamedAsset | undefined {
  const text = document.getText();
  const meant = meantAssets(context.workspace, path, text, offset);
  if (meant === undefined || meant.by === "call" || meant.ids.length !== 1) return undefined;
  const { range } = meant;
  const [id = ""] = meant.ids;
  const project = declaredElsewhere(context.workspace.projects(), meant.project, id)?.project ?? meant.project;
  const [asset, another] = project.index.all(id);
  const segment = asset?.spec.key.path.at(-1);
  if (asset === undefined || another !== undefined || segment === undefined) return undefined;
  if (meant.by === "code") {
    // A constant is TypeScript's, unless the key is called after it; and so is one of another project.
    if (
      project !== meant.project ||
      !isNamedByConstant(asset) ||
      text.slice(range.startOffset, range.endOffset) !== asset.bindingName
    )
      return undefined;
    return { project, asset, range, name: segment };
  }
  if (meant.by === "selection") {
    const selected = selectedKeyAt(context.workspace, path, text, offset);
    const written = selected && selectedSegment(selected, text);
    if (written === undefined || offset < written.startOffset || offset > written.endOffset) return undefined;
    return { project, asset, range: written, name: segment };
  }
  if (meant.by === "input") {
    const isSame = text.slice(range.startOffset, range.endOffset) === segment && asset.spec.key.path.length === 1;
    return isSame ? { project, asset, range, name: segment } : undefined;
  }
  if (meant.declares && !isKeyText(text, range)) return undefined;
  const written = lastSegmentAt(text, range, segment);
  if (written === undefined || offset < written.startOffset || offset > written.endOffset) return undefined;
  return { project, asset, range: written, name: segment };
}
