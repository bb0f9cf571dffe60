/**
 * Stands for a function that computes several assets (`multiAsset()` and the like) where one asset is wanted: the analysis
 * and the runtime put it into a declaration, and the rules say that it has to be one.
 */
export const SEVERAL: unique symbol = Symbol.for("headwater.several");

/** Whether a value is {@link SEVERAL}. */
export function isSeveral(value: unknown): value is typeof SEVERAL {
  return value === SEVERAL;
}
