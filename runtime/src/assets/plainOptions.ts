import type { AssetKey, Unknown } from "@headwater/model";
import { isAssetCheckSpec } from "../checks/assetCheckSpec.ts";
import { isAssetDep } from "../dependencies/assetDep.ts";
import { isAssetIn } from "../dependencies/assetIn.ts";

/** The key of an asset, `undefined` for what is not an asset. */
type KeyOfAsset = (value: unknown) => AssetKey | Unknown | undefined;

/**
 * Writes options as the model reads them: an asset as its key, `AssetIn`, `AssetDep` and `AssetCheckSpec` as their
 * settings. What has no such form stays as it is, for the rules to judge.
 */
export function plainOptions(options: Readonly<Record<string, unknown>>, keyOfAsset: KeyOfAsset): Record<string, unknown> {
  const reference = (value: unknown) => keyOfAsset(value) ?? value;
  return mapValues(options, (value, option) => plainOption(option, value, reference));
}

function plainOption(option: string, value: unknown, reference: (value: unknown) => unknown): unknown {
  switch (option) {
    case "ins":
      if (typeof value !== "object" || value === null || Symbol.iterator in value) return value;
      return mapValues(value, (input) =>
        isAssetIn(input)
          ? mapValues(input.settings, (setting, name) => (name === "key" ? reference(setting) : setting))
          : reference(input),
      );
    case "deps":
      if (!Array.isArray(value)) return value;
      return value.map((item: unknown) =>
        isAssetDep(item) ? { ...item.settings, asset: reference(item.asset) } : reference(item),
      );
    case "checkSpecs":
      if (!Array.isArray(value)) return value;
      return value.map((item: unknown) => (isAssetCheckSpec(item) ? plainCheck(item.settings, reference) : item));
    default:
      return value;
  }
}

function plainCheck(
  settings: Readonly<Record<string, unknown>>,
  reference: (value: unknown) => unknown,
): Record<string, unknown> {
  return mapValues(settings, (setting, name) => {
    if (name === "asset") return reference(setting);
    return name === "additionalDeps" && Array.isArray(setting) ? setting.map(reference) : setting;
  });
}

/** Object.fromEntries defines each entry, so a name such as `__proto__` stays an entry. */
function mapValues(entries: object, change: (value: unknown, name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, change(value, name)]));
}
