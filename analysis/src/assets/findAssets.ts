import type { Evaluation } from "../evaluate/evaluation.ts";
import { mayMakeAssets } from "../evaluate/mayBeAssets.ts";
import { type AssetSite, type AssetValue, type Origin, type UnknownValue, unknownValue } from "../evaluate/value.ts";
import type { Span } from "../facts/span.ts";
import { exportedMeaning, exportedNames, localExportsOf } from "../modules/exportedNames.ts";
import type { Modules } from "../modules/modules.ts";
import { collect, type DefinitionsReading, readDefinitions } from "./definitions.ts";

/** An asset that a file exports, by itself or in a list. */
export interface FoundAsset {
  readonly site: AssetSite;
  /** The file that exports it: the one that declares it, where there is a choice. */
  readonly file: string;
  /** The name under which it is exported; absent for a member of a list. */
  readonly exportedName?: string;
  /** The constant that holds it in its own file, with the place of its name. */
  readonly constant?: { readonly name: string; readonly span: Span };
  /** The name that it gets where neither its options nor its function give one. */
  readonly fallbackName?: string;
}

/** Something exported that may be or hold assets, but is not known. */
export interface ExportDoubt {
  readonly file: string;
  readonly exported: string;
  readonly span: Span;
  readonly value: UnknownValue;
  /** True where the export as a whole is not known, so that it may be definitions too. */
  readonly mayBeDefinitions: boolean;
}

export interface FoundDefinitions {
  readonly file: string;
  readonly exported: string;
  readonly reading: DefinitionsReading;
}

/** What one file exports, as far as assets go. */
export interface FileExports {
  /** In the order of the exports. */
  readonly candidates: readonly Candidate[];
  readonly doubts: readonly ExportDoubt[];
  readonly definitions: readonly (FoundDefinitions & { readonly place: string })[];
}

/** What files export, as far as assets go. */
export interface Findings {
  readonly assets: readonly FoundAsset[];
  readonly doubts: readonly ExportDoubt[];
  readonly definitions: readonly FoundDefinitions[];
}

/** An export that may stand for an asset. Of all of one asset the one with the lowest rank stands, else the first. */
export interface Candidate extends FoundAsset {
  readonly rank: number;
}

/**
 * How well an export stands for an asset: first one that gives it a name, then one without a name, then a list that it is
 * in; each of them as the file's own before passed on, and where the asset is made before elsewhere.
 */
function rankOf(at: {
  readonly local: boolean;
  readonly alone: boolean;
  readonly named: boolean;
  readonly home: boolean;
}): number {
  return (at.alone ? (at.named ? 0 : 4) : 8) + (at.local ? 0 : 2) + (at.home ? 0 : 1);
}

/** Finds what a file exports: assets, lists of assets, definitions, and what may hold assets. */
export function findExports(evaluation: Evaluation, file: string): FileExports {
  return evaluation.reads.within(file, () => findHere(evaluation, file));
}

