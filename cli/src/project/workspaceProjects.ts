import { findProjects } from "@headwater/analysis";

/**
 * The folders of the projects that a folder stands for: itself where nothing in it depends on headwater, else every one in
 * it that does. The root of a monorepo stands for all of its packages.
 *
 * @param folder absolute
 */
export function workspaceProjects(folder: string): { readonly root: string; readonly name: string }[] {
  const root = folder.replaceAll("\\", "/");
  const inside = findProjects(root).filter((project) => project.root === root || project.root.startsWith(`${root}/`));
  return inside.length === 0 ? [{ root, name: "" }] : inside;
}
