/**
 * Stands for an asset that has no name, and so no key, where one asset is wanted: the analysis and the runtime put it into
 * a declaration when no name can come any more, and the rules say what is missing.
 */
export const UNNAMED: unique symbol = Symbol.for("headwater.unnamed");

/** Whether a value is {@link UNNAMED}. */
export function isUnnamed(value: unknown): value is typeof UNNAMED {
  return value === UNNAMED;
}
