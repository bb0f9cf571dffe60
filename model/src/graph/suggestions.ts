import { type AssetKey, type KeyId, keyId, sameKey, toStoredString } from "../keys/assetKey.ts";
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

/** The keys that some mistyped ones may have meant, kept while keys come and go. */
export interface LiveSuggestions {
  /** At most ten; the first search for a key looks at all known keys. */
  suggest(wrong: AssetKey): readonly AssetKey[];
  add(key: AssetKey): void;
  remove(key: AssetKey): void;
  /** The mistyped keys whose suggestions have changed since this was asked last, of those that were searched for. */
  takeChanged(): readonly KeyId[];
  /** Whether a key may be meant by one that was not searched for. */
  mayMean(wrong: AssetKey, key: AssetKey): boolean;
  /** Forgets the mistyped keys that nobody uses any more. */
  keepOnly(isUsed: (wrong: KeyId) => boolean): void;
}

/** {@link suggestKeys} for keys that come and go. */
export function createLiveSuggestions(known: Iterable<AssetKey>): LiveSuggestions {
  /** In the order of their stored strings, so that a search ends with the tenth. */
  const texts: string[] = [];
  const candidates: Candidate[] = [];
  for (const { text, candidate } of textsOf(Array.from(known, measureParts))) {
    texts.push(text);
    candidates.push(candidate);
  }
  const found = new Map<KeyId, { readonly target: AssetKey; meant: readonly AssetKey[] }>();
  const changed = new Set<KeyId>();
  const placeOf = (text: string): number => {
    let low = 0;
    let high = texts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((texts[middle] as string) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const searchAll = (wrong: AssetKey) => search(wrong, candidates, most).map(keyOf);
  const again = (id: KeyId, entry: { readonly target: AssetKey; meant: readonly AssetKey[] }) => {
    entry.meant = searchAll(entry.target);
    changed.add(id);
  };
  return {
    suggest(wrong) {
      const id = keyId(wrong);
      let entry = found.get(id);
      if (entry === undefined) {
        entry = { target: wrong, meant: searchAll(wrong) };
        found.set(id, entry);
      }
      return entry.meant;
    },
    add(key) {
      const candidate = measureParts(key);
      const text = toStoredString(key);
      const place = placeOf(text);
      texts.splice(place, 0, text);
      candidates.splice(place, 0, candidate);
      for (const [id, entry] of found) if (search(entry.target, [candidate], 1).length > 0) again(id, entry);
    },
    remove(key) {
      const place = placeOf(toStoredString(key));
      texts.splice(place, 1);
      candidates.splice(place, 1);
      for (const [id, entry] of found) if (entry.meant.some((each) => sameKey(each, key))) again(id, entry);
    },
    takeChanged() {
      const taken = [...changed];
      changed.clear();
      return taken;
    },
    mayMean: (wrong, key) => !found.has(keyId(wrong)) && search(wrong, [measureParts(key)], 1).length > 0,
    keepOnly(isUsed) {
      for (const id of found.keys()) if (!isUsed(id)) found.delete(id);
    },
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
  return textsOf(candidates).map(({ candidate }) => candidate);
}

function textsOf(candidates: readonly Candidate[]): { readonly text: string; readonly candidate: Candidate }[] {
  return candidates
    .map((candidate) => ({ text: toStoredString(candidate.key), candidate }))
    .sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0));
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
