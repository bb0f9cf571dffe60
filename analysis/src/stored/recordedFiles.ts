import { contentHash } from "../facts/contentHash.ts";
import type { DiskFiles, Stamp } from "../project/nodeFiles.ts";
import type { ProjectFiles } from "../project/projectFiles.ts";

/** Files of a project on disk, with a record of all that was asked of them. */
export interface RecordedFiles extends ProjectFiles {
  readonly record: FileRecord;
  /** Goes on with the record of an earlier process. */
  take(record: FileRecord): void;
  /** Forgets what a file was when it was read: what is read next counts. */
  forget(path: string): void;
  /**
   * Takes the files that are there now for those that were listed, if these are what is known by now.
   *
   * @param areKnown whether some files are what is known
   * @returns whether they are
   */
  relist(areKnown: (files: readonly string[]) => boolean): boolean;
  /** Begins anew. */
  reset(): void;
}

/** What was read of the disk, so that a later process can tell what has changed since. Plain data. */
export interface FileRecord {
  /** As {@link DiskFiles.listing} gave it; undefined before anything was listed. */
  listing: string | undefined;
  /** What is in the listing but no file: a symbolic link. */
  links: readonly string[];
  /** Each file that was read as it was just before that; null where there was none. */
  readonly stamps: Map<string, Stamp | null>;
  /** The hashes of texts that were read so soon after a change that the next one might leave the same stamp. */
  readonly hashes: Map<string, string>;
  /** Other paths that were looked for. */
  readonly looked: Map<string, boolean>;
  /** Folders that were looked for, with where they were. */
  readonly folders: Map<string, string | undefined>;
}

/** No file and no folder has them: what they stand for counts as changed. */
export const torn: Stamp = [-1, 0, 0, false];
const tornListing = "\0";

/** File systems count time in steps of up to two seconds. */
const coarsest = 2_000;

function emptyRecord(): FileRecord {
  return { listing: undefined, links: [], stamps: new Map(), hashes: new Map(), looked: new Map(), folders: new Map() };
}

/** Records what is read of files. */
export function recordFiles(disk: DiskFiles): RecordedFiles {
  let record = emptyRecord();
  return {
    root: disk.root,
    get record() {
      return record;
    },
    take(earlier) {
      record = earlier;
    },
    list() {
      // Before the files are looked at: what changes in between is found in their stamps.
      const listing = disk.listing();
      const listed = disk.filesIn(listing);
      const files = new Set(listed);
      // Other files than before, of which nobody has said anything.
      record.listing = record.listing === undefined || record.listing === listing ? listing : tornListing;
      record.links = listing.split("\0").filter((path) => path !== "" && !files.has(path));
      return listed;
    },
    listed: (paths) => disk.listed?.(paths) ?? new Set(disk.list()),
    relist(areKnown) {
      const listing = disk.listing();
      const listed = disk.filesIn(listing);
      const files = new Set(listed);
      const isKnown = areKnown(listed);
      record.listing = isKnown ? listing : tornListing;
      record.links = listing.split("\0").filter((path) => path !== "" && !files.has(path));
      return isKnown;
    },
    read(path) {
      const { stamp, text } = disk.readStamped(path);
      const before = record.stamps.get(path);
      // It has changed and nobody has said so: what was made of it may be of both texts.
      record.stamps.set(path, before === undefined || isSame(before, stamp) ? stamp : torn);
      if (text !== undefined && stamp !== null && Date.now() - Math.max(stamp[1], stamp[2]) < coarsest) {
        record.hashes.set(path, contentHash(text));
      } else record.hashes.delete(path);
      return text;
    },
    exists(path) {
      const exists = disk.exists(path);
      record.looked.set(path, exists);
      return exists;
    },
    folderAt(path) {
      const folder = disk.folderAt(path);
      record.folders.set(path, folder);
      return folder;
    },
    forget(path) {
      record.stamps.delete(path);
      if (record.looked.has(path)) record.looked.set(path, disk.exists(path));
    },
    reset() {
      record = emptyRecord();
    },
  };
}

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const inner = /(?:^|\/)node_modules\//;

/**
 * The sources whose texts are others than those that were recorded, or may be; "everything" where there are other files,
 * or where what is said about the project as a whole may be different.
 */
export function changedSince(record: FileRecord, disk: DiskFiles): ReadonlySet<string> | "everything" {
  if (record.listing === undefined || disk.listing() !== record.listing) return "everything";
  const changed = new Set<string>();
  for (const [path, before] of record.stamps) {
    const now = disk.stamp(path);
    if (isSame(before, now) && !record.hashes.has(path)) continue;
    if (isSame(before, now) && hashOf(disk, path) === record.hashes.get(path)) {
      // By now the same stamp means the same text.
      if (now !== null && Date.now() - Math.max(now[1], now[2]) >= coarsest) record.hashes.delete(path);
      continue;
    }
    const isText = before !== null && now !== null && before[3] === now[3] && source.test(path) && !inner.test(path);
    if (!isText) return "everything";
    changed.add(path);
  }
  for (const path of record.links) if (disk.stamp(path)?.[3] === false) return "everything";
  for (const [path, existed] of record.looked) if (disk.exists(path) !== existed) return "everything";
  for (const [path, before] of record.folders) if (disk.folderAt(path) !== before) return "everything";
  return changed;
}

function isSame(one: Stamp | null, other: Stamp | null): boolean {
  if (one === null || other === null) return one === other;
  return one.every((part, at) => part === other[at]);
}

function hashOf(disk: DiskFiles, path: string): string | undefined {
  try {
    const text = disk.read(path);
    return text === undefined ? undefined : contentHash(text);
  } catch {
    return undefined;
  }
}
