import { readFileSync } from "node:fs";
import { basename, posix } from "node:path";
import { nodeFiles } from "./nodeFiles.ts";

/** A folder whose package.json depends on headwater. */
export interface FoundProject {
  /** Absolute, with forward slashes. */
  readonly root: string;
  /** The package's name, else the folder's. */
  readonly name: string;
  /** What stands in its folder, as {@link nodeFiles} lists it, where that was found out on the way. */
  readonly listing?: string;
}

/**
 * The projects of a workspace folder: every folder in it whose package.json lists headwater and, where the workspace is a
 * part of a project, the project around it.
 *
 * @param root the workspace folder, absolute with forward slashes
 */
export function findProjects(root: string): FoundProject[] {
  const found: FoundProject[] = [];
  const disk = nodeFiles(root);
  const listing = disk.listing();
  const manifests = listing.split("\0").filter((path) => path === "package.json" || path.endsWith("/package.json"));
  for (const path of disk.filesIn(manifests.join("\0"))) {
    const project = readProject(posix.join(root, posix.dirname(path)));
    if (typeof project === "object") found.push(project.root === root ? { ...project, listing } : project);
  }
  if (readProject(root) === "no manifest") {
    const around = projectAround(posix.dirname(root));
    if (around !== undefined) found.push(around);
  }
  return found;
}

/** Whether a folder is a project: its package.json lists headwater. */
export function isProject(root: string): boolean {
  return typeof readProject(root) === "object";
}

/** The project that the nearest package.json upwards makes, if it makes one. */
function projectAround(from: string): FoundProject | undefined {
  for (let folder = from; ; folder = posix.dirname(folder)) {
    const project = readProject(folder);
    if (typeof project === "object") return project;
    if (project !== "no manifest" || posix.dirname(folder) === folder) return undefined;
  }
}

function readProject(root: string): FoundProject | "other package" | "no manifest" {
  let text: string;
  try {
    text = readFileSync(posix.join(root, "package.json"), "utf8");
  } catch {
    return "no manifest";
  }
  try {
    const manifest: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (typeof manifest !== "object" || manifest === null) return "other package";
    const fields = manifest as Readonly<Record<string, unknown>>;
    const listed = ["dependencies", "devDependencies", "peerDependencies"].some((group) => {
      const packages = fields[group];
      return typeof packages === "object" && packages !== null && Object.hasOwn(packages, "headwater");
    });
    if (!listed) return "other package";
    return { root, name: typeof fields.name === "string" && fields.name !== "" ? fields.name : basename(root) };
  } catch {
    return "other package";
  }
}
