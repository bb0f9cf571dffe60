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
import { createNamesInUse, type NamesInUse } from "../completion/namesInUse.ts";
import { uriOfPath } from "./fileUris.ts";
import { createLiveProjectGraph, type LiveProjectGraph } from "./liveProjectGraph.ts";
import { type OverlayFiles, overlayFiles } from "./overlayFiles.ts";

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
  /** What has changed since the last analysis: files with other texts, that have come or gone, or what settings say. */
  pending: Set<string> | "everything";
  /** Whether files have come or gone since the disk was listed. */
  filesMoved: boolean;
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
  /** The graph as it is sent. */
  readonly graph: LiveProjectGraph;
}

/**
 * Makes a project that was not analysed yet.
 *
 * @param projects gives all of the workspace, whose assets are external in this one
 */
export function createProject(
  { root, name, listing }: FoundProject,
  open: ReadonlyMap<string, { readonly text: string }>,
  projects: () => readonly Project[],
): Project {
  const index = createAssetIndex();
  const uri = uriOfPath(root);
  const disk = nodeFiles(root, listing);
  const recorded = recordFiles(disk);
  const store = createFactStore({ keepLastGood: true });
  const project: Project = {
    root,
    name,
    uri,
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
    filesMoved: false,
    untold: "everything",
    get assetsOf() {
      return this.analysis?.assetsOf ?? new Map();
    },
    index,
    names: createNamesInUse((id) => index.get(id)?.file),
    graph: createLiveProjectGraph({ root, uri, name }, index, (id) => declaredElsewhere(projects(), project, id)),
  };
  return project;
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
  project.filesMoved = false;
  takeAnalysis(project, openAnalysis(language, files, project.analyzing), "everything");
  return "everything";
}

/** Takes a newer analysis. */
export function takeAnalysis(project: Project, live: LiveAnalysis, what: "changes" | "everything"): void {
  const { analysis } = live;
  if (project.analysis !== undefined && !isSameSeverity(project.analysis, analysis)) project.untold = "everything";
  project.live = live;
  project.analysis = analysis;
  const changed = what === "everything" ? what : analysis.changes.files;
  project.index.follow(analysis, changed);
  project.names.follow(analysis, what === "everything" ? what : analysis.changes.nodes);
  project.graph.follow(analysis, changed, what === "everything" ? new Set() : analysis.changes.nodes);
  if (changed === "everything") project.untold = changed;
  else if (project.untold !== "everything") for (const file of changed) project.untold.add(file);
}

function isSameSeverity({ severity: one }: ProjectAnalysis, { severity: other }: ProjectAnalysis): boolean {
  return one === other || (one.size === other.size && [...one].every(([code, setting]) => other.get(code) === setting));
}

/** Gives the files whose findings may be other than before this was asked last. */
export function takeUntold(project: Project): ReadonlySet<string> | "everything" {
  const { untold } = project;
  project.untold = new Set();
  return untold;
}

/** The facts of a file's text. While it has syntax errors, what was known before counts too. */
export function factsOf({ store }: Project, file: string, text: string, language: Language): FileFacts {
  return store.facts(file, text, language);
}

/** What a file imports. */
export function importsOf(project: Project, file: string, text: string, language: Language): FileFacts["imports"] {
  return factsOf(project, file, text, language).imports;
}
