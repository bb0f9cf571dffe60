import { createLiveGraph, type GraphKnowledge, type KeyId } from "@headwater/model";
import { chosenAsset, describedBy, type ListedAssets, listedAssets } from "../assets/chooseAssets.ts";
import type { DeclaredAsset } from "../assets/declareAssets.ts";
import { type Circumstances, createDeclarer } from "../assets/declarer.ts";
import { describeAssets, describeCheckSteps } from "../assets/describeAsset.ts";
import {
  addedElsewhere,
  definitionsOf,
  type ExportDoubt,
  type FoundAsset,
  type FoundDefinitions,
  findExports,
  withoutRepeats,
} from "../assets/findAssets.ts";
import { changedSites, type NeverLoaded, neverListed, neverMentioned } from "../assets/neverLoaded.ts";
import { type KeyEnds, possibleAmong } from "../assets/possibleKeys.ts";
import { type AssetReader, createAssetReader, isNamedByConstant } from "../assets/readAsset.ts";
import { definingFilesOf } from "../definingFiles.ts";
import { diagnoseCalls, diagnoseFile, type Subject, type SubjectFinding, subjectOf } from "../diagnose.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { createEvaluation, topLevelValue } from "../evaluate/createEvaluation.ts";
import { propertyOf } from "../evaluate/properties.ts";
import type { AssetSite, Value } from "../evaluate/value.ts";
import type { FactStore } from "../facts/factStore.ts";
import { toSourceRange } from "../facts/span.ts";
import { guessesIn } from "../guesses.ts";
import type { OpenProject, ProjectChange } from "../project/openProject.ts";
import type { ProjectAnalysis, UnnamedAsset } from "../projectAnalysis.ts";
import { describeSelections } from "../selections/describeSelections.ts";
import { type FileSelections, findSelections } from "../selections/findSelections.ts";
import { createSelectionChecks } from "../selections/selectionChecks.ts";
import { type DeclaredFile, declareFile, fileOfSource, type GraphPart } from "./declaredFile.ts";
import { createExportedAssets, sameExport } from "./exportedAssets.ts";
import type { Generations } from "./generations.ts";
import { createLiveTables, restoreTables, type SavedAnalysis, saveTables } from "./liveTables.ts";
import { forgetStale, type Memory } from "./staleFiles.ts";

/** The analysis of an open project, which follows the edits of its files. */
export interface LiveAnalysis {
  /**
   * Takes new texts of files, and files that have come or gone. False where nothing can be kept, so that the project has to be
   * analysed anew.
   */
  update(changed: ReadonlySet<string>): boolean;
  readonly analysis: ProjectAnalysis;
  /** Makes what only updates need, which the first one would have to make otherwise, in steps. */
  prepare(): Iterable<void>;
  /** All sources of the project. */
  readonly sources: ReadonlySet<string>;
  /** As data, of which {@link createLiveAnalysis} makes it again while files and settings are the same. */
  save(): SavedAnalysis;
  /** The files that import a file. */
  importersOf(file: string): Iterable<string>;
  /** The file of the project that a specifier means, if it means one. */
  resolve(file: string, specifier: string): string | undefined;
  /**
   * Whether a name at the top level of a file, with properties behind it as in `keys.orders`, holds data, such as a text or a
   * list of texts, rather than an asset.
   */
  holdsData(file: string, reference: string): boolean;
}

const nothingListed: ListedAssets = { sites: new Set(), listDoubts: [], listsAssets: false };

/**
 * Analyses a project as a whole.
 *
 * @param extractedBefore how many texts the store had read before the project was opened
 * @param generations which modules were used lately: what was made of others is let go; absent where all is kept
 * @param saved what an earlier process found out; it is taken over, not copied
 */
