import { type AssetSpec, type CheckedDeclarations, type Finding, familyOptions, finding } from "@headwater/model";
import { makes, type Origin } from "../evaluate/value.ts";
import type { Span } from "../facts/span.ts";
import { nameSpanOf, type OutputEntry, outputEntries, spanWithin } from "./assetPlaces.ts";
import type { Circumstances, Declarer } from "./declarer.ts";
import type { FoundAsset } from "./findAssets.ts";
import { type AssetReading, isDescription, isWrongCompute } from "./readAsset.ts";

/** What declares assets or checks, with what the rules make of it. */
export interface DeclaredAsset extends CheckedDeclarations {
  readonly found: FoundAsset;
  readonly reading: AssetReading;
  readonly nameSpan: Span;
  /** Of several assets, where each is described. */
  readonly entries?: ReadonlyMap<string, OutputEntry>;
  /** Where keys were changed afterwards to what cannot be known: why. */
  readonly keysUnknown?: { readonly reason: string; readonly origin: Origin };
}

/** Applies the rules to what was found. */
export function declareAsset(found: FoundAsset, declarer: Declarer, circumstances: Circumstances): DeclaredAsset {
  const { reading, checked, keysUnknown } = declarer.declare(found.site, circumstances);
  return {
    ...checked,
    findings: [...argumentFindings(reading), ...checked.findings],
    found,
    reading,
    nameSpan: nameSpanOf(reading, found.constant?.span),
    ...(makes(found.site) === "multiAsset" ? { entries: outputEntries(reading) } : {}),
    ...(keysUnknown === undefined ? {} : { keysUnknown }),
  };
}

/** Whether the function was given what it takes at all. */
function argumentFindings(reading: AssetReading): Finding[] {
  const { site, argumentsUnknown, compute, options } = reading;
  if (argumentsUnknown) return [];
  if (isDescription(site)) {
    if (options?.kind === "object" || options?.kind === "unknown") return [];
    return [finding("invalid-option", `It takes an object of options, as in ${site.caller}({ key: "…" }).`)];
  }
  if (compute !== undefined && !isWrongCompute(compute)) return [];
  if (options === undefined) {
    return [finding("invalid-option", "It takes a compute function, or an object of options and a compute function.")];
  }
  const name = familyOptions[site.family].caller.replace("()", "");
  return [finding("invalid-option", `The compute function is missing: write ${name}({ … }, async ({ upstream }) => …).`)];
}

/** Where one of the assets of a call stands: as a whole, and what names it. */
export interface SpecPlace {
  readonly span: Span;
  readonly nameSpan: Span;
}

/** The place of an asset: of several those in `outs` and `specs` that are written in the call, else as the call itself. */
export function placeOfSpec({ reading, nameSpan, entries }: DeclaredAsset, spec: AssetSpec): SpecPlace {
  const { anchor } = reading.site;
  const entry = spec.outputName === undefined ? undefined : entries?.get(spec.outputName);
  if (entry === undefined) return { span: anchor.span, nameSpan };
  const span = spanWithin(reading, entry.whole);
  if (span === undefined) return { span: anchor.span, nameSpan };
  return { span, nameSpan: spanWithin(reading, entry.name) ?? span };
}
