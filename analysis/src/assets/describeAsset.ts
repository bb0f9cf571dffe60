import { type AssetSpec, type CheckStepSpec, type DeclarationPath, type KeyId, keyId } from "@headwater/model";
import type { ObjectValue, Value } from "../evaluate/value.ts";
import type { Span } from "../facts/span.ts";
import type { AnalyzedAsset, AnalyzedCheckStep } from "../projectAnalysis.ts";
import { spanOfPath } from "./assetPlaces.ts";
import { type DeclaredAsset, placeOfSpec } from "./declareAssets.ts";
import { type Packed, type PackedCall, type PackedFile, PackedPlaces, packCall } from "./packedPlaces.ts";

/** An asset as the analysis hands it out. */
class DescribedAsset extends PackedPlaces implements AnalyzedAsset {
  readonly id: KeyId;
  readonly spec: AssetSpec;

  constructor(spec: AssetSpec, call: PackedCall, own: Span, name: Span) {
    super(call, own, name);
    this.id = keyId(spec.key);
    this.spec = spec;
  }
}

/** A step of checks as the analysis hands it out. */
class DescribedCheckStep extends PackedPlaces implements AnalyzedCheckStep {
  readonly spec: CheckStepSpec;

  constructor(spec: CheckStepSpec, call: PackedCall, own: Span, name: Span) {
    super(call, own, name);
    this.spec = spec;
  }
}

/** What is kept of described assets for a later process. */
export type SavedAsset = readonly [spec: AssetSpec, places: Packed];
export type SavedCheckStep = readonly [spec: CheckStepSpec, places: Packed];

export function saveAsset(asset: AnalyzedAsset): SavedAsset {
  return [asset.spec, (asset as DescribedAsset).packed()];
}

export function saveCheckStep(step: AnalyzedCheckStep): SavedCheckStep {
  return [step.spec, (step as DescribedCheckStep).packed()];
}

export function restoreAsset([spec, { call, own, name }]: SavedAsset): AnalyzedAsset {
  return new DescribedAsset(spec, call, own, name);
}

export function restoreCheckStep([spec, { call, own, name }]: SavedCheckStep): AnalyzedCheckStep {
  return new DescribedCheckStep(spec, call, own, name);
}

/** The assets of a call as the analysis hands them out, with the places of all that it declares. */
export function describeAssets(declared: DeclaredAsset, file: PackedFile): AnalyzedAsset[] {
  if (declared.specs.length === 0) return [];
  const call = placesOfCall(declared, file);
  return declared.specs.map((spec) => {
    const { span, nameSpan } = placeOfSpec(declared, spec);
    return new DescribedAsset(spec, call, span, nameSpan);
  });
}

/** The steps of checks of a call, likewise. */
export function describeCheckSteps(declared: DeclaredAsset, file: PackedFile): AnalyzedCheckStep[] {
  if (declared.checkSteps.length === 0) return [];
  const call = placesOfCall(declared, file);
  const { span } = declared.found.site.anchor;
  return declared.checkSteps.map((spec) => new DescribedCheckStep(spec, call, span, declared.nameSpan));
}

function placesOfCall(declared: DeclaredAsset, file: PackedFile): PackedCall {
  const { found, reading, nameSpan } = declared;
  const { span, calleeSpan } = found.site.anchor;
  return packCall(file, {
    callSpan: span,
    calleeSpan,
    exportedName: found.exportedName,
    bindingName: found.constant?.name,
    places: pathsOf(declared).map((path) => ({ path, span: spanOfPath(reading, nameSpan, path) })),
  });
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
