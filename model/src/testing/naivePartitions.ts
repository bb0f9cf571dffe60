import type { PartitionsDefinitionData } from "../partitions/definition.ts";

/** Some keys of an asset; that of what has no partitions is `""`. */
export type Keys = ReadonlySet<string>;

type Definition = PartitionsDefinitionData | undefined;

const hour = 3_600_000;
const lengths: Readonly<Record<string, number>> = { hourly: hour, daily: 24 * hour };

/** The keys at a moment, listed (spec 5). Hourly and daily ones are in UTC, without offsets and an end. */
export function keysAt(definition: Definition, now: number, dynamic: Readonly<Record<string, readonly string[]>>): Set<string> {
  switch (definition?.kind) {
    case undefined:
      return new Set([""]);
    case "static":
      return new Set(definition.partitionKeys);
    case "dynamic":
      return new Set(dynamic[definition.name ?? ""] ?? []);
    case "hourly":
    case "daily": {
      const keys = new Set<string>();
      const length = lengths[definition.kind] as number;
      for (let start = startOf(definition.startDate); start + length <= now; start += length)
        keys.add(keyOf(definition.kind, start));
      return keys;
    }
    case "multi": {
      const [first, second] = Object.keys(definition.dimensions).sort() as [string, string];
      const others = [...keysAt(definition.dimensions[second], now, dynamic)];
      return new Set(
        [...keysAt(definition.dimensions[first], now, dynamic)].flatMap((one) => others.map((other) => `${one}|${other}`)),
      );
    }
    default:
      throw new Error(`No plain reading of ${definition?.kind} partitions.`);
  }
}

/** Whether something that is said of a key is kept: also of a window that is yet to come. */
export function takesKey(definition: PartitionsDefinitionData, key: string, existing: Keys): boolean {
  if (definition.kind !== "hourly" && definition.kind !== "daily") return existing.has(key);
  const start = startOf(key);
  return keyOf(definition.kind, start) === key && start >= startOf(definition.startDate);
}

/** What begins in the latest window, or in the time before its end (spec 6.1). The windows of pairs are the first of the two. */
export function latestKeys(definition: Definition, keys: Keys, lookback: number | undefined): Keys {
  const [time] = definition?.kind === "multi" ? dimensionsOf(definition) : [definition];
  const length = time === undefined ? undefined : lengths[time.kind];
  if (length === undefined) return keys;
  const start = (key: string) => startOf(key.split("|")[0] as string);
  const end = Math.max(...[...keys].map(start)) + length;
  return new Set([...keys].filter((key) => start(key) >= end - (lookback ?? length)));
}

/** The keys of another asset that belong to some of one, where no mapping is declared (spec 5.5): the same both ways. */
export function mapKeys(from: Definition, to: Definition, keys: Keys, allTo: Keys): Keys {
  if (keys.size === 0) return keys;
  if (from === undefined || to === undefined) return allTo;
  if (JSON.stringify(from) === JSON.stringify(to)) return keys;
  const belong = belonging(from, to);
  return new Set([...allTo].filter((other) => [...keys].some((key) => belong(key, other))));
}

/** Whether keys of two definitions belong together. */
function belonging(from: PartitionsDefinitionData, to: PartitionsDefinitionData): (one: string, other: string) => boolean {
  if (from.kind === "multi" && to.kind !== "multi") {
    const place = dimensionLike(from, to);
    if (place === undefined) return (one, other) => one === other;
    const belong = belonging(dimensionsOf(from)[place] as PartitionsDefinitionData, to);
    return (one, other) => belong(one.split("|")[place] as string, other);
  }
  if (to.kind === "multi" && from.kind !== "multi") {
    const belong = belonging(to, from);
    return (one, other) => belong(other, one);
  }
  const [length, otherLength] = [lengths[from.kind], lengths[to.kind]];
  if (length === undefined || otherLength === undefined) return (one, other) => one === other;
  return (one, other) => startOf(one) < startOf(other) + otherLength && startOf(other) < startOf(one) + length;
}

type Multi = PartitionsDefinitionData & { readonly kind: "multi" };

function dimensionsOf({ dimensions }: Multi): readonly PartitionsDefinitionData[] {
  return Object.keys(dimensions)
    .sort()
    .map((name) => dimensions[name] as PartitionsDefinitionData);
}

/** The place of the dimension that a definition is like: the only equal one, or else the only one of time as it is. */
function dimensionLike(multi: Multi, single: PartitionsDefinitionData): number | undefined {
  const places = dimensionsOf(multi).map((dimension, place) => ({ dimension, place }));
  const equal = places.filter(({ dimension }) => JSON.stringify(dimension) === JSON.stringify(single));
  const timed = places.filter(({ dimension }) => lengths[dimension.kind] !== undefined && lengths[single.kind] !== undefined);
  const alike = equal.length > 0 ? equal : timed;
  return alike.length === 1 ? alike[0]?.place : undefined;
}

/** The instant that a key says; not a number for what says none. */
function startOf(key: string): number {
  const [, year, month, day, time = "00", minute = "00"] = /^(\d{4})-(\d{2})-(\d{2})(?:-(\d{2}):(\d{2}))?$/.exec(key) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(time), Number(minute));
}

function keyOf(kind: "hourly" | "daily", start: number): string {
  if (Number.isNaN(start)) return "";
  const text = new Date(start).toISOString();
  return kind === "daily" ? text.slice(0, 10) : `${text.slice(0, 10)}-${text.slice(11, 16)}`;
}
