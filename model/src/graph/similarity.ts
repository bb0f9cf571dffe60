/**
 * How alike two texts are, from 0 to 1: twice the length of their longest common subsequence over the sum of their
 * lengths (the normalised Indel ratio that Dagster's did-you-mean uses, spec 2.4).
 */
export function similarity(one: string, other: string): number {
  const sum = one.length + other.length;
  return sum === 0 ? 1 : (2 * commonLength(one, other)) / sum;
}

/** Whether two texts are at least 0.8 alike. Cheap for most pairs: the lengths alone often rule them out. */
export function isSimilar(one: string, other: string): boolean {
  const sum = one.length + other.length;
  if (sum === 0) return true;
  if ((2 * Math.min(one.length, other.length)) / sum < threshold) return false;
  return similarity(one, other) >= threshold;
}

/** The candidates that are alike enough to be meant, best first, at most ten. */
export function closest(text: string, candidates: Iterable<string>): string[] {
  return [...candidates]
    .filter((candidate) => isSimilar(text.toLowerCase(), candidate.toLowerCase()))
    .map((candidate) => ({ candidate, score: similarity(text, candidate) }))
    .sort((one, other) => other.score - one.score || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, 10)
    .map(({ candidate }) => candidate);
}

const threshold = 0.8;

function commonLength(one: string, other: string): number {
  let previous = new Uint16Array(other.length + 1);
  let current = new Uint16Array(other.length + 1);
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
