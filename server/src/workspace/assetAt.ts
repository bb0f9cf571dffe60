import {
  type AnalyzedAsset,
  type AnalyzedCheckStep,
  type DeclaredPlaces,
  type Dependent,
  dependentOf,
  type SourceRange,
  samePath,
  upstreamOf,
} from "@headwater/analysis";
import type { DeclarationPath, KeyId } from "@headwater/model";
import { selectedKeyAt } from "../selections/selectionAt.ts";
import { stringAt } from "../text/stringAt.ts";
import { pathInside } from "./fileUris.ts";
import type { Project } from "./project.ts";
import type { Workspace } from "./workspace.ts";

/** What of ours stands at a place in a file. */
export type AssetAt = {
  readonly project: Project;
  readonly range: SourceRange;
} & (
  | {
      /** What names the asset, or the name of the call. */
      readonly kind: "name";
      readonly asset: AnalyzedAsset;
    }
  | {
      /** A text that names an upstream or a checked asset, an input that is taken from one, or a key in a selection's text. */
      readonly kind: "dependency" | "input" | "selection";
      /** The node in the graph that is named. */
      readonly upstream: KeyId;
      /** False where code refers to the upstream by its constant, which TypeScript knows more about. */
      readonly byText: boolean;
    }
);

/** The asset's name, dependency text, input or selected key at an offset of a file; undefined for all that is not ours. */
export function assetAt(workspace: Workspace, path: string, text: string, offset: number): AssetAt | undefined {
  const found = workspace.assetsIn(path);
  if (found === undefined) return undefined;
  const { project, assets } = found;
  const around = [...assets, ...checkStepsIn(project, path)].filter(({ callRange }) => holds(callRange, offset));
  // The assets of one call share their places.
  for (const [places, declared] of Map.groupBy(around, (each) => each.places)) {
    const place = smallestPlace(places, offset);
    if (place === undefined || (namesUpstream(place) && isOnlyTheName(declared, place))) continue;
    for (const each of declared) {
      const at = dependencyAt(project, dependentOf(project, each), place.path, place.range, text, offset);
      if (at !== undefined) return at;
    }
  }
  const named =
    assets.find(({ nameRange }) => holds(nameRange, offset)) ?? assets.find(({ calleeRange }) => holds(calleeRange, offset));
  const selected = selectedKeyAt(workspace, path, text, offset);
  if (selected !== undefined) return { kind: "selection", project, byText: true, range: selected.range, upstream: selected.id };
  if (named === undefined) return undefined;
  const range = holds(named.nameRange, offset) ? named.nameRange : named.calleeRange;
  return { kind: "name", project, asset: named, range };
}

/** The steps of checks that a file declares, by its absolute path. */
export function checkStepsIn({ root, analysis }: Project, path: string): readonly AnalyzedCheckStep[] {
  const file = pathInside(root, path);
  return file === undefined ? [] : (analysis?.checkStepsOf.get(file) ?? []);
}

/** Where a project keeps what it knows of a file. */
export function fileIn(project: Project, path: string): string | undefined {
  return pathInside(project.root, path);
}

const upstreamOptions: ReadonlySet<string | number> = new Set([
  "deps",
  "ins",
  "asset",
  "additionalDeps",
  "additionalIns",
  "internalAssetDeps",
]);

function dependencyAt(
  project: Project,
  dependent: Dependent,
  path: DeclarationPath,
  range: SourceRange,
  text: string,
  offset: number,
): AssetAt | undefined {
  const { deps } = dependent;
  const [option, name] = path;
  if (option === "parameters") {
    const dependency = deps.find(({ inputName }) => inputName === name);
    if (dependency === undefined) return undefined;
    const byText = dependency.declaredAt[0] === "parameters" || isText(dependent, dependency.declaredAt, text);
    return { kind: "input", project, range, byText, upstream: upstreamOf(dependent, dependency) };
  }
  if (!path.some((part) => upstreamOptions.has(part))) return undefined;
  const string = stringAt(text, offset);
  if (string === undefined || string.start < range.startOffset || string.end > range.endOffset) return undefined;
  const dependency =
    deps.find(({ declaredAt }) => samePath(declaredAt, path)) ??
    // A dependency that is declared twice stands in the spec once.
    deps.find(({ key }) => key.path.length === 1 && key.path[0] === text.slice(string.start, string.end));
  if (dependency === undefined) return undefined;
  return { kind: "dependency", project, range, byText: true, upstream: upstreamOf(dependent, dependency) };
}

function isText({ places }: Dependent, path: DeclarationPath, text: string): boolean {
  const place = places.find((each) => samePath(each.path, path));
  return place !== undefined && /^["'`[]/.test(text.slice(place.range.startOffset, place.range.endOffset));
}

type Place = DeclaredPlaces["places"][number];

function smallestPlace(places: readonly Place[], offset: number): Place | undefined {
  let smallest: Place | undefined;
  for (const place of places) {
    if (!holds(place.range, offset)) continue;
    if (smallest === undefined || sizeOf(place.range) <= sizeOf(smallest.range)) smallest = place;
  }
  return smallest;
}

function namesUpstream({ path }: Place): boolean {
  return path.some((part) => upstreamOptions.has(part));
}

/** Whether a place is where a call is named: what stands outside the call, as in a helper, has no place of its own in it. */
function isOnlyTheName(declared: readonly DeclaredPlaces[], { range }: Place): boolean {
  return declared.some(({ nameRange, calleeRange, callRange }) =>
    [nameRange, calleeRange, callRange].some(
      ({ startOffset, endOffset }) => startOffset === range.startOffset && endOffset === range.endOffset,
    ),
  );
}

function sizeOf({ startOffset, endOffset }: SourceRange): number {
  return endOffset - startOffset;
}

function holds({ startOffset, endOffset }: SourceRange, offset: number): boolean {
  return startOffset <= offset && offset <= endOffset;
}
