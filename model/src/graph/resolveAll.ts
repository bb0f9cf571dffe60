import type { AssetKey, KeyId } from "../keys/assetKey.ts";
import type { AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import { defaultGroupName } from "../specs/labels.ts";
import type { AssetNode, CheckId, CheckNode, CheckStepNode, ResolvedDependency } from "./assetGraph.ts";
import { collectChecks } from "./collectChecks.ts";
import { firstOfEachKey, reportStepNames } from "./collisions.ts";
import { findCycles } from "./cycles.ts";
import type { Report } from "./graphFinding.ts";
import { reportCycles } from "./reportCycles.ts";
import { reportStepCycles } from "./reportStepCycles.ts";
import { type GraphKnowledge, resolveDependencies } from "./resolveDependencies.ts";

/** What specs make together. */
export interface Resolution {
  /** The place among the specs of the first of each key. */
  readonly first: Map<KeyId, number>;
  readonly nodes: Map<KeyId, AssetNode>;
  readonly order: readonly KeyId[];
  readonly hasCycles: boolean;
  readonly units: Map<string, KeyId[]>;
  readonly checks: Map<CheckId, CheckNode>;
  readonly checkSteps: CheckStepNode[];
}

/** Applies all rules of the graph to specs; findings about check steps are counted after those about specs. */
export function resolveAll(
  specs: readonly AssetSpec[],
  knowledge: GraphKnowledge,
  checkSteps: readonly CheckStepSpec[],
  report: Report,
): Resolution {
  const first = firstOfEachKey(specs, report);
  reportStepNames(specs, first.values(), report);
  const { dependencies, stubs, ofCheckSteps } = resolveDependencies(specs, first, checkSteps, knowledge, report);
  const nodes = assemble(specs, first, stubs, dependencies);
  const { order, cycles } = findCycles(nodes);
  reportCycles(cycles, nodes, first, report);
  reportStepCycles(cycles, nodes, first, report);
  const { checks, steps } = collectChecks(specs, first, checkSteps, ofCheckSteps, report);
  return { first, nodes, order, hasCycles: cycles.length > 0, units: unitsOf(nodes.values()), checks, checkSteps: steps };
}

/** The assets of each unit, in the order of declaration. */
export function unitsOf(nodes: Iterable<AssetNode>): Map<string, KeyId[]> {
  const units = new Map<string, KeyId[]>();
  for (const { id, spec } of nodes) {
    if (spec?.unit === undefined) continue;
    const members = units.get(spec.unit.id);
    if (members === undefined) units.set(spec.unit.id, [id]);
    else members.push(id);
  }
  return units;
}

/** The node of a described asset. */
export function nodeOf(
  id: KeyId,
  spec: AssetSpec,
  neighbours: Pick<AssetNode, "dependencies" | "upstream" | "downstream">,
): AssetNode {
  const kind = spec.materializable ? "materializable" : "external";
  return { id, key: spec.key, kind, spec, groupName: spec.groupName, ...neighbours };
}

/** The node of a key that nobody describes. */
export function stubOf(id: KeyId, key: AssetKey, downstream: readonly KeyId[]): AssetNode {
  return { id, key, kind: "stub", groupName: defaultGroupName, dependencies: none, upstream: none, downstream };
}

const none: readonly never[] = [];

/** Direct upstreams, each once, without the asset itself. */
export function upstreamOf(id: KeyId, dependencies: readonly ResolvedDependency[]): readonly KeyId[] {
  if (dependencies.length === 0) return none;
  return [...new Set(dependencies.map((dependency) => dependency.id))].filter((other) => other !== id);
}

function assemble(
  specs: readonly AssetSpec[],
  subjects: ReadonlyMap<KeyId, number>,
  stubs: ReadonlyMap<KeyId, AssetKey>,
  dependencies: ReadonlyMap<KeyId, readonly ResolvedDependency[]>,
): Map<KeyId, AssetNode> {
  const downstream = new Map<KeyId, KeyId[]>();
  const upstream = new Map<KeyId, readonly KeyId[]>();
  for (const [id, list] of dependencies) {
    const ids = upstreamOf(id, list);
    upstream.set(id, ids);
    for (const other of ids) {
      const into = downstream.get(other);
      if (into === undefined) downstream.set(other, [id]);
      else into.push(id);
    }
  }
  const nodes = new Map<KeyId, AssetNode>();
  for (const [id, subject] of subjects) {
    nodes.set(
      id,
      nodeOf(id, specs[subject] as AssetSpec, {
        dependencies: dependencies.get(id) ?? none,
        upstream: upstream.get(id) ?? none,
        downstream: downstream.get(id) ?? none,
      }),
    );
  }
  for (const [id, key] of stubs) nodes.set(id, stubOf(id, key, downstream.get(id) ?? none));
  return nodes;
}
