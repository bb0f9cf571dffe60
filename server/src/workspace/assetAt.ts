import type { AnalyzedAsset, SourceRange } from "@headwater/analysis";
import { type AssetDependency, type DeclarationPath, type KeyId, keyId } from "@headwater/model";
import { stringAt } from "../text/stringAt.ts";
import { pathInside } from "./fileUris.ts";
import type { Project } from "./project.ts";
import type { Workspace } from "./workspace.ts";

/** What of ours stands at a place in a file. */
export type AssetAt = {
  readonly project: Project;
  /** The asset whose call this is. */
  readonly asset: AnalyzedAsset;
  readonly range: SourceRange;
} & (
  | { /** What names the asset, or the name of the call. */ readonly kind: "name" }
  | {
      /** A text that names an upstream, or an input that is taken from one. */
      readonly kind: "dependency" | "input";
      /** The upstream's node in the graph. */
      readonly upstream: KeyId;
      /** False where code refers to the upstream by its constant, which TypeScript knows more about. */
      readonly byText: boolean;
    }
);

/** The asset's name, dependency text or input at an offset of a file; undefined for all that is not ours. */
export function assetAt(workspace: Workspace, path: string, text: string, offset: number): AssetAt | undefined {
  const found = workspace.assetsIn(path);
  if (found === undefined) return undefined;
  const { project, assets } = found;
  for (const asset of assets) {
    if (!holds(asset.range, offset)) continue;
    const place = smallestPlace(asset, offset);
    if (place?.path.length === 2) {
      const at = dependencyAt(project, asset, place.path, place.range, text, offset);
      if (at !== undefined) return at;
    }
  }
  const named = assets.find(({ nameRange, calleeRange }) => holds(nameRange, offset) || holds(calleeRange, offset));
  if (named === undefined) return undefined;
  const range = holds(named.nameRange, offset) ? named.nameRange : named.calleeRange;
  return { kind: "name", project, asset: named, range };
}

/** The declared asset of a key, the first where there are several. */
export function declaredAsset(project: Project, id: KeyId): AnalyzedAsset | undefined {
  return project.analysis?.assets.find((asset) => asset.id === id);
}

/** Where a project keeps what it knows of a file. */
export function fileIn(project: Project, path: string): string | undefined {
  return pathInside(project.root, path);
}

function dependencyAt(
  project: Project,
  asset: AnalyzedAsset,
  path: DeclarationPath,
  range: SourceRange,
  text: string,
  offset: number,
): AssetAt | undefined {
  const [option, name] = path;
  if (option === "parameters") {
    const dependency = asset.spec.deps.find(({ inputName }) => inputName === name);
    if (dependency === undefined) return undefined;
    const byText = dependency.declaredAt[0] !== "ins" || isText(asset, dependency.declaredAt, text);
    return { kind: "input", project, asset, range, byText, upstream: upstreamOf(project, asset, dependency) };
  }
  if (option !== "deps" && option !== "ins") return undefined;
  const string = stringAt(text, offset);
  if (string === undefined || string.start < range.startOffset || string.end > range.endOffset) return undefined;
  const dependency =
    asset.spec.deps.find(({ declaredAt }) => samePath(declaredAt, path)) ??
    // A dependency that is declared twice stands in the spec once.
    asset.spec.deps.find(({ key }) => key.path.length === 1 && key.path[0] === text.slice(string.start, string.end));
  if (dependency === undefined) return undefined;
  return { kind: "dependency", project, asset, range, byText: true, upstream: upstreamOf(project, asset, dependency) };
}

/** Where a dependency ends, which may be another key than it says (spec 2.4 rule 2). */
function upstreamOf(project: Project, asset: AnalyzedAsset, dependency: AssetDependency): KeyId {
  const node = project.analysis?.graph.nodes.get(asset.id);
  const resolved = node?.dependencies.find(({ declaredAt }) => samePath(declaredAt, dependency.declaredAt));
  return node?.spec === asset.spec && resolved !== undefined ? resolved.id : keyId(dependency.key);
}

function isText(asset: AnalyzedAsset, path: DeclarationPath, text: string): boolean {
  const place = asset.places.find((each) => samePath(each.path, path));
  return place !== undefined && /^["'`[]/.test(text.slice(place.range.startOffset, place.range.endOffset));
}

function smallestPlace({ places }: AnalyzedAsset, offset: number): AnalyzedAsset["places"][number] | undefined {
  let smallest: AnalyzedAsset["places"][number] | undefined;
  for (const place of places) {
    if (!holds(place.range, offset)) continue;
    if (smallest === undefined || sizeOf(place.range) <= sizeOf(smallest.range)) smallest = place;
  }
  return smallest;
}

function sizeOf({ startOffset, endOffset }: SourceRange): number {
  return endOffset - startOffset;
}

function holds({ startOffset, endOffset }: SourceRange, offset: number): boolean {
  return startOffset <= offset && offset <= endOffset;
}

function samePath(one: DeclarationPath, other: DeclarationPath): boolean {
  return one.length === other.length && one.every((part, at) => part === other[at]);
}
