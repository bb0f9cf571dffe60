import type { KeyId } from "../keys/assetKey.ts";

/** The data version of what exists although nothing tells its version: an external asset, an older record (spec 7). */
export const defaultDataVersion = "INITIAL";

/** The data version of what was never materialized (spec 7). */
export const nullDataVersion = "NULL";

/** The data version of what was made of something whose version cannot be known (spec 7). */
export const unknownDataVersion = "UNKNOWN";

/** Gives the SHA-256 of a text's UTF-8 bytes as 64 lower-case hexadecimal digits. */
export type Sha256 = (text: string) => string;

/**
 * The data version of a new materialization that names none itself (spec 7): a hash of the code version and of the data
 * versions of the inputs, in the order of their keys. So the same code with the same inputs gives the same version.
 *
 * @param codeVersion for an asset without one the id of the run, so that each materialization differs
 */
export function computeDataVersion(
  codeVersion: string,
  inputs: ReadonlyMap<KeyId, { readonly dataVersion: string }>,
  sha256: Sha256,
): string {
  let text = codeVersion;
  let isKnown = codeVersion !== unknownDataVersion;
  for (const key of [...inputs.keys()].sort()) {
    const version = inputs.get(key)?.dataVersion ?? unknownDataVersion;
    isKnown &&= version !== unknownDataVersion;
    text += version;
  }
  return isKnown ? sha256(text) : unknownDataVersion;
}

/** The data version of several partitions together: a hash of those that are known, in the order of their keys. */
export function joinDataVersions(byPartition: ReadonlyMap<string, string>, sha256: Sha256): string {
  return sha256(
    [...byPartition.keys()]
      .sort()
      .map((partition) => byPartition.get(partition))
      .join(""),
  );
}
