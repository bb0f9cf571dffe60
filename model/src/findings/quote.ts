import { type AssetKey, toUserString } from "../keys/assetKey.ts";

const longest = 120;

/**
 * A text of the user's as messages show it: on one line, in quotes, with what is not to be seen or turns the direction of
 * reading escaped, and cut when it is very long.
 */
export function quote(text: string): string {
  const shown = escaped(cut(text));
  // Escapes are up to six characters long: a text that is full of them is cut to fewer.
  return shown.length <= 2 * longest ? shown : escaped(`${text.slice(0, longest / 6)}…`);
}

/** A key as it is spoken of: `"a/b"`. */
export function quoteKey(key: AssetKey): string {
  return quote(toUserString(key));
}

/** A key as it is written in code, where a text is ONE segment: `"a"`, or `["a", "b"]`. */
export function keyAsCode(key: AssetKey): string {
  const [only, second] = key.path;
  if (only !== undefined && second === undefined) return quote(only);
  return cut(`[${key.path.slice(0, longest).map(escaped).join(", ")}]`);
}

// What JSON leaves as it is: control characters, line breaks, marks of the direction of reading.
const hidden = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(text: string): string {
  return JSON.stringify(text).replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function cut(text: string): string {
  // Not in the middle of a character that takes two code units.
  return text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
}
