import { type Change, type Entry, type ObjectValue, type Origin, reasonOf, unknownValue, type Value } from "../evaluate/value.ts";

/** What `mergeAttributes()` may add to. */
const mergeable = ["deps", "metadata", "owners", "tags", "kinds"];

/** The options of an asset with attributes put in their place or added to them. */
export function changedOptions(before: Value | undefined, change: Change, origin: Origin): Value {
  const options: Value = before ?? { kind: "object", entries: new Map(), origin };
  if (change.kind !== "replace" && change.kind !== "merge") return options;
  const { kind, attributes } = change;
  if (options.kind !== "object") return options;
  if (kind === "replace") {
    if (attributes.kind !== "object") return unknownValue(reasonOf(attributes), attributes.origin);
    if (attributes.doubt !== undefined) {
      const { doubt } = attributes;
      const shadowed = [...options.entries].map(([name, entry]) => [name, { ...entry, value: doubt }] as const);
      return { ...options, entries: new Map([...shadowed, ...attributes.entries]), doubt };
    }
    return { ...options, entries: new Map([...options.entries, ...attributes.entries]) };
  }
  if (attributes.kind !== "object" || attributes.doubt !== undefined) {
    const unknown = unknownValue(reasonOf(attributes), attributes.origin);
    const entry: Entry = { value: unknown, key: attributes.origin, whole: attributes.origin };
    return { ...options, entries: new Map([...options.entries, ...mergeable.map((name) => [name, entry] as const)]) };
  }
  return merged(options, attributes);
}

function merged(options: ObjectValue, attributes: ObjectValue): ObjectValue {
  const entries = new Map(options.entries);
  for (const [name, further] of attributes.entries) {
    if (isNothing(further.value)) continue;
    const before = options.entries.get(name);
    const value = before === undefined || isNothing(before.value) ? further.value : together(before.value, further.value);
    entries.set(name, { ...further, value });
  }
  return { ...options, entries };
}

function together(one: Value, other: Value): Value {
  if (one.kind === "unknown") return one;
  if (one.kind === "list" && other.kind === "list") {
    const doubt = one.doubt ?? other.doubt;
    return { ...other, items: [...one.items, ...other.items], ...(doubt ? { doubt } : {}) };
  }
  if (one.kind === "object" && other.kind === "object") {
    const doubt = one.doubt ?? other.doubt;
    return { ...other, entries: new Map([...one.entries, ...other.entries]), ...(doubt ? { doubt } : {}) };
  }
  return other;
}

function isNothing(value: Value): boolean {
  return value.kind === "literal" && (value.value === undefined || value.value === null);
}
