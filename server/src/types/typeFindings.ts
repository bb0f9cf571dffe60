import {
  type AnalyzedAsset,
  type Diagnostic,
  type InputEdge,
  inOrder,
  inputEdges,
  type TypeOracle,
  type TypeVerdict,
  toTypeEdge,
  typeMismatch,
} from "@headwater/analysis";
import { pathInside } from "../workspace/fileUris.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The findings that need types: those of edges of which an end is in an open file. */
export interface TypeFindings {
  /** Of a file of a project, in the order of the text, at the places of the newest analysis. */
  in(project: Project, file: string): readonly Diagnostic[];
  /**
   * Compares again, in place of what is still being compared. Gives whether there may be other findings than before; their
   * files are among those that are still to be told.
   */
  ask(): Promise<boolean>;
}

/** How many assets that take the value of one in an open file are looked at. */
const mostDownstreams = 100;

/** What the oracle has said of an edge. */
interface Compared {
  readonly downstream: AnalyzedAsset;
  readonly verdict: TypeVerdict;
}

/** Keeps the answers of an oracle. An answer counts until there is a newer one, so that findings do not come and go. */
export function createTypeFindings(workspace: Workspace, oracle: () => TypeOracle): TypeFindings {
  const compared = new WeakMap<Project, ReadonlyMap<string, Compared>>();
  let asking = new AbortController();

  const compare = async (project: Project, signal: AbortSignal): Promise<boolean> => {
    const before = compared.get(project) ?? new Map<string, Compared>();
    const edges = openEdges(workspace, project);
    if (edges.length === 0 && before.size === 0) return false;
    const isBroken = (file: string) => project.analysis?.diagnosticsOf.get(file)?.some(({ code }) => code === "syntax-error");
    const asked = edges.filter(({ upstream, downstream }) => !isBroken(upstream.file) && !isBroken(downstream.file));
    const texts = new Map([...workspace.open].map(([path, { text }]) => [path, text]));
    const verdicts = await oracle().compare(
      asked.map((edge) => toTypeEdge(project.root, edge)),
      texts,
      signal,
    );
    if (verdicts === undefined || signal.aborted) return false;
    const answers = new Map(asked.map(({ id }, at) => [id, verdicts[at]]));
    const now = new Map<string, Compared>();
    for (const { id, downstream } of edges) {
      const verdict = answers.get(id) ?? before.get(id)?.verdict;
      if (verdict !== undefined) now.set(id, { downstream, verdict });
    }
    compared.set(project, now);
    for (const { downstream, verdict } of [...before.values(), ...now.values()]) {
      if (verdict.kind === "mismatch" && project.untold !== "everything") project.untold.add(downstream.file);
    }
    return true;
  };

  return {
    in(project, file) {
      const wrong = [...(compared.get(project) ?? [])].flatMap(([id, { downstream, verdict }]) => {
        if (verdict.kind !== "mismatch" || downstream.file !== file) return [];
        const now = edgesInto(project, downstream.id).find((edge) => edge.id === id);
        return now === undefined ? [] : typeMismatch(project.root, now, verdict);
      });
      return inOrder(wrong);
    },
    async ask() {
      asking.abort();
      asking = new AbortController();
      const { signal } = asking;
      let changed = false;
      for (const project of workspace.projects()) if (await compare(project, signal)) changed = true;
      return changed;
    },
  };
}

/** The edges of a project of which one end is in an open file, each once. */
function openEdges(workspace: Workspace, project: Project): InputEdge[] {
  const found = new Map<string, InputEdge>();
  for (const path of workspace.open.keys()) {
    const graph = project.analysis?.graph;
    const file = workspace.projectOf(path) === project ? pathInside(project.root, path) : undefined;
    for (const asset of (file !== undefined && project.assetsOf.get(file)) || []) {
      for (const edge of edgesInto(project, asset.id)) found.set(edge.id, edge);
      for (const downstream of graph?.nodes.get(asset.id)?.downstream.slice(0, mostDownstreams) ?? []) {
        for (const edge of edgesInto(project, downstream)) if (edge.upstream.id === asset.id) found.set(edge.id, edge);
      }
    }
  }
  return [...found.values()];
}

function edgesInto(project: Project, id: AnalyzedAsset["id"]): InputEdge[] {
  const { analysis, index } = project;
  const downstream = index.get(id);
  return analysis && downstream ? inputEdges(downstream, analysis.graph, (key) => index.get(key)) : [];
}
