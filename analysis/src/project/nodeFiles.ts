import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import ignore from "ignore";
import type { ProjectFiles } from "./projectFiles.ts";

/** Folders that never hold a project's own sources. */
const never: ReadonlySet<string> = new Set(["node_modules", ".headwater", ".git"]);
const inner = /(?:^|\/)(?:node_modules|\.headwater|\.git)(?:\/|$)/;

/** What is other whenever a file is: its size, its times of modification and of change in milliseconds, whether a link leads to it. */
export type Stamp = readonly [size: number, modified: number, changed: number, isLinked: boolean];

/** Files on disk, of which it can be told whether they are what they were. */
export interface DiskFiles extends ProjectFiles {
  /** All paths that {@link ProjectFiles.list} chooses from, with U+0000 between them: cheaper than the list, and the same while that is. */
  listing(): string;
  /** The files of a listing: what is deleted or a symbolic link by now is none. */
  filesIn(listing: string): readonly string[];
  /** Null where there is no file. */
  stamp(path: string): Stamp | null;
}

/**
 * The files of a folder on disk. Git lists them where it can, since it knows every ignore rule; elsewhere a walk honours
 * the `.gitignore` of each folder inside the project. Symbolic links are not listed: what is behind one counts where it is.
 */
export function nodeFiles(folder: string): DiskFiles {
  const root = resolve(folder);
  // Node does the rest as fast as it can be done: tens of thousands of files are looked at when a project is opened.
  const absolute = (path: string) => `${root}${sep}${path}`;
  const filesIn = (listing: string) =>
    [...new Set(listing.split("\0"))].filter((path) => path !== "" && !inner.test(path) && isFile(absolute(path)));
  const listing = () => {
    const listed = listWithGit(root);
    return listed === "" ? walk(root).join("\0") : listed;
  };
  const listed = (paths: readonly string[]) => {
    // Where git lists nothing of them, they are ignored, or it lists nothing at all.
    const listing = listWithGit(root, paths);
    const found = listing === "" && listWithGit(root) === "" ? walk(root) : filesIn(listing);
    return new Set(found).intersection(new Set(paths));
  };
  return {
    root: root.replaceAll("\\", "/"),
    listing,
    listed,
    filesIn,
    list: () => filesIn(listing()),
    stamp(path) {
      const own = lstatSync(absolute(path), { throwIfNoEntry: false });
      const found = own?.isSymbolicLink() ? statSync(absolute(path), { throwIfNoEntry: false }) : own;
      return found?.isFile() ? [found.size, found.mtimeMs, found.ctimeMs, found !== own] : null;
    },
    read: (path) => {
      try {
        return readFileSync(absolute(path), "utf8").replace(/^\uFEFF/, "");
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ENOENT" || code === "ENOTDIR") return undefined;
        throw error;
      }
    },
    exists: (path) => statSync(absolute(path), { throwIfNoEntry: false })?.isFile() ?? false,
  };
}

/** What git tracks and what is new, without what is ignored; nothing where there is no git or no repository. */
function listWithGit(root: string, paths: readonly string[] = []): string {
  try {
    return execFileSync(
      "git",
      // A repository's own settings could name a program to be run as its file watcher.
      [
        "-c",
        "core.fsmonitor=false",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        ...paths.map((path) => `:(literal)${path}`),
      ],
      {
        cwd: root,
        encoding: "utf8",
        maxBuffer: 1 << 30,
        stdio: ["ignore", "pipe", "ignore"],
        timeout: 30_000,
        windowsHide: true,
      },
    );
  } catch {
    return "";
  }
}

/** What git tracks may be deleted, or a symbolic link. */
function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function walk(root: string): string[] {
  const found: string[] = [];
  const rules: { folder: string; matcher: ReturnType<typeof ignore> }[] = [];
  const enter = (folder: string) => {
    const rule = readIgnoreRules(join(root, folder, ".gitignore"));
    if (rule !== undefined) rules.push({ folder, matcher: rule });
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder + entry.name;
      const isFolder = entry.isDirectory();
      if ((isFolder && never.has(entry.name)) || isIgnored(rules, isFolder ? `${path}/` : path)) continue;
      if (isFolder) enter(`${path}/`);
      else if (entry.isFile()) found.push(path);
    }
    if (rule !== undefined) rules.pop();
  };
  enter("");
  return found;
}

/** The rules of an inner folder come after those of the folders around it, so the last word is the innermost's. */
function isIgnored(rules: readonly { folder: string; matcher: ReturnType<typeof ignore> }[], path: string): boolean {
  let ignored = false;
  for (const { folder, matcher } of rules) {
    const verdict = matcher.test(path.slice(folder.length));
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}

function readIgnoreRules(path: string): ReturnType<typeof ignore> | undefined {
  try {
    return ignore().add(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that may not be read has nothing to offer.
    return [];
  }
}
