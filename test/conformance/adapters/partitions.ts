import {
  allSubset,
  checkPartitionsDefinition,
  cronTicks,
  differenceOfRanges,
  differenceOfSubsets,
  type Finding,
  intersectionOfRanges,
  keysOfSubset,
  PartitionKeyRangeError,
  type Partitions,
  type PartitionsDefinitionData,
  partitionKeyProblem,
  type Ranges,
  rangesOfWindows,
  sizeOfSubset,
  splitMultiKey,
  subsetHas,
  subsetOfKeys,
  subsetOfRange,
  type TimeWindow,
  type TimeWindowPartitions,
  unionOfRanges,
  unionOfSubsets,
  windowsOfRanges,
} from "@headwater/model";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";
import { definitionOf, partitionsOf } from "./partitionDefinitions.ts";

export const adapter: Adapter = {
  remarks: ["pagesCompared"],
  run: ({ given }) => {
    const { op } = given;
    if (op === "ticks") {
      const ticks = cronTicks(given.cron, given.timezone, Date.parse(given.from), given.limit, given.direction);
      return { ticks: ticks.map(instant) };
    }
    if (op in windowAlgebra) return algebra(given);
    if (op === "construct") return constructed(definitionOf(given.definition));
    const partitions = partitionsOf(given.definition, given.now);
    const answer = answers[op];
    if (answer === undefined) throw new NotImplemented(`the question ${op}`);
    const got = answer(partitions, given);
    return given.ordered === false && Array.isArray(got.keys) ? { ...got, keys: [...got.keys].sort() } : got;
  },
  agrees: {
    keys: (expected, got, { given }) => {
      const keys = [...(expected as string[])];
      return JSON.stringify(given.ordered === false ? keys.sort() : keys) === JSON.stringify(got);
    },
  },
};

// biome-ignore lint/suspicious/noExplicitAny: each question has fields of its own, which the table's `schema` explains.
type Given = any;

const answers: Readonly<Record<string, (partitions: Partitions, given: Given) => Got>> = {
  keys: (partitions) => ({ keys: keysBetween(partitions, 0, partitions.size) }),
  summary: (partitions) => ({
    count: partitions.size,
    first: partitions.keyAt(0) ?? null,
    last: partitions.keyAt(partitions.size - 1) ?? null,
  }),
  lastKey: (partitions) => ({ key: partitions.keyAt(partitions.size - 1) ?? null }),
  hasKey: (partitions, { key }) => ({ has: partitions.numberOf(key) !== undefined }),
  nextKey: (partitions, { key }) => ({ key: partitions.keyAt((numberOf(partitions, key) ?? Number.NaN) + 1) ?? null }),
  windows: (partitions) => ({ windows: windowsBetween(timed(partitions), 0, partitions.size) }),
  firstWindow: (partitions) => ({ window: windowsBetween(timed(partitions), 0, 1)[0] ?? null }),
  lastWindow: (partitions) => ({ window: windowsBetween(timed(partitions), partitions.size - 1, partitions.size)[0] ?? null }),
  nextWindow: (partitions, { at }) => {
    const number = timed(partitions).numberAtOrAfter(Date.parse(at));
    return { window: windowsBetween(timed(partitions), number, number + 1)[0] ?? null };
  },
  windowForKey: (partitions, { key }) => {
    const window = timed(partitions).windowOfKey(key);
    return { window: window === undefined ? null : windowText(window) };
  },
  keysInRange: (partitions, { from, to }) => {
    try {
      return { keys: [...keysOfSubset(partitions, subsetOfRange(partitions, { start: from, end: to }))] };
    } catch (error) {
      if (error instanceof PartitionKeyRangeError) return { error: error.code };
      throw error;
    }
  },
  keysBetweenIndexes: (partitions, { startIndex, endIndex }) => ({ keys: keysBetween(partitions, startIndex, endIndex) }),
  keysForDimension: (partitions, { dimension, dimensionKey }) => {
    if (partitions.kind !== "multi") throw new NotImplemented("dimensions of partitions that have none");
    const place = partitions.dimensions.findIndex(({ name }) => name === dimension);
    const keys = [...keysOfSubset(partitions, allSubset(partitions))];
    return { keys: keys.filter((key) => splitMultiKey(key)[place] === dimensionKey) };
  },
  pages: (partitions, { limit, ascending, maxPages = Number.POSITIVE_INFINITY }) => ({
    pages: pagesOf(partitions, limit, ascending !== false, maxPages),
  }),
  subset: (partitions, { initial, added = [] }) => {
    const subset = unionOfSubsets(subsetOfKeys(partitions, initial), subsetOfKeys(partitions, added));
    const rest = differenceOfSubsets(allSubset(partitions), subset);
    return {
      notInSubset: [...keysOfSubset(partitions, rest)],
      size: sizeOfSubset(subset),
      rangeCount: "ranges" in subset ? subset.ranges.length / 2 : undefined,
    };
  },
  subsetContains: (partitions, { initial, probe }) => {
    const subset = subsetOfKeys(partitions, initial);
    return { contains: Object.fromEntries(probe.map((key: string) => [key, subsetHas(partitions, subset, key)])) };
  },
};

