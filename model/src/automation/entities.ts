import { type AssetGraph, type CheckId, type ResolvedDependency, upstreamsOf } from "../graph/assetGraph.ts";
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
    const mapped = node.dependencies.filter(({ partitionMapping }) => partitionMapping !== undefined);
    add({
      id,
      space: spaceOf(node.spec?.partitionsDef),
      isExternal: node.kind !== "materializable",
      ...(mapped.length === 0 ? {} : { mappings: mappingsOf(mapped) }),
      ...(node.spec?.codeVersion === undefined ? {} : { codeVersion: node.spec.codeVersion }),
    });
  }
  for (const { id, asset, additionalDeps } of graph.checks.values()) {
    // What a check depends on and nobody describes is computed elsewhere, as that of an asset is.
    for (const dep of additionalDeps) if (!byId.has(dep)) add({ id: dep, space: unpartitioned, isExternal: true });
    add({ id, checks: asset, space: unpartitioned, isExternal: false });
  }

  const known = (ids: readonly EntityId[]): readonly Entity[] => {
    if (ids.length === 0) return noEntities;
    return ids.flatMap((id) => byId.get(id) ?? []).sort((one, other) => (one.id < other.id ? -1 : 1));
  };
  const checksByAsset = new Map<KeyId, CheckId[]>();
  for (const { id, asset } of graph.checks.values()) madeOnce(checksByAsset, asset, () => []).push(id);
  for (const entity of all) {
    const node = graph.nodes.get(entity.id);
    const check = graph.checks.get(entity.id);
    if (node !== undefined) entity.dependencies = known(upstreamsOf(node));
    else if (check !== undefined) entity.dependencies = known([...new Set([check.asset, ...check.additionalDeps])]);
    entity.ownChecks = known(checksByAsset.get(entity.id) ?? []);
  }
  return { all, get: (id) => byId.get(id) };
}

/** Of two dependencies on one asset the first counts. */
function mappingsOf(mapped: readonly ResolvedDependency[]): ReadonlyMap<EntityId, PartitionMappingData> {
  return new Map(mapped.toReversed().map(({ id, partitionMapping }) => [id, partitionMapping as PartitionMappingData]));
}

/** An entity to which others are yet to be linked. */
type Linked = Omit<Entity, "dependencies" | "ownChecks"> & { dependencies: readonly Entity[]; ownChecks: readonly Entity[] };

const noEntities: readonly Entity[] = [];

/** Whether one depends on another one. */
export function isBelow(one: Entity, other: Entity): boolean {
  // What depends on another has a higher number, which spares most looks at what it depends on.
  return one.number > other.number && one.dependencies.includes(other);
}
