import { lastAtMost } from "../time/days.ts";
import { multiKey, splitMultiKey } from "./createPartitions.ts";
import type { Partitions } from "./partitions.ts";
import {
  differenceOfRanges,
  hasNumber,
  intersectionOfRanges,
  noRanges,
  numbersOf,
  type Ranges,
  rangeOf,
  rangesOf,
  sameRanges,
  sizeOfRanges,
  unionOfRanges,
} from "./ranges.ts";

/**
 * Some of a definition's partitions, by their numbers: one range however many follow each other, and for two dimensions blocks,
 * in each of which every partition of the first dimension goes with the same of the second. Plain data without an own moment:
 * numbers of static keys and of windows stay what they are, those of dynamic keys as long as none is removed.
 *
 * What is done with subsets costs their ranges, or blocks, and never lists keys.
 */
export type PartitionsSubset = LinearSubset | MultiSubset;

export interface LinearSubset {
  readonly ranges: Ranges;
}

export interface MultiSubset {
  /** By the first dimension, ascending and apart; neighbours that touch differ in the second. */
  readonly blocks: readonly SubsetBlock[];
}

/** The partitions from `from` up to `to` of the first dimension, each with the same of the second. */
export interface SubsetBlock {
  readonly from: number;
  readonly to: number;
  readonly second: Ranges;
}

const isMulti = (subset: PartitionsSubset): subset is MultiSubset => "blocks" in subset;

const noPartitions: LinearSubset = { ranges: noRanges };
const noPairs: MultiSubset = { blocks: [] };

/** No partition. */
export function emptySubset({ kind }: Partitions): PartitionsSubset {
  return kind === "multi" ? noPairs : noPartitions;
}

/** All partitions that there are. */
export function allSubset(partitions: Partitions): PartitionsSubset {
  if (partitions.kind !== "multi") return { ranges: rangeOf(0, partitions.size) };
  const [first, second] = partitions.dimensions;
  return productSubset(rangeOf(0, first.partitions.size), rangeOf(0, second.partitions.size));
}

/** Each of some partitions of the first dimension with each of some of the second. */
export function productSubset(first: Ranges, second: Ranges): MultiSubset {
  if (second.length === 0) return noPairs;
  const blocks: SubsetBlock[] = [];
  for (let at = 0; at < first.length; at += 2) blocks.push({ from: first[at] ?? 0, to: first[at + 1] ?? 0, second });
  return { blocks };
}

/** The partitions of some keys. Keys of no partition are told to `onUnknown`, which may throw; they are left out otherwise. */
export function subsetOfKeys(
  partitions: Partitions,
  keys: Iterable<string>,
  onUnknown?: (key: string) => void,
): PartitionsSubset {
  const numbers: number[] = [];
  const rows = new Map<number, number[]>();
  for (const key of keys) {
    if (partitions.kind !== "multi") {
      const number = partitions.numberOf(key);
      if (number === undefined) onUnknown?.(key);
      else numbers.push(number);
      continue;
    }
    const [first, second] = partitions.dimensions;
    const [one, other] = splitMultiKey(key);
    const row = first.partitions.numberOf(one);
    const number = second.partitions.numberOf(other);
    if (row === undefined || number === undefined) {
      onUnknown?.(key);
      continue;
    }
    const known = rows.get(row);
    if (known === undefined) rows.set(row, [number]);
    else known.push(number);
  }
  if (partitions.kind !== "multi") return { ranges: rangesOf(numbers) };
  const sorted = [...rows].sort(([one], [other]) => one - other);
  return { blocks: joined(sorted.map(([row, seconds]) => ({ from: row, to: row + 1, second: rangesOf(seconds) }))) };
}

export function isEmptySubset(subset: PartitionsSubset): boolean {
  return isMulti(subset) ? subset.blocks.length === 0 : subset.ranges.length === 0;
}

export function sizeOfSubset(subset: PartitionsSubset): number {
  if (!isMulti(subset)) return sizeOfRanges(subset.ranges);
  return subset.blocks.reduce((size, { from, to, second }) => size + (to - from) * sizeOfRanges(second), 0);
}

/** Whether a key is that of a partition in the subset. */
export function subsetHas(partitions: Partitions, subset: PartitionsSubset, key: string): boolean {
  if (!isMulti(subset)) {
    const number = partitions.numberOf(key);
    return number !== undefined && hasNumber(subset.ranges, number);
  }
  if (partitions.kind !== "multi") return false;
  const [first, second] = partitions.dimensions;
  const [one, other] = splitMultiKey(key);
  const row = first.partitions.numberOf(one);
  const number = second.partitions.numberOf(other);
  if (row === undefined || number === undefined) return false;
  const { blocks } = subset;
  const block = blocks[lastAtMost(blocks.length, (at) => blocks[at]?.from ?? 0, row)];
  return block !== undefined && block.from <= row && row < block.to && hasNumber(block.second, number);
}

