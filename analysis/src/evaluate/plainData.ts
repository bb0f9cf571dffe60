import { UNKNOWN } from "@headwater/model";
import type { AssetValue, Value } from "./value.ts";

/** How many values one declaration may hold. */
const mostValues = 100_000;
const deepest = 50;

/** Objects in which an entry that is not known does not change what the others mean. */
const looseOptions: ReadonlySet<string> = new Set(["tags", "metadata", "opTags", "partitionsDef"]);

/** Stands for a function, which data cannot hold; only its being one matters. */
function opaqueFunction(): void {}

/**
 * A value as the plain data of the model's declarations: an asset is its key, what is not known is `UNKNOWN`. The options
 * of a declaration keep their known entries although some are unknown; an object in which that would mislead is unknown
 * as a whole, and a list gets an unknown item.
 */
export function plainOptions(
  options: Value,
  keyOf: (asset: AssetValue) => readonly string[] | undefined,
): Record<string, unknown> {
  if (options.kind !== "object") return {};
  let left = mostValues;
  const plain = (value: Value, depth: number, option?: string): unknown => {
    if (depth > deepest || left-- <= 0) return UNKNOWN;
    switch (value.kind) {
      case "literal":
        return value.value;
      case "list": {
        const items = value.items.map((item) => plain(item, depth + 1, depth === 0 ? option : undefined));
        return value.doubt ? [...items, UNKNOWN] : items;
      }
      case "object": {
        const isDependency = option === "deps" && value.entries.has("asset");
        const isLoose = depth === 0 && option !== undefined && looseOptions.has(option);
        if (value.doubt && !isLoose && !isDependency) return UNKNOWN;
        const made = objectFrom([...value.entries].map(([name, entry]) => [name, plain(entry.value, depth + 1)]));
        // Of a dependency the asset is known; what else may be said about it is not.
        return value.doubt && isDependency ? { partitionMapping: UNKNOWN, metadata: UNKNOWN, ...made } : made;
      }
      case "asset": {
        const path = keyOf(value);
        return path === undefined ? UNKNOWN : { path };
      }
      case "function":
      case "ours":
      case "global":
        return opaqueFunction;
      default:
        return UNKNOWN;
    }
  };
  return objectFrom([...options.entries].map(([name, { value }]) => [name, plain(value, 0, name)]));
}

/** In an object literal, `__proto__` is no entry. */
function objectFrom(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([name]) => name !== "__proto__"));
}

/** The first value that is not known in a value, with its reason. */
export function unknownIn(value: Value, depth = 0): (Value & { kind: "unknown" }) | undefined {
  if (value.kind === "unknown") return value;
  if (depth > 8) return undefined;
  const parts =
    value.kind === "list" ? value.items : value.kind === "object" ? [...value.entries.values()].map((entry) => entry.value) : [];
  for (const part of parts) {
    const found = unknownIn(part, depth + 1);
    if (found !== undefined) return found;
  }
  return value.kind === "list" || value.kind === "object" ? value.doubt : undefined;
}
