import { type AssetSpec, keyId, type ResolvedGraph, resolveGraph } from "@headwater/model";
import { createKeyReader, type DeclaredAsset, declareAsset } from "./assets/declareAssets.ts";
import { describeAsset } from "./assets/describeAsset.ts";
import { addedElsewhere, type Findings, type FoundAsset, findAssets } from "./assets/findAssets.ts";
import { type AssetReader, createAssetReader } from "./assets/readAsset.ts";
import { definingFilesOf } from "./definingFiles.ts";
import { diagnose } from "./diagnose.ts";
import { createEvaluation } from "./evaluate/createEvaluation.ts";
import type { AssetSite, UnknownValue } from "./evaluate/value.ts";
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
  const keyOf = createKeyReader((site) => (late.read as AssetReader)(site), fallbackNames);
  const evaluation = createEvaluation(modules, {
    keyOf,
    packageMayHoldAssets: project.packageMayHoldAssets,
    reachesOurs: project.reachesOurs,
  });
  const read = createAssetReader(evaluation);
  late.read = read;

  const found = findAssets(evaluation, project.counted, project.entry);
  const { isNew } = guessesIn(modules);
  // What is being written just now makes nothing doubtful that was known before.
  const exported = { ...found, doubts: found.doubts.filter(({ file, span }) => !isNew(file, span)) };
  const { assets, listDoubts, listsAssets } = chooseAssets(exported, project.entry);
  for (const { site, fallbackName } of exported.assets) {
    if (fallbackName !== undefined) fallbackNames.set(site, fallbackName);
  }
  const doubts = [...(listsAssets ? [] : exported.doubts), ...addedElsewhere(evaluation, project.counted)];
  const resourceKeys = [...new Set(exported.definitions.flatMap(({ reading }) => reading.resourceKeys))];
  const resourcesKnown =
    exported.definitions.every(({ reading }) => reading.resourcesKnown) &&
    !exported.doubts.some(({ mayBeDefinitions }) => mayBeDefinitions);

  // Nor does it take the place of an asset that has the same key.
  const rank = ({ site }: FoundAsset) => (isNew(site.anchor.file, site.anchor.span) ? 1 : 0);
  const resources = new Set(resourceKeys);
  const declared = assets
    .map((each) => declareAsset(each, read, keyOf, resources))
    .filter(({ found: { site }, spec }) => spec !== undefined || !isNew(site.anchor.file, site.anchor.span))
    .sort(({ found: one }, { found: other }) => rank(one) - rank(other) || compareSites(one.site, other.site));
  // A file whose facts were mended lacks nothing that was there before it broke.
  const broken = modules.loaded().filter(({ facts }) => facts.syntaxErrors.length > 0 && facts.stale === undefined);
  const complete =
    declared.every(({ spec }) => spec !== undefined) &&
    doubts.length + listDoubts.length + broken.length + project.unreadable.size + modules.unreadable.size === 0;

  const known = declared.filter((each): each is DeclaredAsset & { spec: AssetSpec } => each.spec !== undefined);
  const { specs, resolved } = resolve(
    known.map(({ spec }) => spec),
    complete,
    resourcesKnown,
  );
  const lineStarts = (file: string) => modules.get(file)?.facts.lineStarts ?? [0];
  const analysis: ProjectAnalysis = {
    assets: known.map((each, at) => describeAsset(each, specs[at] as AssetSpec, lineStarts(each.found.site.anchor.file))),
    unnamed: declared
      .filter(({ keyUnknown }) => keyUnknown)
      .map(({ found }) => ({
        file: found.site.anchor.file,
        range: toSourceRange(lineStarts(found.site.anchor.file), found.site.anchor.span),
        ...(found.exportedName === undefined ? {} : { exportedName: found.exportedName }),
      })),
    graph: resolved.graph,
    diagnostics: diagnose({ project, declared, known, graphFindings: resolved.findings, doubts, listDoubts }),
    resourceKeys,
    resourcesKnown,
    complete,
    definingFiles: definingFilesOf(evaluation, project.counted, assets, exported),
    files: { sources: project.sources, relevant: project.relevant.length, extracted: store.extracted - before },
    ...(project.entry === undefined ? {} : { entry: { file: project.entry, listsAssets } }),
  };
  store.sweep();
  return analysis;
}

/** Why a list of assets in definitions is not known. */
interface ListDoubt {
  readonly file: string;
  readonly value: UnknownValue;
}

/**
 * Which assets count: exactly those that the entry's definitions list, if they list some and the list is known; else all
 * that are exported, and those that any definitions list.
 */
function chooseAssets(
  exported: Findings,
  entry: string | undefined,
): { assets: readonly FoundAsset[]; listDoubts: readonly ListDoubt[]; listsAssets: boolean } {
  const listing = exported.definitions.filter(({ reading }) => reading.assets !== undefined);
  const deciding = listing.filter(({ file }) => entry !== undefined && file === entry);
  const lists = deciding.length > 0 ? deciding : listing;
  const listDoubts = lists.flatMap(({ file, reading }) => reading.assetDoubts.map((value) => ({ file, value })));
  const listsAssets = deciding.length > 0 && listDoubts.length === 0;
  const found = new Map(exported.assets.map((each) => [each.site, each]));
  const assets = new Map<AssetSite, FoundAsset>(listsAssets ? [] : found);
  for (const { site } of lists.flatMap(({ reading }) => reading.assets ?? [])) {
    assets.set(site, found.get(site) ?? { site, file: site.anchor.file });
  }
  return { assets: [...assets.values()], listDoubts, listsAssets };
}

/**
 * Resolves the graph. Where resources are not known, a parameter that no asset answers to may be one: it is no
 * dependency then.
 */
function resolve(
  specs: readonly AssetSpec[],
  complete: boolean,
  resourcesKnown: boolean,
): { specs: readonly AssetSpec[]; resolved: ResolvedGraph } {
  const resolved = resolveGraph(specs, { keysIncomplete: !complete });
  if (resourcesKnown) return { specs, resolved };
  const stubs = new Set([...resolved.graph.nodes.values()].filter(({ kind }) => kind === "stub").map(({ id }) => id));
  let changed = false;
  const without = specs.map((spec): AssetSpec => {
    const upstreams = resolved.graph.nodes.get(keyId(spec.key))?.dependencies ?? [];
    const mayBeResource = new Set(upstreams.filter(({ id }) => stubs.has(id)).map(({ declaredAt }) => declaredAt.join("\n")));
    const deps = spec.deps.filter(
      ({ declaredAt }) => declaredAt[0] !== "parameters" || !mayBeResource.has(declaredAt.join("\n")),
    );
    if (deps.length === spec.deps.length) return spec;
    changed = true;
    return { ...spec, deps, depsIncomplete: true };
  });
  return changed ? { specs: without, resolved: resolveGraph(without, { keysIncomplete: !complete }) } : { specs, resolved };
}

function compareSites(one: AssetSite, other: AssetSite): number {
  const [a, b] = [one.anchor, other.anchor];
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start;
}
