import { type AssetSpec, type CheckStepSpec, type Finding, finding, type GraphFinding } from "@headwater/model";
import { spanOfPath, spanWithin, valueAt } from "./assets/assetPlaces.ts";
import { type DeclaredAsset, placeOfSpec } from "./assets/declareAssets.ts";
import type { ExportDoubt } from "./assets/findAssets.ts";
import { whyKeyUnknown } from "./assets/whyKeyUnknown.ts";
import { type Diagnostic, inOrder, type RelatedPlace } from "./diagnostic.ts";
import { unknownIn } from "./evaluate/plainData.ts";
import { makes, placesOf, type UnknownValue } from "./evaluate/value.ts";
import { type Span, toSourceRange } from "./facts/span.ts";
import { guessesIn } from "./guesses.ts";
import type { OpenProject } from "./project/openProject.ts";

/** What was found out, to be told. */
export interface Outcome {
  readonly project: OpenProject;
  readonly declared: readonly DeclaredAsset[];
  /** The assets and then the check steps, in the order of the graph's subjects, with what declares each. */
  readonly described: readonly { readonly declared: DeclaredAsset; readonly spec: AssetSpec }[];
  readonly steps: readonly { readonly declared: DeclaredAsset; readonly step: CheckStepSpec }[];
  readonly graphFindings: readonly GraphFinding[];
  readonly doubts: readonly ExportDoubt[];
  /** Why lists of assets in definitions are not known. */
  readonly listDoubts: readonly { readonly file: string; readonly value: UnknownValue }[];
}

/** Gives every finding its place in a file. */
export function diagnose({ project, declared, described, steps, graphFindings, doubts, listDoubts }: Outcome): Diagnostic[] {
  const { modules } = project;
  const rangeIn = (file: string, span: Span) => {
    const lineStarts = file === "package.json" ? project.settings.facts?.lineStarts : modules.get(file)?.facts.lineStarts;
    return toSourceRange(lineStarts ?? [0], span);
  };
  const diagnostics: Diagnostic[] = [];
  const report = (file: string, span: Span, made: Finding, related: readonly RelatedPlace[] = []) => {
    const { code, severity, message, suggestions = [] } = made;
    diagnostics.push({ code, severity, message, file, range: rangeIn(file, span), related, suggestions });
  };

  for (const { message, span } of project.problems) report("package.json", span, finding("invalid-project", message));
  for (const [file, reason] of [...project.unreadable, ...modules.unreadable]) {
    report(file, { start: 0, end: 0 }, finding("unreadable-file", `This file cannot be read: ${reason}.`));
  }
  for (const { path, facts } of modules.loaded()) {
    for (const { message, span } of facts.syntaxErrors) report(path, span, finding("syntax-error", message));
  }

  const { isGuess } = guessesIn(modules);
  const isReliable = ({ found: { site } }: DeclaredAsset) =>
    !isGuess(site.anchor.file, site.anchor.span) && !isGuess(site.scope.file, site.call.span);
  const placeOf = (asset: DeclaredAsset, path: Finding["path"], code?: Finding["code"]) =>
    spanOfPath(asset.reading, asset.nameSpan, path, code);

  for (const asset of declared) {
    if (!isReliable(asset)) continue;
    const { file } = asset.found.site.anchor;
    for (const each of asset.findings) report(file, placeOf(asset, each.path, each.code), each);
    if (asset.keyUnknown) {
      const { reason, origin } = whyKeyUnknown(asset.reading, asset.keysUnknown);
      const message = `The key of this asset cannot be known without running the code: it is ${reason}.`;
      report(file, spanWithin(asset.reading, origin) ?? asset.nameSpan, finding("unknown-key", message));
    }
    const unknownCheck = whyCheckUnknown(asset);
    if (unknownCheck !== undefined) {
      const message = `What is checked here cannot be known without running the code: it is ${unknownCheck.reason}.`;
      report(file, spanWithin(asset.reading, unknownCheck.origin) ?? asset.nameSpan, finding("unknown-key", message));
    }
  }

  const counted = new Set(declared.map(({ found }) => found.site));
  const subjectAt = (index: number): DeclaredAsset | undefined => {
    const one = described[index];
    if (one === undefined) return steps[index - described.length]?.declared;
    return { ...one.declared, nameSpan: placeOfSpec(one.declared, one.spec).nameSpan };
  };
  for (const each of graphFindings) {
    const asset = subjectAt(each.subject);
    const others = each.related.map((other) => ({ asset: subjectAt(other.subject), message: other.message }));
    if (asset === undefined || !isReliable(asset) || others.some((other) => other.asset && !isReliable(other.asset))) continue;
    const related = others.flatMap(({ asset: other, message }): RelatedPlace[] => {
      if (other === undefined) return [];
      const { file } = other.found.site.anchor;
      return [{ file, range: rangeIn(file, other.nameSpan), message }];
    });
    const meant =
      each.code === "unknown-input" || each.code === "unknown-dependency" ? valueAt(asset.reading, each.path) : undefined;
    if ((meant?.kind === "asset" || meant?.kind === "output") && !counted.has(meant.site)) {
      const { file, span } = meant.site.anchor;
      related.push({ file, range: rangeIn(file, span), message: "It is declared here, but not exported, so it does not count." });
    }
    report(asset.found.site.anchor.file, placeOf(asset, each.path, each.code), each, related);
  }

  for (const { file, exported, span, value } of doubts) {
    if (isGuess(file, span)) continue;
    const place = placesOf(value.origin).find((candidate) => candidate.file === file)?.span ?? span;
    const message = `Whether "${exported}" holds assets cannot be known without running the code: it is ${value.reason}.`;
    report(file, place, finding("unknown-key", message));
  }
  for (const [file, [first]] of Map.groupBy(listDoubts, (each) => each.file)) {
    if (first === undefined) continue;
    const place = placesOf(first.value.origin).find((candidate) => candidate.file === file)?.span ?? { start: 0, end: 0 };
    const which = project.entry === undefined ? "every exported asset" : "every exported asset that the entry imports";
    const message = `Which assets these definitions list cannot be known without running the code, since something in the list is ${first.value.reason}: ${which} is taken to count.`;
    report(file, place, finding("unknown-definitions", message));
  }
  return inOrder(diagnostics);
}

/** Why a call gives no checks although nothing in it is wrong; an asset that is checked says itself why it is not known. */
function whyCheckUnknown({ found, reading, checkSteps, findings }: DeclaredAsset): UnknownValue | undefined {
  if (makes(found.site) !== "assetCheck" || checkSteps.length > 0) return undefined;
  if (findings.some(({ severity }) => severity === "error")) return undefined;
  const { options } = reading;
  if (options === undefined || options.kind !== "object") return options && unknownIn(options);
  const said = ["asset", "specs", "name"].map((option) => options.entries.get(option)?.value);
  return said.map((value) => value && unknownIn(value)).find((unknown) => unknown !== undefined) ?? options.doubt;
}
