/**
 * Stands for a value that exists but is not known: the analysis uses it for what only running the code could tell, the
 * runtime for the key of an asset whose name has not been filled in yet. A rule says nothing about what it cannot know
 * (invariant 3: never a false error).
 */
export const UNKNOWN: unique symbol = Symbol.for("headwater.unknown");

export type Unknown = typeof UNKNOWN;

export function isUnknown(value: unknown): value is Unknown {
  return value === UNKNOWN;
}
