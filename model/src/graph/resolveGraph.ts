import type { AssetSpec, CheckStepSpec } from "../specs/declaration.ts";
import type { AssetGraph } from "./assetGraph.ts";
import type { GraphFinding, Report } from "./graphFinding.ts";
import { resolveAll } from "./resolveAll.ts";
import type { GraphKnowledge } from "./resolveDependencies.ts";

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
  const { nodes, order, units, checks, checkSteps: steps } = resolveAll(specs, knowledge, checkSteps, report);
  return {
    graph: { nodes, order, units, checks, checkSteps: steps },
    findings: findings.sort((one, other) => one.subject - other.subject),
  };
}
