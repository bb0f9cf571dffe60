import type { AssetIndex, ProjectAnalysis } from "@headwater/analysis";
import type { KeyId } from "@headwater/model";
import type { GraphEdge, GraphNode, ListEdit, ProjectGraph, ProjectGraphChange } from "@headwater/protocol";
import {
  type BlockSource,
  blockOfFile,
  blockOfOthers,
  emptyBlock,
  type GraphBlock,
  isSame,
  keysOfOthers,
} from "./graphBlocks.ts";
import { type GraphContent, isBroken } from "./projectGraph.ts";

/** The graph of a project as it is sent. It follows edits file by file, and is made when it is asked for. */
export interface LiveProjectGraph {
  /** Takes a newer analysis, in which only some files and nodes are other than before. */
  follow(analysis: ProjectAnalysis, files: ReadonlySet<string> | "everything", nodes: ReadonlySet<KeyId>): void;
  /** What other projects declare may be other than before. */
  followOthers(): void;
  /** Takes the graph of the analysis that was followed last, which is known. */
  restore(content: GraphContent): void;
  /** Makes what the next question would otherwise have to make, in steps. */
  catchUp(): Iterable<void>;
  /** Makes what the question after an edit would otherwise have to make, in steps. */
  prepare(): Iterable<void>;
  /** The revision of the graph as it is now; 0 before the first analysis. */
  current(): number;
  /** The graph as it is now; undefined before the first analysis. */
  whole(): ProjectGraph | undefined;
  /** What has changed since {@link whole} or this was asked last, as a revision then; undefined where that is as much as the whole. */
  changeSince(from: number): ProjectGraphChange | undefined;
}

interface Edits {
  readonly nodes: ListEdit<GraphNode>[];
  readonly edges: ListEdit<GraphEdge>[];
}

interface Since {
  readonly revision: number;
  readonly edits: Edits;
}

/** More edits than these, or with more nodes in them, are as much as the whole. */
const mostEdits = 500;
const mostNodes = 5_000;
/** So many files are described in a step. */
const filesAtOnce = 100;

/**
 * Knows nothing at first.
 *
 * @param index the assets by their keys, which follows the same analyses
 * @param elsewhere the asset that another project declares under a key: it is external here
 */
