import { type AnalyzedAsset, isKeyText, type NamedBy, namingPlaces, type SourceRange } from "@headwater/analysis";
import type { KeyId } from "@headwater/model";
import { selectedKeyAt } from "../selections/selectionAt.ts";
import { checkStepsIn } from "./assetAt.ts";
import type { Project } from "./project.ts";
import type { Workspace } from "./workspace.ts";

/** What is named at a place of a file, and how. */
export interface MeantAsset {
  readonly project: Project;
  readonly ids: readonly KeyId[];
  /** `call`: it is the name of the function that is called to declare it; `selection`: the text of a selection has its key. */
  readonly by: NamedBy | "call" | "selection";
  readonly range: SourceRange;
  /** Whether this is the declaration of what it names. */
  readonly declares: boolean;
}

/**
 * The assets that are meant at an offset: by the key, the constant or the call that declares them, or by what names them in a
 * dependency or a selection. Undefined for all that is not ours.
 */
export function meantAssets(workspace: Workspace, path: string, text: string, offset: number): MeantAsset | undefined {
  const found = workspace.assetsIn(path);
  if (found === undefined) return undefined;
  const { project, assets } = found;
  const candidates: Omit<MeantAsset, "project">[] = [];
  const around = [...assets, ...checkStepsIn(project, path)].filter(({ callRange }) => holds(callRange, offset));
  for (const declared of Map.groupBy(around, ({ places }) => places).values()) {
    for (const place of namingPlaces(project, declared, text)) {
      if (holds(place.range, offset)) candidates.push({ ...place, declares: false });
    }
  }
  const declares = (ranges: (asset: AnalyzedAsset) => SourceRange | undefined, by: (range: SourceRange) => MeantAsset["by"]) => {
    const here = assets.flatMap((asset) => {
      const range = ranges(asset);
      return range !== undefined && holds(range, offset) ? [{ id: asset.id, range }] : [];
    });
    const [first] = here;
    if (first === undefined) return;
    candidates.push({ ids: [...new Set(here.map(({ id }) => id))], range: first.range, by: by(first.range), declares: true });
  };
  declares(
    ({ nameRange }) => nameRange,
    (range) => (isKeyText(text, range) ? "text" : "code"),
  );
  declares(
    (asset) => constantRange(asset, text),
    () => "code",
  );
  declares(
    ({ calleeRange }) => calleeRange,
    () => "call",
  );
  const selected = selectedKeyAt(workspace, path, text, offset);
  if (selected !== undefined) candidates.push({ ids: [selected.id], range: selected.range, by: "selection", declares: false });
  const [smallest] = candidates.sort((one, other) => sizeOf(one.range) - sizeOf(other.range));
  return smallest && { ...smallest, project };
}

/** Where the constant stands that holds what a call makes; undefined where there is more between it and the call. */
function constantRange({ callRange, bindingName }: AnalyzedAsset, text: string): SourceRange | undefined {
  if (bindingName === undefined) return undefined;
  const before = text.slice(Math.max(0, callRange.startOffset - 400), callRange.startOffset);
  const declaration = /(?:const|let|var)\s+([\w$]+)(\s*(?::[^=;]*)?=\s*)$/.exec(before);
  if (declaration?.[1] !== bindingName) return undefined;
  const endOffset = callRange.startOffset - (declaration[2] as string).length;
  const startOffset = endOffset - bindingName.length;
  const position = (offset: number) => {
    const lines = text.slice(offset, callRange.startOffset).split(/\r\n|\r|\n/).length - 1;
    const lineStart = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
    return { line: callRange.start.line - lines, character: offset - lineStart };
  };
  return { start: position(startOffset), end: position(endOffset), startOffset, endOffset };
}

function holds({ startOffset, endOffset }: SourceRange, offset: number): boolean {
  return startOffset <= offset && offset <= endOffset;
}

function sizeOf({ startOffset, endOffset }: SourceRange): number {
  return endOffset - startOffset;
}
