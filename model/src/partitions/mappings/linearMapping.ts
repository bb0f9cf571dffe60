import { isSame } from "../../specs/mayBeSame.ts";
import { createPartitions } from "../createPartitions.ts";
import type { PartitionsContext, PartitionsDefinitionData, TimeWindowPartitionsData } from "../definition.ts";
import type { LinearPartitions, TimeWindowPartitions } from "../partitions.ts";
import { mergeRanges, noRanges, numbersOf, type Ranges, rangeOf, rangesOf } from "../ranges.ts";
import type { PartitionMappingData, StaticMappingData, TimeWindowMappingData } from "./mappingData.ts";
import { timeAxis } from "./timeAxis.ts";

/** One dimension of one side. */
export interface Side {
  readonly definition: PartitionsDefinitionData;
  readonly partitions: LinearPartitions;
}

/** What is needed of a side. */
export interface Needed {
  /** Of partitions that are there. */
  readonly there: Ranges;
  /** Of windows that are not: numbers below 0 are before the first, those from the size on after the last. */
  readonly notThere: Ranges;
  /** Keys that are no windows and not there. */
  readonly keys: readonly string[];
}

/**
 * A mapping between two sides of one dimension each: a relation between their partitions. Both directions give the same
 * relation.
 */
export interface LinearMapping {
  upstreamOf(downstream: Ranges): Needed;
  downstreamOf(upstream: Ranges): Ranges;
}

export function linearMapping(
  mapping: PartitionMappingData,
  upstream: Side,
  downstream: Side,
  context: PartitionsContext,
): LinearMapping {
  const [up, down] = [upstream.partitions, downstream.partitions];
  switch (mapping.kind) {
    case "static":
      return staticMapping(mapping, up, down);
    case "timeWindow":
      if (up.kind === "timeWindow" && down.kind === "timeWindow") {
        const gaps = { up: gapsOf(upstream.definition, up), down: gapsOf(downstream.definition, down) };
        return timeWindowMapping(mapping, up, down, gaps);
      }
      break;
    case "latestOverlapping":
      if (up.kind === "timeWindow" && down.kind === "timeWindow") {
        return latestMapping(upstream.definition as TimeWindowPartitionsData, up, down, context);
      }
      break;
    case "identity":
      return isSame(upstream.definition, downstream.definition) ? sameNumbers(up, down) : namesakes(up, down);
    case "specific":
      return certain(subsetOf(up, mapping.partitionKeys), down);
    case "last":
      return certain(existing(up, rangeOf(up.size - 1, up.size)), down);
    case "all":
      return certain(existing(up, rangeOf(0, up.size)), down);
  }
  throw new RangeError(`A partition mapping of the kind ${mapping.kind} does not map these partitions.`);
}

/** Windows that have a number may have no partition. */
function existing({ size }: LinearPartitions, ranges: Ranges): Needed {
  return { ...split(ranges, size), keys: [] };
}

/** The ranges that are within the partitions, and those outside. */
function split(ranges: Ranges, size: number): Pick<Needed, "there" | "notThere"> {
  const inside: [number, number][] = [];
  const outside: [number, number][] = [];
  for (let at = 0; at < ranges.length; at += 2) {
    const [from, to] = [ranges[at] as number, ranges[at + 1] as number];
    inside.push([Math.max(from, 0), Math.min(to, size)]);
    outside.push([from, Math.min(to, 0)], [Math.max(from, size), to]);
  }
  return { there: mergeRanges(inside), notThere: mergeRanges(outside) };
}

export function subsetOf(partitions: LinearPartitions, keys: Iterable<string>): Needed {
  const numbers: number[] = [];
  const windows: number[] = [];
  const missing: string[] = [];
  for (const key of keys) {
    const number = partitions.numberOf(key);
    if (number !== undefined) numbers.push(number);
    else if (partitions.kind === "timeWindow" && partitions.numberOfWindow(key) !== undefined) {
      windows.push(partitions.numberOfWindow(key) as number);
    } else missing.push(key);
  }
  return { there: rangesOf(numbers), notThere: rangesOf(windows), keys: missing };
}

