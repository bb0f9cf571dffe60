import { type AnalyzedAsset, createAssetIndex, type ProjectAnalysis } from "@headwater/analysis";
import type { KeyId } from "@headwater/model";
import type { ProjectGraph } from "@headwater/protocol";
import { type BlockSource, blockOfFile, blockOfOthers, keysOfOthers } from "./graphBlocks.ts";

/** A graph without what tells one telling of it from another. */
export type GraphContent = Omit<ProjectGraph, "revision">;

/**
 * The graph of an analysis as it is sent: the nodes in the order of files and texts, then those that no file of the project
 * declares.
 *
 * @param elsewhere the asset that another project declares under a key: it is external here
 */
export function describeGraph(
  { root, uri, name }: { readonly root: string; readonly uri: string; readonly name: string },
  analysis: ProjectAnalysis,
  elsewhere: BlockSource["elsewhere"] = () => undefined,
): GraphContent {
  const index = createAssetIndex();
  index.follow(analysis, "everything");
  const source: BlockSource = { analysis, root, all: (id: KeyId): readonly AnalyzedAsset[] => index.all(id), elsewhere };
  const files = [...analysis.assetsOf.keys()].sort();
  const blocks = [...files.map((file) => blockOfFile(source, file)), blockOfOthers(source, keysOfOthers(source))];
  return {
    uri,
    name,
    nodes: blocks.flatMap(({ nodes }) => nodes),
    edges: blocks.flatMap(({ edges }) => edges),
    brokenFiles: [...analysis.diagnosticsOf.keys()].filter((file) => isBroken(analysis, file)).sort(),
  };
}

/** Whether a file has syntax errors. */
export function isBroken({ diagnosticsOf }: ProjectAnalysis, file: string): boolean {
  return diagnosticsOf.get(file)?.some(({ code }) => code === "syntax-error") ?? false;
}
