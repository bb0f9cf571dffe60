import { posix } from "node:path";
import { type AssetKey, keyId, toUserString } from "@headwater/model";
import { placesThatName } from "../naming/namingPlaces.ts";
import { type NeighbourProject, projectsThatMean } from "../naming/otherProjects.ts";
import { placesInSelections } from "../naming/selectedKeys.ts";
import type { AnalyzedAsset } from "../projectAnalysis.ts";
import { importOfConstant } from "./importOfConstant.ts";
import { isNamedByConstant, type KeyEdit, keyEdits, type Refusal } from "./keyEdits.ts";

/** What has to be written in other projects that mean the asset; the files are relative to the project that declares it. */
export function editsElsewhere(
  projects: readonly NeighbourProject[],
  project: NeighbourProject,
  asset: AnalyzedAsset,
  newName: string,
): readonly KeyEdit[] | Refusal {
  const edits: KeyEdit[] = [];
  const key: AssetKey = { path: [...asset.spec.key.path.slice(0, -1), newName] };
  for (const other of isNamedByConstant(asset) ? projects : []) {
    const place = other === project ? undefined : importOfConstant(other, project, asset);
    if (place !== undefined) return usedElsewhere(other, place);
  }
  for (const other of projectsThatMean(projects, project, asset.id)) {
    const names = placesThatName(other, new Set([asset.id]));
    const isNamed = names.length > 0 || placesInSelections(other, new Set([asset.id])).length > 0;
    if (isNamed && other.index.get(keyId(key)) !== undefined) {
      return {
        refused: `${other.name} names it and has an asset ${JSON.stringify(toUserString(key))} of its own, which would be meant instead.`,
      };
    }
    const imported = isNamedByConstant(asset) ? names.find(({ by }) => by === "code") : undefined;
    if (imported !== undefined) {
      return usedElsewhere(other, `${imported.file}:${imported.range.start.line + 1}`);
    }
    const found = keyEdits(other, asset, newName, true);
    if ("refused" in found) return found;
    edits.push(...found.map((edit) => ({ ...edit, file: posix.relative(project.root, posix.join(other.root, edit.file)) })));
  }
  return edits;
}

function usedElsewhere({ name }: NeighbourProject, place: string): Refusal {
  return {
    refused: `The asset is called after its constant, which ${name} uses too, in ${place}: give the asset a name in its options first.`,
  };
}