/** All partitions of the downstream need the same ones. */
function certain(needed: Needed, down: LinearPartitions): LinearMapping {
  return {
    upstreamOf: (ranges) => (ranges.length === 0 ? { there: noRanges, notThere: noRanges, keys: [] } : needed),
    downstreamOf: (ranges) => (meet(ranges, needed.there) ? rangeOf(0, down.size) : noRanges),
  };
}

/** Whether two sets have a number in common; one pass over both. */
export function meet(one: Ranges, other: Ranges): boolean {
  for (let at = 0, place = 0; at < one.length && place < other.length; ) {
    if ((one[at + 1] as number) <= (other[place] as number)) at += 2;
    else if ((other[place + 1] as number) <= (one[at] as number)) place += 2;
    else return true;
  }
  return false;
}

function sameNumbers(up: LinearPartitions, down: LinearPartitions): LinearMapping {
  return { upstreamOf: (ranges) => existing(up, ranges), downstreamOf: (ranges) => split(ranges, down.size).there };
}

/** By key. Costs the partitions that are asked about. */
function namesakes(up: LinearPartitions, down: LinearPartitions): LinearMapping {
  const keysOf = (partitions: LinearPartitions, ranges: Ranges) => {
    const keys: string[] = [];
    for (const number of numbersOf(ranges)) {
      const key = partitions.keyAt(number);
      if (key !== undefined) keys.push(key);
    }
    return keys;
  };
  return {
    upstreamOf: (ranges) => subsetOf(up, keysOf(down, ranges)),
    downstreamOf: (ranges) => subsetOf(down, keysOf(up, ranges)).there,
  };
}

/** A table. To make it costs its entries, to use it the partitions that are asked about and what they map to. */
function staticMapping({ downstreamKeys }: StaticMappingData, up: LinearPartitions, down: LinearPartitions): LinearMapping {
  const toDown = new Map<number, number[]>();
  const toUp = new Map<number, number[]>();
  for (const [key, targets] of Object.entries(downstreamKeys)) {
    const from = up.numberOf(key);
    for (const target of typeof targets === "string" ? [targets] : targets) {
      const to = down.numberOf(target);
      if (from === undefined || to === undefined) continue;
      enter(toDown, from, to);
      enter(toUp, to, from);
    }
  }
  const image = (table: ReadonlyMap<number, readonly number[]>, ranges: Ranges) => {
    const numbers = new Set<number>();
    for (const number of numbersOf(ranges)) for (const to of table.get(number) ?? []) numbers.add(to);
    return rangesOf(numbers);
  };
  return {
    upstreamOf: (ranges) => ({ there: image(toUp, ranges), notThere: noRanges, keys: [] }),
    downstreamOf: (ranges) => image(toDown, ranges),
  };
}

function enter(table: Map<number, number[]>, from: number, to: number): void {
  const known = table.get(from);
  if (known === undefined) table.set(from, [to]);
  else known.push(to);
}

/** The numbers of the windows before which others were excluded, ascending: there the time does not go on. */
function gapsOf(definition: PartitionsDefinitionData, partitions: TimeWindowPartitions): readonly number[] {
  const { exclusions = [] } = definition as TimeWindowPartitionsData;
  const numbers = exclusions.flatMap((text) => {
    const instant = partitions.startOfKey(text);
    return instant === undefined ? [] : partitions.numberAtOrAfter(instant);
  });
  return [...new Set(numbers)].sort((one, other) => one - other);
}

/** Ranges in pieces that do not go over a gap. */
function* pieces(ranges: Ranges, gaps: readonly number[], moved: number): Generator<readonly [from: number, to: number]> {
  let place = 0;
  for (let at = 0; at < ranges.length; at += 2) {
    let from = ranges[at] as number;
    const to = ranges[at + 1] as number;
    for (; place < gaps.length && (gaps[place] as number) - moved < to; place++) {
      const gap = (gaps[place] as number) - moved;
      if (gap <= from) continue;
      yield [from, gap];
      from = gap;
    }
    yield [from, to];
  }
}

/**
 * Windows that overlap, those of the downstream moved by the offsets before. Costs a look-up for each end of each range
 * and each exclusion, however many windows these hold.
 */
