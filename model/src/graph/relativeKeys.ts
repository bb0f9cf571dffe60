import { type AssetKey, keyId } from "../keys/assetKey.ts";
import type { AssetSpec } from "../specs/declaration.ts";

/** The asset that a dependency means beside the one of exactly its key. */
export interface RelativeMatch {
  /** Absent where there is none, or more than one. */
  readonly key?: AssetKey;
  /** True where the group of an asset is not known, so that there may be a match that cannot be seen. */
  readonly undecided: boolean;
}

/**
 * Spec 2.4 rule 2: a key of one segment means the only asset of the same group whose last segment it is. An asset never
 * means itself, nor one that is computed together with it.
 */
export function relativeKeys(specs: Iterable<AssetSpec>): (key: AssetKey, from: AssetSpec) => RelativeMatch {
  const inGroup = new Map<string, AssetSpec[]>();
  const named = new Map<string, { count: number; groupsKnown: boolean }>();
  for (const spec of specs) {
    const name = spec.key.path.at(-1) ?? "";
    const all = named.get(name) ?? { count: 0, groupsKnown: true };
    named.set(name, { count: all.count + 1, groupsKnown: all.groupsKnown && !spec.groupNameUnknown });
    const place = placeOf(spec.groupName, name);
    const members = inGroup.get(place);
    if (members === undefined) inGroup.set(place, [spec]);
    else members.push(spec);
  }
  return (key, from) => {
    const [name] = key.path;
    if (name === undefined || key.path.length !== 1) return { undecided: false };
    const all = named.get(name);
    const others = (all?.count ?? 0) - (from.key.path.at(-1) === name ? 1 : 0);
    if (all === undefined || others === 0) return { undecided: false };
    if (from.groupNameUnknown || !all.groupsKnown) return { undecided: true };
    const [match, second] = inGroup.get(placeOf(from.groupName, name)) ?? [];
    if (match === undefined || second !== undefined || definitionOf(match) === definitionOf(from)) return { undecided: false };
    return { key: match.key, undecided: false };
  };
}

/** What tells assets of different declarations apart. */
function definitionOf({ unit, key }: AssetSpec): string {
  return unit?.id ?? keyId(key);
}

function placeOf(groupName: string, name: string): string {
  return JSON.stringify([groupName, name]);
}
