import { mayShareRun } from "../partitions/backfill.ts";
import { inferPartitionMapping } from "../partitions/mappings/inferMapping.ts";
import type { PartitionMappingData } from "../partitions/mappings/mappingData.ts";
import { createPartitionMapper, type PartitionMapper } from "../partitions/mappings/partitionMapper.ts";
import type { Entity } from "./entities.ts";
import { madeOnce } from "./madeOnce.ts";
import { isEmpty, type Moment, type UnitSpace, type Units } from "./units.ts";

/** How the units of an asset or check map to those of one that is upstream of it, or that has nothing to do with it. */
export interface Relation {
  /** What the units downstream need of the upstream. */
  up(units: Units, moment: Moment): Units;
  /** What downstream needs the units upstream. */
  down(units: Units, moment: Moment): Units;
  /** Whether one run can execute both: equal partitions, mapped each to its namesake or by windows of time (spec 6.4). */
  readonly sameRun: boolean;
}

/**
 * The relations of a program's entities. Those without a mapping of their own are alike where their partitions are, so that they
 * are made once.
 */
export function relations(): (downstream: Entity, upstream: Entity) => Relation {
  const made = new Map<PartitionMappingData | undefined, Map<UnitSpace, Map<UnitSpace, Relation>>>();
  return ({ mappings, space: below }, { id, space: above }) => {
    const declared = above.definition === undefined ? undefined : mappings?.get(id);
    const ofMapping = madeOnce(made, declared, () => new Map<UnitSpace, Map<UnitSpace, Relation>>());
    const ofSpace = madeOnce(ofMapping, below, () => new Map<UnitSpace, Relation>());
    return madeOnce(ofSpace, above, () => relate(declared, below, above));
  };
}

/** The relation of a mapping, or else the one that is inferred (spec 5.5). */
function relate(declared: PartitionMappingData | undefined, below: UnitSpace, above: UnitSpace): Relation {
  const mapping = declared ?? inferPartitionMapping(above.definition, below.definition);
  const sameRun = mayShareRun({ mapping: declared, upstream: above.definition, downstream: below.definition });
  if (below.definition === undefined || above.definition === undefined || mapping.kind === "all") {
    return {
      up: (units, moment) => (isEmpty(units) ? moment.none(above) : moment.all(above)),
      down: (units, moment) => (isEmpty(units) ? moment.none(below) : moment.all(below)),
      sameRun,
    };
  }
  const isShifted = mapping.kind === "timeWindow" && ((mapping.startOffset ?? 0) !== 0 || (mapping.endOffset ?? 0) !== 0);
  if (below === above && sameRun && !isShifted) return { up: (units) => units, down: (units) => units, sameRun };
  const mappers = new WeakMap<Moment, { readonly mapper?: PartitionMapper }>();
  const mapperAt = (moment: Moment): PartitionMapper | undefined => {
    const known = mappers.get(moment) ?? mapperOf(mapping, above, below, moment);
    mappers.set(moment, known);
    return known.mapper;
  };
  return {
    up(units, moment) {
      if (typeof units === "boolean") return moment.none(above);
      const mapper = mapperAt(moment);
      return mapper === undefined ? moment.ofKeys(above, moment.keysOf(below, units)) : mapper.upstreamOf(units).subset;
    },
    down(units, moment) {
      if (typeof units === "boolean") return moment.none(below);
      const mapper = mapperAt(moment);
      return mapper === undefined ? moment.ofKeys(below, moment.keysOf(above, units)) : mapper.downstreamOf(units);
    },
    sameRun,
  };
}

/** None for a mapping that does not fit the partitions, of which a finding tells: then each maps to its namesake. */
function mapperOf(
  mapping: PartitionMappingData,
  { definition: upstream }: UnitSpace,
  { definition: downstream }: UnitSpace,
  moment: Moment,
): { readonly mapper?: PartitionMapper } {
  try {
    return { mapper: createPartitionMapper({ mapping, upstream, downstream }, moment) };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}