const windowAlgebra: Readonly<Record<string, (one: Ranges, other: Ranges) => Ranges>> = {
  windowsSubtract: differenceOfRanges,
  windowsIntersect: intersectionOfRanges,
  windowsUnion: unionOfRanges,
};

function algebra({ op, a, b }: Given): Got {
  const read = (windows: readonly (readonly [string, string])[]) =>
    rangesOfWindows(windows.map(([start, end]) => ({ start: Date.parse(start), end: Date.parse(end) })));
  return { windows: windowsOfRanges(windowAlgebra[op]?.(read(a), read(b)) ?? []).map(windowText) };
}

function constructed(definition: PartitionsDefinitionData): Got {
  const [first] = checkPartitionsDefinition(definition);
  return first === undefined ? { ok: true } : { error: neutral(first, definition) };
}

/** The table's word for a finding. */
function neutral({ code, path }: Finding, definition: PartitionsDefinitionData): string {
  if (code === "invalid-cron") return code;
  if (code === "duplicate-partition-key") return "duplicate-keys";
  if (code === "invalid-partitions" && path.at(-1) === "name") return "dynamic-needs-name";
  let at: unknown = definition;
  for (const part of path) at = (at as Readonly<Record<string | number, unknown>>)[part];
  const problem = typeof at === "string" ? partitionKeyProblem(at) : undefined;
  return problem ?? (code === "invalid-partition-key" ? "invalid-character" : code);
}

function pagesOf(partitions: Partitions, limit: number, ascending: boolean, most: number) {
  const pages: { keys: string[]; hasMore: boolean }[] = [];
  for (let from = 0; pages.length < most; from += limit) {
    const to = Math.min(from + limit, partitions.size);
    const keys = ascending
      ? keysBetween(partitions, from, to)
      : keysBetween(partitions, partitions.size - to, partitions.size - from).reverse();
    pages.push({ keys, hasMore: to < partitions.size });
    if (to >= partitions.size) break;
  }
  return pages;
}

function keysBetween(partitions: Partitions, from: number, to: number): string[] {
  const keys: string[] = [];
  for (let number = from; number < Math.min(to, partitions.size); number++) keys.push(partitions.keyAt(number) as string);
  return keys;
}

function windowsBetween(partitions: TimeWindowPartitions, from: number, to: number): string[][] {
  const windows: string[][] = [];
  for (let number = Math.max(0, from); number < Math.min(to, partitions.size); number++) {
    windows.push(windowText(partitions.windowAt(number)));
  }
  return windows;
}

function numberOf(partitions: Partitions, key: string): number | undefined {
  return partitions.kind === "timeWindow" ? partitions.numberOfWindow(key) : partitions.numberOf(key);
}

function timed(partitions: Partitions): TimeWindowPartitions {
  if (partitions.kind !== "timeWindow") throw new NotImplemented("windows of partitions that are none");
  return partitions;
}

function windowText({ start, end }: TimeWindow): string[] {
  return [instant(start), instant(end)];
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
