import { posix } from "node:path";
import { finding, type KeyId, quote } from "@headwater/model";
import type { Diagnostic } from "../diagnostic.ts";
import type { SourceRange } from "../facts/span.ts";
import type { AnalyzedAsset, ProjectAnalysis } from "../projectAnalysis.ts";
import type { OutputPlace, TypeEdge, TypeVerdict } from "./typeOracle.ts";

/** A value that one asset gives and the function of another takes. */
export interface InputEdge {
  /** Tells edges of a project apart, and is the same after an edit elsewhere. */
  readonly id: string;
  readonly upstream: AnalyzedAsset;
  readonly downstream: AnalyzedAsset;
  readonly name: string;
  /** Where the function takes the value. */
  readonly range: SourceRange;
  /** What names the upstream in `ins`. */
  readonly reference?: SourceRange;
}

/**
 * The edges that lead into an asset and whose types can be compared: the value is handed on as it is, and the place of the
 * parameter is known.
 *
 * @param assetOf the asset that stands in the graph under a key
 */
export function inputEdges(
  downstream: AnalyzedAsset,
  graph: ProjectAnalysis["graph"],
  assetOf: (id: KeyId) => AnalyzedAsset | undefined,
): InputEdge[] {
  const node = graph.nodes.get(downstream.id);
  if (node?.spec !== downstream.spec) return [];
  return node.dependencies.flatMap((dependency): InputEdge[] => {
    const { id, kind, inputName, declaredAt } = dependency;
    if (kind !== "data" || inputName === undefined) return [];
    const upstream = assetOf(id);
    if (upstream === undefined || upstream.spec.valueless || graph.nodes.get(id)?.spec !== upstream.spec) return [];
    // Of several partitions the function gets several values.
    const isMapped = dependency.partitionMapping !== undefined || dependency.partitionMappingUnknown;
    if (isMapped || !samePartitions(upstream, downstream)) return [];
    const range = placeOf(downstream, ["parameters", inputName]);
    if (range === undefined) return [];
    const reference = declaredAt[0] === "ins" ? placeOf(downstream, declaredAt) : undefined;
    const edge = {
      id: `${downstream.file}\n${downstream.id}\n${inputName}\n${id}`,
      upstream,
      downstream,
      name: inputName,
      range,
    };
    return [reference === undefined ? edge : { ...edge, reference }];
  });
}

/** All edges of a project whose types can be compared. */
export function allInputEdges({ assets, graph }: ProjectAnalysis): InputEdge[] {
  // Of several assets with one key the one in the graph counts.
  const byId = new Map(assets.filter(({ id, spec }) => graph.nodes.get(id)?.spec === spec).map((asset) => [asset.id, asset]));
  return [...byId.values()].flatMap((asset) => inputEdges(asset, graph, (id) => byId.get(id)));
}

/** The edge as it is asked about. */
export function toTypeEdge(root: string, { upstream, downstream, name, range, reference }: InputEdge): TypeEdge {
  return {
    upstream: outputPlace(root, upstream),
    downstream: { file: posix.join(root, downstream.file), ...spanOf(downstream.callRange) },
    input: { name, place: spanOf(range), ...(reference === undefined ? {} : { reference: spanOf(reference) }) },
  };
}

/** Where an asset is declared, as it is asked about. */
export function outputPlace(root: string, { file, callRange, spec }: AnalyzedAsset): OutputPlace {
  const place = { file: posix.join(root, file), ...spanOf(callRange) };
  return spec.outputName === undefined ? place : { ...place, output: spec.outputName };
}

/** What there is to say of an edge whose types do not fit. */
export function typeMismatch(root: string, edge: InputEdge, verdict: TypeVerdict & { kind: "mismatch" }): Diagnostic {
  const { upstream, downstream, name, range } = edge;
  // Two types of one name are told apart by their files.
  const [takes, gives] = [verdict.inputType, verdict.upstreamType].map((text) =>
    text.replaceAll(`${root}/`, "").replaceAll(/(import\("[^"]*"), \{ with: [^}]*\} \}/g, "$1"),
  );
  const { code, severity, message } = finding(
    "type-mismatch",
    `The input ${quote(name)} takes ${takes}, but the asset ${quote(upstream.id)} gives ${gives}.`,
  );
  return {
    code,
    severity,
    message,
    file: downstream.file,
    range,
    related: [{ file: upstream.file, range: upstream.nameRange, message: `${quote(upstream.id)} gives ${gives}.` }],
    suggestions: [],
  };
}

function samePartitions({ spec: one }: AnalyzedAsset, { spec: other }: AnalyzedAsset): boolean {
  if (one.partitionsDefUnknown || other.partitionsDefUnknown) return false;
  return JSON.stringify(one.partitionsDef) === JSON.stringify(other.partitionsDef);
}

function placeOf({ places }: AnalyzedAsset, wanted: readonly (string | number)[]): SourceRange | undefined {
  return places.find(({ path }) => path.length === wanted.length && path.every((part, at) => part === wanted[at]))?.range;
}

function spanOf({ startOffset, endOffset }: SourceRange) {
  return { start: startOffset, end: endOffset };
}
