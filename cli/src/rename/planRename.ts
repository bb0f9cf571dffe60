import { posix } from "node:path";
import {
  type AnalyzedAsset,
  editsElsewhere,
  type IndexedProject,
  type KeyEdit,
  type NeighbourProject,
  renameEdits,
} from "@headwater/analysis";
import { type AssetKey, keyId, keysMeant, sameKey, toUserString, unknownKeyMessage } from "@headwater/model";
import { CommandError, exitCodes } from "../commandError.ts";

/** A place that is changed, and the text that was analysed. */
export interface PlannedEdit extends KeyEdit {
  /** The text of the whole file, as it was read for the analysis. */
  readonly before: string | undefined;
}

/**
 * What has to be written for an asset to have another key, in its project and in those beside it: the edits that a rename in
 * the editor makes. Files are relative to the project that declares it.
 *
 * @throws CommandError with a sentence for the user, in the editor's words where the editor refuses it too
 */
export async function planRename(
  project: NeighbourProject,
  neighbours: readonly NeighbourProject[],
  from: AssetKey,
  to: AssetKey,
): Promise<readonly PlannedEdit[]> {
  const asset = declaredAsset(project, from);
  const before = from.path.slice(0, -1);
  const newName = to.path.at(-1) ?? "";
  if (!sameKey({ path: [...before, newName] }, to)) {
    throw refused(
      `Only the last segment of a key can be renamed, so ${quoted(from)} can become ${quoted({ path: [...before, newName] })}, not ${quoted(to)}. Change the key where it is declared, then carry the history with --only-history.`,
    );
  }
  const edits = await renameEdits(project, asset, newName);
  if ("refused" in edits) throw refused(edits.refused);
  const inOthers = editsElsewhere([project, ...neighbours], project, asset, newName);
  if ("refused" in inOthers) throw refused(inOthers.refused);
  const textOf = (file: string) => {
    const path = posix.join(project.root, file);
    const owner = file.startsWith("../") ? neighbours.find(({ root }) => path.startsWith(`${root}/`)) : undefined;
    return owner === undefined ? project.files.read(file) : owner.files.read(posix.relative(owner.root, path));
  };
  return [...edits, ...inOthers].map((edit) => ({ ...edit, before: textOf(edit.file) }));
}

/**
 * Makes sure that a rename was made already: the one key is declared no more, the other is.
 *
 * @throws CommandError with a sentence for the user
 */
export function checkRenamed(project: IndexedProject, from: AssetKey, to: AssetKey): void {
  const [old] = project.index.all(keyId(from));
  if (old !== undefined) {
    throw refused(`${quoted(from)} is still declared, in ${placeOf(old)}: leave out --only-history to rename it there too.`);
  }
  declaredAsset(project, to);
}

function declaredAsset({ index, analysis }: IndexedProject, key: AssetKey): AnalyzedAsset {
  const [asset, another] = index.all(keyId(key));
  if (asset === undefined) {
    throw refused(unknownKeyMessage(key, analysis === undefined ? [] : keysMeant(key, analysis.graph)));
  }
  if (another !== undefined) {
    throw refused(
      `Several assets have the key ${quoted(key)}, in ${placeOf(asset)} and ${placeOf(another)}: rename one of them first.`,
    );
  }
  return asset;
}

function refused(why: string): CommandError {
  return new CommandError(why, exitCodes.failed);
}

function quoted(key: AssetKey): string {
  return JSON.stringify(toUserString(key));
}

function placeOf({ file, nameRange }: AnalyzedAsset): string {
  return `${file}:${nameRange.start.line + 1}`;
}
