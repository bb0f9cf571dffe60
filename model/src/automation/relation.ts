import type { AssetGraph } from "../graph/assetGraph.ts";
import { inferPartitionMapping } from "../partitions/mappings/inferMapping.ts";
import type { PartitionMappingData } from "../partitions/mappings/mappingData.ts";
import type { TimeWindowPartitions } from "../partitions/partitions.ts";
import { mergeRanges } from "../partitions/ranges.ts";
import type { Entity } from "./program.ts";
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
  if (mapping.kind === "timeWindow") {
    const { startOffset = 0, endOffset = 0 } = mapping;
    return {
      up: (units, moment) => overlapping(units, below, above, moment, startOffset, endOffset),
      down: (units, moment) => overlapping(units, above, below, moment, -endOffset, -startOffset),
      sameRun,
    };
  }
  return {
    up: (units, moment) => moment.ofKeys(above, moment.keysOf(below, units)),
    down: (units, moment) => moment.ofKeys(below, moment.keysOf(above, units)),
    sameRun,
  };
}

/** The windows that overlap some of another schedule, of which both ends are shifted by so many of the windows downstream. */
function overlapping(
  units: Units,
  from: UnitSpace,
  to: UnitSpace,
  moment: Moment,
  startOffset: number,
  endOffset: number,
): Units {
  const [own, other] = [windowsOf(from, moment), windowsOf(to, moment)];
  if (own === undefined || other === undefined || typeof units === "boolean" || !("ranges" in units)) return moment.none(to);
  const found: [number, number][] = [];
  for (let at = 0; at < units.ranges.length; at += 2) {
    const first = Math.max(0, (units.ranges[at] ?? 0) + startOffset);
    const last = (units.ranges[at + 1] ?? 0) - 1 + endOffset;
    if (last < first) continue;
    const [start, end] = [own.windowAt(first).start, own.windowAt(last).end];
    const next = other.numberAtOrAfter(start + 1);
    const begins = next > 0 && other.windowAt(next - 1).end > start ? next - 1 : next;
    found.push([begins, Math.min(other.numberAtOrAfter(end), other.size)]);
  }
  return { ranges: mergeRanges(found) };
}

function windowsOf(space: UnitSpace, moment: Moment): TimeWindowPartitions | undefined {
  const { definition } = space;
  if (definition === undefined) return undefined;
  const partitions = moment.partitions(space as UnitSpace & { readonly definition: typeof definition });
  return partitions.kind === "timeWindow" ? partitions : undefined;
}
