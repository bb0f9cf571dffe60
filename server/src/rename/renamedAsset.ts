import type { AnalyzedAsset, SourceRange } from "@headwater/analysis";
import { type AssetKey, checkDeclaration, keyId, toUserString } from "@headwater/model";
import type { FeatureContext, RequestedDocument } from "../features/context.ts";
import { isKeyText, meantAssets } from "../workspace/assetPlaces.ts";
import type { Project } from "../workspace/project.ts";
import { identifier, isNamedByConstant } from "./keyEdits.ts";
import { selectedSegmentAt } from "./selectionEdits.ts";
import { lastSegmentAt } from "./writtenKey.ts";

/** An asset whose key is to be renamed from a place of a text. */
export interface RenamedAsset {
  readonly project: Project;
  readonly asset: AnalyzedAsset;
  /** The last segment of its key, where the cursor is; or the constant that names it. */
  readonly range: SourceRange;
  readonly name: string;
  /** Whether its constant is renamed too: the rename was asked for there. */
  readonly withConstant: boolean;
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
  const { project, range } = meant;
  const [asset, another] = project.index.all(meant.ids[0] ?? "");
  const segment = asset?.spec.key.path.at(-1);
  if (asset === undefined || another !== undefined || segment === undefined) return undefined;
  if (meant.by === "code") {
    // A constant is TypeScript's, unless the key is called after it.
    if (!isNamedByConstant(asset) || text.slice(range.startOffset, range.endOffset) !== asset.bindingName) return undefined;
    return { project, asset, range, name: segment, withConstant: true };
  }
  if (meant.by === "selection") {
    const written = selectedSegmentAt(context.workspace, path, text, offset);
    return written && { project, asset, range: written, name: segment, withConstant: isNamedByConstant(asset) };
  }
  if (meant.by === "input") {
    const isSame = text.slice(range.startOffset, range.endOffset) === segment && asset.spec.key.path.length === 1;
    return isSame ? { project, asset, range, name: segment, withConstant: isNamedByConstant(asset) } : undefined;
  }
  if (meant.declares && !isKeyText(text, range)) return undefined;
  const written = lastSegmentAt(text, range, segment);
  if (written === undefined || offset < written.startOffset || offset > written.endOffset) return undefined;
  return { project, asset, range: written, name: segment, withConstant: isNamedByConstant(asset) };
}

/** What no constant of a module can be called. ECMA-262, 12.7.2 and 13.1.1. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public return " +
    "static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** Why an asset cannot have a name, in a sentence; undefined where it can. */
export function whyNot({ project, asset, withConstant }: RenamedAsset, newName: string): string | undefined {
  const key: AssetKey = { path: [...asset.spec.key.path.slice(0, -1), newName] };
  const { findings } = checkDeclaration({
    family: asset.spec.materializable ? "asset" : "externalAsset",
    options: { key: { path: key.path } },
    nameRequired: false,
    parameters: { kind: "unknown" },
    resourceKeys: new Set(),
  });
  const [wrong] = findings.filter(({ severity }) => severity === "error");
  if (wrong !== undefined) return wrong.message;
  if (withConstant && (!identifier.test(newName) || reserved.has(newName))) {
    return `The asset is called after its constant, and ${JSON.stringify(newName)} cannot be the name of one: give the asset a name in its options first.`;
  }
  const [other] = project.index.all(keyId(key));
  if (other !== undefined && other !== asset) {
    return `There is an asset ${JSON.stringify(toUserString(key))} already, in ${other.file}:${other.nameRange.start.line + 1}.`;
  }
  return undefined;
}
