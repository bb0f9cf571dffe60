import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { join, relative, resolve, sep } from "node:path";
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
  /**
   * What {@link ProjectFiles.read} and {@link DiskFiles.stamp} give, for one look at the file.
   *
   * @throws Error when the file is there but cannot be read
   */
  readStamped(path: string): StampedText;
}

/** A text, and what its file was just before it was read. */
export interface StampedText {
  readonly text: string | undefined;
  readonly stamp: Stamp | null;
}

/**
 * The files of a folder on disk. Git lists them where it can, since it knows every ignore rule; elsewhere a walk honours
 * the `.gitignore` of each folder inside the project. Symbolic links are not listed: what is behind one counts where it is.
 *
 * @param justListed a listing that was made a moment ago: it is the first one
 */
export function nodeFiles(folder: string, justListed?: string): DiskFiles {
  const root = resolve(folder);
  // Node does the rest as fast as it can be done: tens of thousands of files are looked at when a project is opened.
  const absolute = (path: string) => `${root}${sep}${path}`;
  const filesIn = (listing: string) => {
    const paths = [...new Set(listing.split("\0"))].filter((path) => path !== "" && !inner.test(path));
    const known = lookInto(paths, absolute);
    return paths.filter((path) => known.get(path) ?? isFile(absolute(path)));
  };
  let first = justListed;
  const listing = () => {
    const made = first ?? listWithGit(root);
    first = undefined;
    return made === "" ? walk(root).join("\0") : made;
  };
  const stamp = (path: string): Stamp | null => {
    const own = look(lstatSync, absolute(path));
    const found = own?.isSymbolicLink() ? look(statSync, absolute(path)) : own;
    return found?.isFile() ? [found.size, found.mtimeMs, found.ctimeMs, found !== own] : null;
  };
  const read = (path: string): string | undefined => {
    try {
      return readFileSync(absolute(path), "utf8").replace(/^\uFEFF/, "");
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
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
    stamp,
    read,
    readStamped: (path) => readPlain(absolute(path)) ?? { stamp: stamp(path), text: read(path) },
    exists: (path) => look(statSync, absolute(path))?.isFile() ?? false,
    folderAt(path) {
      try {
        const found = realpathSync(absolute(path));
        return statSync(found).isDirectory() ? relative(realpathSync(root), found).replaceAll("\\", "/") : undefined;
      } catch {
        return undefined;
      }
    },
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
  return look(lstatSync, path)?.isFile() ?? false;
}

/**
 * Whether paths are of files or of something else, such as symbolic links. A look at each folder costs less than one at each
 * file; nothing is said of a path that is written in another way there.
 */
function lookInto(paths: readonly string[], absolute: (path: string) => string): Map<string, boolean> {
  const known = new Map<string, boolean>();
  for (const folder of new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1)))) {
    for (const entry of entriesOf(absolute(folder))) known.set(folder + entry.name, entry.isFile());
  }
  return known;
}

/** What stands at a path; undefined where nothing does. */
function look(how: typeof statSync, path: string): Stats | undefined {
  try {
    return how(path, { throwIfNoEntry: false });
  } catch (error) {
    // A file where a folder would have to be.
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Room for the text of nearly every file, used again for the next one. */
const room = Buffer.allocUnsafeSlow(1 << 18);
/** Windows has no such thing, and few links. */
const { O_RDONLY, O_NOFOLLOW } = constants;

/** Reads a file that no link leads to; undefined where it is another one, or cannot be read. */
function readPlain(path: string): StampedText | undefined {
  if (O_NOFOLLOW === undefined) return undefined;
  let file: number | undefined;
  try {
    file = openSync(path, O_RDONLY | O_NOFOLLOW);
    const found = fstatSync(file);
    if (!found.isFile() || found.size >= room.length) return undefined;
    const length = readSync(file, room, 0, room.length, null);
    // It grows while it is read, or its file system gives it in parts.
    if (length !== found.size) return undefined;
    const start = length >= 3 && room[0] === 0xef && room[1] === 0xbb && room[2] === 0xbf ? 3 : 0;
    return { text: room.toString("utf8", start, length), stamp: [found.size, found.mtimeMs, found.ctimeMs, false] };
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
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
