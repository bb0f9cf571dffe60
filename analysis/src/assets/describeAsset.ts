import type { AssetSpec, DeclarationPath } from "@headwater/model";
import { keyId } from "@headwater/model";
import { type SourceRange, type Span, toSourceRange } from "../facts/span.ts";
import type { AnalyzedAsset } from "../projectAnalysis.ts";
import { spanOfPath } from "./assetPlaces.ts";
import type { DeclaredAsset } from "./declareAssets.ts";

/** An asset as the analysis hands it out, with the places of all that it declares. */
export function describeAsset(declared: DeclaredAsset, spec: AssetSpec, lineStarts: readonly number[]): AnalyzedAsset {
  const { found, reading, nameSpan } = declared;
  const { anchor } = found.site;
  const range = (span: Span): SourceRange => toSourceRange(lineStarts, span);
  return {
    id: keyId(spec.key),
    spec,
    file: anchor.file,
    range: range(anchor.span),
    calleeRange: range(anchor.calleeSpan),
    nameRange: range(nameSpan),
    ...(found.exportedName === undefined ? {} : { exportedName: found.exportedName }),
    ...(found.constant === undefined ? {} : { bindingName: found.constant.name }),
    places: pathsOf(declared).map((path) => ({ path, range: range(spanOfPath(reading, nameSpan, path)) })),
  };
}

function pathsOf({ reading }: DeclaredAsset): DeclarationPath[] {
  const { options, parameters } = reading;
  const paths: DeclarationPath[] = [];
  if (options?.kind === "object") {
    for (const [option, { value }] of options.entries) {
      paths.push([option]);
      if (option === "deps" && value.kind === "list") paths.push(...value.items.map((_, at) => [option, at]));
      if (option === "ins" && value.kind === "object") paths.push(...[...value.entries.keys()].map((name) => [option, name]));
    }
  }
  if (parameters.kind === "names") paths.push(...parameters.names.map((name) => ["parameters", name]));
  return paths;
}
