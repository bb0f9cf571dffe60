import type { MetadataValue } from "../metadata/metadataValue.ts";
import { classNameOf, toMetadataValue } from "../metadata/resolveMetadata.ts";
import { isRecord } from "./options.ts";
import { isUnknown } from "./unknown.ts";

/** Spec 1.2: metadata of a definition is never an error; what has no form becomes a text that says so. */
export function metadataOf(metadata: unknown): Record<string, MetadataValue> {
  return Object.fromEntries(
    Object.entries(isRecord(metadata) ? metadata : {})
      .filter(([, value]) => !isUnknown(value))
      .map(([key, value]) => [
        key,
        toMetadataValue(value) ?? { type: "text", value: `[${className(value)}] (not serializable)` },
      ]),
  );
}

function className(value: unknown): string {
  return typeof value === "object" && value !== null ? classNameOf(value) : typeof value;
}
