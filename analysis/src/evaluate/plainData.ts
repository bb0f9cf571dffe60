import { SEVERAL, UNKNOWN, type UNNAMED, type Unknown } from "@headwater/model";
import { type AssetValue, type ListValue, makes, type ObjectValue, type OutputValue, type Value } from "./value.ts";

/** How many values one declaration may hold. */
const mostValues = 100_000;
const deepest = 50;

/** Objects in which an entry that is not known does not change what the others mean. */
const looseOptions: ReadonlySet<string> = new Set(["tags", "metadata", "opTags", "partitionsDef"]);

/** Lists of upstreams, in which an entry may be an object that says more of one. */
const upstreamOptions: ReadonlySet<string> = new Set(["deps", "additionalDeps"]);

/**
 * Lists and objects of descriptions whose keys count by themselves, with what a description that has a key says of it
 * only where it is known as a whole.
 */
const describingOptions: ReadonlyMap<string, readonly string[]> = new Map([
  ["outs", ["groupName", "ioManagerKey", "isRequired", "valueless", "tags", "kinds", "owners"]],
  ["specs", ["deps", "groupName", "partitionsDef", "metadata", "skippable", "tags", "kinds", "owners"]],
]);

/** Stands for a function, which data cannot hold; only its being one matters. */
function opaqueFunction(): void {}

/** The segments of a key; `UNKNOWN` where they are not known, `UNNAMED` where there are none, `undefined` where there is nothing. */
export type PlainKey = readonly string[] | Unknown | typeof UNNAMED | undefined;

/**
 * A value as the plain data of the model's declarations: an asset or output is its key, what is not known is `UNKNOWN`. The
 * options of a declaration keep their known entries although some are unknown; an object in which that would mislead is
 * unknown as a whole, and a list gets an unknown item.
 */
export function plainOptions(options: Value, keyOf: (value: AssetValue | OutputValue) => PlainKey): Record<string, unknown> {
  if (options.kind !== "object") return {};
  let left = mostValues;
  const keyed = (value: AssetValue | OutputValue): unknown => {
    const path = keyOf(value);
    return typeof path === "object" ? { path } : path;
  };
  const plain = (value: Value, depth: number): unknown => {
    if (depth > deepest || left-- <= 0) return UNKNOWN;
    switch (value.kind) {
      case "literal":
        return value.value;
      case "list":
        return listOf(value, depth, (item) => plain(item, depth + 1));
      case "object":
        return value.doubt ? UNKNOWN : objectOf(value, (entry) => plain(entry, depth + 1));
      case "asset":
        // A key means one asset. What checks is an object like any other.
        return makes(value.site) === "asset" ? keyed(value) : makes(value.site) === "multiAsset" ? SEVERAL : {};
      case "output":
        return keyed(value);
      case "function":
      case "ours":
      case "global":
        return opaqueFunction;
      default:
        return UNKNOWN;
    }
  };
  const listOf = ({ items, doubt }: ListValue, depth: number, change: (item: Value) => unknown): unknown => {
    if (depth > deepest) return UNKNOWN;
    const made = items.map(change);
    return doubt ? [...made, UNKNOWN] : made;
  };
  const upstream = (value: Value, depth: number): unknown => {
    if (value.kind !== "object" || value.doubt === undefined || !value.entries.has("asset")) return plain(value, depth);
    // Of a dependency the asset is known; what else may be said about it is not.
    return { partitionMapping: UNKNOWN, metadata: UNKNOWN, ...objectOf(value, (entry) => plain(entry, depth + 1)) };
  };
  const description = (value: Value, depth: number, attributes: readonly string[]): unknown => {
    if (value.kind !== "object") return plain(value, depth);
    if (value.doubt === undefined) return settings(value, depth + 1);
    if (!value.entries.has("key")) return UNKNOWN;
    return { ...Object.fromEntries(attributes.map((name) => [name, UNKNOWN])), ...settings(value, depth + 1) };
  };
  const option = (name: string, value: Value, depth: number): unknown => {
    if (depth > deepest || left-- <= 0) return UNKNOWN;
    const attributes = describingOptions.get(name);
    if (value.kind === "list") {
      if (upstreamOptions.has(name)) return listOf(value, depth, (item) => upstream(item, depth + 1));
      if (attributes !== undefined) return listOf(value, depth, (item) => description(item, depth + 1, attributes));
      if (name === "checkSpecs") return listOf(value, depth, (item) => description(item, depth + 1, []));
    }
    if (value.kind === "object") {
      if (name === "outs" && attributes !== undefined) {
        const outs = objectOf(value, (entry) => description(entry, depth + 1, attributes));
        return value.doubt ? { ...outs, "": UNKNOWN } : outs;
      }
      if (looseOptions.has(name)) return objectOf(value, (entry) => plain(entry, depth + 1));
      if (name === "internalAssetDeps" && !value.doubt) return objectOf(value, (entry) => option("deps", entry, depth + 1));
    }
    return plain(value, depth);
  };
  const settings = ({ entries }: ObjectValue, depth: number): Record<string, unknown> =>
    objectFrom([...entries].map(([name, { value }]) => [name, option(name, value, depth)]));
  return settings(options, 0);
}

function objectOf({ entries }: ObjectValue, change: (value: Value) => unknown): Record<string, unknown> {
  return objectFrom([...entries].map(([name, { value }]) => [name, change(value)]));
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
