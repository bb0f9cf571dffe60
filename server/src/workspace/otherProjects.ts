import { type AnalyzedAsset, declaredElsewhere, placesInSelections, placesThatName } from "@headwater/analysis";
import type { KeyId } from "@headwater/model";
import type { Project } from "./project.ts";
import type { Workspace } from "./workspace.ts";

/** An asset with the project that declares it. */
export interface DeclaredAsset {
  readonly project: Project;
  readonly asset: AnalyzedAsset;
}

/** The asset that a key means in a project: its own, else the one that the first of the other projects declares. */
export function assetMeant(workspace: Workspace, project: Project, id: KeyId): DeclaredAsset | undefined {
  const asset = project.index.get(id);
  return asset === undefined ? declaredElsewhere(workspace.projects(), project, id) : { project, asset };
}

/**
 * Notes in the other projects what may have to be said anew of them after some assets of a project have changed.
 *
 * @param changed the keys of these assets
 */
export function tellOtherProjects(
  projects: readonly Project[],
  project: Project,
  changed: ReadonlySet<KeyId> | "everything",
): void {
  for (const other of projects) {
    if (other === project || other.analysis === undefined) continue;
    if (changed === "everything") {
      other.untold = "everything";
      other.graph.followOthers();
      continue;
    }
    const named = new Set([...changed].filter((id) => other.index.get(id) === undefined));
    if (named.size === 0) continue;
    for (const { file } of [...placesThatName(other, named), ...placesInSelections(other, named)]) {
      if (other.untold !== "everything") other.untold.add(file);
      other.graph.followOthers();
    }
  }
}
