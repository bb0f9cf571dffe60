import { dimensionSeparator, splitMultiKey } from "./createPartitions.ts";
import type { LinearPartitions, Partitions } from "./partitions.ts";
import { type Ranges, rangeOf } from "./ranges.ts";
import { type PartitionsSubset, productSubset } from "./subset.ts";

/** From one partition to another, both included, as `2026-01-01...2026-01-31` says (spec 5.6). */
export interface PartitionKeyRange {
  readonly start: string;
  readonly end: string;
}

/** What stands between the two keys of a range. No partition's key holds it (spec 5.1). */
export const rangeSeparator = "...";

/** Reads `a...b`, and `a` for that one partition. */
export function parseKeyRange(text: string): PartitionKeyRange {
  const at = text.indexOf(rangeSeparator);
  return at < 0 ? { start: text, end: text } : { start: text.slice(0, at), end: text.slice(at + rangeSeparator.length) };
}

/** Writes what `parseKeyRange` reads. */
export function writeKeyRange({ start, end }: PartitionKeyRange): string {
  return start === end ? start : start + rangeSeparator + end;
}

/** Why a range is none of a definition's. */
export class PartitionKeyRangeError extends Error {
  override readonly name = "PartitionKeyRangeError";
  readonly code: "range-before-start" | "range-after-end" | "unknown-key" | "range-reversed";

  constructor(code: PartitionKeyRangeError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The partitions of a range: those between its two in order, and with two dimensions each of the one's range with each of the
 * other's (spec 5.3).
 *
 * @throws PartitionKeyRangeError for a range whose ends are no partitions, or stand in the wrong order
 */
export function subsetOfRange(partitions: Partitions, { start, end }: PartitionKeyRange): PartitionsSubset {
  if (partitions.kind !== "multi") return { ranges: linearRange(partitions, start, end) };
  const [first, second] = partitions.dimensions;
  for (const key of [start, end]) {
    if (key.includes(dimensionSeparator)) continue;
    const form = first.name + dimensionSeparator + second.name;
    throw new PartitionKeyRangeError("unknown-key", `"${key}" says one dimension only: partitions are written as "${form}".`);
  }
  const [fromFirst, fromSecond] = splitMultiKey(start);
  const [toFirst, toSecond] = splitMultiKey(end);
  return productSubset(linearRange(first.partitions, fromFirst, toFirst), linearRange(second.partitions, fromSecond, toSecond));
}

function linearRange(partitions: LinearPartitions, start: string, end: string): Ranges {
  const from = partitions.numberOf(start) ?? refuse(partitions, start);
  const to = partitions.numberOf(end) ?? refuse(partitions, end);
  if (from > to) {
    throw new PartitionKeyRangeError("range-reversed", `The range ends at "${end}", which is before its start "${start}".`);
  }
  return rangeOf(from, to + 1);
}

function refuse(partitions: LinearPartitions, key: string): never {
  const first = partitions.keyAt(0);
  const last = partitions.keyAt(partitions.size - 1);
  if (partitions.kind === "timeWindow" && first !== undefined && last !== undefined) {
    const window = partitions.windowOfKey(key);
    const said = partitions.startOfKey(key);
    if (said !== undefined && said < partitions.windowAt(0).start) {
      throw new PartitionKeyRangeError("range-before-start", `"${key}" is before the first partition, "${first}".`);
    }
    if (window !== undefined && window.start > partitions.windowAt(partitions.size - 1).start) {
      throw new PartitionKeyRangeError("range-after-end", `"${key}" is after the last partition, "${last}".`);
    }
  }
  const example = first === undefined ? "There are none." : `The first is "${first}", the last "${last}".`;
  if (/[^.]\.\.[^.]/.test(key)) {
    throw new PartitionKeyRangeError(
      "unknown-key",
      `There is no partition "${key}". A range is written with three dots. ${example}`,
    );
  }
  throw new PartitionKeyRangeError("unknown-key", `There is no partition "${key}". ${example}`);
}
