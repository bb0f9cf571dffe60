import {
  type AnalyzedAsset,
  type AnalyzeOptions,
  type AssetIndex,
  createAssetIndex,
  createFactStore,
  type DiskFiles,
  declaredElsewhere,
  type FactStore,
  type FileFacts,
  type FoundProject,
  type Language,
  type LiveAnalysis,
  nodeFiles,
  openAnalysis,
  type ProjectAnalysis,
  type RecordedFiles,
  recordFiles,
} from "@headwater/analysis";
import type { KeyId } from "@headwater/model";
import type { ProjectGraph } from "@headwater/protocol";
import { createNamesInUse, type NamesInUse } from "../completion/namesInUse.ts";
import { uriOfPath } from "./fileUris.ts";
import { type OverlayFiles, overlayFiles } from "./overlayFiles.ts";
import { describeGraph } from "./projectGraph.ts";

/** So many files are kept with all that was made of them: those that somebody works with, and what these depend on. */
const atHand = 300;

/** A project and what is known of it. `analysis` and what follows are brought up to date by {@link analyse}. */
export interface Project {
  /** Absolute, with forward slashes. */
  readonly root: string;
  readonly uri: string;
  readonly name: string;
  readonly files: OverlayFiles;
  /** The files without what is open in the editor. */
  readonly disk: DiskFiles;
  /** What was read of them. */
  readonly recorded: RecordedFiles;
  readonly store: FactStore;
  readonly analyzing: AnalyzeOptions;
  /** What has changed since the last analysis: files with other texts, or which files there are and what settings say. */
  pending: Set<string> | "everything";
  /** Files whose findings may be other than those that were told last. */
  untold: Set<string> | "everything";
  live?: LiveAnalysis;
  /** Absent before the first analysis. */
  analysis?: ProjectAnalysis;
  /** The analysis that is in the index on disk. */
  stored?: ProjectAnalysis;
  /** The assets of each file, whose path is relative to the root. */
  readonly assetsOf: ReadonlyMap<string, readonly AnalyzedAsset[]>;
  /** The same assets by their keys. */
  readonly index: AssetIndex;
  /** What is in use, for completion. */
  readonly names: NamesInUse;
  /** Whether something has changed in other projects that may be shown in the graph of this one. */
  othersChanged: boolean;
  /** The graph as it was described last, with the analysis that it describes. */
  described?: { readonly analysis: ProjectAnalysis; readonly graph: ProjectGraph };
}

/** Makes a project that was not analysed yet. */
export function createProject({ root, name }: FoundProject, open: ReadonlyMap<string, { readonly text: string }>): Project {
  const index = createAssetIndex();
  const disk = nodeFiles(root);
  const recorded = recordFiles(disk);
  const store = createFactStore({ keepLastGood: true });
  return {
    root,
    name,
    uri: uriOfPath(root),
    files: overlayFiles(
      recorded,
      (path) => open.get(path)?.text,
      () => open.keys(),
    ),
    disk,
    recorded,
    store,
    analyzing: { store, atHand },
    pending: "everything",
    untold: "everything",
    get assetsOf() {
      return this.analysis?.assetsOf ?? new Map();
    },
    index,
    othersChanged: false,
    names: createNamesInUse((id) => index.get(id)?.file),
  };
}

/** Whether something has changed since the last analysis. */
export function isDirty({ pending }: Project): boolean {
  return pending === "everything" || pending.size > 0;
}

/**
 * Brings a project up to date. Where only texts have changed, only what depends on them is done again. Gives the keys whose
 * assets may be others.
 */
export function analyse(project: Project, language: Language): ReadonlySet<KeyId> | "everything" {
  const { pending, live, files, recorded } = project;
  project.pending = new Set();
  if (pending !== "everything") {
    for (const file of pending) recorded.forget(file);
    if (live?.update(pending)) {
      takeAnalysis(project, live, "changes");
      return live.analysis.changes.nodes;
    }
  }
  recorded.reset();
  files.forgetAll();
  takeAnalysis(project, openAnalysis(language, files, project.analyzing), "everything");
  return "everything";
}

/** Takes a newer analysis. */
export function takeAnalysis(project: Project, live: LiveAnalysis, what: "changes" | "everything"): void {
  const { analysis } = live;
  project.live = live;
  project.analysis = analysis;
  const changed = what === "everything" ? what : analysis.changes.files;
  project.index.follow(analysis, changed);
  project.names.follow(analysis, what === "everything" ? what : analysis.changes.nodes);
  if (changed === "everything") project.untold = changed;
  else if (project.untold !== "everything") for (const file of changed) project.untold.add(file);
}

/** Gives the files whose findings may be other than before this was asked last. */
export function takeUntold(project: Project): ReadonlySet<string> | "everything" {
  const { untold } = project;
  project.untold = new Set();
  return untold;
}

/**
 * The graph of a project as it is sent. Its cost grows with the graph, so it is made when it is asked for.
 *
 * @param projects all of the workspace, whose assets are external in this one
 */
export function graphOf(project: Project, projects: readonly Project[]): ProjectGraph | undefined {
  const { analysis, described, othersChanged } = project;
  if (analysis === undefined || (described?.analysis === analysis && !othersChanged)) return described?.graph;
  project.othersChanged = false;
  const elsewhere = (id: KeyId) => declaredElsewhere(projects, project, id);
  const graph = describeGraph(project, analysis, described?.graph, elsewhere);
  project.described = { analysis, graph };
  return graph;
}

/** The facts of a file's text. While it has syntax errors, what was known before counts too. */
export function factsOf({ store }: Project, file: string, text: string, language: Language): FileFacts {
  return store.facts(file, text, language);
}

/** What a file imports. */
export function importsOf(project: Project, file: string, text: string, language: Language): FileFacts["imports"] {
  return factsOf(project, file, text, language).imports;
}
