import { posix } from "node:path";
import type { ProjectFiles } from "@headwater/analysis";
import { pathInside } from "./fileUris.ts";

/** The files of a project as they are in the editor: open documents win over the disk. */
export interface OverlayFiles extends ProjectFiles {
  /** Whether the analysis may depend on the file of an absolute path. */
  concerns(path: string): boolean;
  /** What the analysis calls the file of an absolute path. */
  relative(path: string): string;
  /** Forgets whether there is a file: it has changed on disk, or was closed. */
  forget(path: string): void;
  /** Forgets which files there are: some were made, deleted or are ignored now. */
  forgetList(): void;
  /** Forgets everything. */
  forgetAll(): void;
}

/** Settings count as they were saved: half-typed ones would make all assets of a project come and go. */
export function isSettings(path: string): boolean {
  return /(?:^|\/)(?:package|[tj]sconfig[^/]*)\.json$/.test(path);
}

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const never = /(?:^|\/)(?:node_modules|\.headwater|\.git)\//;

/**
 * Lays open documents over the files of a folder.
 *
 * @param openText the text of an open document, by its absolute path with forward slashes
 * @param openPaths the absolute paths of all open documents
 */
export function overlayFiles(
  disk: ProjectFiles,
  openText: (path: string) => string | undefined,
  openPaths: () => Iterable<string>,
): OverlayFiles {
  const { root } = disk;
  /** Files outside of the folder that were read. */
  const outside = new Set<string>();
  const known = new Map<string, boolean>();
  let listed: readonly string[] | undefined;
  const folder = root.endsWith("/") ? root : `${root}/`;
  const absolute = (path: string) => (path.startsWith("../") ? posix.join(root, path) : folder + path);
  const openAt = (path: string) => (isSettings(path) ? undefined : openText(absolute(path)));
  const relative = (path: string) => pathInside(root, path) ?? posix.relative(root, path);
  const existsOnDisk = (path: string): boolean => {
    let exists = known.get(path);
    if (exists === undefined) {
      exists = disk.exists(path);
      known.set(path, exists);
    }
    return exists;
  };
  const readSaved = (path: string) => {
    if (path.startsWith("../")) outside.add(path);
    return disk.read(path);
  };
  return {
    root,
    saved: { root, list: disk.list, read: readSaved, exists: existsOnDisk, folderAt: disk.folderAt },
    list() {
      listed ??= disk.list();
      const added: string[] = [];
      // A document that was never saved belongs to the project too, but one that is on disk and not listed is ignored.
      for (const path of openPaths()) {
        const inside = pathInside(root, path);
        if (inside !== undefined && source.test(inside) && !never.test(inside) && !existsOnDisk(inside)) added.push(inside);
      }
      return added.length === 0 ? listed : [...new Set([...listed, ...added])];
    },
    listed(paths) {
      const isOpen = (path: string) => openAt(path) !== undefined && !existsOnDisk(path) && !never.test(path);
      const known = disk.listed?.(paths.filter((path) => !isOpen(path))) ?? new Set(disk.list());
      return new Set(paths.filter((path) => isOpen(path) || known.has(path)));
    },
    read(path) {
      const open = openAt(path);
      return open ?? readSaved(path);
    },
    exists: (path) => openAt(path) !== undefined || existsOnDisk(path),
    folderAt: disk.folderAt,
    concerns(path) {
      const own = relative(path);
      return pathInside(root, path) !== undefined ? !never.test(own) : outside.has(own);
    },
    relative,
    forget: (path) => void known.delete(relative(path)),
    forgetList() {
      listed = undefined;
      known.clear();
    },
    forgetAll() {
      listed = undefined;
      known.clear();
      outside.clear();
    },
  };
}
