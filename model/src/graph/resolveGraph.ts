import type { AssetKey, KeyId } from "../keys/assetKey.ts";
import type { AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import { defaultGroupName } from "../specs/labels.ts";
import type { AssetGraph, AssetNode, ResolvedDependency } from "./assetGraph.ts";
import { collectChecks } from "./collectChecks.ts";
import { firstOfEachKey, reportStepNames } from "./collisions.ts";
import { findCycles } from "./cycles.ts";
import type { GraphFinding, Report } from "./graphFinding.ts";
import { reportCycles } from "./reportCycles.ts";
import { reportStepCycles } from "./reportStepCycles.ts";
import { type GraphKnowledge, resolveDependencies } from "./resolveDependencies.ts";

export type { GraphFinding } from "./graphFinding.ts";
export type { GraphKnowledge } from "./resolveDependencies.ts";

export interface ResolvedGraph {
  readonly graph: AssetGraph;
  readonly findings: readonly GraphFinding[];
}

/**
 * Resolves the dependencies of all assets (spec 2.4), finds collisions, cycles and unknown keys (2.5, 2.6), all at once.
 * Of several assets with one key the first is kept in the graph. Linear in assets and dependencies.
 *
 * @param checkSteps steps that evaluate checks; as the subject of a finding they are counted after the assets
 */
export function resolveGraph(
  specs: readonly AssetSpec[],
  knowledge: GraphKnowledge = {},
  checkSteps: readonly CheckStepSpec[] = [],
): ResolvedGraph {
  const findings: GraphFinding[] = [];
  const report: Report = (subject, made, related = []) => findings.push({ ...made, subject, related });
  const subjects = firstOfEachKey(specs, report);
  reportStepNames(specs, subjects.values(), report);
  const { dependencies, stubs, ofCheckSteps } = resolveDependencies(specs, subjects, checkSteps, knowledge, report);
  const nodes = assemble(specs, subjects, stubs, dependencies);
  const { order, cycles } = findCycles(nodes);
  reportCycles(cycles, nodes, subjects, report);
  reportStepCycles(cycles, nodes, subjects, report);
  const { checks, steps } = collectChecks(specs, subjects, checkSteps, ofCheckSteps, report);
  return {
    graph: { nodes, order, units: unitsOf(nodes), checks, checkSteps: steps },
    findings: findings.sort((one, other) => one.subject - other.subject),
  };
}

function unitsOf(nodes: ReadonlyMap<KeyId, AssetNode>): Map<string, KeyId[]> {
  const units = new Map<string, KeyId[]>();
  for (const { id, spec } of nodes.values()) {
    if (spec?.unit === undefined) continue;
    const members = units.get(spec.unit.id);
    if (members === undefined) units.set(spec.unit.id, [id]);
    else members.push(id);
  }
  return units;
}

function assemble(
  specs: readonly AssetSpec[],
  subjects: ReadonlyMap<KeyId, number>,
  stubs: ReadonlyMap<KeyId, AssetKey>,
  dependencies: ReadonlyMap<KeyId, readonly ResolvedDependency[]>,
): Map<KeyId, AssetNode> {
  const downstream = new Map<KeyId, KeyId[]>();
  const upstream = new Map<KeyId, KeyId[]>();
  for (const [id, list] of dependencies) {
    const ids = [...new Set(list.map((dependency) => dependency.id))].filter((other) => other !== id);
    upstream.set(id, ids);
    for (const other of ids) {
      const into = downstream.get(other);
      if (into === undefined) downstream.set(other, [id]);
      else into.push(id);
    }
  }
  const nodes = new Map<KeyId, AssetNode>();
  for (const [id, subject] of subjects) {
    const spec = specs[subject] as AssetSpec;
    nodes.set(id, {
      id,
      key: spec.key,
      kind: spec.materializable ? "materializable" : "external",
      spec,
      groupName: spec.groupName,
      dependencies: dependencies.get(id) ?? [],
      upstream: upstream.get(id) ?? [],
      downstream: downstream.get(id) ?? [],
    });
  }
  for (const [id, key] of stubs) {
    const place = { id, key, kind: "stub", groupName: defaultGroupName } as const;
    nodes.set(id, { ...place, dependencies: [], upstream: [], downstream: downstream.get(id) ?? [] });
  }
  return nodes;
}
