/**
 * A set of numbers from 0 as ascending half-open ranges that do not touch: `[from, to, from, to, …]`. What is done with sets
 * costs the number of their ranges, however many numbers these hold.
 */
export type Ranges = readonly number[];

export const noRanges: Ranges = [];

/** The numbers from `from` up to `to`, which is left out. */
export function rangeOf(from: number, to: number): Ranges {
  return from < to ? [from, to] : noRanges;
}

/** The set of some numbers, in any order. */
export function rangesOf(numbers: Iterable<number>): Ranges {
  const sorted = Array.from(numbers).sort((one, other) => one - other);
  const ranges: number[] = [];
  for (const number of sorted) {
    const end = ranges.at(-1);
    if (end === number) ranges[ranges.length - 1] = number + 1;
    else if (end === undefined || number > end) ranges.push(number, number + 1);
  }
  return ranges;
}

/** The set of ranges `[from, to, …]` that may touch, overlap and stand in any order. */
export function mergeRanges(ranges: readonly (readonly [from: number, to: number])[]): Ranges {
  const sorted = ranges.filter(([from, to]) => from < to).sort(([one], [other]) => one - other);
  const merged: number[] = [];
  for (const [from, to] of sorted) {
    const end = merged.at(-1);
    if (end !== undefined && from <= end) merged[merged.length - 1] = Math.max(end, to);
    else merged.push(from, to);
  }
  return merged;
}

export function sizeOfRanges(ranges: Ranges): number {
  let size = 0;
  for (let at = 0; at < ranges.length; at += 2) size += (ranges[at + 1] ?? 0) - (ranges[at] ?? 0);
  return size;
}

/** Logarithmic in the number of ranges. */
export function hasNumber(ranges: Ranges, number: number): boolean {
  let from = 0;
  let to = ranges.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ranges[middle] ?? 0) <= number) from = middle + 1;
    else to = middle;
  }
  return from % 2 === 1;
}

export function sameRanges(one: Ranges, other: Ranges): boolean {
  return one.length === other.length && one.every((bound, at) => bound === other[at]);
}

export function* numbersOf(ranges: Ranges): Generator<number> {
  for (let at = 0; at < ranges.length; at += 2) {
    for (let number = ranges[at] ?? 0; number < (ranges[at + 1] ?? 0); number++) yield number;
  }
}

export function unionOfRanges(one: Ranges, other: Ranges): Ranges {
  if (one.length === 0 || covers(other, one)) return other;
  if (other.length === 0 || covers(one, other)) return one;
  return combine(one, other, (inOne, inOther) => inOne || inOther);
}

export function intersectionOfRanges(one: Ranges, other: Ranges): Ranges {
  if (one.length === 0 || other.length === 0) return noRanges;
  if (covers(one, other)) return other;
  if (covers(other, one)) return one;
  return combine(one, other, (inOne, inOther) => inOne && inOther);
}

export function differenceOfRanges(one: Ranges, other: Ranges): Ranges {
  if (one.length === 0 || other.length === 0) return one;
  if (covers(other, one)) return noRanges;
  return combine(one, other, (inOne, inOther) => inOne && !inOther);
}

/** Whether one is a single range that holds all of the other, which is not empty: the most frequent case by far. */
function covers(one: Ranges, other: Ranges): boolean {
  return one.length === 2 && (one[0] as number) <= (other[0] as number) && (other.at(-1) as number) <= (one[1] as number);
}

/** One pass over the bounds of both. */
function combine(one: Ranges, other: Ranges, keep: (inOne: boolean, inOther: boolean) => boolean): Ranges {
  const result: number[] = [];
  let atOne = 0;
  let atOther = 0;
  while (atOne < one.length || atOther < other.length) {
    const bound = Math.min(one[atOne] ?? Number.POSITIVE_INFINITY, other[atOther] ?? Number.POSITIVE_INFINITY);
    if (one[atOne] === bound) atOne++;
    if (other[atOther] === bound) atOther++;
    // An odd number of bounds behind means that a range is open; so it is for the result.
    if (keep(atOne % 2 === 1, atOther % 2 === 1) !== (result.length % 2 === 1)) result.push(bound);
  }
  return result;
}
