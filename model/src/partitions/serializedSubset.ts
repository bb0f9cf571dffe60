import type { LinearPartitions, Partitions } from "./partitions.ts";
import { mergeRanges, noRanges, numbersOf, type Ranges, rangesOf } from "./ranges.ts";
import { emptySubset, type PartitionsSubset, productSubset, unionOfAll } from "./subset.ts";

/**
 * A subset as JSON keeps it for another time, when other keys may be there: windows by where they begin and end, in ISO 8601
 * and UTC, one entry however many follow each other; other partitions by their keys.
 */
export type SerializedSubset = SerializedLinear | { readonly blocks: readonly SerializedBlock[] };

export type SerializedLinear =
  | { readonly windows: readonly (readonly [start: string, end: string])[] }
  | { readonly keys: readonly string[] };

/** Some partitions of the first dimension, each with the same of the second. */
export interface SerializedBlock {
  readonly first: SerializedLinear;
  readonly second: SerializedLinear;
}

export function serializeSubset(partitions: Partitions, subset: PartitionsSubset): SerializedSubset {
  if (!("blocks" in subset)) return partitions.kind === "multi" ? { blocks: [] } : serialize(partitions, subset.ranges);
  if (partitions.kind !== "multi") return { keys: [] };
  const [first, second] = partitions.dimensions;
  return {
    blocks: subset.blocks.map((block) => ({
      first: serialize(first.partitions, [block.from, block.to]),
      second: serialize(second.partitions, block.second),
    })),
  };
}

/**
 * The subset that was serialized, of the partitions that there are now. What is no longer there is left out: keys that were
 * removed, windows of another schedule.
 */
export function deserializeSubset(partitions: Partitions, serialized: SerializedSubset): PartitionsSubset {
  if (!("blocks" in serialized)) {
    return partitions.kind === "multi" ? emptySubset(partitions) : { ranges: deserialize(partitions, serialized) };
  }
  if (partitions.kind !== "multi") return emptySubset(partitions);
  const [first, second] = partitions.dimensions;
  const subsets = serialized.blocks.map(({ first: rows, second: columns }) =>
    productSubset(deserialize(first.partitions, rows), deserialize(second.partitions, columns)),
  );
  return unionOfAll(subsets, emptySubset(partitions));
}

function serialize(partitions: LinearPartitions, ranges: Ranges): SerializedLinear {
  if (partitions.kind !== "timeWindow") {
    return { keys: [...numbersOf(ranges)].flatMap((number) => partitions.keyAt(number) ?? []) };
  }
  const windows: [string, string][] = [];
  for (let at = 0; at < ranges.length; at += 2) {
    const { start } = partitions.windowAt(ranges[at] ?? 0);
    const { end } = partitions.windowAt((ranges[at + 1] ?? 1) - 1);
    windows.push([new Date(start).toISOString(), new Date(end).toISOString()]);
  }
  return { windows };
}

function deserialize(partitions: LinearPartitions, serialized: SerializedLinear): Ranges {
  if ("keys" in serialized) return rangesOf(serialized.keys.flatMap((key) => partitions.numberOf(key) ?? []));
  if (partitions.kind !== "timeWindow") return noRanges;
  return mergeRanges(
    serialized.windows.map(([start, end]) => {
      const from = partitions.numberAtOrAfter(Date.parse(start));
      // A window that is cut by the end, under a schedule that has changed, is left out.
      const behind = partitions.numberAtOrAfter(Date.parse(end));
      const to = behind > 0 && partitions.windowAt(behind - 1).end > Date.parse(end) ? behind - 1 : behind;
      return [from, to];
    }),
  );
}