function timeWindowMapping(
  { startOffset = 0, endOffset = 0, allowNonexistentUpstreamPartitions = false }: TimeWindowMappingData,
  up: TimeWindowPartitions,
  down: TimeWindowPartitions,
  gaps: { readonly up: readonly number[]; readonly down: readonly number[] },
): LinearMapping {
  if (startOffset > endOffset) {
    return { upstreamOf: () => ({ there: noRanges, notThere: noRanges, keys: [] }), downstreamOf: () => noRanges };
  }
  const [above, below] = [timeAxis(up), timeAxis(down)];
  const bounds = up.size === 0 ? undefined : { start: up.windowAt(0).start, end: up.windowAt(up.size - 1).end };
  /** Spec 5.5: an offset does not lead out of what the upstream has, so that nothing is missed for its sake. */
  const held = (instant: number, offset: number) => {
    if (bounds === undefined || offset === 0) return instant;
    return offset < 0 ? Math.max(bounds.start, instant) : Math.min(bounds.end, instant);
  };
  return {
    upstreamOf(ranges) {
      const found: [number, number][] = [];
      // Where one window needs more than its own time, what several need is in one piece.
      for (const [from, to] of pieces(ranges, startOffset === endOffset ? gaps.down : [], startOffset)) {
        const start = held(below.windowAt(from + startOffset).start, startOffset);
        const end = held(below.windowAt(to - 1 + endOffset).end, endOffset);
        if (start < end) found.push([above.firstEndingAfter(start), above.lastBeginningBefore(end) + 1]);
      }
      const { there, notThere } = split(mergeRanges(found), up.size);
      return { there, notThere: allowNonexistentUpstreamPartitions ? noRanges : notThere, keys: [] };
    },
    downstreamOf(ranges) {
      const found: [number, number][] = [];
      for (const [from, to] of pieces(ranges, gaps.up, 0)) {
        const first = below.firstEndingAfter(above.windowAt(from).start) - endOffset;
        const last = below.lastBeginningBefore(above.windowAt(to - 1).end) - startOffset;
        found.push([first, last + 1]);
      }
      return split(mergeRanges(found), down.size).there;
    },
  };
}

/**
 * The window of the upstream that has begun last when that of the downstream begins. It may not be over yet. Costs the windows of
 * the side that has fewer of them in what is asked about.
 */
function latestMapping(
  definition: TimeWindowPartitionsData,
  up: TimeWindowPartitions,
  down: TimeWindowPartitions,
  context: PartitionsContext,
): LinearMapping {
  // After its end the upstream has no further windows, whatever the time is.
  const end = definition.endDate === undefined ? undefined : up.startOfKey(definition.endDate);
  const count =
    end === undefined
      ? Number.POSITIVE_INFINITY
      : (createPartitions(definition, { ...context, now: Math.max(end, context.now) }) as TimeWindowPartitions).size;
  const latest = (instant: number) => Math.min(up.numberAtOrAfter(instant + 1) - 1, count - 1);
  const begins = (number: number) => down.windowAt(number).start;
  const servedBy = (from: number, to: number): [number, number] => [
    down.numberAtOrAfter(up.windowAt(from).start),
    to >= count ? down.size : Math.min(down.size, down.numberAtOrAfter(up.windowAt(to).start)),
  ];
  return {
    upstreamOf(ranges) {
      const found: [number, number][] = [];
      for (let at = 0; at < ranges.length; at += 2) {
        const [from, to] = [ranges[at] as number, ranges[at + 1] as number];
        const first = Math.max(0, latest(begins(from)));
        const last = latest(begins(to - 1));
        if (last - first < to - from) {
          for (let number = first; number <= last; number++) {
            const [begin, behind] = servedBy(number, number + 1);
            if (Math.max(begin, from) < Math.min(behind, to)) found.push([number, number + 1]);
          }
        } else {
          for (let number = from; number < to; number++) {
            const own = latest(begins(number));
            if (own >= 0) found.push([own, own + 1]);
          }
        }
      }
      return { there: mergeRanges(found), notThere: noRanges, keys: [] };
    },
    downstreamOf(ranges) {
      const found: [number, number][] = [];
      for (let at = 0; at < ranges.length; at += 2) {
        const [from, to] = [ranges[at] as number, Math.min(ranges[at + 1] as number, count)];
        if (from < to) found.push(servedBy(from, to));
      }
      return mergeRanges(found);
    },
  };
}
