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

/**
 * {@link suggestKeys} for many mistyped keys. The first search looks at every known key and sorts what it finds; from the
 * second on the known ones are sorted, and a search ends when it has found ten.
 */
export function keySuggester(known: Iterable<AssetKey>): (wrong: AssetKey) => AssetKey[] {
  let candidates = Array.from(known, measureParts);
  let searches = 0;
  return (wrong) => {
    searches++;
    if (searches === 1)
      return sorted(search(wrong, candidates, Number.POSITIVE_INFINITY))
        .slice(0, most)
        .map(keyOf);
    if (searches === 2) candidates = sorted(candidates);
    return search(wrong, candidates, most).map(keyOf);
  };
}

function search(wrong: AssetKey, candidates: readonly Candidate[], limit: number): Candidate[] {
  const target = measureParts(wrong);
  const split = { path: wrong.path.flatMap((segment) => segment.split("/")) };
  const hasSlash = split.path.length > wrong.path.length;
  const found: Candidate[] = [];
  for (const candidate of candidates) {
    if (!mayBeMeant(candidate, target) && !(hasSlash && sameKey(candidate.key, split))) continue;
    found.push(candidate);
    if (found.length === limit) break;
  }
  return found;
}

function sorted(candidates: readonly Candidate[]): Candidate[] {
  return candidates
    .map((candidate) => ({ text: toStoredString(candidate.key), candidate }))
    .sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0))
    .map(({ candidate }) => candidate);
}

function keyOf({ key }: Candidate): AssetKey {
  return key;
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
