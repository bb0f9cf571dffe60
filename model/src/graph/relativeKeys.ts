import { type AssetKey, keyId } from "../keys/assetKey.ts";
import type { AssetSpec } from "../specs/declaration.ts";

/** The asset that a dependency means beside the one of exactly its key. */
export interface RelativeMatch {
  /** Absent where there is none, or more than one. */
  readonly key?: AssetKey;
  /** True where the group of an asset is not known, so that there may be a match that cannot be seen. */
  readonly undecided: boolean;
}

/** Knows which assets a key of one segment may mean beside the one of exactly its key. */
export interface RelativeKeys {
  add(spec: AssetSpec): void;
  remove(spec: AssetSpec): void;
  /** What a key of a dependency means that is no asset's own. */
  match(key: AssetKey, from: AssetSpec): RelativeMatch;
}

/**
 * Spec 2.4 rule 2: a key of one segment means the only asset of the same group whose last segment it is. An asset never
 * means itself, nor one that is computed together with it. Only keys of several segments can be meant so.
 */
export function createRelativeKeys(): RelativeKeys {
  const byName = new Map<string, Named>();
  return {
    add(spec) {
      const name = nameOf(spec);
      if (name === undefined) return;
      const named = byName.get(name) ?? { count: 0, groupsUnknown: 0, groups: new Map() };
      byName.set(name, named);
      named.count++;
      if (spec.groupNameUnknown) named.groupsUnknown++;
      const members = named.groups.get(spec.groupName);
      if (members === undefined) named.groups.set(spec.groupName, new Set([spec]));
      else members.add(spec);
    },
    remove(spec) {
      const name = nameOf(spec);
      const named = name === undefined ? undefined : byName.get(name);
      if (name === undefined || !named?.groups.get(spec.groupName)?.delete(spec)) return;
      named.count--;
      if (spec.groupNameUnknown) named.groupsUnknown--;
      if (named.count === 0) byName.delete(name);
    },
    match(key, from) {
      const [name] = key.path;
      const named = name === undefined || key.path.length !== 1 ? undefined : byName.get(name);
      if (named === undefined || named.count === (nameOf(from) === name ? 1 : 0)) return { undecided: false };
      if (from.groupNameUnknown || named.groupsUnknown > 0) return { undecided: true };
      const [match, second] = named.groups.get(from.groupName) ?? [];
      if (match === undefined || second !== undefined || definitionOf(match) === definitionOf(from)) return { undecided: false };
      return { key: match.key, undecided: false };
    },
  };
}

/** The assets whose keys have one last segment. */
interface Named {
  count: number;
  /** How many of them are in a group that is not known. */
  groupsUnknown: number;
  readonly groups: Map<string, Set<AssetSpec>>;
}

/** The last of several segments. */
function nameOf({ key: { path } }: AssetSpec): string | undefined {
  return path.length > 1 ? path.at(-1) : undefined;
}

/** What tells assets of different declarations apart. */
function definitionOf({ unit, key }: AssetSpec): string {
  return unit?.id ?? keyId(key);
}
