import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type AssetKey, sameKey } from "@headwater/model";
import { parseSidecar, type Sidecar, sidecarName, sidecarText } from "./sidecar.ts";
import { storagePath } from "./storagePath.ts";

/**
 * What is stored for an asset under a folder of `V8FileIOManager`.
 *
 * @returns undefined where nothing is, or what stands there is another asset's, as where the file system ignores case
 * @throws Error with a sentence for the user where the value is damaged
 */
export function storedValue(storage: string, key: AssetKey): Sidecar | undefined {
  const folder = folderOf(storage, key);
  const sidecar = readSidecar(folder, key);
  if (sidecar === undefined || !sameKey({ path: sidecar.key }, key)) return undefined;
  return sidecar;
}

/**
 * Gives the stored value of an asset to another key. It may be cut off at any moment and done again: what was done stays done.
 * A value that was stored meanwhile, for the one key or the other, is newer and stays where it is.
 *
 * @param file the file of the value that is meant
 * @throws Error where the files cannot be changed, or the value is damaged
 */
export function moveValue(storage: string, from: AssetKey, to: AssetKey, file: string): void {
  const source = folderOf(storage, from);
  const target = folderOf(storage, to);
  const sidecar = storedValue(storage, from);
  if (sidecar?.file !== file) return;
  const there = readSidecar(target, to);
  // Where the file system ignores case both may have one folder, which then holds the value already.
  const isOneFolder = there !== undefined && sameKey({ path: there.key }, from);
  if (there !== undefined && !isOneFolder && there.file !== file) return;
  mkdirSync(target, { recursive: true });
  if (existsSync(join(source, file))) {
    renameSync(join(source, file), join(target, file));
    syncFolder(target);
  }
  writeWhole(target, sidecarName, sidecarText({ ...sidecar, key: to.path }));
  if (isOneFolder) return;
  rmSync(join(source, sidecarName));
  syncFolder(source);
  try {
    rmdirSync(source);
  } catch {
    // It holds the values of assets whose keys begin with this one, or what a crash left behind.
  }
}

function folderOf(storage: string, key: AssetKey): string {
  return join(storage, ...storagePath(key));
}

function readSidecar(folder: string, key: AssetKey): Sidecar | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, sidecarName), "utf8");
  } catch (error) {
    if (/^(?:ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
  return parseSidecar(text, key);
}

/** Writes a file under another name first, so that it is never seen unfinished, not even after a power failure. */
function writeWhole(folder: string, name: string, text: string): void {
  const temporary = join(folder, `${name}.moved.tmp`);
  try {
    const handle = openSync(temporary, "w");
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, join(folder, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

/** Makes a rename durable. Windows knows no such thing, and no harm is done where it fails. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {}
}
