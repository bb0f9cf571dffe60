import type {
  DimensionMappingData,
  MultiMappingData,
  MultiToSingleMappingData,
  PartitionMappingData,
  SpecificMappingData,
  StaticMappingData,
  TimeWindowMappingData,
} from "@headwater/model";

/**
 * How the partitions of an upstream map to those of its downstream (spec 5.5): an option of `AssetIn()` and `AssetDep()`.
 * Plain data, which the `asset()` that takes it validates (`invalid-partition-mapping`). Whether it fits the partitions of
 * both sides is told when the graph is known: `unfit-partition-mapping`, `different-timezones`, `unknown-partition-key`,
 * `unknown-dimension`, `ambiguous-dimension`.
 *
 * Left out, it is inferred: all to all where one side has no partitions; where one side has several dimensions, the one
 * that is like the other side; windows of time to those that they overlap; otherwise each partition to its namesake.
 */
export type PartitionMapping = PartitionMappingData;

/** Every partition of the downstream needs all partitions of the upstream (spec 5.5). */
export function AllPartitionMapping(): PartitionMapping {
  return { kind: "all" };
}

/** Each partition needs its namesake; partitions of both sides are of one kind (spec 5.5). */
export function IdentityPartitionMapping(): PartitionMapping {
  return { kind: "identity" };
}

/** Every partition of the downstream needs the last partition that the upstream has at the time (spec 5.5). */
export function LastPartitionMapping(): PartitionMapping {
  return { kind: "last" };
}

/**
 * Every partition of the downstream needs the same partitions of the upstream (spec 5.5).
 *
 * @param partitionKeys keys of the upstream
 */
export function SpecificPartitionsPartitionMapping(partitionKeys: readonly string[]): SpecificMappingData {
  return { kind: "specific", partitionKeys };
}

/**
 * A table of fixed keys: both sides have a `StaticPartitionsDefinition` (spec 5.5).
 *
 * @param downstreamKeys for keys of the upstream the key, or keys, of the downstream that need them; a key that is left out
 *   is needed by none
 * @example StaticPartitionMapping({ us_east: "us", us_west: "us", eu: ["eu", "world"] })
 */
export function StaticPartitionMapping(downstreamKeys: Readonly<Record<string, string | readonly string[]>>): StaticMappingData {
  return { kind: "static", downstreamKeys };
}

/** What `TimeWindowPartitionMapping()` takes. */
export interface TimeWindowPartitionMappingOptions {
  /**
   * By how many windows of the downstream the start of what is needed is moved: a whole number, negative for earlier. 0 if
   * left out.
   */
  readonly startOffset?: number;
  /** As `startOffset`, for the end: at least as much. 0 if left out. */
  readonly endOffset?: number;
  /**
   * True where a window that the upstream does not have (before its start, after its end) is not missed: the downstream is
   * computed without it. False if left out.
   */
  readonly allowNonexistentUpstreamPartitions?: boolean;
}

/**
 * A window of time needs the windows of the upstream that it overlaps (spec 5.5). Both sides are of time, in one time zone.
 *
 * @example TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1 }) // yesterday's
 * @example TimeWindowPartitionMapping({ startOffset: -6 }) // those of the last seven days, today among them
 */
export function TimeWindowPartitionMapping(options: TimeWindowPartitionMappingOptions = {}): TimeWindowMappingData {
  return { kind: "timeWindow", ...options };
}

/**
 * A window of time needs the one window of the upstream in which it begins, which may not be over yet (spec 5.5). Both sides
 * are of time, in one time zone.
 */
export function LatestOverlappingTimeWindowPartitionMapping(): PartitionMapping {
  return { kind: "latestOverlapping" };
}

/** How one dimension of an upstream maps: an entry of `MultiPartitionMapping()`. */
export type DimensionPartitionMapping = DimensionMappingData;

/**
 * How one dimension of an upstream maps (spec 5.5).
 *
 * @param dimension the name of the dimension of the downstream
 * @param mapping how their partitions map
 */
export function DimensionPartitionMapping(dimension: string, mapping: PartitionMapping): DimensionPartitionMapping {
  return { dimension, mapping };
}

/**
 * Maps dimension by dimension: both sides have a `MultiPartitionsDefinition` (spec 5.5). What is not named, on either side,
 * maps all to all.
 *
 * @param dimensions by the names of the upstream's dimensions
 * @example MultiPartitionMapping({ day: DimensionPartitionMapping("week", TimeWindowPartitionMapping()) })
 */
export function MultiPartitionMapping(dimensions: Readonly<Record<string, DimensionPartitionMapping>>): MultiMappingData {
  return { kind: "multi", dimensions };
}

/**
 * One side has several dimensions, and one of these is the other side: a partition needs, or is needed by, all that have it
 * in that dimension (spec 5.5). Which side has several does not matter.
 *
 * @param partitionDimensionName the dimension; left out: the one whose definition is that of the other side, else the only
 *   one of time
 */
export function MultiToSingleDimensionPartitionMapping(partitionDimensionName?: string): MultiToSingleMappingData {
  return { kind: "multiToSingle", ...(partitionDimensionName === undefined ? {} : { partitionDimensionName }) };
}
