const threshold = 0.8;

/** The longest comparison that is worth its time: two texts of 1,000 characters that differ at both ends. */
const mostWork = 1_000_000;

/**
 * How alike two texts are, from 0 to 1: twice the length of their longest common subsequence over the sum of their
 * lengths (the normalised Indel ratio that Dagster's did-you-mean uses, spec 2.4). Takes time in proportion to the
 * product of the lengths, without what the texts share at both ends.
 */
export function similarity(one: string, other: string): number {
  const sum = one.length + other.length;
  if (sum === 0) return 1;
  const { same, left, right } = trim(one, other);
  return (2 * (same + commonLength(left, right))) / sum;
}

/** The candidates that are alike enough to be meant (upper and lower case count as the same), best first, at most ten. */
export function closest(text: string, candidates: Iterable<string>): string[] {
  const wanted = measure(text.toLowerCase());
  return [...candidates]
    .filter((candidate) => isSimilar(wanted, measure(candidate.toLowerCase())))
    .map((candidate) => ({ candidate, score: similarity(text, candidate) }))
    .sort((one, other) => other.score - one.score || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, 10)
    .map(({ candidate }) => candidate);
}

/** A text with what makes most comparisons with it cheap. */
export interface Measured {
  readonly text: string;
  /** One bit for each kind of character that the text holds. */
  readonly kinds: number;
}

export function measure(text: string): Measured {
  let kinds = 0;
  for (let at = 0; at < text.length; at++) kinds |= 1 << (text.charCodeAt(at) & 31);
  return { text, kinds };
}

/**
 * Whether two texts are at least 0.8 alike. For most pairs the lengths, or the characters that only one of the two
 * holds, rule that out at once. Texts so long that comparing them would take long are alike only in what they share at
 * both ends.
 */
export function isSimilar(one: Measured, other: Measured): boolean {
  const sum = one.text.length + other.text.length;
  if (sum === 0) return true;
  if ((2 * Math.min(one.text.length, other.text.length)) / sum < threshold) return false;
  if ((sum - countBits(one.kinds ^ other.kinds)) / sum < threshold) return false;
  const { same, left, right } = trim(one.text, other.text);
  const common = left.length * right.length > mostWork ? 0 : commonLength(left, right);
  return (2 * (same + common)) / sum >= threshold;
}

/** What two texts share at both ends, and what is left of each. */
function trim(one: string, other: string): { same: number; left: string; right: string } {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  let end = 0;
  while (end < most - start && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end)) end++;
  return { same: start + end, left: one.slice(start, one.length - end), right: other.slice(start, other.length - end) };
}

/** The length of the longest common subsequence. */
function commonLength(one: string, other: string): number {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return commonLengthInBits(short, long) ?? commonLengthInRows(one, other);
}

/** Where each letter stands in the short text, a bit for each place; all zero between two calls. */
const places = new Int32Array(128);

/**
 * The same for a short text of at most 32 ASCII characters, which most names are: one row of the table is the bits of a
 * number, and a whole row takes a few operations (Hyyrö's method). A zero bit is a place where the row steps up.
 */
function commonLengthInBits(short: string, long: string): number | undefined {
  if (short.length > 32) return undefined;
  for (let at = 0; at < short.length; at++) if (short.charCodeAt(at) > 127) return undefined;
  for (let at = 0; at < short.length; at++) places[short.charCodeAt(at)] = (places[short.charCodeAt(at)] as number) | (1 << at);
  let row = -1;
  for (let at = 0; at < long.length; at++) {
    const found = row & (places[long.charCodeAt(at)] ?? 0);
    row = (row + found) | (row - found);
  }
  for (let at = 0; at < short.length; at++) places[short.charCodeAt(at)] = 0;
  const used = short.length === 32 ? -1 : (1 << short.length) - 1;
  return countBits(~row & used);
}

function commonLengthInRows(one: string, other: string): number {
  let previous = new Uint32Array(other.length + 1);
  let current = new Uint32Array(other.length + 1);
  for (let row = 1; row <= one.length; row++) {
    const character = one.charCodeAt(row - 1);
    for (let column = 1; column <= other.length; column++) {
      current[column] =
        character === other.charCodeAt(column - 1)
          ? (previous[column - 1] as number) + 1
          : Math.max(previous[column] as number, current[column - 1] as number);
    }
    [previous, current] = [current, previous];
  }
  return previous[other.length] as number;
}

function countBits(bits: number): number {
  let left = bits;
  let count = 0;
  for (; left !== 0; count++) left &= left - 1;
  return count;
}
