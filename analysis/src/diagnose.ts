import { type Finding, finding, type SelectionFinding } from "@headwater/model";
import { spanOfPath, spanWithin, valueAt } from "./assets/assetPlaces.ts";
import type { ListDoubt } from "./assets/chooseAssets.ts";
import { type DeclaredAsset, placeOfSpec } from "./assets/declareAssets.ts";
import type { ExportDoubt } from "./assets/findAssets.ts";
import type { NeverLoaded } from "./assets/neverLoaded.ts";
import { whyKeyUnknown } from "./assets/whyKeyUnknown.ts";
import { type Diagnostic, inOrder, type RelatedPlace } from "./diagnostic.ts";
import { unknownIn } from "./evaluate/plainData.ts";
import { type AssetSite, makes, placesOf, type UnknownValue } from "./evaluate/value.ts";
import { type Span, toSourceRange } from "./facts/span.ts";
import { guessDigest, guessesIn } from "./guesses.ts";
import type { OpenProject } from "./project/openProject.ts";
import { type AnalyzedSelection, spanInFile } from "./selections/describeSelections.ts";
import type { CallFinding } from "./selections/findSelections.ts";

/** An asset or a step of checks that a finding of the graph is about. */
export interface Subject {
  readonly declared: DeclaredAsset;
  /** Where its name stands. */
  readonly nameSpan: Span;
  /** What the dependency of a path is called. */
  readonly keyAt: (path: Finding["path"]) => readonly string[] | undefined;
}

/** A finding of the graph. */
export interface SubjectFinding {
  readonly found: Finding;
  readonly subject: Subject;
  readonly related: readonly { readonly subject: Subject | undefined; readonly message: string }[];
}

/** What was found out about a file beside what its own calls say. */
export interface FileOutcome {
  readonly graphFindings: readonly SubjectFinding[];
  readonly doubts: readonly ExportDoubt[];
  /** Why lists of assets in its definitions are not known. */
  readonly listDoubts: readonly ListDoubt[];
  readonly neverLoaded: readonly NeverLoaded[];
  /** Its selections, with what is wrong with each. */
  readonly selections: readonly (readonly [AnalyzedSelection, readonly SelectionFinding[]])[];
  /** Of calls that declare something else than assets. */
  readonly ofOtherCalls: readonly CallFinding[];
  /** Whether it has syntax errors that matter. */
  readonly isBroken: boolean;
  /** Whether what a call makes is among the assets of the project. */
  readonly counts: (site: AssetSite) => boolean;
}

/** Says what is wrong with the calls of a file by themselves. */
export function diagnoseCalls(project: OpenProject, file: string, declared: readonly DeclaredAsset[]): Diagnostic[] {
  const { diagnostics, report, isReliable } = createReport(project, file);
  for (const asset of declared) {
    if (!isReliable(asset)) continue;
    for (const each of asset.findings) report(spanOfPath(asset.reading, asset.nameSpan, each.path, each.code), each);
    if (asset.keyUnknown) {
      const { reason, origin } = whyKeyUnknown(asset.reading, asset.keysUnknown);
      const message = `The key of this asset cannot be known without running the code: it is ${reason}.`;
      report(spanWithin(asset.reading, origin) ?? asset.nameSpan, finding("unknown-key", message));
    }
    const unknownCheck = whyCheckUnknown(asset);
    if (unknownCheck !== undefined) {
      const message = `What is checked here cannot be known without running the code: it is ${unknownCheck.reason}.`;
      report(spanWithin(asset.reading, unknownCheck.origin) ?? asset.nameSpan, finding("unknown-key", message));
    }
  }
  return diagnostics;
}

