import { basename } from "node:path";
import { type AnalyzedAsset, findProjects, type IndexPlace, type Language } from "@headwater/analysis";
import { normalPath, pathInside } from "./fileUris.ts";
import { tellOtherProjects } from "./otherProjects.ts";
import { isSettings } from "./overlayFiles.ts";
import { analyse, createProject, isDirty, type Project } from "./project.ts";
import { restoreProject, storeProject } from "./projectIndex.ts";

/** A document that is open in the editor. */
export interface OpenDocument {
  /** As the client writes it. */
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

/** How a file has changed on disk. */
export type DiskChange = "created" | "changed" | "deleted";

/** All projects of the workspace folders, with open documents laid over the disk. Paths are absolute, as `pathOfUri` gives them. */
export interface Workspace {
  readonly language: Language;
  /** In the order of their folders. */
  projects(): readonly Project[];
  /** The project of a file: the innermost that holds it. */
  projectOf(path: string): Project | undefined;
  /** The assets that a file declares, in the order of the text. */
  assetsIn(path: string): { readonly project: Project; readonly assets: readonly AnalyzedAsset[] } | undefined;
  readonly open: ReadonlyMap<string, OpenDocument>;
  /** Replaces the workspace folders. Projects that stay keep what is known of them. */
  setFolders(folders: readonly string[]): void;
  setDocument(path: string, document: OpenDocument): void;
  closeDocument(path: string): void;
  changedOnDisk(path: string, change: DiskChange): void;
  /** Whether something awaits {@link Workspace.update}. */
  isDirty(): boolean;
  /** Looks for projects again if a package.json has changed, and gives those that have to be analysed. */
  takeDirty(): Project[];
  /** Takes over what is stored of a project; false where nothing is. Its changes since are analysed later. */
  restore(project: Project): boolean;
  /** Stores what is known of all projects, as far as it is not stored yet. */
  store(): void;
  /** Analyses one project. */
  analyse(project: Project): void;
  /** Analyses all that has changed, and says which projects did. */
  update(): Project[];
}

/**
 * Makes a workspace without folders.
 *
 * @param placeOf where the index of a project is kept, by its root; without it none is kept
 */
export function createWorkspace(language: Language, placeOf?: (root: string) => IndexPlace): Workspace {
  const open = new Map<string, OpenDocument>();
  let folders: readonly string[] = [];
  let projects: readonly Project[] = [];
  let foldersDirty = false;

  const find = () => {
    foldersDirty = false;
    const known = new Map(projects.map((project) => [project.root, project]));
    const found = new Map<string, Project>();
    for (const folder of folders) {
      for (const each of findProjects(normalPath(folder))) {
        const before = known.get(each.root);
        found.set(each.root, before?.name === each.name ? before : createProject(each, open, () => projects));
      }
    }
    projects = [...found.values()];
  };
  /** Something about a file is not what it was: its text, or more than that. */
  const touch = (path: string, what: "text" | "everything", also?: (project: Project) => void) => {
    for (const project of projects) {
      const isSettingsFile = isConfiguration(project, path);
      if (!isSettingsFile && !project.files.concerns(path)) continue;
      also?.(project);
      if (what === "everything" || isSettingsFile) project.pending = "everything";
      else if (project.pending !== "everything") project.pending.add(project.files.relative(path));
    }
  };
  /** Whether it is what a tsconfig.json extends, whatever its name. */
  const isConfiguration = ({ analysis, files }: Project, path: string) => {
    if (!path.endsWith(".json")) return false;
    const own = files.relative(path);
    // What a project's own package.json says is looked at more closely.
    if (basename(path) === "package.json") return own !== "package.json";
    return analysis?.configuration.has(own) ?? false;
  };
  const isSaved = (path: string) => isSettings(path) || projects.some((project) => isConfiguration(project, path));
  const projectOf = (path: string): Project | undefined => {
    let innermost: Project | undefined;
    for (const project of projects) {
      if (pathInside(project.root, path) === undefined) continue;
      if (innermost === undefined || project.root.length > innermost.root.length) innermost = project;
    }
    return innermost;
  };
  const workspace: Workspace = {
    language,
    projects: () => projects,
    projectOf,
    open,
    assetsIn(path) {
      const project = projectOf(path);
      const file = project && pathInside(project.root, path);
      return project && file !== undefined ? { project, assets: project.assetsOf.get(file) ?? [] } : undefined;
    },
    setFolders(next) {
      folders = [...new Set(next)];
      foldersDirty = true;
    },
    setDocument(path, document) {
      const before = open.get(path)?.text;
      open.set(path, document);
      // A document that was never saved is a new file.
      if (isSaved(path)) return;
      if (before !== document.text) touch(path, "text");
    },
    closeDocument(path) {
      if (!open.delete(path) || isSaved(path)) return;
      touch(path, "text", ({ files }) => files.forget(path));
    },
    changedOnDisk(path, change) {
      const name = basename(path);
      if (name === "package.json" && !path.includes("/node_modules/")) {
        foldersDirty = true;
        if (change === "changed") touch(path, "text", ({ files }) => files.forget(path));
        else touch(path, "everything", ({ files }) => files.forgetAll());
      } else if (name === ".gitignore" || isSettings(path)) {
        touch(path, "everything", ({ files }) => {
          files.forget(path);
          files.forgetList();
        });
      } else if (change !== "changed") {
        touch(path, "text", (project) => {
          project.files.forget(path);
          project.files.forgetList();
          project.filesMoved = true;
        });
      } else if (open.has(path) && !isSaved(path)) {
        // It was saved: its text in the editor counts as before.
        for (const { files } of projects) files.forget(path);
      } else touch(path, "text", ({ files }) => files.forget(path));
    },
    isDirty: () => foldersDirty || projects.some(isDirty),
    takeDirty() {
      if (foldersDirty) find();
      return projects.filter(isDirty);
    },
    restore: (project) =>
      placeOf !== undefined && restoreProject(project, placeOf(project.root), language, open.keys(), projects.length === 1),
    store() {
      if (placeOf !== undefined) for (const project of projects) storeProject(project, placeOf(project.root), open);
    },
    analyse: (project) => tellOtherProjects(projects, project, analyse(project, language)),
    update() {
      const dirty = workspace.takeDirty();
      for (const project of dirty) workspace.analyse(project);
      return dirty;
    },
  };
  return workspace;
}
