import { type DeclarationPath, keyId } from "@headwater/model";
import type { ObjectValue, Value } from "../evaluate/value.ts";
import { type SourceRange, type Span, toSourceRange } from "../facts/span.ts";
import type { AnalyzedAsset, AnalyzedCheckStep, DeclaredPlaces } from "../projectAnalysis.ts";
import { spanOfPath } from "./assetPlaces.ts";
import { type DeclaredAsset, placeOfSpec } from "./declareAssets.ts";

/** The assets of a call as the analysis hands them out, with the places of all that it declares. */
export function describeAssets(declared: DeclaredAsset, lineStarts: readonly number[]): AnalyzedAsset[] {
  const places = declared.specs.length === 0 ? undefined : placesOfCall(declared, lineStarts);
  return declared.specs.flatMap((spec): AnalyzedAsset[] => {
    if (places === undefined) return [];
    const { span, nameSpan } = placeOfSpec(declared, spec);
    const [range, nameRange] = [toSourceRange(lineStarts, span), toSourceRange(lineStarts, nameSpan)];
    return [{ id: keyId(spec.key), spec, ...places, range, nameRange }];
  });
}

/** The steps of checks of a call, likewise. */
export function describeCheckSteps(declared: DeclaredAsset, lineStarts: readonly number[]): AnalyzedCheckStep[] {
  return declared.checkSteps.map((spec) => ({ spec, ...placesOfCall(declared, lineStarts) }));
}

function placesOfCall(declared: DeclaredAsset, lineStarts: readonly number[]): DeclaredPlaces {
  const { found, reading, nameSpan } = declared;
  const { anchor } = found.site;
  const range = (span: Span): SourceRange => toSourceRange(lineStarts, span);
  return {
    file: anchor.file,
    range: range(anchor.span),
    callRange: range(anchor.span),
    calleeRange: range(anchor.calleeSpan),
    nameRange: range(nameSpan),
    ...(found.exportedName === undefined ? {} : { exportedName: found.exportedName }),
    ...(found.constant === undefined ? {} : { bindingName: found.constant.name }),
    places: pathsOf(declared).map((path) => ({ path, range: range(spanOfPath(reading, nameSpan, path)) })),
  };
}

const lists: ReadonlySet<string> = new Set(["deps", "additionalDeps"]);
const byName: ReadonlySet<string> = new Set(["ins", "additionalIns"]);

function pathsOf({ reading }: DeclaredAsset): DeclarationPath[] {
  const { options, parameters } = reading;
  const paths = options?.kind === "object" ? pathsIn(options, []) : [];
  if (parameters.kind === "names") paths.push(...parameters.names.map((name) => ["parameters", name]));
  return paths;
}

function pathsIn(options: ObjectValue, around: DeclarationPath): DeclarationPath[] {
  return [...options.entries].flatMap(([option, { value }]): DeclarationPath[] => {
    const path = [...around, option];
    const inside = (part: Value, key: string | number) => (part.kind === "object" ? pathsIn(part, [...path, key]) : []);
    const items = value.kind === "list" ? value.items : [];
    const entries = value.kind === "object" ? [...value.entries] : [];
    if (lists.has(option)) return [path, ...items.map((_, at) => [...path, at])];
    if (byName.has(option)) return [path, ...entries.map(([name]) => [...path, name])];
    if (option === "specs" || option === "checkSpecs") return [path, ...items.flatMap(inside)];
    if (option !== "internalAssetDeps") return [path];
    const upstreams = entries.flatMap(([name, { value: list }]) =>
      list.kind === "list" ? list.items.map((_, at) => [...path, name, at]) : [],
    );
    return [path, ...upstreams];
  });
}
