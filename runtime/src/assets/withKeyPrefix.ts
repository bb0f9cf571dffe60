import { type AssetKey, coercePrefix, keyId, type SpecChange, UNKNOWN, withPrefix } from "@headwater/model";
import { changed, keysOf } from "./assetCall.ts";
import { type AnyAsset, callOf, defineAsset, isAsset } from "./assetsDefinition.ts";
import { type AnyMultiAsset, defineMultiAsset, isMultiAsset } from "./multiAssetDefinition.ts";

/**
 * The same assets with segments before their keys (spec 3, prefixes on load). Whoever among them depends on another one
 * depends on it under its new key; what is not among them keeps its key. The assets themselves are not changed: export the
 * new ones in their place.
 *
 * @param prefix text is ONE segment and may hold slashes; a list has one segment each
 * @example export const sales = withKeyPrefix("sales", [orders, refunds]);
 * @throws TypeError for a prefix or an asset that is none
 */
export function withKeyPrefix<const D extends readonly (AnyAsset | AnyMultiAsset)[]>(
  prefix: string | readonly string[],
  assets: D,
): { readonly [Place in keyof D]: D[Place] } {
  const segments = coercePrefix(prefix);
  const definitions: readonly unknown[] = assets;
  const change = prefixing(segments, assets);
  const made = definitions.map((definition, index) => {
    if (isAsset(definition)) return defineAsset(changed(callOf(definition), change));
    if (isMultiAsset(definition)) return defineMultiAsset(changed(callOf(definition), change));
    throw new TypeError(`withKeyPrefix() takes a list of assets, but item ${index + 1} is none.`);
  });
  // Each is of the kind, and holds what, the one in its place does.
  return made as unknown as { readonly [Place in keyof D]: D[Place] };
}

/** The change is made anew as long as names are pending; what is known is not asked for again. */
function prefixing(prefix: readonly string[], assets: readonly (AnyAsset | AnyMultiAsset)[]): () => SpecChange {
  const keys = new Map<string, AssetKey>();
  let pending = assets;
  return () => {
    pending = pending.filter((definition) => {
      const known = keysOf(definition);
      if (known === UNKNOWN) return true;
      for (const key of known) keys.set(keyId(key), withPrefix(prefix, key));
      return false;
    });
    return { kind: "rekey", keys, prefix };
  };
}