export function createLiveAnalysis(
  project: OpenProject,
  store: FactStore,
  extractedBefore: number,
  generations: Generations | undefined,
  saved?: SavedAnalysis,
): LiveAnalysis {
  const { modules } = project;
  const { reads } = modules;
  const fallbackNames = new Map<AssetSite, string>();
  // The reader and the evaluation need each other: keys are values, and options are evaluated.
  const late: { reader?: AssetReader } = {};
  const declarer = createDeclarer(
    {
      read: (site) => (late.reader as AssetReader).read(site),
      forgetSite: (site) => (late.reader as AssetReader).forgetSite(site),
    },
    reads,
    fallbackNames,
  );
  const evaluation = createEvaluation(
    modules,
    {
      keys: declarer.keys,
      packageMayHoldAssets: project.packageMayHoldAssets,
      reachesOurs: project.reachesOurs,
    },
    saved?.sites,
  );
  const reader = createAssetReader(evaluation);
  late.reader = reader;
  const memory: Memory = { evaluation, reader, declarer, reachesOurs: project.reachesOurs };

  const exported = createExportedAssets(saved?.exported);
  const timesDescribed = new Map<AssetSite, number>();
  /** What files declare, as long as it is at hand. */
  const files = new Map<string, DeclaredFile>();
  const graph = createLiveGraph();
  const selectionChecks = createSelectionChecks(saved?.selections);
  const tables = saved === undefined ? createLiveTables() : restoreTables(saved.tables);
  const { added, described, chosen, sources, callDiagnostics, endsBy, incomplete } = tables;
  const { assetsOf, checkStepsOf, unmentionedOf, selectionsOf, callFindingsOf, unnamedOf, diagnosticsOf } = tables;
  /** The files whose findings name places of a file. */
  const relatedBy = new Map<string, Set<string>>();

  let definitions: readonly FoundDefinitions[] = [];
  let listed = nothingListed;
  /** What the listed assets were made from by changing them. */
  let changedFrom: ReadonlySet<AssetSite> = new Set();
  // Until something else is found, there are no definitions: what is declared in the meantime need not be declared again.
  let circumstances: Circumstances = {
    resourceKeys: new Set(),
    resourcesIncomplete: false,
    provided: { resources: new Set(), ioManagers: new Set() },
  };
  let toldCircumstances = JSON.stringify([[], false, true, [], true]);
  let resourceKeys: readonly string[] = [];
  let doubts: readonly ExportDoubt[] = [];
  let complete = true;
  let broken: ReadonlySet<string> = new Set();
  let possible = possibleAmong([]);
  let toldEnds = "";
  let ends: KeyEnds | undefined;
  let knowledge: GraphKnowledge = {};
  let analysis: ProjectAnalysis;

  /** Lets go of what was made of files that were not used lately. To be called only while nothing is being evaluated. */
  const settle = () => {
    for (const file of generations?.takeOld() ?? []) letGo(file);
  };
  const letGo = (file: string) => {
    files.delete(file);
    evaluation.shed(file);
    reader.forget(file);
    declarer.forget(file);
    modules.shed(file);
  };

  const named = (site: AssetSite) => {
    const name = exported.found(site)?.fallbackName;
    if (name === undefined) fallbackNames.delete(site);
    else fallbackNames.set(site, name);
  };

  /** Finds what files export and what their assets are called; files that turn out to depend on that are done again. */
  const findAgain = (start: ReadonlySet<string>): Set<AssetSite> | undefined => {
    const touched = new Set<AssetSite>();
    let stale = start;
    for (let round = 0; stale.size > 0; round++) {
      if (round === 20) return undefined;
      declarer.namesAreKnown(round > 0);
      const renamed = new Set<string>();
      for (const file of stale) {
        const counts = project.counted.has(file);
        exported.replace(file, counts ? findExports(evaluation, file) : undefined);
        const adds = counts ? addedElsewhere(evaluation, file) : [];
        if (adds.length === 0) added.delete(file);
        else added.set(file, adds);
        for (const site of exported.takeTouched()) {
          touched.add(site);
          const before = fallbackNames.get(site);
          named(site);
          // What is found for the first time has told nobody another name.
          const isFirst = before === undefined && !foundBefore.has(site);
          if (!isFirst && before !== fallbackNames.get(site)) renamed.add(site.home);
        }
        for (const site of describe(file)) redeclare.add(site.home);
        findSelectionsIn(file, counts);
        // Now that it is at hand: mostly nothing comes that makes it another.
        declareAgain(file);
        settle();
      }
      declarer.namesAreKnown(true);
      const asked = declarer.takeTooEarly();
      const again = new Set([...renamed, ...asked]);
      if (again.size === 0) break;
      const forgotten = forgetStale(memory, again);
      if (forgotten === undefined) return undefined;
      stale = forgotten;
    }
    declarer.namesAreKnown(true);
    for (const site of touched) foundBefore.add(site);
    return touched;
  };
  /** Sites that others may have asked for their names. */
  const foundBefore = new WeakSet<AssetSite>();
  /** What is to be declared again, for another reason than that it was found anew. */
  let redeclare = new Set<string>();
  /** What has to be put into the graph. */
  let parts = new Map<string, GraphPart | undefined>();
  let redeclared = new Set<string>();

  const describe = (home: string): AssetSite[] => {
    const before = described.get(home) ?? [];
    const now = [...exported.sitesAt(home)].flatMap((site) => describedBy(site, reader));
    for (const site of before) timesDescribed.set(site, (timesDescribed.get(site) ?? 0) - 1);
    for (const site of now) timesDescribed.set(site, (timesDescribed.get(site) ?? 0) + 1);
    if (now.length === 0) described.delete(home);
    else described.set(home, now);
    return [...before, ...now].filter((site) => before.includes(site) !== now.includes(site));
  };

  const assetsAt = (home: string): Map<AssetSite, FoundAsset> => {
    const found = new Map<AssetSite, FoundAsset>();
    const consider = (site: AssetSite) => {
      const asset = chosenAsset(site, exported.found(site), listed, (timesDescribed.get(site) ?? 0) > 0);
      if (asset !== undefined) found.set(site, asset);
    };
    for (const site of exported.sitesAt(home)) consider(site);
    for (const site of listedAt.get(home) ?? []) consider(site);
    return found;
  };
  let listedAt: ReadonlyMap<string, readonly AssetSite[]> = new Map();

  const lineStartsOf = (file: string) => modules.get(file)?.facts.lineStarts ?? [0];
  const put = <T>(map: Map<string, readonly T[]>, file: string, list: readonly T[]) => {
    if (list.length === 0) map.delete(file);
    else map.set(file, list);
  };
  const declaredIn = (home: string): DeclaredFile => {
    const known = files.get(home);
    if (known !== undefined) return known;
    const made = declareFile(home, [...(chosen.get(home)?.values() ?? [])], { declarer, modules, circumstances });
    if (made.declared.length > 0) files.set(home, made);
    return made;
  };
  const declareAgain = (home: string) => {
    redeclared.add(home);
    const assets = assetsAt(home);
    if (assets.size === 0) chosen.delete(home);
    else chosen.set(home, assets);
    files.delete(home);
    const made = declaredIn(home);
    for (const source of sources.get(home) ?? []) parts.set(source, undefined);
    for (const [source, { specs, checkSteps }] of made.parts) parts.set(source, { specs, checkSteps });
    if (made.parts.size === 0) sources.delete(home);
    else sources.set(home, [...made.parts.keys()]);
    put(
      callDiagnostics,
      home,
      reads.within(home, () => diagnoseCalls(project, home, made.declared)),
    );
    if (made.ends?.length === 0) endsBy.delete(home);
    else endsBy.set(home, made.ends);
    if (made.complete) incomplete.delete(home);
    else incomplete.add(home);
    const lineStarts = made.declared.length === 0 ? [0] : lineStartsOf(home);
    const packed = { file: home, lineStarts: Int32Array.from(lineStarts) };
    put(
      assetsOf,
      home,
      made.declared.flatMap((each) => describeAssets(each, packed)),
    );
    put(
      checkStepsOf,
      home,
      made.declared.flatMap((each) => describeCheckSteps(each, packed)),
    );
    put(
      unmentionedOf,
      home,
      reads.within(home, () => neverMentioned(evaluation, home, () => project.textOf(home))),
    );
    put(
      unnamedOf,
      home,
      made.declared.flatMap(({ keyUnknown, found }) => (keyUnknown ? [unnamed(found, lineStarts)] : [])),
    );
  };

  const findSelectionsIn = (file: string, counts: boolean) => {
    const none: FileSelections = { selections: [], jobs: [], partitions: [] };
    const found = counts ? reads.within(file, () => findSelections(evaluation, file)) : none;
    const source = found.selections.length === 0 ? "" : (project.textOf(file) ?? "");
    const described = describeSelections(file, found.selections, { lineStarts: lineStartsOf(file), source });
    put(selectionsOf, file, described);
    put(callFindingsOf, file, [...found.jobs, ...found.partitions]);
    selectionChecks.replace(file, described);
  };

  const subjectAt = (source: string, index: number): Subject | undefined => {
    const part = declaredIn(fileOfSource(source)).parts.get(source);
    const declared: DeclaredAsset | undefined = part?.subjects[index];
    return part === undefined || declared === undefined ? undefined : subjectOf(declared, part.specs[index]);
  };
  const graphFindingsOf = (file: string): SubjectFinding[] =>
    (sources.get(file) ?? []).flatMap((source) =>
      graph.findingsOf(source).flatMap(({ index, related, ...found }): SubjectFinding[] => {
        const subject = subjectAt(source, index);
        if (subject === undefined || possible(found.code, subject.keyAt(found.path))) return [];
        const others = related.map((other) => ({ subject: subjectAt(other.source, other.index), message: other.message }));
        return [{ found, subject, related: others }];
      }),
    );
  const counts = (site: AssetSite) => chosen.get(site.home)?.has(site) ?? false;

  const neverLoadedIn = (file: string): readonly NeverLoaded[] => {
    if (!project.counted.has(file)) return [];
    const unmentioned = unmentionedOf.get(file) ?? [];
    if (!listed.listsAssets || project.entry === undefined) return unmentioned;
    const others = [...exported.sitesAt(file)].filter(
      (site) => !counts(site) && !changedFrom.has(site) && (timesDescribed.get(site) ?? 0) === 0,
    );
    return [
      ...unmentioned,
      ...neverListed(
        others.flatMap((site) => exported.found(site) ?? []),
        file,
        project.entry,
      ),
    ];
  };

  const diagnoseAgain = (
    file: string,
    doubtsBy: ReadonlyMap<string, readonly ExportDoubt[]>,
    listDoubtsBy: ReadonlyMap<string, ListedAssets["listDoubts"]>,
  ) => {
    for (const { related } of diagnosticsOf.get(file) ?? []) {
      for (const other of related) relatedBy.get(other.file)?.delete(file);
    }
    const diagnostics = reads.within(file, () =>
      diagnoseFile(project, file, callDiagnostics.get(file) ?? [], {
        graphFindings: graphFindingsOf(file),
        doubts: doubtsBy.get(file) ?? [],
        listDoubts: listDoubtsBy.get(file) ?? [],
        neverLoaded: neverLoadedIn(file),
        selections: selectionChecks.of(file),
        ofOtherCalls: callFindingsOf.get(file) ?? [],
        isBroken: broken.has(file),
        counts,
      }),
    );
    put(diagnosticsOf, file, diagnostics);
    settle();
    noteRelated(file, diagnostics);
  };
  const noteRelated = (file: string, diagnostics: readonly Diagnostic[]) => {
    for (const { related } of diagnostics) {
      for (const other of related) {
        const into = relatedBy.get(other.file);
        if (into === undefined) relatedBy.set(other.file, new Set([file]));
        else into.add(file);
      }
    }
  };

  /** Whether a file counts, or is read by one that does, at any remove. */
  const matters = (file: string): boolean => {
    const readers = new Set([file]);
    for (const each of readers) {
      if (project.counted.has(each)) return true;
      for (const { what, homes } of reads.of(each)) if (what !== "guesses") for (const home of homes) readers.add(home);
    }
    return false;
  };
  /** Whether nothing is lacking of a broken file that was there before it broke. */
  const isMended = (file: string) => modules.get(file)?.facts.stale !== undefined;
  const brokenFiles = () => new Set([...modules.broken].filter(matters));

  /** Brings everything up to date after some files were forgotten. */
  let extractedSoFar = extractedBefore;
  const refresh = (stale: ReadonlySet<string>, change: ProjectChange | undefined): boolean => {
    parts = new Map();
    redeclare = new Set();
    redeclared = new Set();
    const touched = findAgain(new Set([...stale, ...(change?.counted ?? [])]));
    if (touched === undefined) return false;
    for (const site of touched) {
      const before = chosen.get(site.home)?.get(site);
      if (!sameExport(before, exported.found(site))) redeclare.add(site.home);
    }
    for (const home of new Set([...touched].map((site) => site.home))) {
      if (!redeclared.has(home)) for (const site of describe(home)) redeclare.add(site.home);
    }

    const special = exported.special();
    definitions = definitionsOf(special, project.entry);
    const before = listed;
    listed = listedAssets(definitions, project.entry);
    listedAt = Map.groupBy(listed.sites, ({ home }) => home);
    for (const site of before.sites.symmetricDifference(listed.sites)) redeclare.add(site.home);
    const listChanged = before.sites.symmetricDifference(listed.sites).size > 0;
    if (listChanged) changedFrom = changedSites(listed.sites);
    if (before.listsAssets !== listed.listsAssets) for (const site of exported.sites()) redeclare.add(site.home);

    // What is being written just now makes nothing doubtful that was known before.
    const { isNew } = guessesIn(modules);
    const exportDoubts = withoutRepeats(special.flatMap((each) => each.doubts)).filter(({ file, span }) => !isNew(file, span));
    const elsewhere = [...added.keys()].sort().flatMap((file) => added.get(file) ?? []);
    const doubtsBefore = doubts;
    doubts = [...(listed.listsAssets ? [] : exportDoubts), ...elsewhere];

    resourceKeys = [...new Set(definitions.flatMap(({ reading }) => reading.resourceKeys))];
    const resourcesIncomplete =
      definitions.some(({ reading }) => !reading.resourcesKnown) || exportDoubts.some(({ mayBeDefinitions }) => mayBeDefinitions);
    // Definitions may stand in what cannot be read.
    const isReadable = project.unreadable.size + modules.unreadable.size === 0 && [...brokenFiles()].every(isMended);
    const ioManagerKeys = [...new Set(definitions.flatMap(({ reading }) => reading.ioManagerKeys))];
    const ioManagersKnown =
      definitions.every(({ reading }) => reading.ioManagersKnown) &&
      !exportDoubts.some(({ mayBeDefinitions }) => mayBeDefinitions);
    const circumstancesNow = JSON.stringify([resourceKeys, resourcesIncomplete, isReadable, ioManagerKeys, ioManagersKnown]);
    if (circumstancesNow !== toldCircumstances) {
      toldCircumstances = circumstancesNow;
      circumstances = {
        resourceKeys: new Set(resourceKeys),
        resourcesIncomplete,
        provided: {
          ...(isReadable && !resourcesIncomplete ? { resources: new Set(resourceKeys) } : {}),
          ...(isReadable && ioManagersKnown ? { ioManagers: new Set(ioManagerKeys) } : {}),
        },
      };
      for (const site of exported.sites()) redeclare.add(site.home);
      for (const { home } of listed.sites) redeclare.add(home);
    }

    for (const home of [...redeclare].sort()) {
      declareAgain(home);
      settle();
    }
    const brokenBefore = broken;
    broken = brokenFiles();
    const isElsewhere =
      doubts.length +
        listed.listDoubts.length +
        [...broken].filter((file) => !isMended(file)).length +
        project.unreadable.size +
        modules.unreadable.size >
      0;
    complete = !isElsewhere && incomplete.size === 0;
    ends =
      isElsewhere || [...endsBy.values()].includes(undefined) ? undefined : [...endsBy.values()].flatMap((each) => each ?? []);
    knowledge = { keysIncomplete: ends === undefined, resourcesIncomplete };
    const changedGraph = graph.update(parts, knowledge);

    const toDiagnose = new Set<string>(redeclared);
    if (listChanged && listed.listsAssets) for (const site of exported.sites()) toDiagnose.add(site.home);
    for (const source of changedGraph.sources) toDiagnose.add(fileOfSource(source));
    for (const file of selectionChecks.update({ graph: graph.graph, complete, changedNodes: changedGraph.nodes }))
      toDiagnose.add(file);
    for (const file of [...toDiagnose]) for (const other of relatedBy.get(file) ?? []) toDiagnose.add(other);
    for (const { file } of [...doubtsBefore, ...doubts, ...before.listDoubts, ...listed.listDoubts]) toDiagnose.add(file);
    for (const file of [...brokenBefore, ...broken, ...modules.unreadable.keys(), ...project.unreadable.keys(), "package.json"])
      toDiagnose.add(file);
    const endsNow = JSON.stringify(ends);
    if (endsNow !== toldEnds) {
      toldEnds = endsNow;
      possible = possibleAmong(ends ?? []);
      for (const [file, own] of sources) if (own.some((source) => graph.findingsOf(source).length > 0)) toDiagnose.add(file);
    }
    const doubtsBy = Map.groupBy(doubts, ({ file }) => file);
    const listDoubtsBy = Map.groupBy(listed.listDoubts, ({ file }) => file);
    for (const file of toDiagnose) diagnoseAgain(file, doubtsBy, listDoubtsBy);
    analysis = makeAnalysis(store.extracted - extractedSoFar, { files: toDiagnose, nodes: changedGraph.nodes });
    extractedSoFar = store.extracted;
    return true;
  };

  const makeAnalysis = (
    extracted: number,
    changes: { readonly files: ReadonlySet<string>; readonly nodes: ReadonlySet<KeyId> },
  ): ProjectAnalysis => {
    const unlessMade = <T>(make: () => T) => {
      let made: { readonly value: T } | undefined;
      return () => {
        made ??= { value: make() };
        return made.value;
      };
    };
    const inOrder = <T>(map: ReadonlyMap<string, readonly T[]>) =>
      unlessMade(() => [...map.keys()].sort().flatMap((file) => map.get(file) ?? []));
    const assets = inOrder(assetsOf);
    const checkSteps = inOrder(checkStepsOf);
    const unnamedAssets = inOrder(unnamedOf);
    const selections = inOrder(selectionsOf);
    const diagnostics = inOrder(diagnosticsOf);
    const definingFiles = unlessMade(() => {
      const found = [...exported.sites()].flatMap((site) => exported.found(site) ?? []);
      const counted = [...chosen.values()].flatMap((sites) => [...sites.values()]);
      const naming = found.filter(({ site }) => !counts(site) && isNamedByConstant(reader.read(site)));
      return definingFilesOf(
        evaluation,
        [...project.counted].sort(),
        counted,
        { assets: found, doubts: exported.doubts(), definitions },
        naming,
      );
    });
    return {
      get assets() {
        return assets();
      },
      get checkSteps() {
        return checkSteps();
      },
      get unnamed() {
        return unnamedAssets();
      },
      get selections() {
        return selections();
      },
      get diagnostics() {
        return diagnostics();
      },
      get definingFiles() {
        return definingFiles();
      },
      assetsOf,
      checkStepsOf,
      selectionsOf,
      diagnosticsOf,
      changes,
      graph: graph.graph,
      resourceKeys,
      severity: project.settings.severity,
      configuration: project.configuration,
      resourcesKnown: !circumstances.resourcesIncomplete,
      complete,
      files: { sources: project.sources.size, relevant: project.relevant.size, extracted },
      ...(project.entry === undefined ? {} : { entry: { file: project.entry, listsAssets: listed.listsAssets } }),
    };
  };

  /** Takes over what an earlier process found out; what follows from that is made again. */
  const restore = (from: SavedAnalysis) => {
    ({ definitions, listed, circumstances, toldCircumstances, resourceKeys, doubts, complete, broken, ends, knowledge } =
      from.findings);
    listedAt = Map.groupBy(listed.sites, ({ home }) => home);
    changedFrom = changedSites(listed.sites);
    possible = possibleAmong(ends ?? []);
    toldEnds = JSON.stringify(ends);
    for (const site of exported.sites()) {
      named(site);
      foundBefore.add(site);
    }
    for (const list of described.values()) {
      for (const site of list) timesDescribed.set(site, (timesDescribed.get(site) ?? 0) + 1);
    }
    for (const [file, diagnostics] of diagnosticsOf) noteRelated(file, diagnostics);
    declarer.namesAreKnown(true);
    graph.update(from.parts, knowledge);
    analysis = makeAnalysis(0, { files: new Set(), nodes: new Set() });
  };
  if (saved === undefined) {
    // What definitions say of resources and of assets that count is best known before these are declared.
    const first = project.counted.intersection(project.mayDefine);
    if (first.size > 0) refresh(new Set([...first].sort()), undefined);
    refresh(new Set([...project.counted.difference(first)].sort()), undefined);
  } else restore(saved);
  return {
    update(changed) {
      for (const file of changed) if (file !== "package.json" && project.configuration.has(file)) return false;
      declarer.namesAreKnown(false);
      const change = project.update(changed);
      if (change === undefined) return false;
      const { own, tables, relevance, counted, moved } = change;
      const stale = forgetStale(memory, new Set([...own, ...counted, ...moved]), [...tables, ...relevance], moved);
      if (stale === undefined || !refresh(stale, change)) return false;
      settle();
      return true;
    },
    get analysis() {
      return analysis;
    },
    save() {
      // Sites go without their texts, which are made again when they are needed.
      const sites = evaluation.savedSites();
      for (const file of new Set(sites.map(({ home }) => home))) letGo(file);
      return {
        project: project.saved(),
        sites,
        exported: exported.saved(),
        selections: selectionChecks.saved(),
        parts: graph.parts,
        tables: saveTables(tables),
        findings: {
          definitions,
          listed,
          circumstances,
          toldCircumstances,
          resourceKeys,
          doubts,
          complete,
          broken,
          ends,
          knowledge,
        },
      };
    },
    prepare: graph.prepare,
    sources: project.sources,
    importersOf: project.importersOf,
    resolve(file, specifier) {
      const target = modules.resolve(file, specifier);
      return target.kind === "file" ? target.path : undefined;
    },
    holdsData(file, reference) {
      const [name = "", ...members] = reference.split(/\s*\??\.\s*/);
      const origin = { file, span: { start: 0, end: 0 } };
      const value = topLevelValue(evaluation, file, name, origin);
      return value !== undefined && isData(members.reduce((held, member) => propertyOf(evaluation, held, member, origin), value));
    },
  };
}

function isData(value: Value): boolean {
  if (value.kind === "literal") return true;
  if (value.kind === "list") return value.items.every(isData);
  return value.kind === "object" && [...value.entries.values()].every((entry) => isData(entry.value));
}

function unnamed({ site, exportedName }: FoundAsset, lineStarts: readonly number[]): UnnamedAsset {
  const { file, span } = site.anchor;
  return { file, range: toSourceRange(lineStarts, span), ...(exportedName === undefined ? {} : { exportedName }) };
}
