/**
 * The name of an asset: one or more segments, compared in order and case-sensitively (spec 1.1).
 *
 * Text has three forms. The *user string* joins the segments with `/`. The *escaped string* does the same but writes a
 * slash inside a segment as `\/` and a backslash as `\\`, so that different keys never share a text. The *stored
 * string* is a JSON list, as Dagster persists it.
 */
export interface AssetKey {
  readonly path: readonly string[];
}

/** What a user may write where a key is wanted: a text is ONE segment and is never split on `/`. */
export type CoercibleToAssetKey = string | readonly string[] | AssetKey;

/** The escaped string of a key: one text for one key, so it serves as a map key. */
export type KeyId = string;

/**
 * Makes an asset key.
 *
 * @param value one segment as text, a list of segments, or a key (returned as it is)
 * @throws TypeError when a segment is not text, when there is no segment, or for any other value
 */
export function AssetKey(value: CoercibleToAssetKey): AssetKey {
  if (isAssetKey(value)) return value;
  const path: unknown = typeof value === "string" ? [value] : value;
  if (!Array.isArray(path)) throw new TypeError("An asset key is made of text (one segment), a list of texts or another key.");
  if (path.length === 0) throw new TypeError('An asset key needs at least one segment, as in AssetKey(["a", "b"]).');
  for (const segment of path) {
    if (typeof segment !== "string") throw new TypeError(`An asset key's segments are texts, but one is ${typeof segment}.`);
  }
  return { path: [...path] };
}

/** Whether a value has the shape of an asset key: `path` is a list of one text or more. */
export function isAssetKey(value: unknown): value is AssetKey {
  if (typeof value !== "object" || value === null) return false;
  const { path } = value as { readonly path?: unknown };
  // A copy, because every() passes over the holes of a list.
  return Array.isArray(path) && path.length > 0 && [...path].every((segment) => typeof segment === "string");
}

/** Segments joined with `/`. Keys with a slash inside a segment can share a user string: use {@link keyId} to compare. */
export function toUserString(key: AssetKey): string {
  return key.path.join("/");
}

/** Splits on every `/`. The inverse of {@link toUserString} for keys without a slash inside a segment. */
export function fromUserString(text: string): AssetKey {
  return { path: text.split("/") };
}

/** The escaped string: `\` becomes `\\`, a slash inside a segment becomes `\/`, segments are joined with `/`. */
export function toEscapedString(key: AssetKey): KeyId {
  const only = key.path[0];
  if (key.path.length === 1 && only !== undefined && !needsEscape(only)) return only;
  return key.path.map((segment) => (needsEscape(segment) ? segment.replace(/[\\/]/g, "\\$&") : segment)).join("/");
}

/** The inverse of {@link toEscapedString}. A backslash that escapes nothing stands for itself. */
export function fromEscapedString(text: KeyId): AssetKey {
  const path: string[] = [];
  let segment = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const next = text[at + 1];
    if (character === "\\" && (next === "/" || next === "\\")) {
      segment += next;
      at++;
    } else if (character === "/") {
      path.push(segment);
      segment = "";
    } else {
      segment += character;
    }
  }
  path.push(segment);
  return { path };
}

/** The identity of a key: its escaped string. */
export const keyId = toEscapedString;

/** The persisted form: a JSON list with a blank after each comma, as in `["a", "b"]`. It is also how code writes the key. */
export function toStoredString(key: AssetKey): string {
  return `[${key.path.map((segment) => JSON.stringify(segment)).join(", ")}]`;
}

/**
 * Reads the persisted form. Text that is not a JSON list of texts is split on runs of characters other than letters,
 * digits and underscore, as Dagster does for keys written by its early versions.
 */
export function fromStoredString(text: string): AssetKey {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.length > 0 && value.every((segment) => typeof segment === "string")) {
      return { path: value };
    }
  } catch {
    // Not JSON: an old form, read below.
  }
  const path = text.split(/[^A-Za-z0-9_]+/).filter((segment) => segment !== "");
  return { path: path.length > 0 ? path : [text] };
}

/**
 * Reads a prefix: text is ONE segment and may hold slashes, a list is taken segment by segment (spec 1.1). An empty list
 * is no prefix.
 *
 * @throws TypeError for any other value, and for a segment that is not text
 */
export function coercePrefix(prefix: string | readonly string[]): readonly string[] {
  const path: unknown = typeof prefix === "string" ? [prefix] : prefix;
  if (!Array.isArray(path)) throw new TypeError("A key prefix is text (one segment) or a list of texts.");
  for (const segment of path) {
    if (typeof segment !== "string") throw new TypeError(`A key prefix is made of texts, but one segment is ${typeof segment}.`);
  }
  return [...path];
}

/**
 * Puts segments before a key, as a prefix that is given while loading does. See {@link coercePrefix} for its forms.
 *
 * @throws TypeError as {@link coercePrefix}
 */
export function withPrefix(prefix: string | readonly string[], key: AssetKey): AssetKey {
  return { path: [...coercePrefix(prefix), ...key.path] };
}

/** Whether a key starts with the given segments; whole segments are compared. */
export function hasPrefix(key: AssetKey, prefix: readonly string[]): boolean {
  return prefix.length <= key.path.length && prefix.every((segment, index) => key.path[index] === segment);
}

/** Whether two keys have the same segments in the same order. */
export function sameKey(one: AssetKey, other: AssetKey): boolean {
  return one.path.length === other.path.length && one.path.every((segment, index) => segment === other.path[index]);
}

/** The step that computes a key: segments joined by `__`, then `-` becomes `_` (spec 1.1, "python identifier"). */
export function stepNameOf(key: AssetKey): string {
  return key.path.join("__").replaceAll("-", "_");
}

function needsEscape(segment: string): boolean {
  return segment.includes("/") || segment.includes("\\");
}
