import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProjects, indexProject, type Language, type NeighbourProject, nodeFiles, openAnalysis } from "@headwater/analysis";
import { asFirstRead } from "./asFirstRead.ts";

/**
 * The other projects of the workspace that a project belongs to: of the nearest folder above it whose package.json has
 * `workspaces`, or that has a pnpm-workspace.yaml. They may name its assets, which are external to them.
 */
export function neighboursOf(projectFolder: string, language: Language): NeighbourProject[] {
  const workspace = workspaceAround(dirname(projectFolder));
  if (workspace === undefined) return [];
  const own = projectFolder.replaceAll("\\", "/");
  return findProjects(workspace.replaceAll("\\", "/"))
    .filter(({ root }) => root !== own)
    .map(({ root, name }) => {
      const files = asFirstRead(nodeFiles(root));
      return { ...indexProject(files, openAnalysis(language, files)), name };
    });
}

function workspaceAround(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "pnpm-workspace.yaml")) || hasWorkspaces(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function hasWorkspaces(manifest: string): boolean {
  try {
    const read: unknown = JSON.parse(readFileSync(manifest, "utf8"));
    return typeof read === "object" && read !== null && "workspaces" in read;
  } catch {
    return false;
  }
}
