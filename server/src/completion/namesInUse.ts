import { posix } from "node:path";
import type { ProjectAnalysis } from "@headwater/analysis";
import { type AssetNode, type AssetSpec, type KeyId, kindTagPrefix } from "@headwater/model";
import { createSortedKeys, type SortedKeys } from "./sortedKeys.ts";

/** What assets share by a name. */
export type Label = "group" | "kind" | "owner" | "tag" | "ioManager" | "pool";

/** What is written in a project: the keys of its assets by their neighbourhood, and the names that they share. It follows edits node by node. */
export interface NamesInUse {
  /** The keys of all assets that are declared or described. */
  keys(): SortedKeys;
  keysOfGroup(group: string): SortedKeys | undefined;
  /** Those that are declared in the files of a folder, without its inner ones. */
  keysOfFolder(folder: string): SortedKeys | undefined;
  /** The names of a kind with the number of assets that have them, the most used first. */
  names(label: Label): readonly (readonly [name: string, assets: number])[];
  /** The values of a tag, likewise. */
  valuesOfTag(tag: string): readonly (readonly [value: string, assets: number])[];
  /** Makes what the first question would otherwise have to make, in steps. */
  prepare(): Iterable<void>;
  /** Takes a newer analysis, in which only some nodes are other than before. */
  follow(analysis: ProjectAnalysis, changed: ReadonlySet<KeyId> | "everything"): void;
}

/** What a node was counted as. */
interface Counted {
  readonly group: string | undefined;
  readonly folder: string | undefined;
  readonly spec: AssetSpec | undefined;
}

/** More changes than this are not followed one by one. */
const mostChanges = 500;

/**
 * Knows nothing at first; everything is made when it is asked for.
 *
 * @param fileOf where an asset is declared
 */
export function createNamesInUse(fileOf: (id: KeyId) => string | undefined): NamesInUse {
  let analysis: ProjectAnalysis | undefined;
  let pending: ReadonlySet<KeyId> | "everything" = "everything";
  let counted = new Map<KeyId, Counted>();
  let keys = createSortedKeys();
  let groups = new Map<string, SortedKeys>();
  let folders = new Map<string, SortedKeys>();
  let counts = new Map<string, Map<string, number>>();

  const count = (list: string, name: string, by: 1 | -1) => {
    if (name === "") return;
    const names = counts.get(list) ?? new Map<string, number>();
    const now = (names.get(name) ?? 0) + by;
    if (now === 0) names.delete(name);
    else names.set(name, now);
    counts.set(list, names);
  };
  const countAll = ({ spec }: Counted, by: 1 | -1) => {
    if (spec === undefined) return;
    count("group", spec.groupName, by);
    for (const kind of spec.kinds) count("kind", kind, by);
    for (const owner of spec.owners) count("owner", owner, by);
    if (spec.materializable) count("ioManager", spec.ioManagerKey, by);
    if (spec.pool !== undefined) count("pool", spec.pool, by);
    for (const [tag, value] of Object.entries(spec.tags)) {
      if (tag.startsWith(kindTagPrefix)) continue;
      count("tag", tag, by);
      count(`tag ${tag}`, value, by);
    }
  };
  const listsOf = ({ group, folder }: Counted) => [
    keys,
    ...(group === undefined ? [] : [listIn(groups, group)]),
    ...(folder === undefined ? [] : [listIn(folders, folder)]),
  ];
  const remove = (id: KeyId) => {
    const before = counted.get(id);
    if (before === undefined) return;
    counted.delete(id);
    for (const list of listsOf(before)) list.remove(id);
    countAll(before, -1);
  };
  const add = (id: KeyId, node: AssetNode | undefined) => {
    if (node === undefined || node.kind === "stub") return;
    const file = fileOf(id);
    const now: Counted = {
      group: node.groupName ?? undefined,
      folder: file === undefined ? undefined : posix.dirname(file),
      spec: node.spec,
    };
    counted.set(id, now);
    for (const list of listsOf(now)) list.add(id);
    countAll(now, 1);
  };
  const bringUpToDate = () => {
    if (analysis === undefined || (pending !== "everything" && pending.size === 0)) return;
    const { nodes } = analysis.graph;
    if (pending === "everything" || pending.size > mostChanges) {
      counted = new Map();
      keys = createSortedKeys();
      groups = new Map();
      folders = new Map();
      counts = new Map();
      for (const [id, node] of nodes) add(id, node);
    } else {
      for (const id of pending) {
        remove(id);
        add(id, nodes.get(id));
      }
    }
    pending = new Set();
  };
  const sorted = (list: string) => {
    bringUpToDate();
    return [...(counts.get(list) ?? [])].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
  };
  return {
    keys() {
      bringUpToDate();
      return keys;
    },
    keysOfGroup(group) {
      bringUpToDate();
      return groups.get(group);
    },
    keysOfFolder(folder) {
      bringUpToDate();
      return folders.get(folder);
    },
    *prepare() {
      bringUpToDate();
      yield;
      yield* keys.prepare();
    },
    names: sorted,
    valuesOfTag: (tag) => sorted(`tag ${tag}`),
    follow(newer, changed) {
      analysis = newer;
      pending = changed === "everything" || pending === "everything" ? "everything" : pending.union(changed);
    },
  };
}

function listIn(lists: Map<string, SortedKeys>, name: string): SortedKeys {
  const list = lists.get(name) ?? createSortedKeys();
  lists.set(name, list);
  return list;
}