/** The keys of a subset's partitions, one at a time and in order. Numbers that no partition has are left out. */
export function* keysOfSubset(partitions: Partitions, subset: PartitionsSubset): Generator<string> {
  if (!isMulti(subset)) {
    for (const number of numbersOf(subset.ranges)) {
      const key = partitions.keyAt(number);
      if (key !== undefined) yield key;
    }
    return;
  }
  if (partitions.kind !== "multi") return;
  const [first, second] = partitions.dimensions;
  for (const block of subset.blocks) {
    for (let row = block.from; row < block.to; row++) {
      const one = first.partitions.keyAt(row);
      if (one === undefined) continue;
      for (const number of numbersOf(block.second)) {
        const other = second.partitions.keyAt(number);
        if (other !== undefined) yield multiKey(one, other);
      }
    }
  }
}

export function unionOfSubsets(one: PartitionsSubset, other: PartitionsSubset): PartitionsSubset {
  return combine(one, other, unionOfRanges);
}

export function intersectionOfSubsets(one: PartitionsSubset, other: PartitionsSubset): PartitionsSubset {
  return combine(one, other, intersectionOfRanges);
}

/** The union of any number of subsets. They are joined in pairs, so that it costs little more than their blocks. */
export function unionOfAll(subsets: readonly PartitionsSubset[], empty: PartitionsSubset): PartitionsSubset {
  const [first = empty, ...others] = subsets;
  if (others.length === 0) return first;
  const half = subsets.length >>> 1;
  return unionOfSubsets(unionOfAll(subsets.slice(0, half), empty), unionOfAll(subsets.slice(half), empty));
}

/** What is in the first and not in the second. */
export function differenceOfSubsets(one: PartitionsSubset, other: PartitionsSubset): PartitionsSubset {
  return combine(one, other, differenceOfRanges);
}

export function sameSubset(one: PartitionsSubset, other: PartitionsSubset): boolean {
  if (!isMulti(one) || !isMulti(other)) return !isMulti(one) && !isMulti(other) && sameRanges(one.ranges, other.ranges);
  if (one.blocks.length !== other.blocks.length) return false;
  return one.blocks.every((block, at) => {
    const same = other.blocks[at];
    return same !== undefined && block.from === same.from && block.to === same.to && sameRanges(block.second, same.second);
  });
}

/** Subsets of different numbers of dimensions have nothing in common: the first is then taken as it is. */
function combine(
  one: PartitionsSubset,
  other: PartitionsSubset,
  ofRanges: (one: Ranges, other: Ranges) => Ranges,
): PartitionsSubset {
  if (!isMulti(one)) {
    if (isMulti(other)) return one;
    // A result that is one of the two is that very object, so that many assets share few.
    const ranges = ofRanges(one.ranges, other.ranges);
    return ranges === one.ranges ? one : ranges === other.ranges ? other : ranges.length === 0 ? noPartitions : { ranges };
  }
  if (!isMulti(other)) return one;
  const bounds = new Set<number>();
  for (const { from, to } of [...one.blocks, ...other.blocks]) bounds.add(from).add(to);
  const sorted = [...bounds].sort((a, b) => a - b);
  const blocks: SubsetBlock[] = [];
  let atOne = 0;
  let atOther = 0;
  // Between two bounds neither changes.
  for (const [at, from] of sorted.entries()) {
    const to = sorted[at + 1];
    if (to === undefined) break;
    while ((one.blocks[atOne]?.to ?? Number.POSITIVE_INFINITY) <= from) atOne++;
    while ((other.blocks[atOther]?.to ?? Number.POSITIVE_INFINITY) <= from) atOther++;
    const second = ofRanges(secondAt(one.blocks[atOne], from), secondAt(other.blocks[atOther], from));
    if (second.length > 0) blocks.push({ from, to, second });
  }
  return blocks.length === 0 ? noPairs : { blocks: joined(blocks) };
}

function secondAt(block: SubsetBlock | undefined, at: number): Ranges {
  return block !== undefined && block.from <= at ? block.second : noRanges;
}

/** Blocks in order, those that touch and have the same second dimension made one. */
function joined(blocks: readonly SubsetBlock[]): SubsetBlock[] {
  const result: SubsetBlock[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (last !== undefined && last.to === block.from && sameRanges(last.second, block.second)) {
      result[result.length - 1] = { ...last, to: block.to };
    } else result.push(block);
  }
  return result;
}
