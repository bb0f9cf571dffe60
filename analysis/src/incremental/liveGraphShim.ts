import {
  type AssetGraph,
  type AssetSpec,
  type CheckStepSpec,
  type Finding,
  type GraphKnowledge,
  type KeyId,
  resolveGraph,
} from "@headwater/model";
export interface SourceFinding extends Finding {
  readonly index: number;
  readonly related: readonly { readonly source: string; readonly index: number; readonly message: string }[];
}
export interface GraphChange {
  readonly sources: ReadonlySet<string>;
  readonly nodes: ReadonlySet<KeyId>;
}
interface Part {
  readonly specs: readonly AssetSpec[];
  readonly checkSteps: readonly CheckStepSpec[];
}
export function createLiveGraph() {
  const parts = new Map<string, Part>();
  let graph: AssetGraph = resolveGraph([]).graph;
  let findings = new Map<string, SourceFinding[]>();
  return {
    get graph() {
      return graph;
    },
    findingsOf: (source: string): readonly SourceFinding[] => findings.get(source) ?? [],
    update(changes: ReadonlyMap<string, Part | undefined>, knowledge: GraphKnowledge): GraphChange {
      for (const [s, p] of changes)
        if (p === undefined) parts.delete(s);
        else parts.set(s, p);
      const sources = [...parts.keys()].sort();
      const specs = sources.flatMap((s) => (parts.get(s) as Part).specs.map((spec, index) => ({ s, spec, index })));
      const steps = sources.flatMap((s) => {
        const p = parts.get(s) as Part;
        return p.checkSteps.map((step, at) => ({ s, step, index: p.specs.length + at }));
      });
      const all = [...specs, ...steps];
      const resolved = resolveGraph(
        specs.map((e) => e.spec),
        knowledge,
        steps.map((e) => e.step),
      );
      graph = resolved.graph;
      const touched = new Set(findings.keys());
      findings = new Map();
      for (const { subject, related, ...f } of resolved.findings) {
        const at = all[subject] as { s: string; index: number };
        const list = findings.get(at.s) ?? [];
        findings.set(at.s, list);
        touched.add(at.s);
        list.push({
          ...f,
          index: at.index,
          related: related.map((r) => ({
            source: (all[r.subject] as { s: string }).s,
            index: (all[r.subject] as { index: number }).index,
            message: r.message,
          })),
        });
      }
      return { sources: touched, nodes: new Set(graph.nodes.keys()) };
    },
  };
}
