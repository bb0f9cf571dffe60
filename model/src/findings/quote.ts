import { type AssetKey, toStoredString, toUserString } from "../keys/assetKey.ts";

const longest = 120;

/** A text of the user's as messages show it: in quotes, control characters escaped, cut when it is very long. */
export function quote(text: string): string {
  return JSON.stringify(cut(text));
}

/** A key as it is spoken of: `"a/b"`. */
export function quoteKey(key: AssetKey): string {
  return quote(toUserString(key));
}

/** A key as it is written in code, where a text is ONE segment: `"a"`, or `["a", "b"]`. */
export function keyAsCode(key: AssetKey): string {
  const [only, second] = key.path;
  return only !== undefined && second === undefined ? quote(only) : cut(toStoredString(key));
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
