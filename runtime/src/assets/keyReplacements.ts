import { AssetKey, type CoercibleToAssetKey, keyId, type SpecChange } from "@headwater/model";

/** New keys for old ones: pairs of the old key and the new one. */
export type AssetKeyReplacements = Iterable<readonly [CoercibleToAssetKey, CoercibleToAssetKey]>;

/**
 * The change that replaces keys.
 *
 * @throws TypeError for what is no key
 */
export function renameBy(replacements: AssetKeyReplacements): () => SpecChange {
  const keys = new Map([...replacements].map(([from, to]) => [keyId(AssetKey(from)), AssetKey(to)]));
  return () => ({ kind: "rekey", keys });
}
