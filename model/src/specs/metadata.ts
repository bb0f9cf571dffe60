import type { MetadataValue } from "../metadata/metadataValue.ts";
import { classNameOf, toMetadataValue } from "../metadata/resolveMetadata.ts";
import { isRecord } from "./options.ts";
import { isUnknown } from "./unknown.ts";

/**
 * Spec 1.2: metadata of a definition is never an error; what has no form becomes a text that says so. A value of which some
 * part is not known is left out.
 */
export function metadataOf(metadata: unknown): Record<string, MetadataValue> {
  return Object.fromEntries(
    Object.entries(isRecord(metadata) ? metadata : {})
      .filter(([, value]) => !holdsUnknown(value))
      .map(([key, value]) => [
        key,
        toMetadataValue(value) ?? { type: "text", value: `[${className(value)}] (not serializable)` },
      ]),
  );
}

/** Whether a value or a part of it, at any depth, is not known. */
function holdsUnknown(value: unknown): boolean {
  const seen = new Set<unknown>();
  const parts = [value];
  while (parts.length > 0) {
    const part = parts.pop();
    if (isUnknown(part)) return true;
    if (typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    const prototype: unknown = Object.getPrototypeOf(part);
    // An object of the user's own class is no data, and getters run code: nothing of these is ever unknown.
    if (!Array.isArray(part) && prototype !== Object.prototype && prototype !== null) continue;
    for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(part))) parts.push(inner);
  }
  return false;
}

function className(value: unknown): string {
  return typeof value === "object" && value !== null ? classNameOf(value) : typeof value;
}