/** Says everything that is wrong in a file, in the order of the text. */
export function diagnoseFile(
  project: OpenProject,
  file: string,
  ofCalls: readonly Diagnostic[],
  { graphFindings, doubts, listDoubts, neverLoaded, selections, ofOtherCalls, isBroken, counts }: FileOutcome,
): Diagnostic[] {
  const { modules } = project;
  const { diagnostics, report, rangeIn, isReliable } = createReport(project, file);
  if (file === "package.json") {
    for (const { message, span } of project.problems) report(span, finding("invalid-project", message));
  }
  const unreadable = project.unreadable.get(file) ?? modules.unreadable.get(file);
  if (unreadable !== undefined) {
    report({ start: 0, end: 0 }, finding("unreadable-file", `This file cannot be read: ${unreadable}.`));
  }
  if (isBroken) {
    for (const { message, span } of modules.get(file)?.facts.syntaxErrors ?? []) report(span, finding("syntax-error", message));
  }

  for (const { found, subject, related: others } of graphFindings) {
    const { declared: asset, nameSpan } = subject;
    if (!isReliable(asset) || others.some((other) => other.subject && !isReliable(other.subject.declared))) continue;
    const related = others.flatMap(({ subject: other, message }): RelatedPlace[] => {
      if (other === undefined) return [];
      const { file: path } = other.declared.found.site.anchor;
      return [{ file: path, range: rangeIn(path, other.nameSpan), message }];
    });
    const meant =
      found.code === "unknown-input" || found.code === "unknown-dependency" ? valueAt(asset.reading, found.path) : undefined;
    let said = found;
    if ((meant?.kind === "asset" || meant?.kind === "output") && !counts(meant.site)) {
      const { file: path, span } = meant.site.anchor;
      const isOutside = path.startsWith("../");
      const message = isOutside
        ? "It is declared here, outside of this project: a file of this project that exports it too makes it one of both."
        : "It is declared here, but not exported, so it does not count.";
      related.push({ file: path, range: rangeIn(path, span), message });
      // Whoever imports it knows that it is another project's.
      if (isOutside && found.code === "unknown-dependency") said = { ...found, severity: "information" };
    }
    report(spanOfPath(asset.reading, nameSpan, found.path, found.code), said, related);
  }

  const { isGuess } = guessesIn(modules);
  for (const { found, span } of neverLoaded) if (!isGuess(file, span)) report(span, found);
  for (const [selection, findings] of selections) {
    for (const found of findings) {
      const span = spanInFile(selection, found.span);
      if (!isGuess(file, span)) report(span, found);
    }
  }
  for (const { found, span, other } of ofOtherCalls) {
    if (isGuess(file, span) || (other !== undefined && isGuess(file, other))) continue;
    const message = "The other one is named here.";
    report(span, found, other === undefined ? [] : [{ file, range: rangeIn(file, other), message }]);
  }
  for (const { exported, span, value } of doubts) {
    if (isGuess(file, span)) continue;
    const place = placesOf(value.origin).find((candidate) => candidate.file === file)?.span ?? span;
    const message = `Whether "${exported}" holds assets cannot be known without running the code: it is ${value.reason}.`;
    report(place, finding("unknown-key", message));
  }
  const [first] = listDoubts;
  if (first !== undefined) {
    const place = placesOf(first.value.origin).find((candidate) => candidate.file === file)?.span ?? { start: 0, end: 0 };
    const which = project.entry === undefined ? "every exported asset" : "every exported asset that the entry imports";
    const message = `Which assets these definitions list cannot be known without running the code, since something in the list is ${first.value.reason}: ${which} is taken to count.`;
    report(place, finding("unknown-definitions", message));
  }
  return inOrder([...ofCalls, ...diagnostics]);
}

/** Gives findings of a file their places. */
function createReport(project: OpenProject, file: string) {
  const { modules } = project;
  const { reads } = modules;
  const { isGuess } = guessesIn(modules);
  const rangeIn = (path: string, span: Span) => {
    const lineStarts = path === "package.json" ? project.settings.lineStarts : modules.get(path)?.facts.lineStarts;
    return toSourceRange(lineStarts ?? [0], span);
  };
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    rangeIn,
    report(span: Span, made: Finding, related: readonly RelatedPlace[] = []) {
      const { code, severity, message, suggestions = [] } = made;
      diagnostics.push({ code, severity, message, file, range: rangeIn(file, span), related, suggestions });
    },
    /** Whether a call does not stand where a parser only guesses. */
    isReliable({ found: { site } }: DeclaredAsset): boolean {
      reads.note(site.scope.file, "guesses", () => guessDigest(modules, site.scope.file));
      return !isGuess(site.anchor.file, site.anchor.span) && !isGuess(site.scope.file, site.call.span);
    },
  };
}

/** Where one of the subjects of a call stands in the graph. */
export function subjectOf(declared: DeclaredAsset, spec: DeclaredAsset["specs"][number] | undefined): Subject {
  const deps = spec?.deps ?? declared.checkSteps.flatMap((step) => step.deps);
  return {
    declared,
    nameSpan: spec === undefined ? declared.nameSpan : placeOfSpec(declared, spec).nameSpan,
    keyAt: (path) => deps.find(({ declaredAt }) => declaredAt.join("\n") === path.join("\n"))?.key.path,
  };
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
