import type { KeyId, RenamedKey } from "@headwater/model";

/** Where the history of renamed assets still is, project by project. */
export interface Uncarried {
  /**
   * Takes note of a rename.
   *
   * @returns the key under which the history is that belongs to the asset; undefined where it has that key again
   */
  add(projectUri: string, renamed: RenamedKey): KeyId | undefined;
  /** The key under which the history of an asset is, as far as it is another one. */
  keyOf(projectUri: string, key: KeyId): KeyId | undefined;
  /** The history was carried. */
  remove(projectUri: string, key: KeyId): void;
}

export function createUncarried(): Uncarried {
  const projects = new Map<string, Map<KeyId, KeyId>>();
  const of = (uri: string) => {
    const known = projects.get(uri) ?? new Map<KeyId, KeyId>();
    projects.set(uri, known);
    return known;
  };
  return {
    add(uri, { from, to }) {
      const known = of(uri);
      // Renamed a second time before its history was carried.
      const first = known.get(from) ?? from;
      known.delete(from);
      if (first === to) return undefined;
      known.set(to, first);
      return first;
    },
    keyOf: (uri, key) => of(uri).get(key),
    remove: (uri, key) => void of(uri).delete(key),
  };
}
