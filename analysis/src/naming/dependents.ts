import { type AssetDependency, type DeclarationPath, type KeyId, keyId, type ResolvedDependency } from "@headwater/model";
import type { AnalyzedAsset, AnalyzedCheckStep, DeclaredPlaces } from "../projectAnalysis.ts";
import type { IndexedProject } from "./indexedProject.ts";

/** What a call declares that depends on assets: an asset, or a step of checks. */
export interface Dependent {
  readonly places: DeclaredPlaces["places"];
  readonly deps: readonly AssetDependency[];
  /** Its dependencies in the graph; undefined where another one stands there in its place. */
  readonly resolved: readonly ResolvedDependency[] | undefined;
}

/** What an asset or a step of checks depends on, as it was declared and as the graph has it. */
export function dependentOf({ analysis }: IndexedProject, declared: AnalyzedAsset | AnalyzedCheckStep): Dependent {
  const { places, spec } = declared;
  // What a step of checks depends on is what it says: spec 2.4 rule 2 is for assets alone.
  if (!("id" in declared)) return { places, deps: spec.deps, resolved: undefined };
  const node = analysis?.graph.nodes.get(declared.id);
  return { places, deps: spec.deps, resolved: node?.spec === spec ? node.dependencies : undefined };
}

/** Where a dependency ends, which may be another key than it says (spec 2.4 rule 2). */
export function upstreamOf({ resolved }: Dependent, dependency: AssetDependency): KeyId {
  return resolved?.find(({ declaredAt }) => samePath(declaredAt, dependency.declaredAt))?.id ?? keyId(dependency.key);
}

/** Whether two paths of a declaration are one. */
export function samePath(one: DeclarationPath, other: DeclarationPath): boolean {
  return one.length === other.length && one.every((part, at) => part === other[at]);
}
