import type { AssetGraph } from "../graph/assetGraph.ts";
import { inferPartitionMapping } from "../partitions/mappings/inferMapping.ts";
import type { PartitionMappingData } from "../partitions/mappings/mappingData.ts";
import { createPartitionMapper, type PartitionMapper } from "../partitions/mappings/partitionMapper.ts";
import type { Entity } from "./program.ts";
import { isEmpty, type Moment, type Units } from "./units.ts";

/** How the units of an asset or check map to those of one that is upstream of it, or that has nothing to do with it. */
export interface Relation {
  /** What the units downstream need of the upstream. */
  up(units: Units, moment: Moment): Units;
  /** What downstream needs the units upstream. */
  down(units: Units, moment: Moment): Units;
  /** Whether one run can execute both: equal partitions, mapped each to its namesake or by windows of time (spec 6.4). */
  readonly sameRun: boolean;
}

/** The relation that a dependency declares, or else the one that is inferred (spec 5.5). */
export function relate(graph: AssetGraph, downstream: Entity, upstream: Entity): Relation {
  const { space: below } = downstream;
  const { space: above } = upstream;
  const dependency = graph.nodes.get(downstream.id)?.dependencies.find(({ id }) => id === upstream.id);
  const declared =
    above.definition === undefined ? undefined : (dependency?.partitionMapping as PartitionMappingData | undefined);
  const mapping = declared ?? inferPartitionMapping(above.definition, below.definition);
  if (below.definition === undefined || above.definition === undefined || mapping.kind === "all") {
    return {
      up: (units, moment) => (isEmpty(units) ? moment.none(above) : moment.all(above)),
      down: (units, moment) => (isEmpty(units) ? moment.none(below) : moment.all(below)),
      sameRun: below === above && below.definition === undefined,
    };
  }
  const sameRun = below === above && (mapping.kind === "identity" || mapping.kind === "timeWindow");
  const isShifted = mapping.kind === "timeWindow" && ((mapping.startOffset ?? 0) !== 0 || (mapping.endOffset ?? 0) !== 0);
  if (sameRun && !isShifted) return { up: (units) => units, down: (units) => units, sameRun };
  const mappers = new WeakMap<Moment, PartitionMapper>();
  const mapperAt = (moment: Moment): PartitionMapper => {
    const known = mappers.get(moment);
    if (known !== undefined) return known;
    const made = createPartitionMapper({ mapping, upstream: above.definition, downstream: below.definition }, moment);
    mappers.set(moment, made);
    return made;
  };
  return {
    up: (units, moment) => (typeof units === "boolean" ? moment.none(above) : mapperAt(moment).upstreamOf(units).subset),
    down: (units, moment) => (typeof units === "boolean" ? moment.none(below) : mapperAt(moment).downstreamOf(units)),
    sameRun,
  };
}
