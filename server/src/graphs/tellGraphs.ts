import type { ProjectGraph, ProjectGraphChange } from "@headwater/protocol";
import type { Project } from "../workspace/project.ts";

/** What there is to tell of the graphs of a workspace: all of them, or what has changed in some. */
export type GraphNews = { readonly projects: readonly ProjectGraph[] } | { readonly changes: readonly ProjectGraphChange[] };

/** Knows what was told of graphs. */
export interface ToldGraphs {
  /** Makes what is to be told, with room for messages in between: it takes the longer the more has changed. */
  prepare(projects: readonly Project[]): Promise<void>;
  /**
   * What is to be told; undefined where nothing has changed since this was asked last.
   *
   * @param followsChanges whether the client understands changes
   */
  take(projects: readonly Project[], followsChanges: boolean): GraphNews | undefined;
}

/** Nothing was told yet. */
export function createToldGraphs(): ToldGraphs {
  /** The revisions by the projects' URIs. */
  let told: ReadonlyMap<string, number> | undefined;
  const changesOf = (projects: readonly Project[]): readonly ProjectGraphChange[] | undefined => {
    if (told === undefined || projects.map(({ uri }) => uri).join("\n") !== [...told.keys()].join("\n")) return undefined;
    const changes: ProjectGraphChange[] = [];
    for (const { graph, uri } of projects) {
      const change = graph.changeSince(told.get(uri) as number);
      if (change === undefined) return undefined;
      changes.push(change);
    }
    return changes.filter(({ from, revision }) => from !== revision);
  };
  return {
    async prepare(projects) {
      for (const { graph } of projects) for (const _ of graph.catchUp()) await new Promise(setImmediate);
    },
    take(projects, followsChanges) {
      const analysed = projects.filter(({ analysis }) => analysis !== undefined);
      const changes = followsChanges ? changesOf(analysed) : undefined;
      if (changes !== undefined) {
        told = new Map([...(told ?? []), ...changes.map(({ uri, revision }) => [uri, revision] as const)]);
        return changes.length === 0 ? undefined : { changes };
      }
      const before = told;
      told = new Map(analysed.map(({ uri, graph }) => [uri, graph.current()]));
      const isTold = before?.size === told.size && [...told].every(([uri, revision]) => before.get(uri) === revision);
      return isTold ? undefined : { projects: analysed.flatMap(({ graph }) => graph.whole() ?? []) };
    },
  };
}
