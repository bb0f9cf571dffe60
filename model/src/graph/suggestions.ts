import { type AssetKey, toStoredString } from "../keys/assetKey.ts";
import { isSimilar } from "./similarity.ts";

const most = 10;

/**
 * The keys that a mistyped one may have meant (spec 2.4, "Did-you-mean"), at most ten, in the order of their stored
 * strings: a like name under the same prefix, the same name under a like prefix, a prefix off by one segment, any prefix
 * for a key without one, or segments that were written as one text with slashes.
 */
export function suggestKeys(wrong: AssetKey, known: Iterable<AssetKey>): AssetKey[] {
  const target = parts(wrong);
  const split = wrong.path.flatMap((segment) => segment.split("/"));
  const found: AssetKey[] = [];
  for (const key of known) {
    const candidate = parts(key);
    if (
      (candidate.prefix === target.prefix && isSimilar(candidate.name, target.name)) ||
      (candidate.name === target.name &&
        (target.prefix === "" || isSimilar(candidate.prefix, target.prefix) || offByOne(key.path, wrong.path))) ||
      equal(key.path, split)
    ) {
      found.push(key);
    }
  }
  return found
    .map((key) => ({ key, text: toStoredString(key) }))
    .sort((one, other) => (one.text < other.text ? -1 : one.text > other.text ? 1 : 0))
    .slice(0, most)
    .map(({ key }) => key);
}

function parts(key: AssetKey): { prefix: string; name: string } {
  return { prefix: key.path.slice(0, -1).join(" "), name: key.path.at(-1) as string };
}

function offByOne(one: readonly string[], other: readonly string[]): boolean {
  if (one.length <= 1 && other.length <= 1) return false;
  return new Set(one).symmetricDifference(new Set(other)).size === 1;
}

function equal(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((segment, index) => segment === other[index]);
}
