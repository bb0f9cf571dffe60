import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { type AssetKey, toUserString } from "@headwater/model";
import { type IOManager, type OutputContext, ValueNotFoundError } from "./ioManager.ts";
import { corrupt, parseSidecar, refuseOtherKey, type Sidecar, sidecarName, sidecarText } from "./sidecar.ts";
import { storagePath } from "./storagePath.ts";
import { findUnstorable } from "./unstorable.ts";

/** What `V8FileIOManager()` takes. */
export interface V8FileIOManagerOptions {
  /** The folder under which each asset has its own, as an absolute path. It is created when something is stored. */
  readonly folder: string;
}

const attempts = 5;
const leftoverAge = 3_600_000;

/**
 * Makes the I/O manager that assets have unless they name another: one file for each value, in the format of
 * `v8.serialize`. Dates, Maps, Sets, bigints, typed arrays, errors and cycles survive; an instance of a class comes back
 * as a plain object of its own fields; functions, symbols, promises and proxies cannot be stored and fail the step.
 *
 * Writing is atomic and survives a crash at any moment: the old value stays until the new one is complete. A reader never
 * sees half of a value: size and hash are verified.
 */
export function V8FileIOManager({ folder }: V8FileIOManagerOptions): IOManager {
  return {
    handleOutput: (context, value) => store(join(folder, ...storagePath(context.assetKey)), context, value),
    loadInput: ({ upstreamKey }) => load(join(folder, ...storagePath(upstreamKey)), upstreamKey),
  };
}

async function store(folder: string, { assetKey, runId, addOutputMetadata }: OutputContext, value: unknown): Promise<void> {
  const bytes = toBytes(assetKey, value);
  await mkdir(folder, { recursive: true });
  const before = await readSidecar(folder, assetKey).catch(() => undefined);
  const unique = randomBytes(8).toString("hex");
  const file = `value-${unique}.v8`;
  await writeWhole(folder, file, bytes);
  const sidecar: Sidecar = {
    format: "v8",
    formatVersion: 1,
    key: assetKey.path,
    file,
    size: bytes.length,
    sha256: sha256(bytes),
    runId,
  };
  if (before !== undefined) refuseOtherKey(before, assetKey);
  await writeWhole(folder, sidecarName, Buffer.from(sidecarText(sidecar)), unique);
  await removeOthers(folder, file, before?.file);
  addOutputMetadata({ storedBytes: bytes.length });
}

function toBytes(assetKey: AssetKey, value: unknown): Buffer {
  try {
    return serialize(value);
  } catch (cause) {
    const where = findUnstorable(value);
    const what = where === undefined ? (cause as Error).message : `${where.path} is ${where.kind}`;
    throw new TypeError(
      `The value of "${toUserString(assetKey)}" cannot be stored: ${what}. Return plain data, or name another I/O manager in ioManagerKey.`,
      { cause },
    );
  }
}

/** Writes a file under another name first, so that it is never seen unfinished, not even after a power failure. */
async function writeWhole(folder: string, name: string, bytes: Uint8Array, unique = ""): Promise<void> {
  const temporary = join(folder, `${name}${unique}.tmp`);
  try {
    const handle = await open(temporary, "w");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Makes a rename durable. Windows knows no such thing, and no harm is done where it fails. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Removes the value that was replaced, and what crashes have left behind. What is new may be another writer's. */
async function removeOthers(folder: string, keep: string, replaced: string | undefined): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    if (name === keep || !/^value.*\.(v8|tmp)$/.test(name)) continue;
    const path = join(folder, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    // What cannot be removed now (a reader holds it open on Windows, say) is removed after a later write.
    if (name === replaced || age > leftoverAge) await rm(path, { force: true }).catch(() => undefined);
  }
}

async function load(folder: string, key: AssetKey): Promise<unknown> {
  let last: string | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const sidecar = await readSidecar(folder, key);
    if (sidecar === undefined) throw new ValueNotFoundError(`No value of "${toUserString(key)}" is stored.`);
    refuseOtherKey(sidecar, key);
    const bytes = await readFile(join(folder, sidecar.file)).catch(orNothing);
    if (bytes !== undefined) return fromBytes(bytes, sidecar, key);
    // A writer has replaced the value between the two reads: the sidecar names another file by now.
    if (sidecar.file === last) break;
    last = sidecar.file;
  }
  throw corrupt(key, "its file is missing");
}

function fromBytes(bytes: Uint8Array, sidecar: Sidecar, key: AssetKey): unknown {
  if (bytes.length !== sidecar.size) {
    throw corrupt(key, `its file has ${bytes.length} bytes instead of ${sidecar.size}`);
  }
  if (sha256(bytes) !== sidecar.sha256) throw corrupt(key, "its content was changed");
  try {
    return deserialize(bytes);
  } catch (cause) {
    throw corrupt(key, "this version of Node cannot read what another one has written", cause);
  }
}

async function readSidecar(folder: string, key: AssetKey): Promise<Sidecar | undefined> {
  const text = await readFile(join(folder, sidecarName), "utf8").catch(orNothing);
  return text === undefined ? undefined : parseSidecar(text, key);
}

function orNothing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
