import { resolveGraph } from "@headwater/model";
import { chooseAssets } from "./assets/chooseAssets.ts";
import { type DeclaredAsset, declareAsset } from "./assets/declareAssets.ts";
import { createDeclarer } from "./assets/declarer.ts";
import { describeAssets, describeCheckSteps } from "./assets/describeAsset.ts";
import { addedElsewhere, type FoundAsset, findAssets } from "./assets/findAssets.ts";
import { endsOfUnknownKeys, withoutPossible } from "./assets/possibleKeys.ts";
import { type AssetReader, createAssetReader, isNamedByConstant } from "./assets/readAsset.ts";
import { definingFilesOf } from "./definingFiles.ts";
import { diagnose } from "./diagnose.ts";
import { createEvaluation } from "./evaluate/createEvaluation.ts";
import { type AssetSite, makes } from "./evaluate/value.ts";
import { createFactStore, type FactStore } from "./facts/factStore.ts";
import { toSourceRange } from "./facts/span.ts";
import { type Language, typeScriptLanguage } from "./facts/typescript/load.ts";
import { guessesIn } from "./guesses.ts";
import { openProject } from "./project/openProject.ts";
import type { ProjectFiles } from "./project/projectFiles.ts";
import type { ProjectAnalysis } from "./projectAnalysis.ts";

/** What an analysis may be given. */
export interface AnalyzeOptions {
  /** Facts of earlier analyses: pass the same store again, and only files with new texts are read. */
  readonly store?: FactStore;
}

/**
 * Reads a project and says which assets it declares, how they depend on each other and what is wrong, without running any
 * of its code. It does not throw for any content of the files: what cannot be read or known is a diagnostic.
 */
export async function analyzeProject(files: ProjectFiles, options: AnalyzeOptions = {}): Promise<ProjectAnalysis> {
  return analyzeWith(await typeScriptLanguage(), files, options);
}

/** Like {@link analyzeProject}, with a language that was loaded before. */
export function analyzeWith(language: Language, files: ProjectFiles, options: AnalyzeOptions = {}): ProjectAnalysis {
  const store = options.store ?? createFactStore();
  const before = store.extracted;
  const project = openProject(files, language, store);
  const { modules } = project;

  const fallbackNames = new Map<AssetSite, string>();
  // The reader and the evaluation need each other: keys are values, and options are evaluated.
  const late: { read?: AssetReader } = {};
  const declarer = createDeclarer((site) => (late.read as AssetReader)(site), fallbackNames);
  const evaluation = createEvaluation(modules, {
    keys: declarer.keys,
    packageMayHoldAssets: project.packageMayHoldAssets,
    reachesOurs: project.reachesOurs,
  });
  const read = createAssetReader(evaluation);
  late.read = read;

  const found = findAssets(evaluation, project.counted, project.entry);
  const { isNew } = guessesIn(modules);
  // What is being written just now makes nothing doubtful that was known before.
  const exported = { ...found, doubts: found.doubts.filter(({ file, span }) => !isNew(file, span)) };
  const { assets, listDoubts, listsAssets } = chooseAssets(exported, read, project.entry);
  for (const { site, fallbackName } of exported.assets) {
    if (fallbackName !== undefined) fallbackNames.set(site, fallbackName);
  }
  declarer.namesAreKnown();
  const doubts = [...(listsAssets ? [] : exported.doubts), ...addedElsewhere(evaluation, project.counted)];
  const resourceKeys = [...new Set(exported.definitions.flatMap(({ reading }) => reading.resourceKeys))];
  const resourcesKnown =
    exported.definitions.every(({ reading }) => reading.resourcesKnown) &&
    !exported.doubts.some(({ mayBeDefinitions }) => mayBeDefinitions);

  const chosen = new Set(assets.map(({ site }) => site));
  const named = exported.assets.filter(({ site }) => !chosen.has(site) && isNamedByConstant(read(site)));

  // Nor does it take the place of an asset that has the same key.
  const rank = ({ site }: FoundAsset) => (isNew(site.anchor.file, site.anchor.span) ? 1 : 0);
  const circumstances = { resourceKeys: new Set(resourceKeys), resourcesIncomplete: !resourcesKnown };
  const declared = assets
    .map((each) => declareAsset(each, declarer, circumstances))
    .filter((each) => isKnown(each) || !isNew(each.found.site.anchor.file, each.found.site.anchor.span))
    .sort(({ found: one }, { found: other }) => rank(one) - rank(other) || compareSites(one.site, other.site));
  // A file whose facts were mended lacks nothing that was there before it broke.
  const broken = modules.loaded().filter(({ facts }) => facts.syntaxErrors.length > 0 && facts.stale === undefined);
  const isElsewhere = doubts.length + listDoubts.length + broken.length + project.unreadable.size + modules.unreadable.size > 0;
  const complete =
    !isElsewhere && declared.every((each) => !each.keyUnknown && (isKnown(each) || makes(each.found.site) === "assetCheck"));

  const described = declared.flatMap((each) => each.specs.map((spec) => ({ declared: each, spec })));
  const steps = declared.flatMap((each) => each.checkSteps.map((step) => ({ declared: each, step })));
  const ends = isElsewhere ? undefined : endsOfUnknownKeys(declared, declarer.keys);
  const resolved = resolveGraph(
    described.map(({ spec }) => spec),
    { keysIncomplete: ends === undefined, resourcesIncomplete: !resourcesKnown },
    steps.map(({ step }) => step),
  );
  const graphFindings = withoutPossible(resolved.findings, ends ?? [], ({ subject, path }) => {
    const { deps } = described[subject]?.spec ?? steps[subject - described.length]?.step ?? { deps: [] };
    return deps.find(({ declaredAt }) => declaredAt.join("\n") === path.join("\n"))?.key.path;
  });
  const lineStarts = (file: string) => modules.get(file)?.facts.lineStarts ?? [0];
  const analysis: ProjectAnalysis = {
    assets: declared.flatMap((each) => describeAssets(each, lineStarts(each.found.site.anchor.file))),
    checkSteps: declared.flatMap((each) => describeCheckSteps(each, lineStarts(each.found.site.anchor.file))),
    unnamed: declared
      .filter(({ keyUnknown }) => keyUnknown)
      .map(({ found }) => ({
        file: found.site.anchor.file,
        range: toSourceRange(lineStarts(found.site.anchor.file), found.site.anchor.span),
        ...(found.exportedName === undefined ? {} : { exportedName: found.exportedName }),
      })),
    graph: resolved.graph,
    diagnostics: diagnose({ project, declared, described, steps, graphFindings, doubts, listDoubts }),
    resourceKeys,
    resourcesKnown,
    complete,
    definingFiles: definingFilesOf(evaluation, project.counted, assets, exported, named),
    files: { sources: project.sources, relevant: project.relevant.length, extracted: store.extracted - before },
    ...(project.entry === undefined ? {} : { entry: { file: project.entry, listsAssets } }),
  };
  store.sweep();
  return analysis;
}

/** Whether anything of a declaration is known well enough to stand in the graph. */
function isKnown({ specs, checkSteps }: DeclaredAsset): boolean {
  return specs.length + checkSteps.length > 0;
}

function compareSites(one: AssetSite, other: AssetSite): number {
  const [a, b] = [one.anchor, other.anchor];
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start;
}
