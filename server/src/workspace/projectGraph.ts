import { posix } from "node:path";
import type { AnalyzedAsset, Diagnostic, ProjectAnalysis, SourceRange } from "@headwater/analysis";
import { type AssetNode, type KeyId, toUserString } from "@headwater/model";
import type { GraphEdge, GraphNode, ProjectGraph } from "@headwater/protocol";
import { uriOfPath } from "./fileUris.ts";
import type { DeclaredAsset } from "./otherProjects.ts";

/**
 * The graph of an analysis as it is sent. The revision stays that of the one before where nothing has changed.
 *
 * @param elsewhere the asset that another project declares under a key: it is external here
 */
export function describeGraph(
  project: { readonly root: string; readonly uri: string; readonly name: string },
  analysis: ProjectAnalysis,
  before: ProjectGraph | undefined,
  elsewhere: (id: KeyId) => DeclaredAsset | undefined = () => undefined,
): ProjectGraph {
  const { root, uri, name } = project;
  const firstOf = new Map<string, AnalyzedAsset>();
  for (const asset of analysis.assets) if (!firstOf.has(asset.id)) firstOf.set(asset.id, asset);
  const uris = new Map<string, string>();
  const uriOf = (file: string, folder = root): string => {
    const path = posix.join(folder, file);
    const known = uris.get(path) ?? uriOfPath(path);
    uris.set(path, known);
    return known;
  };
  const errors = errorsOf(analysis);
  const all = inOrder(analysis);
  const nodes = all.map((node): GraphNode => {
    const other = node.kind === "stub" ? elsewhere(node.id) : undefined;
    const asset = other?.asset ?? firstOf.get(node.id);
    const spec = other?.asset.spec ?? node.spec;
    return {
      id: node.id,
      label: toUserString(node.key),
      kind: other === undefined ? node.kind : "external",
      groupName: other?.asset.spec.groupName ?? node.groupName,
      kinds: [...(spec?.kinds ?? [])],
      owners: [...(spec?.owners ?? [])],
      errors: errors.get(node.id) ?? 0,
      ...(spec?.description === undefined ? {} : { description: spec.description }),
      ...(node.spec?.unit === undefined || node.spec.unit.canSubset ? {} : { unit: node.spec.unit.id }),
      ...(asset === undefined
        ? {}
        : { source: { uri: uriOf(asset.file, other?.project.root), range: { start: asset.range.start, end: asset.range.end } } }),
    };
  });
  const edges = all.flatMap(edgesInto);
  const content = { uri, name, nodes, edges, brokenFiles: brokenFilesOf(analysis) };
  if (before === undefined) return { ...content, revision: 1 };
  const { revision, ...rest } = before;
  return isSame(rest, content) ? before : { ...content, revision: revision + 1 };
}

/** The nodes in the order of files and texts, then those that nobody describes: a graph that follows edits has another one. */
function inOrder({ assets, graph }: ProjectAnalysis): AssetNode[] {
  const nodes = new Map<string, AssetNode>();
  for (const { id } of assets) {
    const node = graph.nodes.get(id);
    if (node !== undefined) nodes.set(id, node);
  }
  for (const [id, node] of graph.nodes) if (!nodes.has(id)) nodes.set(id, node);
  return [...nodes.values()];
}

/** Whether two pieces of plain data hold the same. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((each, at) => isSame(each, other[at]));
  }
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSame(Reflect.get(one, key), Reflect.get(other, key)));
}

/** Files with syntax errors, relative to the project's folder. */
export function brokenFilesOf({ diagnostics }: ProjectAnalysis): string[] {
  return [...new Set(diagnostics.flatMap(({ code, file }) => (code === "syntax-error" ? [file] : [])))];
}

/** One edge for each upstream: it passes data where one of its dependencies does. */
function edgesInto({ id, dependencies, upstream }: AssetNode): GraphEdge[] {
  const data = new Set(dependencies.flatMap((each) => (each.kind === "data" ? [each.id] : [])));
  return upstream.map((from) => ({ from, to: id, kind: data.has(from) ? "data" : "order" }));
}

/**
 * How many errors stand inside the calls of each asset. Of several assets of one call each has those in its own entry, and
 * all have those that stand in none.
 */
function errorsOf({ assets, diagnostics }: ProjectAnalysis): Map<string, number> {
  const grave = diagnostics.filter(({ severity, code }) => severity === "error" && code !== "syntax-error");
  const errors = new Map<string, number>();
  if (grave.length === 0) return errors;
  const byFile = Map.groupBy(grave, ({ file }: Diagnostic) => file);
  const entriesOf = Map.groupBy(
    assets.filter(({ spec }) => spec.unit !== undefined),
    ({ places }) => places,
  );
  for (const asset of assets) {
    const { id, file, range, nameRange, callRange, places } = asset;
    const inside = (byFile.get(file) ?? []).filter((diagnostic) => {
      if (stands(diagnostic, range) || stands(diagnostic, nameRange)) return true;
      const others = stands(diagnostic, callRange) ? entriesOf.get(places) : undefined;
      return others?.every((other) => !stands(diagnostic, other.range)) ?? false;
    }).length;
    if (inside > 0) errors.set(id, (errors.get(id) ?? 0) + inside);
  }
  return errors;
}

function stands({ range: { startOffset } }: Diagnostic, place: SourceRange): boolean {
  return place.startOffset <= startOffset && startOffset <= place.endOffset;
}
