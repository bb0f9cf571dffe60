import type { FileFacts } from "@headwater/analysis";
import { callsAround } from "./callsAround.ts";
import { type StringPlace, stringAt } from "./stringAt.ts";

/** Where in a call of ours a text names an asset, as {@link StringPlace.around} writes it from some bracket on. */
const places: readonly RegExp[] = [
  /(?:^| )(?:asset|graphAsset|multiAsset|graphMultiAsset|externalAsset|AssetSpec)\(0 \{deps \[(?: AssetDep\(0)?(?: AssetKey\(0)?$/,
  /(?:^| )(?:asset|graphAsset|multiAsset|graphMultiAsset|multiAssetCheck)\(0 \{ins \{[^ ]+(?: AssetIn\(0 \{key)?(?: AssetKey\(0)?$/,
  /(?:^| )assetCheck\(0 \{additionalIns \{[^ ]+(?: AssetIn\(0 \{key)?(?: AssetKey\(0)?$/,
  /(?:^| )(?:assetCheck|AssetCheckSpec)\(0 \{(?:asset|additionalDeps \[(?: AssetDep\(0)?)(?: AssetKey\(0)?$/,
  /(?:^| )(?:multiAsset|graphMultiAsset)\(0 \{internalAssetDeps \{[^ ]+ \[(?: AssetKey\(0)?$/,
];

/**
 * The text at an offset that names a dependency: in `deps`, `ins` and what may stand inside them. It looks at the text
 * alone, so that it works while the code around is half-written.
 *
 * @param imports what the file imports: a call counts under the name that it has in the module it comes from
 */
export function dependencyTextAt(text: string, offset: number, imports: FileFacts["imports"]): StringPlace | undefined {
  const place = stringAt(text, offset);
  if (place === undefined) return undefined;
  const around = callsAround(place, imports);
  if (!places.some((pattern) => pattern.test(around))) return undefined;
  return mendEnd(place, text, offset);
}

/** A text whose closing quote is missing must not reach into what follows: a key has no blanks, commas or brackets. */
export function mendEnd(place: StringPlace, text: string, offset: number): StringPlace {
  const content = text.slice(place.start, place.end);
  if (place.closed && !/[\s,()[\]{}]/.test(content)) return place;
  const rest = /^[\w/.$-]*/.exec(text.slice(offset, place.end))?.[0] ?? "";
  const end = offset + rest.length;
  return { ...place, end, closed: text[end] === place.quote };
}
