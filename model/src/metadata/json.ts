/**
 * How deep lists and objects may lie in one another. Engines end their own walks through JSON at depths that depend on
 * the stack that is left, so a limit of ours is what makes the same value fit everywhere, or nowhere.
 */
export const deepestJson = 500;

/** Whether a value is no deeper than {@link deepestJson}. What holds itself is endlessly deep. */
export function isWithinDepth(value: unknown): boolean {
  return heightOf(value, deepestJson, new Map()) <= deepestJson;
}

/** Each part is measured once, however often it occurs. */
function heightOf(value: unknown, left: number, heights: Map<object, number>): number {
  if (typeof value !== "object" || value === null) return 0;
  const known = heights.get(value);
  if (known !== undefined) return known;
  // Stands until the part is measured: who comes here again meanwhile is inside of it.
  heights.set(value, Number.POSITIVE_INFINITY);
  if (left === 0) return Number.POSITIVE_INFINITY;
  let height = 1;
  for (const inner of Object.values(value)) height = Math.max(height, 1 + heightOf(inner, left - 1, heights));
  heights.set(value, height);
  return height;
}

/**
 * What JSON makes of a list or a plain object. A bigint beyond 2^53, NaN and the infinities, which JSON lacks, become text;
 * all else is as `JSON.stringify` has it.
 *
 * @returns undefined for class instances, cycles, what is deeper than {@link deepestJson}, and what JSON has no form for
 */
export function toJson(value: object): { readonly json: unknown } | undefined {
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return undefined;
    const text = JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === "bigint") return fitsNumber(part) ? Number(part) : part.toString();
      return typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
    });
    const json: unknown = JSON.parse(text);
    return isWithinDepth(json) ? { json } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a number holds a bigint without losing a digit. */
export function fitsNumber(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}

/** Zero has a sign that JSON drops. */
export function withoutSign(value: number): number {
  return value === 0 ? 0 : value;
}
