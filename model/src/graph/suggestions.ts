import { type AssetKey, sameKey, toStoredString } from "../keys/assetKey.ts";
import { isSimilar, type Measured, measure } from "./similarity.ts";

const most = 10;

interface Candidate {
  readonly key: AssetKey;
  readonly prefix: Measured;
  readonly name: Measured;
}

/**
 * The keys that a mistyped one may have meant (spec 2.4, "Did-you-mean"), at most ten, in the order of their stored
 * strings: a like name under the same prefix, the same name under a like prefix, a prefix off by one segment, any prefix
 * for a key without one, or segments that were written as one text with slashes.
 */
export function suggestKeys(wrong: AssetKey, known: Iterable<AssetKey>): AssetKey[] {
  return keySuggester(known)(wrong);
}

/** {@link suggestKeys} for many mistyped keys: the known ones are sorted once, and a search ends when it has found ten. */
export function keySuggester(known: Iterable<AssetKey>): (wrong: AssetKey) => AssetKey[] {
  const candidates = [...known]
    .map((key) => ({ text: toStoredString(key), candidate: measureParts(key) }))
    .sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0))
    .map(({ candidate }) => candidate);
  return (wrong) => {
    const target = measureParts(wrong);
    const split = { path: wrong.path.flatMap((segment) => segment.split("/")) };
    const hasSlash = split.path.length > wrong.path.length;
    const found: AssetKey[] = [];
    for (const candidate of candidates) {
      if (!mayBeMeant(candidate, target) && !(hasSlash && sameKey(candidate.key, split))) continue;
      found.push(candidate.key);
      if (found.length === most) break;
    }
    return found;
  };
}

function mayBeMeant({ key, prefix, name }: Candidate, target: Candidate): boolean {
  if (prefix.text === target.prefix.text && isSimilar(name, target.name)) return true;
  if (name.text !== target.name.text) return false;
  return target.key.path.length === 1 || isSimilar(prefix, target.prefix) || offByOne(key.path, target.key.path);
}

function measureParts(key: AssetKey): Candidate {
  return { key, prefix: measure(key.path.slice(0, -1).join(" ")), name: measure(key.path.at(-1) ?? "") };
}

function offByOne(one: readonly string[], other: readonly string[]): boolean {
  if (one.length <= 1 && other.length <= 1) return false;
  return new Set(one).symmetricDifference(new Set(other)).size === 1;
}
