import type { Finding } from "../findings/finding.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import type { AssetGraph, AssetNode } from "./assetGraph.ts";
import { type GraphKnowledge, type ResolvedGraph, resolveGraph } from "./resolveGraph.ts";

/** What one source declares, a file for instance: replaced as a whole. */
export interface DeclaredPart {
  readonly specs: readonly AssetSpec[];
  readonly checkSteps: readonly CheckStepSpec[];
}

/** A place in a source: `index` counts its specs and then its check steps. */
export interface SourcePlace {
  readonly source: string;
  readonly index: number;
}

/** A finding about one spec or check step of a source. */
export interface SourceFinding extends Finding {
  /** Which one, as in {@link SourcePlace}. */
  readonly index: number;
  /** Others that take part, each with what it does; at most ten. */
  readonly related: readonly (SourcePlace & { readonly message: string })[];
}

/** What an update changed. */
export interface GraphChange {
  /** The sources whose findings are others now, or stand elsewhere. */
  readonly sources: ReadonlySet<string>;
  /** The nodes that were added, removed or replaced. */
  readonly nodes: ReadonlySet<KeyId>;
}

/** A graph that follows what its sources declare. */
export interface LiveGraph {
  /**
   * Replaces what some sources declare; `undefined` removes one. Sources stand in the order of their names (compared as
   * JavaScript compares texts), whatever the order of the updates, so the result is that of {@link resolveGraph} over
   * all specs in that order.
   */
  update(changes: ReadonlyMap<string, DeclaredPart | undefined>, knowledge: GraphKnowledge): GraphChange;
  /** Always the same object, whose content follows. Nodes never change: they are replaced. */
  readonly graph: AssetGraph;
  /** The findings of one source, in the order of its specs and check steps. */
  findingsOf(source: string): readonly SourceFinding[];
}

/** Makes a live graph without sources. */
export function createLiveGraph(): LiveGraph {
  const parts = new Map<string, DeclaredPart>();
  const nodes = new Map<KeyId, AssetNode>();
  let resolved: ResolvedGraph = resolveGraph([]);
  let findings = new Map<string, SourceFinding[]>();
  return {
    graph: {
      nodes,
      get order() {
        return resolved.graph.order;
      },
      get units() {
        return resolved.graph.units;
      },
      get checks() {
        return resolved.graph.checks;
      },
      get checkSteps() {
        return resolved.graph.checkSteps;
      },
    },
    update(changes, knowledge) {
      for (const [source, part] of changes) {
        if (part === undefined) parts.delete(source);
        else parts.set(source, part);
      }
      const sorted = [...parts].sort(([one], [other]) => (one < other ? -1 : 1));
      const ofSpecs = sorted.flatMap(([source, { specs }]) => specs.map((_, index): SourcePlace => ({ source, index })));
      const ofSteps = sorted.flatMap(([source, { specs, checkSteps }]) =>
        checkSteps.map((_, index): SourcePlace => ({ source, index: specs.length + index })),
      );
      const places = [...ofSpecs, ...ofSteps];
      const specs = sorted.flatMap(([, part]) => part.specs);
      const steps = sorted.flatMap(([, part]) => part.checkSteps);
      const before = findings;
      resolved = resolveGraph(specs, knowledge, steps);
      findings = new Map();
      for (const { subject, related, ...made } of resolved.findings) {
        const { source, index } = places[subject] as SourcePlace;
        const others = related.map((other) => ({ ...(places[other.subject] as SourcePlace), message: other.message }));
        const list = findings.get(source) ?? [];
        findings.set(source, list);
        list.push({ ...made, index, related: others });
      }
      const told = new Set([...before.keys(), ...findings.keys()]);
      const changed = new Set<KeyId>();
      for (const id of nodes.keys()) if (!resolved.graph.nodes.has(id)) changed.add(id);
      for (const [id, node] of resolved.graph.nodes) {
        if (JSON.stringify(nodes.get(id)) !== JSON.stringify(node)) changed.add(id);
      }
      nodes.clear();
      for (const [id, node] of resolved.graph.nodes) nodes.set(id, node);
      const differs = (source: string) => JSON.stringify(before.get(source)) !== JSON.stringify(findings.get(source));
      return { sources: new Set([...told].filter(differs)), nodes: changed };
    },
    findingsOf: (source) => findings.get(source) ?? [],
  };
}
