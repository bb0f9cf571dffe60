import type { AssetGraph } from "../graph/assetGraph.ts";
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
  const none = downstream.space.definition === undefined || upstream.space.definition === undefined;
  void graph;
  return {
    up: (units, moment) =>
      isEmpty(units)
        ? moment.none(upstream.space)
        : none
          ? moment.all(upstream.space)
          : moment.ofKeys(upstream.space, [...(units as Set<string>)]),
    down: (units, moment) =>
      isEmpty(units)
        ? moment.none(downstream.space)
        : none
          ? moment.all(downstream.space)
          : moment.ofKeys(downstream.space, [...(units as Set<string>)]),
    sameRun: downstream.space === upstream.space,
  };
}
