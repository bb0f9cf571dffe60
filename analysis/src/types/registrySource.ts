import type { KeyId } from "@headwater/model";
import type { ProjectAnalysis } from "../projectAnalysis.ts";
import { outputPlace } from "./inputEdges.ts";
import { nameOf } from "./registry.ts";
import type { OutputPlace } from "./typeOracle.ts";

/** An asset that a text can name by itself. */
export interface RegisteredAsset {
  /** The text of its key, which has one segment. */
  readonly name: string;
  /** Relative to the project's folder. */
  readonly file: string;
  readonly place: OutputPlace;
}

/** What of an analysis a registry is made from. Plain data, so that it can be made in another thread. */
export interface RegistrySource {
  /** In the order of their names. */
  readonly assets: readonly RegisteredAsset[];
  /** For each file with assets the files of those that they take. */
  readonly upstreamFiles: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Takes what a registry is made from; `root` is the project's folder, absolute with forward slashes. One pass over all assets. */
export function registrySource(root: string, { assets, graph }: ProjectAnalysis): RegistrySource {
  const fileOf = new Map<KeyId, string>(assets.map(({ id, file }) => [id, file]));
  const upstreamFiles = new Map<string, Set<string>>();
  for (const { id, file } of assets) {
    const files = upstreamFiles.get(file) ?? new Set();
    upstreamFiles.set(file, files);
    for (const upstream of graph.nodes.get(id)?.upstream ?? []) files.add(fileOf.get(upstream) ?? file);
  }
  const registered = assets
    .filter(({ id, spec }) => spec.key.path.length === 1 && graph.nodes.get(id)?.spec === spec)
    .map((asset): RegisteredAsset => ({ name: nameOf(asset.spec.key), file: asset.file, place: outputPlace(root, asset) }))
    .sort(({ name: one }, { name: other }) => (one < other ? -1 : one > other ? 1 : 0));
  return { assets: registered, upstreamFiles };
}
