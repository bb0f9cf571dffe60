import { type AssetKey, type KeyId, keyId } from "../keys/assetKey.ts";
import type { AssetCheckSpecData, AssetDependency, AssetSpec, CheckStepSpec } from "../specs/declaration.ts";

/** What a node stands for: an asset that is computed, one that is only described, or a key that nobody describes. */
export type NodeKind = "materializable" | "external" | "stub";

/** A dependency after resolution: `key` is the node that it ends at, which spec 2.4 rule 2 may have redirected. */
export interface ResolvedDependency extends AssetDependency {
  readonly id: KeyId;
}

/** An asset in the graph. */
export interface AssetNode {
  readonly id: KeyId;
  readonly key: AssetKey;
  readonly kind: NodeKind;
  /** Absent for a stub. */
  readonly spec?: AssetSpec;
  readonly groupName: string;
  readonly dependencies: readonly ResolvedDependency[];
  /** Direct upstreams, each once, without the asset itself. */
  readonly upstream: readonly KeyId[];
  /** Direct downstreams, each once, without the asset itself. */
  readonly downstream: readonly KeyId[];
}

/** The assets of a project and how they depend on each other. */
export interface AssetGraph {
  /** In the order of declaration, stubs last. */
  readonly nodes: ReadonlyMap<KeyId, AssetNode>;
  /**
   * Every node after its upstreams: first those without any, in the order of declaration, then what these set free. The
   * members of cycles, and what waits for them, come last.
   */
  readonly order: readonly KeyId[];
  /** The assets of each unit by its id (spec 3, `@multi_asset`), in the order of declaration. */
  readonly units: ReadonlyMap<string, readonly KeyId[]>;
  readonly checks: ReadonlyMap<CheckId, CheckNode>;
  /** The steps that do nothing but evaluate checks. */
  readonly checkSteps: readonly CheckStepNode[];
}

/** The identity of a check: the {@link KeyId} of its asset, a colon and its name. */
export type CheckId = string;

/** A check in the graph. */
export interface CheckNode {
  readonly id: CheckId;
  /** The asset that is checked. */
  readonly asset: KeyId;
  readonly spec: AssetCheckSpecData;
  /** The assets that must be there before it can be evaluated, beside the checked one. */
  readonly additionalDeps: readonly KeyId[];
  /** The place in {@link AssetGraph.checkSteps} of the step that evaluates it; absent: the step of its asset does. */
  readonly step?: number;
}

/** A step that evaluates checks, in the graph. */
export interface CheckStepNode {
  readonly spec: CheckStepSpec;
  readonly dependencies: readonly ResolvedDependency[];
  /** In the order of declaration. */
  readonly checks: readonly CheckId[];
}

/** The identity of a check. */
export function checkId(asset: AssetKey, name: string): CheckId {
  return `${keyId(asset)}:${name}`;
}

/** The assets that must be computed together with one: those of its unit, if that cannot be cut; otherwise it alone. */
export function executionSet(graph: AssetGraph, id: KeyId): readonly KeyId[] {
  const unit = graph.nodes.get(id)?.spec?.unit;
  return unit === undefined || unit.canSubset ? [id] : (graph.units.get(unit.id) ?? [id]);
}

/** The upstreams of an asset, each once, the asset itself among them where it depends on itself. */
export function upstreamsOf({ id, upstream, dependencies }: AssetNode): readonly KeyId[] {
  // Where there are as many of both none is the asset itself.
  const dependsOnItself = dependencies.length > upstream.length && dependencies.some((dependency) => dependency.id === id);
  return dependsOnItself ? [...upstream, id] : upstream;
}
