/**
 * One piece of metadata in a form that every process can show (spec 4.2). Values given as plain JavaScript are coerced:
 * text, bigint and whole numbers up to 2^53 to `int`, other numbers to `float`, booleans, null, dates to `timestamp`
 * (ISO 8601, UTC), lists and plain objects to `json`.
 */
export type MetadataValue =
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "int"; readonly value: number | string }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "timestamp"; readonly value: string }
  | { readonly type: "json"; readonly value: unknown }
  | { readonly type: "null"; readonly value: null };

/**
 * Coerces a plain value. A bigint beyond 2^53 becomes `int` with its decimal digits as text, so that no digit is lost on
 * the way through JSON; NaN and the infinities, which JSON lacks, become text. Within lists and objects bigint, NaN and
 * the infinities do likewise, and all else is as `JSON.stringify` has it.
 *
 * @returns undefined for what has no form: `undefined`, functions, symbols, class instances, invalid dates, cycles
 */
export function toMetadataValue(value: unknown): MetadataValue | undefined {
  switch (typeof value) {
    case "string":
      return { type: "text", value };
    case "boolean":
      return { type: "bool", value };
    case "bigint":
      return { type: "int", value: fitsNumber(value) ? Number(value) : value.toString() };
    case "number":
      if (!Number.isFinite(value)) return { type: "text", value: String(value) };
      // Zero has a sign that JSON drops.
      return Number.isSafeInteger(value) ? { type: "int", value: value === 0 ? 0 : value } : { type: "float", value };
    case "object":
      if (value === null) return { type: "null", value };
      if (value instanceof Date) {
        return Number.isNaN(value.getTime()) ? undefined : { type: "timestamp", value: value.toISOString() };
      }
      return toJson(value);
    default:
      return undefined;
  }
}

/** Writes a metadata value for people. */
export function metadataToText(metadata: MetadataValue): string {
  return metadata.type === "json" ? JSON.stringify(metadata.value) : String(metadata.value);
}

function toJson(value: object): MetadataValue | undefined {
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return undefined;
    const text = JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === "bigint") return fitsNumber(part) ? Number(part) : part.toString();
      return typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
    });
    return { type: "json", value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function fitsNumber(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}
