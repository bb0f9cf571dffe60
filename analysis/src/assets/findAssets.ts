import type { Evaluation } from "../evaluate/evaluation.ts";
import type { AssetSite, AssetValue, Origin, UnknownValue, Value } from "../evaluate/value.ts";
import type { Span } from "../facts/span.ts";
import { exportedMeaning, exportedNames, localExportsOf } from "../modules/exportedNames.ts";
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
}

export interface FoundDefinitions {
  readonly file: string;
  readonly exported: string;
  readonly reading: DefinitionsReading;
}

/** What files export, as far as assets go. */
export interface Findings {
  readonly assets: readonly FoundAsset[];
  readonly doubts: readonly ExportDoubt[];
  readonly definitions: readonly FoundDefinitions[];
}

interface Candidate extends FoundAsset {
  readonly rank: number;
}

/**
 * Finds what the given files export: assets, lists of assets, definitions, and what may hold assets.
 *
 * @param entry what it exports is its own, also where another file declares it
 */
export function findAssets(evaluation: Evaluation, files: readonly string[], entry?: string): Findings {
  const { modules } = evaluation;
  const found = new Map<AssetSite, Candidate>();
  const doubts: ExportDoubt[] = [];
  const definitions = new Map<string, FoundDefinitions>();
  const offer = (candidate: Candidate) => {
    const known = found.get(candidate.site);
    if (known === undefined || candidate.rank < known.rank) found.set(candidate.site, candidate);
  };
  for (const file of files) {
    const own = new Map(localExportsOf(modules, file).map((each) => [each.exported, each]));
    for (const exported of exportedNames(modules, file)) {
      const meaning = exportedMeaning(modules, file, exported);
      if (meaning.kind === "nothing") continue;
      const origin: Origin = { file, span: exportSpan(evaluation, file, exported) };
      const value = evaluation.meaning(meaning, origin);
      const local = own.get(exported);
      if (value.kind === "definitions") {
        const place = meaning.kind === "binding" ? `${meaning.file}\n${meaning.name}` : `${file}\n${exported}`;
        if (!definitions.has(place) || file === entry) {
          definitions.set(place, { file, exported, reading: readDefinitions(value) });
        }
        continue;
      }
      const assets: AssetValue[] = [];
      const unknown: UnknownValue[] = [];
      collect(value, assets, unknown);
      for (const { site } of assets) {
        const at = { site, file };
        const rank = (local ? 0 : 4) + (value.kind === "asset" ? 0 : 2) + (site.anchor.file === file ? 0 : 1);
        if (value.kind !== "asset" || local === undefined) {
          const name = exported === "default" ? {} : { fallbackName: exported };
          offer({ ...at, rank, ...(value.kind === "asset" ? { exportedName: exported, ...name } : {}) });
          continue;
        }
        const span = modules.get(file)?.bindings.get(local.local)?.nameSpan ?? origin.span;
        const constant = local.name === undefined ? {} : { constant: { name: local.local, span }, fallbackName: local.name };
        offer({ ...at, rank: exported === "default" ? rank + 0.5 : rank, exportedName: exported, ...constant });
      }
      const doubt = unknown.find(({ mayHoldAssets }) => mayHoldAssets);
      if (doubt !== undefined) doubts.push({ file, exported, span: origin.span, value: doubt });
    }
  }
  return { assets: [...found.values()], doubts: withoutRepeats(doubts), definitions: [...definitions.values()] };
}

/** An unknown value that several files pass on is reported where it was found first. */
function withoutRepeats(doubts: readonly ExportDoubt[]): ExportDoubt[] {
  const seen = new Set<string>();
  return doubts.filter(({ value }) => {
    const { file, span } = value.origin;
    const place = `${file}\n${span.start}\n${span.end}`;
    return !seen.has(place) && seen.add(place);
  });
}

function exportSpan(evaluation: Evaluation, file: string, exported: string): Span {
  const facts = evaluation.modules.get(file)?.facts;
  const fact = facts?.exports.find((each) => each.kind !== "all" && each.name === exported);
  return fact?.span ?? facts?.exports.find(({ kind }) => kind === "all")?.span ?? { start: 0, end: 0 };
}

/** Lists that other files than their own add to: what is added there is not known. */
export function addedElsewhere(evaluation: Evaluation, files: readonly string[]): ExportDoubt[] {
  const { modules } = evaluation;
  const doubts: ExportDoubt[] = [];
  for (const file of files) {
    const module = modules.get(file);
    for (const { name, span } of module?.facts.mutations ?? []) {
      const imported = module?.imports.get(name);
      if (imported === undefined || imported.name.imported === "*") continue;
      const target = modules.resolve(file, imported.specifier);
      if (target.kind !== "file") continue;
      const meaning = exportedMeaning(modules, target.path, imported.name.imported);
      if (meaning.kind !== "binding") continue;
      const value: Value = evaluation.binding(meaning.file, meaning.name);
      if (value.kind !== "list") continue;
      const reason = `added to a list of ${meaning.file} while the code runs`;
      doubts.push({
        file,
        exported: name,
        span,
        value: { kind: "unknown", reason, mayHoldAssets: true, origin: { file, span } },
      });
    }
  }
  return doubts;
}
