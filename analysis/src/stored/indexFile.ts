import { randomUUID } from "node:crypto";
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";

// An index on disk: a line that names the format, the length and checksum of a header, the header with what the index was
// made by and the lengths and checksums of its sections, then the sections. Whatever is not exactly as it was written is as
// good as absent.

/** Changes whenever what is written changes in form. */
const format = "headwater index 1\n";
const prefixLength = format.length + 8;
/** Files that were begun and not finished are removed after so many milliseconds. */
const abandonedAfter = 3_600_000;
/** Indices that nobody has read or written for so many milliseconds are removed: their projects may be gone. */
const forgottenAfter = 60 * 86_400_000;
/** An index that is read counts as used from then on; that is noted once in so many milliseconds. */
const notedAfter = 86_400_000;
/** The form of names of indices: {@link indexNameOf}. */
const indexName = /^[0-9a-f]{32}\.index$/;

/** An index that was found whole as far as it was looked at. */
export interface IndexFile<Sections> {
  /** Reads a section; undefined where it is damaged, or where another index has taken the place of this one. */
  section<Name extends keyof Sections & string>(name: Name): Sections[Name] | undefined;
}

interface Header {
  readonly made: string;
  readonly sections: readonly { readonly name: string; readonly length: number; readonly sum: number }[];
}

/**
 * Opens the index at a path. Undefined where there is none, or one that is damaged, of another format or made by another
 * build; it does not throw.
 *
 * @param build what made it: two that may understand the same data differently are to have different ones
 */
export function readIndex<Sections>(path: string, build: string): IndexFile<Sections> | undefined {
  const first = withFile(path, readHeader);
  if (first === undefined || first.header.made !== madeBy(build)) return undefined;
  noteUse(path);
  return {
    section(name) {
      return withFile(path, (file) => {
        const now = readHeader(file);
        if (now === undefined || !now.bytes.equals(first.bytes)) return undefined;
        let at = prefixLength + now.bytes.length;
        for (const { name: each, length, sum } of now.header.sections) {
          if (each === name) {
            const bytes = readBytes(file, at, length);
            return bytes !== undefined && crc32(bytes) === sum ? (deserialize(bytes) as never) : undefined;
          }
          at += length;
        }
        return undefined;
      });
    },
  };
}

/**
 * Writes an index beside the path and moves it there as a whole, so that two who write do each other no harm: the last one's
 * counts. What is made of other processes' data has the form of this one's V8.
 *
 * @returns whether it is there now; it does not throw where the disk is full or cannot be written to
 */
export function writeIndex<Sections extends object>(path: string, build: string, sections: Sections): boolean {
  const folder = dirname(path);
  const begun = join(folder, `${basename(path)}.${randomUUID()}.tmp`);
  let isBegun = false;
  try {
    const parts = Object.entries(sections).map(([name, data]) => ({ name, bytes: serialize(data) }));
    const header: Header = {
      made: madeBy(build),
      sections: parts.map(({ name, bytes }) => ({ name, length: bytes.length, sum: crc32(bytes) })),
    };
    const bytes = Buffer.from(JSON.stringify(header));
    const prefix = Buffer.alloc(prefixLength);
    prefix.write(format, "latin1");
    prefix.writeUInt32LE(bytes.length, format.length);
    prefix.writeUInt32LE(crc32(bytes), format.length + 4);
    mkdirSync(folder, { recursive: true });
    tidy(folder, basename(path));
    const file = openSync(begun, "wx");
    isBegun = true;
    try {
      for (const part of [prefix, bytes, ...parts.map((each) => each.bytes)]) writeAll(file, part);
    } finally {
      closeSync(file);
    }
    renameSync(begun, path);
    return true;
  } catch {
    if (isBegun) rmSync(begun, { force: true });
    return false;
  }
}

/** V8 reads what older versions of it wrote, but not the other way round. */
function madeBy(build: string): string {
  return `${build} ${process.versions.v8}`;
}

function withFile<T>(path: string, work: (file: number) => T | undefined): T | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    return work(file);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readHeader(file: number): { readonly bytes: Buffer; readonly header: Header } | undefined {
  const prefix = readBytes(file, 0, prefixLength);
  if (prefix?.toString("latin1", 0, format.length) !== format) return undefined;
  const bytes = readBytes(file, prefixLength, prefix.readUInt32LE(format.length));
  if (bytes === undefined || crc32(bytes) !== prefix.readUInt32LE(format.length + 4)) return undefined;
  return { bytes, header: JSON.parse(bytes.toString()) as Header };
}

/** Undefined where the file ends before. */
function readBytes(file: number, from: number, length: number): Buffer | undefined {
  if (from + length > fstatSync(file).size) return undefined;
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let at = 0; at < length; ) {
    const read = readSync(file, bytes, at, length - at, from + at);
    if (read === 0) return undefined;
    at += read;
  }
  return bytes;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}

function noteUse(path: string): void {
  const now = Date.now();
  try {
    if (now - statSync(path).mtimeMs > notedAfter) utimesSync(path, now / 1000, now / 1000);
  } catch {
    // It is used all the same.
  }
}

/** Removes what others have left behind. */
function tidy(folder: string, name: string): void {
  for (const each of readdirSync(folder)) {
    const isBegun = each.startsWith(`${name}.`) && each.endsWith(".tmp");
    const isOther = indexName.test(each) && each !== name;
    if (!isBegun && !isOther) continue;
    const path = join(folder, each);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > (isBegun ? abandonedAfter : forgottenAfter)) rmSync(path, { force: true });
  }
}
