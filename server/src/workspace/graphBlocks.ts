import { posix } from "node:path";
import type { AnalyzedAsset, Diagnostic, ProjectAnalysis, SourceRange } from "@headwater/analysis";
import { type AssetNode, type KeyId, toUserString } from "@headwater/model";
import type { GraphEdge, GraphNode } from "@headwater/protocol";
import { uriOfPath } from "./fileUris.ts";
import type { DeclaredAsset } from "./otherProjects.ts";

/** Some nodes of a graph in their order, with the edges into them. */
export interface GraphBlock {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** What blocks are made from. */
export interface BlockSource {
  readonly analysis: ProjectAnalysis;
  /** Of the project's folder. */
  readonly root: string;
  /** All assets of a key, in the order of files and texts. */
  readonly all: (id: KeyId) => readonly AnalyzedAsset[];
  /** The asset that another project declares under a key: it is external here. */
  readonly elsewhere: (id: KeyId) => DeclaredAsset | undefined;
}

export const emptyBlock: GraphBlock = { nodes: [], edges: [] };

/** The nodes of the keys that a file declares first, in the order of its text. */
export function blockOfFile(source: BlockSource, file: string): GraphBlock {
  const { analysis, root, all } = source;
  const assets = analysis.assetsOf.get(file) ?? [];
  if (assets.length === 0) return emptyBlock;
  const own = errorsIn(analysis, file);
  const uri = uriOfPath(posix.join(root, file));
  const seen = new Set<KeyId>();
  const nodes: AssetNode[] = [];
  const described: GraphNode[] = [];
  for (const asset of assets) {
    const { id } = asset;
    const same = all(id);
    const node = analysis.graph.nodes.get(id);
    if (seen.has(id) || node === undefined || same[0]?.file !== file) continue;
    seen.add(id);
    nodes.push(node);
    const others = new Set(same.flatMap((other) => (other.file === file ? [] : [other.file])));
    const errors = [...others].reduce((sum, other) => sum + (errorsIn(analysis, other).get(id) ?? 0), own.get(id) ?? 0);
    described.push({ ...graphNode(node, node.spec), errors, source: placeOf(uri, asset) });
  }
  return { nodes: described, edges: nodes.flatMap(edgesInto) };
}

/** The nodes that no file of the project declares, by their keys: external where another project does, else stubs. */
export function blockOfOthers({ analysis, elsewhere }: BlockSource, ids: Iterable<KeyId>): GraphBlock {
  const nodes = [...ids].sort().flatMap((id) => analysis.graph.nodes.get(id) ?? []);
  const described = nodes.map((node): GraphNode => {
    const other = node.kind === "stub" ? elsewhere(node.id) : undefined;
    if (other === undefined) return { ...graphNode(node, node.spec), errors: 0 };
    const { project, asset } = other;
    const source = placeOf(uriOfPath(posix.join(project.root, asset.file)), asset);
    return { ...graphNode(node, asset.spec), kind: "external", groupName: asset.spec.groupName, errors: 0, source };
  });
  return { nodes: described, edges: nodes.flatMap(edgesInto) };
}

/** The keys that no file of the project declares. */
export function keysOfOthers({ analysis, all }: Pick<BlockSource, "analysis" | "all">): Set<KeyId> {
  return new Set([...analysis.graph.nodes.keys()].filter((id) => all(id).length === 0));
}

function graphNode(node: AssetNode, spec: AssetNode["spec"]): Omit<GraphNode, "errors" | "source"> {
  return {
    id: node.id,
    label: toUserString(node.key),
    kind: node.kind,
    groupName: node.groupName,
    kinds: [...(spec?.kinds ?? [])],
    owners: [...(spec?.owners ?? [])],
    ...(spec?.description === undefined ? {} : { description: spec.description }),
    ...(node.spec?.unit === undefined || node.spec.unit.canSubset ? {} : { unit: node.spec.unit.id }),
  };
}

function placeOf(uri: string, { range: { start, end } }: AnalyzedAsset): NonNullable<GraphNode["source"]> {
  return { uri, range: { start, end } };
}

/** One edge for each upstream: it passes data where one of its dependencies does. */
function edgesInto({ id, dependencies, upstream }: AssetNode): GraphEdge[] {
  const data = new Set(dependencies.flatMap((each) => (each.kind === "data" ? [each.id] : [])));
  return upstream.map((from) => ({ from, to: id, kind: data.has(from) ? "data" : "order" }));
}

const none: ReadonlyMap<KeyId, number> = new Map();

/**
 * How many errors stand inside the calls of each asset of a file. Of several assets of one call each has those in its own
 * entry, and all have those that stand in none.
 */
function errorsIn({ assetsOf, diagnosticsOf }: ProjectAnalysis, file: string): ReadonlyMap<KeyId, number> {
  const grave = (diagnosticsOf.get(file) ?? []).filter(({ severity, code }) => severity === "error" && code !== "syntax-error");
  if (grave.length === 0) return none;
  const errors = new Map<KeyId, number>();
  const assets = assetsOf.get(file) ?? [];
  const entriesOf = Map.groupBy(
    assets.filter(({ spec }) => spec.unit !== undefined),
    ({ places }) => places,
  );
  for (const { id, range, nameRange, callRange, places } of assets) {
    const inside = grave.filter((diagnostic) => {
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

/** Whether two pieces of plain data hold the same. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((each, at) => isSame(each, other[at]));
  }
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSame(Reflect.get(one, key), Reflect.get(other, key)));
}