function findHere(evaluation: Evaluation, file: string): FileExports {
  const { modules } = evaluation;
  const candidates = new Map<AssetSite, Candidate>();
  const doubts: ExportDoubt[] = [];
  const definitions: FileExports["definitions"][number][] = [];
  const offer = (candidate: Candidate) => {
    const known = candidates.get(candidate.site);
    if (known === undefined || candidate.rank < known.rank) candidates.set(candidate.site, candidate);
  };
  const own = new Map(localExportsOf(modules, file).map((each) => [each.exported, each]));
  const spanOf = exportSpans(evaluation, file);
  for (const exported of exportedNames(modules, file)) {
    if (isFunctionHere(modules, file, exported)) continue;
    const meaning = exportedMeaning(modules, file, exported);
    if (meaning.kind === "nothing") continue;
    const origin: Origin = { file, span: spanOf(exported) };
    const value = evaluation.meaning(meaning, origin);
    const local = own.get(exported);
    if (value.kind === "definitions") {
      const place = meaning.kind === "binding" ? `${meaning.file}\n${meaning.name}` : `${file}\n${exported}`;
      definitions.push({ place, file, exported, reading: readDefinitions(value) });
      continue;
    }
    const assets: AssetValue[] = [];
    const unknown: UnknownValue[] = [];
    collect(value, assets, unknown);
    for (const { site } of assets) {
      const alone = value.kind === "asset";
      const name = local ? local.name : exported === "default" ? undefined : exported;
      const rank = rankOf({ local: local !== undefined, alone, named: name !== undefined, home: site.anchor.file === file });
      const constant = local && modules.get(file)?.bindings.get(local.local);
      offer({
        site,
        file,
        rank: exported === "default" ? rank + 0.5 : rank,
        ...(alone ? { exportedName: exported } : {}),
        ...(alone && name !== undefined ? { fallbackName: name } : {}),
        ...(alone && name !== undefined && constant ? { constant: { name: constant.name, span: constant.nameSpan } } : {}),
      });
    }
    const doubt = unknown.find(({ mayHoldAssets, isInstance }) => mayHoldAssets && !isInstance);
    if (doubt !== undefined)
      doubts.push({ file, exported, span: origin.span, value: doubt, mayBeDefinitions: value.kind === "unknown" });
  }
  for (const target of modules.exportsOf(file).external) {
    const origin: Origin = { file, span: spanOf("*") };
    const value = evaluation.meaning({ kind: "external", target, name: "*" }, origin);
    if (value.kind === "unknown" && value.mayHoldAssets)
      doubts.push({ file, exported: "*", span: origin.span, value, mayBeDefinitions: true });
  }
  return { candidates: [...candidates.values()], doubts, definitions };
}

/** Whether a file exports a function of its own: most exports are some, and hold no assets whatever they make. */
function isFunctionHere(modules: Modules, file: string, exported: string): boolean {
  const place = modules.exportsOf(file).places.get(exported)?.[0];
  if (place?.file !== file || place.fact.kind !== "local") return false;
  const { bindings, mutations } = modules.get(file) ?? {};
  return bindings?.get(place.fact.local)?.value.kind === "function" && !mutations?.has(place.fact.local);
}

/**
 * The definitions of several files, each once.
 *
 * @param entry what it exports is its own, also where another file declares it
 */
export function definitionsOf(files: Iterable<FileExports>, entry: string | undefined): FoundDefinitions[] {
  const found = new Map<string, FoundDefinitions>();
  for (const { definitions } of files) {
    for (const each of definitions) if (!found.has(each.place) || each.file === entry) found.set(each.place, each);
  }
  return [...found.values()];
}

/** An unknown value that several files pass on is reported where it was found first. */
export function withoutRepeats(doubts: readonly ExportDoubt[]): ExportDoubt[] {
  const seen = new Set<string>();
  return doubts.filter(({ value }) => {
    const { file, span } = value.origin;
    const place = `${file}\n${span.start}\n${span.end}`;
    return !seen.has(place) && seen.add(place);
  });
}

/** Where a name is exported; what comes through `export *` stands there. */
function exportSpans(evaluation: Evaluation, file: string): (exported: string) => Span {
  const spans = new Map<string, Span>();
  let passedOn: Span = { start: 0, end: 0 };
  for (const fact of evaluation.modules.get(file)?.facts.exports.toReversed() ?? []) {
    if (fact.kind === "all") passedOn = fact.span;
    else spans.set(fact.name, fact.span);
  }
  return (exported) => spans.get(exported) ?? passedOn;
}

/** What a file adds to others than itself: what comes in there is not known. */
export function addedElsewhere(evaluation: Evaluation, file: string): ExportDoubt[] {
  const { modules, reads } = evaluation;
  const here = modules.get(file);
  return reads.within(file, () =>
    (here?.facts.mutations ?? []).flatMap(({ name, span, mentions }) => {
      const imported = here?.imports.get(name);
      const target = imported && modules.resolve(file, imported.specifier);
      if (target?.kind !== "file" || !mayMakeAssets(evaluation, mentions, { file })) return [];
      const reason = `added to by ${file} while the code runs`;
      const value = unknownValue(reason, { file, span }, true);
      return [{ file, exported: name, span, value, mayBeDefinitions: false }];
    }),
  );
}
