import type { AssetGraph, CheckId } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { PartitionMappingData } from "../partitions/mappings/mappingData.ts";
import type { EntityId } from "./facts.ts";
import { madeOnce } from "./madeOnce.ts";
import { type UnitSpace, unitSpaces, unpartitioned } from "./units.ts";

/** An asset or a check, as conditions see it. */
export interface Entity {
  readonly id: EntityId;
  /** Its place in {@link Entities.all}: what a tick knows of it is kept in arrays by that. */
  readonly number: number;
  /** Of a check, the asset that it checks. */
  readonly checks?: KeyId;
  readonly space: UnitSpace;
  /** What it depends on, each once, in the order of their ids; it may be itself. */
  readonly dependencies: readonly Entity[];
  /** The mappings that it declares, by what it depends on. Absent where it declares none. */
  readonly mappings?: ReadonlyMap<EntityId, PartitionMappingData>;
  /** Whether it is an asset that is computed elsewhere. */
  readonly isExternal: boolean;
  /** The checks of an asset, in the order of their ids. */
  readonly ownChecks: readonly Entity[];
  readonly codeVersion?: string;
}

/** The assets and checks of a graph. */
export interface Entities {
  /** Each asset after what it depends on, then each check after that. */
  readonly all: readonly Entity[];
  get(id: EntityId): Entity | undefined;
}

/** Makes the entities of a graph, in time linear in it. */
export function entitiesOf(graph: AssetGraph): Entities {
  const spaceOf = unitSpaces();
  const all: Linked[] = [];
  const byId = new Map<EntityId, Linked>();
  const add = (entity: Omit<Linked, "number" | "dependencies" | "ownChecks">) => {
    const linked = { ...entity, number: all.length, dependencies: noEntities, ownChecks: noEntities };
    all.push(linked);
    byId.set(entity.id, linked);
  };
  for (const id of graph.order) {
    const node = graph.nodes.get(id);
    if (node === undefined) continue;
    const mappings = new Map<EntityId, PartitionMappingData>();
    for (const { id: upstream, partitionMapping } of node.dependencies)
      if (partitionMapping !== undefined && !mappings.has(upstream))
        mappings.set(upstream, partitionMapping as PartitionMappingData);
    add({
      id,
      space: spaceOf(node.spec?.partitionsDef),
      isExternal: node.kind !== "materializable",
      ...(mappings.size === 0 ? {} : { mappings }),
      ...(node.spec?.codeVersion === undefined ? {} : { codeVersion: node.spec.codeVersion }),
    });
  }
  for (const { id, asset, additionalDeps } of graph.checks.values()) {
    // What a check depends on and nobody describes is computed elsewhere, as that of an asset is.
    for (const dep of additionalDeps) if (!byId.has(dep)) add({ id: dep, space: unpartitioned, isExternal: true });
    add({ id, checks: asset, space: unpartitioned, isExternal: false });
  }

  const known = (ids: Iterable<EntityId>) => [...new Set(ids)].sort().flatMap((id) => byId.get(id) ?? []);
  const checksByAsset = new Map<KeyId, CheckId[]>();
  for (const { id, asset } of graph.checks.values()) madeOnce(checksByAsset, asset, () => []).push(id);
  for (const entity of all) {
    const check = graph.checks.get(entity.id);
    const upstream =
      check === undefined
        ? (graph.nodes.get(entity.id)?.dependencies ?? []).map((dependency) => dependency.id)
        : [check.asset, ...check.additionalDeps];
    entity.dependencies = known(upstream);
    const checks = checksByAsset.get(entity.id);
    if (checks !== undefined) entity.ownChecks = known(checks);
  }
  return { all, get: (id) => byId.get(id) };
}

/** An entity to which others are yet to be linked. */
type Linked = Omit<Entity, "dependencies" | "ownChecks"> & { dependencies: readonly Entity[]; ownChecks: readonly Entity[] };

const noEntities: readonly Entity[] = [];

/** Whether one depends on another one. */
export function isBelow(one: Entity, other: Entity): boolean {
  // What depends on another has a higher number, which spares most looks at what it depends on.
  return one.number > other.number && one.dependencies.includes(other);
}
