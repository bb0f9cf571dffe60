import { AssetKey } from "@headwater/model";
import { isAsset } from "../assets/assetsDefinition.ts";
import type { AssetReference } from "../metadata/metadataValue.ts";

/** @throws TypeError for what does not name an asset */
export function readAssetKey(what: string, value: AssetReference): AssetKey {
  try {
    return AssetKey(isAsset(value) ? value.key : value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(`The assetKey of ${what} is wrong. ${error.message}`);
  }
}
