import type { AssetSpec, CheckStepSpec } from "@headwater/model";
import { type DeclaredAsset, declareAsset } from "../assets/declareAssets.ts";
import type { Circumstances, Declarer } from "../assets/declarer.ts";
import type { FoundAsset } from "../assets/findAssets.ts";
import { endsOf, type KeyEnds } from "../assets/possibleKeys.ts";
import { makes } from "../evaluate/value.ts";
import { guessesIn } from "../guesses.ts";
import type { Modules } from "../modules/modules.ts";

/**
 * What a file declares, as the graph takes it. What is being written just now is a part of its own that comes after all
 * others, so that it does not take the place of an asset that has the same key.
 */
export interface DeclaredFile {
  readonly declared: readonly DeclaredAsset[];
  readonly parts: ReadonlyMap<string, DeclaredPart>;
  /** How keys end that are not known; undefined where one can be anything. */
  readonly ends: KeyEnds | undefined;
  /** Everything that it declares is known. */
  readonly complete: boolean;
}

/** What the graph takes of a file. */
export interface GraphPart {
  readonly specs: readonly AssetSpec[];
  readonly checkSteps: readonly CheckStepSpec[];
}

/** The assets and then the check steps, in the order of the graph's subjects, with what declares each. */
export interface DeclaredPart extends GraphPart {
  readonly subjects: readonly DeclaredAsset[];
}

/** Of all sources of the graph those with this at their beginning come last. */
const last = "\u{10FFFF}";

/** The file of a source in the graph. */
export function fileOfSource(source: string): string {
  return source.startsWith(last) ? source.slice(last.length) : source;
}

/** Applies the rules to the assets of a file. */
export function declareFile(
  file: string,
  assets: readonly FoundAsset[],
  { declarer, modules, circumstances }: { declarer: Declarer; modules: Modules; circumstances: Circumstances },
): DeclaredFile {
  const { isNew } = guessesIn(modules);
  const isBegun = ({ found: { site } }: DeclaredAsset) => isNew(site.anchor.file, site.anchor.span);
  const declared = assets
    .map((each) => declareAsset(each, declarer, circumstances))
    .filter((each) => isKnown(each) || !isBegun(each))
    .sort(({ found: { site: one } }, { found: { site: other } }) => one.anchor.span.start - other.anchor.span.start);
  const parts = new Map<string, DeclaredPart>();
  const own = declared.filter((each) => !isBegun(each));
  const begun = declared.filter(isBegun);
  if (own.length > 0) parts.set(file, partOf(own));
  if (begun.length > 0) parts.set(last + file, partOf(begun));
  const ends = declared.map((each) => endsOf(each, declarer.keys));
  return {
    declared,
    parts,
    ends: ends.includes(undefined) ? undefined : ends.flatMap((each) => each ?? []),
    complete: declared.every((each) => !each.keyUnknown && (isKnown(each) || makes(each.found.site) === "assetCheck")),
  };
}

function partOf(declared: readonly DeclaredAsset[]): DeclaredPart {
  const specs = declared.flatMap((each) => each.specs.map((spec) => ({ each, spec })));
  const steps = declared.flatMap((each) => each.checkSteps.map((step) => ({ each, step })));
  return {
    specs: specs.map(({ spec }) => spec),
    checkSteps: steps.map(({ step }) => step),
    subjects: [...specs, ...steps].map(({ each }) => each),
  };
}

/** Whether anything of a declaration is known well enough to stand in the graph. */
function isKnown({ specs, checkSteps }: DeclaredAsset): boolean {
  return specs.length + checkSteps.length > 0;
}
