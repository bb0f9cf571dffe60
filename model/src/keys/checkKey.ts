import { quote } from "../findings/quote.ts";
import { type AssetKey, fromStoredString, fromUserString, stepNameOf, toStoredString, toUserString } from "./assetKey.ts";

/** The name of a check: the asset it is about and its own name (spec 3, `@asset_check`). */
export interface AssetCheckKey {
  readonly assetKey: AssetKey;
  readonly name: string;
}

/**
 * A name made of letters, digits and underscores, for places that take no other: the step name of the asset, three
 * underscores, and the check's name.
 */
export function checkToIdentifier(check: AssetCheckKey): string {
  return `${stepNameOf(check.assetKey)}___${check.name}`;
}

/** `asset/key:check_name`. */
export function checkToUserString(check: AssetCheckKey): string {
  return `${toUserString(check.assetKey)}:${check.name}`;
}

/**
 * Splits at the last colon, so that an asset key may hold colons.
 *
 * @throws TypeError for text without a colon
 */
export function checkFromUserString(text: string): AssetCheckKey {
  const colon = text.lastIndexOf(":");
  if (colon < 0) throw new TypeError(`${quote(text)} is not a check: write asset/key:check_name.`);
  return { assetKey: fromUserString(text.slice(0, colon)), name: text.slice(colon + 1) };
}

/** The persisted form: a JSON object with the asset's stored string and the check's name. */
export function checkToStoredString(check: AssetCheckKey): string {
  return `{"asset_key": ${JSON.stringify(toStoredString(check.assetKey))}, "check_name": ${JSON.stringify(check.name)}}`;
}

/**
 * The inverse of {@link checkToStoredString}.
 *
 * @throws TypeError for text that is not such an object
 */
export function checkFromStoredString(text: string): AssetCheckKey {
  const value = readJson(text) as { asset_key?: unknown; check_name?: unknown } | null | undefined;
  if (typeof value?.asset_key !== "string" || typeof value.check_name !== "string") {
    throw new TypeError(`A stored check is a JSON object with asset_key and check_name as texts, not ${quote(text)}.`);
  }
  return { assetKey: fromStoredString(value.asset_key), name: value.check_name };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