export function createLiveProjectGraph(
  { root, uri, name }: { readonly root: string; readonly uri: string; readonly name: string },
  index: AssetIndex,
  elsewhere: BlockSource["elsewhere"],
): LiveProjectGraph {
  let analysis: ProjectAnalysis | undefined;
  // What has to be looked at again, and what was found so far of the newest analysis.
  let everything = true;
  const files = new Set<string>();
  const nodes = new Set<KeyId>();
  let othersPending = false;
  const seen = new Set<string>();
  const fresh = new Map<string, GraphBlock>();
  /** The files with nodes, in their order, and what is of each. */
  let order: readonly string[] = [];
  const blocks = new Map<string, GraphBlock>();
  /** What no file of the project declares. */
  const keysOfNobody = new Set<KeyId>();
  let others = emptyBlock;
  const broken = new Set<string>();
  let brokenFiles: readonly string[] = [];
  let revision = 0;
  /** What is told as long as no blocks were made. */
  let restored: GraphContent | undefined;
  /** What has changed since a revision, unless that is as much as the whole. */
  let since: Since | undefined;

  const all = (id: KeyId) => index.all(id);
  const sourceOf = (of: ProjectAnalysis): BlockSource => ({ analysis: of, root, all, elsewhere });
  const isPending = () => everything || files.size + nodes.size > 0 || othersPending;

  /** Others may do the same between two steps, and a newer analysis may come. */
  function* bringUpToDate(): Generator<void> {
    while (analysis !== undefined && isPending()) {
      if (everything) {
        everything = false;
        for (const some of [analysis.assetsOf.keys(), analysis.diagnosticsOf.keys(), blocks.keys(), broken]) {
          for (const file of some) files.add(file);
        }
        for (const id of keysOfNobody) nodes.add(id);
        for (const id of keysOfOthers(sourceOf(analysis))) nodes.add(id);
      }
      for (const id of nodes) {
        for (const { file } of all(id)) files.add(file);
        if (analysis.graph.nodes.has(id) && all(id).length === 0) keysOfNobody.add(id);
        else keysOfNobody.delete(id);
      }
      nodes.clear();
      let made = 0;
      for (const file of files) {
        files.delete(file);
        describe(file, analysis);
        if (++made % filesAtOnce === 0) yield;
      }
      if (files.size === 0 && nodes.size === 0 && !everything) take(blockOfOthers(sourceOf(analysis), keysOfNobody));
    }
  }
  const describe = (file: string, of: ProjectAnalysis) => {
    seen.add(file);
    // A key that several files declare stands with the first of them, and has the errors of all.
    const follow = (id: KeyId) => {
      const first = all(id)[0]?.file;
      if (first !== undefined && !seen.has(first)) files.add(first);
    };
    for (const { id } of of.assetsOf.get(file) ?? []) follow(id);
    for (const { id } of blocks.get(file)?.nodes ?? []) {
      follow(id as KeyId);
      if (all(id as KeyId).length > 0) continue;
      if (of.graph.nodes.has(id as KeyId)) keysOfNobody.add(id as KeyId);
      else keysOfNobody.delete(id as KeyId);
    }
    fresh.set(file, blockOfFile(sourceOf(of), file));
    if (isBroken(of, file)) broken.add(file);
    else broken.delete(file);
  };
  const take = (freshOthers: GraphBlock) => {
    othersPending = false;
    const changed = new Map([...fresh].filter(([file, block]) => !isSame(blocks.get(file) ?? emptyBlock, block)));
    const nowBroken = [...broken].sort();
    const isChanged = changed.size > 0 || !isSame(others, freshOthers) || !isSame(brokenFiles, nowBroken);
    fresh.clear();
    seen.clear();
    brokenFiles = nowBroken;
    if (!isChanged && restored === undefined && revision > 0) return;
    const edits = replace(changed, freshOthers);
    if (restored === undefined) {
      revision++;
      since = since && together(since, edits);
      return;
    }
    if (!isSame(restored, content())) [revision, since] = [revision + 1, undefined];
    restored = undefined;
  };
  /** Puts blocks in the place of others, and says what that has edited, from the end so that no edit moves what is before it. */
  const replace = (changed: ReadonlyMap<string, GraphBlock>, freshOthers: GraphBlock): Edits => {
    const edits: Edits = { nodes: [], edges: [] };
    const at = { nodes: 0, edges: 0 };
    const put = (before: GraphBlock, now: GraphBlock) => {
      if (before !== now) {
        const isEdited = { nodes: !isSame(before.nodes, now.nodes), edges: !isSame(before.edges, now.edges) };
        if (isEdited.nodes) edits.nodes.push({ start: at.nodes, deleteCount: before.nodes.length, items: [...now.nodes] });
        if (isEdited.edges) edits.edges.push({ start: at.edges, deleteCount: before.edges.length, items: [...now.edges] });
      }
      at.nodes += before.nodes.length;
      at.edges += before.edges.length;
    };
    const come = [...changed.keys()].filter((file) => !blocks.has(file));
    if (come.length > 0) order = [...order, ...come].sort();
    for (const file of order) {
      const before = blocks.get(file) ?? emptyBlock;
      const now = changed.get(file) ?? before;
      put(before, now);
      if (now.nodes.length > 0) blocks.set(file, now);
      else blocks.delete(file);
    }
    if (order.length !== blocks.size) order = order.filter((file) => blocks.has(file));
    if (!isSame(others, freshOthers)) {
      put(others, freshOthers);
      others = freshOthers;
    }
    return { nodes: edits.nodes.reverse(), edges: edits.edges.reverse() };
  };
  const content = (): GraphContent => {
    const all = [...order.map((file) => blocks.get(file) as GraphBlock), others];
    return {
      uri,
      name,
      nodes: all.flatMap(({ nodes }) => nodes),
      edges: all.flatMap(({ edges }) => edges),
      brokenFiles: [...brokenFiles],
    };
  };
  const finish = () => {
    for (const _ of bringUpToDate());
  };
  /** What follows is told as edits of what is told now. */
  const begin = () => {
    since = { revision, edits: { nodes: [], edges: [] } };
  };
  return {
    follow(newer, changedFiles, changedNodes) {
      analysis = newer;
      seen.clear();
      if (changedFiles === "everything" || restored !== undefined) everything = true;
      else for (const file of changedFiles) files.add(file);
      for (const id of changedNodes) nodes.add(id);
    },
    followOthers() {
      othersPending = true;
      if (restored !== undefined) everything = true;
    },
    restore(graph) {
      restored = graph;
      revision = 1;
      everything = othersPending = false;
      files.clear();
      nodes.clear();
    },
    catchUp: bringUpToDate,
    *prepare() {
      if (restored !== undefined) everything = true;
      yield* bringUpToDate();
    },
    current() {
      finish();
      return revision;
    },
    whole() {
      if (analysis === undefined) return undefined;
      finish();
      begin();
      return { ...(restored ?? content()), revision };
    },
    changeSince(from) {
      finish();
      const known = since;
      if (known?.revision !== from) return undefined;
      begin();
      return { uri, from, revision, ...known.edits, brokenFiles: [...brokenFiles] };
    },
  };
}

function together({ revision, edits }: Since, more: Edits): Since | undefined {
  const nodes = [...edits.nodes, ...more.nodes];
  if (nodes.length > mostEdits || nodes.reduce((sum, { items }) => sum + items.length, 0) > mostNodes) return undefined;
  return { revision, edits: { nodes, edges: [...edits.edges, ...more.edges] } };
}
