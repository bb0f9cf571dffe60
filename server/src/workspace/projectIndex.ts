import { posix } from "node:path";
import { findStored, type IndexPlace, type Language, projectSources, storeAnalysis } from "@headwater/analysis";
import type { ProjectGraph } from "@headwater/protocol";
import { pathInside, pathOfUri, uriOfPath } from "./fileUris.ts";
import { isSettings } from "./overlayFiles.ts";
import { type Project, takeAnalysis } from "./project.ts";
import { describeGraph } from "./projectGraph.ts";

const isModule = /\.(?:[cm]?[jt]s|[jt]sx|json)$/;

/** The graph with the files in the place of their URIs, so that no absolute path is stored. */
type StoredGraph = Pick<ProjectGraph, "nodes" | "edges" | "brokenFiles">;

/**
 * Takes over what was stored of a project. Its findings and its graph can be told at once; all else is read when it is asked
 * for, and files that have changed since await their analysis.
 *
 * @param open the absolute paths of open documents
 * @param isAlone whether it is the only project of the workspace
 * @returns whether there was something to take over
 */
export function restoreProject(
  project: Project,
  place: IndexPlace,
  language: Language,
  open: Iterable<string>,
  isAlone: boolean,
): boolean {
  const stored = findStored(place, project.disk);
  if (stored === undefined) return false;
  const pending = new Set(stored.changed);
  for (const document of open) {
    const file = pathInside(project.root, document);
    if (file === undefined) continue;
    // A document that was never saved is a file more.
    if (!project.disk.exists(file)) return false;
    pending.add(file);
  }
  project.recorded.take(stored.record);
  const live = stored.open(language, project.files, project.analyzing);
  takeAnalysis(project, live, "everything");
  project.pending = pending;
  project.stored = live.analysis;
  // What other projects declare stands in a graph too, and is not stored with it.
  if (!isAlone) return true;
  const { nodes, edges, brokenFiles } = stored.extra as StoredGraph;
  const { uri, name } = project;
  // What needs no encoding needs no work either: a graph names thousands of files.
  const uriOf = (file: string) => (/^[\w./-]+$/.test(file) ? `${uri}/${file}` : uriOfPath(posix.join(project.root, file)));
  project.graph.restore({ uri, name, nodes: withSources(nodes, uriOf), edges, brokenFiles });
  return true;
}

/**
 * Stores what is known of a project, unless that is stored or is not wholly known just now.
 *
 * @param open the open documents by their absolute paths
 */
export function storeProject(project: Project, place: IndexPlace, open: ReadonlyMap<string, { readonly text: string }>): void {
  const { live, analysis, pending, recorded, root } = project;
  if (live === undefined || analysis === undefined || analysis === project.stored) return;
  if (pending === "everything" || pending.size > 0) return;
  if (project.filesMoved) {
    const { sources } = live;
    project.filesMoved = !recorded.relist((listed) => {
      const { all } = projectSources({ ...project.disk, list: () => listed }, []);
      return all.size === sources.size && all.isSubsetOf(sources);
    });
  }
  const edited = new Set<string>();
  for (const [path, { text }] of open) {
    const file = pathInside(root, path);
    if (file === undefined || isSettings(file) || !isModule.test(file)) continue;
    // What was read of it so far was the document.
    const saved = project.disk.exists(file) ? recorded.read(file) : undefined;
    if (saved === undefined) return;
    if (saved !== text) edited.add(file);
  }
  const { nodes, edges, brokenFiles } = describeGraph(project, analysis);
  const fileOf = (uri: string) => pathInside(root, pathOfUri(uri) ?? "") ?? "";
  const extra: StoredGraph = { nodes: withSources(nodes, fileOf), edges, brokenFiles };
  if (storeAnalysis(place, recorded.record, live, { edited, extra })) project.stored = analysis;
}

function withSources(nodes: ProjectGraph["nodes"], placeOf: (uri: string) => string): ProjectGraph["nodes"] {
  const places = new Map<string, string>();
  const known = (uri: string): string => {
    const place = places.get(uri) ?? placeOf(uri);
    places.set(uri, place);
    return place;
  };
  return nodes.map((node) =>
    node.source === undefined ? node : { ...node, source: { ...node.source, uri: known(node.source.uri) } },
  );
}
