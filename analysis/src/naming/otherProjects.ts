import type { KeyId } from "@headwater/model";
import type { AnalyzedAsset } from "../projectAnalysis.ts";
import type { IndexedProject } from "./indexedProject.ts";

/** One of several projects of a workspace. */
export interface NeighbourProject extends IndexedProject {
  /** Its package's name. */
  readonly name: string;
}

/** The asset of another project that a key means which a project names and does not declare: there it is external. */
export function declaredElsewhere<P extends NeighbourProject>(
  projects: readonly P[],
  project: P,
  id: KeyId,
): { readonly project: P; readonly asset: AnalyzedAsset } | undefined {
  if (projects.length < 2 || project.index.get(id) !== undefined) return undefined;
  for (const other of projects) {
    const asset = other === project ? undefined : other.index.get(id);
    if (asset !== undefined) return { project: other, asset };
  }
  return undefined;
}

/** The other projects in which a key means an asset of a project. */
export function projectsThatMean<P extends NeighbourProject>(projects: readonly P[], project: P, id: KeyId): P[] {
  return projects.filter((other) => other !== project && declaredElsewhere(projects, other, id)?.project === project);
}
