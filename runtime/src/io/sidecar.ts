import { type AssetKey, sameKey, toUserString } from "@headwater/model";

/** Stands beside each value and says which file holds it. Replacing it is what makes a new value valid. */
export interface Sidecar {
  readonly format: "v8";
  readonly formatVersion: 1;
  readonly key: readonly string[];
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string;
  readonly runId: string;
}

export const sidecarName = "value.json";

/** A sidecar as it is written. */
export function sidecarText(sidecar: Sidecar): string {
  return `${JSON.stringify(sidecar, null, 2)}\n`;
}

/**
 * Reads a sidecar.
 *
 * @param key the asset in whose folder it stands
 * @throws Error with a sentence for the user where it is not what this version writes
 */
export function parseSidecar(text: string, key: AssetKey): Sidecar {
  let sidecar: Partial<Sidecar> | null;
  try {
    sidecar = JSON.parse(text) as Partial<Sidecar> | null;
  } catch (cause) {
    throw corrupt(key, `its ${sidecarName} is not JSON`, cause);
  }
  if (sidecar?.format !== "v8" || sidecar.formatVersion !== 1) {
    throw corrupt(key, `its ${sidecarName} is of a format that this version does not know`);
  }
  const { file, size, key: path } = sidecar;
  if (typeof file !== "string" || !/^value-[0-9a-f]+\.v8$/.test(file) || typeof size !== "number" || !Array.isArray(path)) {
    throw corrupt(key, `its ${sidecarName} lacks something`);
  }
  return sidecar as Sidecar;
}

/** Where the file system ignores case, `Raw` and `raw` have one folder. */
export function refuseOtherKey(sidecar: Sidecar, key: AssetKey): void {
  if (sameKey({ path: sidecar.key }, key)) return;
  throw new Error(
    `"${toUserString(key)}" and "${sidecar.key.join("/")}" share a folder, because this file system ignores case: rename one of the two assets.`,
  );
}

/** A stored value that cannot be read. */
export function corrupt(key: AssetKey, why: string, cause?: unknown): Error {
  const name = toUserString(key);
  const message = `The stored value of "${name}" is damaged: ${why}. Compute it again: headwater materialize --select "${name}"`;
  return new Error(message, cause === undefined ? {} : { cause });
}
