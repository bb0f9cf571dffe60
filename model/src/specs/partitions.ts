import { isUnknown } from "./unknown.ts";

const timeKinds: ReadonlySet<unknown> = new Set(["hourly", "daily", "weekly", "monthly", "timeWindow"]);

/**
 * Spec 2.6: whether each partition of an asset that depends on itself reads strictly earlier ones. Over several
 * dimensions that holds if exactly one is time, and the mapping `{ kind: "multi", dimensions }` maps it to earlier
 * windows of itself: `{ date: { dimension: "date", mapping: { startOffset: -1, endOffset: -1 } } }`. True where it cannot
 * be known.
 */
export function mayReadEarlierOnly(partitionsDef: unknown, mapping: unknown): boolean {
  const kind = at(partitionsDef, "kind");
  if (isUnknown(kind)) return true;
  if (timeKinds.has(kind)) return isEarlier(mapping);
  if (kind !== "multi") return false;
  const dimensions = at(partitionsDef, "dimensions");
  if (typeof dimensions !== "object" || dimensions === null) return isUnknown(dimensions);
  const kinds = Object.entries(dimensions).map(([name, definition]) => ({ name, kind: at(definition, "kind") }));
  if (kinds.some((dimension) => isUnknown(dimension.kind))) return true;
  const [time, second] = kinds.filter((dimension) => timeKinds.has(dimension.kind));
  if (time === undefined || second !== undefined) return false;
  const target = at(mapping, "dimensions", time.name, "dimension");
  return (target === time.name || isUnknown(target)) && isEarlier(at(mapping, "dimensions", time.name, "mapping"));
}

/** Whether a definition over several dimensions is known to have no time among them, or more than one. */
export function lacksTimeDimension(partitionsDef: unknown): boolean {
  const dimensions = at(partitionsDef, "dimensions");
  if (typeof dimensions !== "object" || dimensions === null) return false;
  const kinds = Object.values(dimensions).map((definition) => at(definition, "kind"));
  return !kinds.some(isUnknown) && kinds.filter((kind) => timeKinds.has(kind)).length !== 1;
}

function isEarlier(mapping: unknown): boolean {
  return ["startOffset", "endOffset"].every((option) => {
    const offset = at(mapping, option);
    return isUnknown(offset) || (typeof offset === "number" && offset < 0);
  });
}

/** What stands in an object under names, one inside the other. What stands in something unknown is unknown. */
function at(value: unknown, ...names: readonly string[]): unknown {
  let found = value;
  for (const name of names) {
    if (isUnknown(found)) return found;
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}
