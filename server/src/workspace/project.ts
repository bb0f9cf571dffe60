import {
  type AnalyzedAsset,
  analyzeWith,
  createFactStore,
  type FactStore,
  type FileFacts,
  type Language,
  nodeFiles,
  type ProjectAnalysis,
} from "@headwater/analysis";
import type { ProjectGraph } from "@headwater/protocol";
import { uriOfPath } from "./fileUris.ts";
import type { FoundProject } from "./findProjects.ts";
import { type OverlayFiles, overlayFiles } from "./overlayFiles.ts";
import { describeGraph } from "./projectGraph.ts";

/** A project and what is known of it. `analysis` and what follows are replaced as a whole by {@link analyse}. */
export interface Project {
  /** Absolute, with forward slashes. */
  readonly root: string;
  readonly uri: string;
  readonly name: string;
  readonly files: OverlayFiles;
  readonly store: FactStore;
  /** Something has changed since the last analysis. */
  dirty: boolean;
  /** Absent before the first analysis. */
  analysis?: ProjectAnalysis;
  /** The assets of each file, whose path is relative to the root. */
  assetsOf: ReadonlyMap<string, readonly AnalyzedAsset[]>;
  graph?: ProjectGraph;
}

/** Makes a project that was not analysed yet. */
export function createProject({ root, name }: FoundProject, open: ReadonlyMap<string, { readonly text: string }>): Project {
  return {
    root,
    name,
    uri: uriOfPath(root),
    files: overlayFiles(
      nodeFiles(root),
      (path) => open.get(path)?.text,
      () => open.keys(),
    ),
    store: createFactStore({ keepLastGood: true }),
    dirty: true,
    assetsOf: new Map(),
  };
}

/** Brings a project up to date. Files whose text is as before are not read again. */
export function analyse(project: Project, language: Language): void {
  project.dirty = false;
  const analysis = analyzeWith(language, project.files, { store: project.store });
  project.analysis = analysis;
  project.assetsOf = Map.groupBy(analysis.assets, ({ file }) => file);
  project.graph = describeGraph(project, analysis, project.graph);
}

/** What a file imports. While its text has syntax errors, what it imported before counts too. */
export function importsOf({ store }: Project, file: string, text: string, language: Language): FileFacts["imports"] {
  return store.facts(file, text, language).imports;
}
