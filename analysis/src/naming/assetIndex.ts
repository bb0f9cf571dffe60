import type { KeyId } from "@headwater/model";
import type { AnalyzedAsset, ProjectAnalysis } from "../projectAnalysis.ts";

/** The declared assets of a project by their keys. It is made when it is asked for, and follows edits file by file. */
export interface AssetIndex {
  /** The asset that a key means: where several have it, the one that stands in the graph. */
  get(id: KeyId): AnalyzedAsset | undefined;
  /** All assets of a key, in the order of files and texts. */
  all(id: KeyId): readonly AnalyzedAsset[];
  /** The keys that several assets have. */
  collisions(): Iterable<KeyId>;
  /** Takes a newer analysis, in which only some files are other than before. */
  follow(analysis: ProjectAnalysis, changed: ReadonlySet<string> | "everything"): void;
}

/** Knows nothing at first. */
export function createAssetIndex(): AssetIndex {
  const byKey = new Map<KeyId, readonly AnalyzedAsset[]>();
  const byFile = new Map<string, readonly AnalyzedAsset[]>();
  const shared = new Set<KeyId>();
  let analysis: ProjectAnalysis | undefined;
  let pending: ReadonlySet<string> | "everything" = "everything";

  const put = (id: KeyId, assets: readonly AnalyzedAsset[]) => {
    if (assets.length === 0) byKey.delete(id);
    else byKey.set(id, assets);
    if (assets.length > 1) shared.add(id);
    else shared.delete(id);
  };
  const replace = (file: string, now: readonly AnalyzedAsset[]) => {
    const before = byFile.get(file) ?? [];
    if (before === now) return;
    for (const id of new Set(before.map((asset) => asset.id))) {
      put(
        id,
        (byKey.get(id) ?? []).filter((asset) => asset.file !== file),
      );
    }
    for (const asset of now) {
      const others = byKey.get(asset.id);
      put(asset.id, others === undefined ? [asset] : [...others, asset].sort(compareFiles));
    }
    if (now.length === 0) byFile.delete(file);
    else byFile.set(file, now);
  };
  const bringUpToDate = () => {
    if (analysis === undefined || (pending !== "everything" && pending.size === 0)) return;
    const { assetsOf } = analysis;
    for (const file of pending === "everything" ? new Set([...byFile.keys(), ...assetsOf.keys()]) : pending) {
      replace(file, assetsOf.get(file) ?? []);
    }
    pending = new Set();
  };
  const all = (id: KeyId) => {
    bringUpToDate();
    return byKey.get(id) ?? [];
  };
  return {
    all,
    get(id) {
      const assets = all(id);
      if (assets.length < 2) return assets[0];
      const spec = analysis?.graph.nodes.get(id)?.spec;
      return assets.find((asset) => asset.spec === spec) ?? assets[0];
    },
    collisions() {
      bringUpToDate();
      return shared;
    },
    follow(newer, changed) {
      analysis = newer;
      pending = changed === "everything" || pending === "everything" ? "everything" : pending.union(changed);
    },
  };
}

function compareFiles({ file: one }: AnalyzedAsset, { file: other }: AnalyzedAsset): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
