import type { KeyId } from "../keys/assetKey.ts";

/** An upstream of this many mapped partitions or more is not compared partition by partition (spec 7). */
export const partitionDependencyThreshold = 100;

/** An asset of this many partitions or more is not compared with partitions of its own (spec 7). */
export const selfPartitionDependencyThreshold = 100;

/** Some partitions of an asset. */
export interface SomePartitions {
  readonly count: number;
  keys(): Iterable<string>;
}

/** What staleness asks of the partitions of a project, at one moment. */
export interface PartitionLookup {
  /** How many partitions an asset has; `undefined` for one without. */
  count(asset: KeyId): number | undefined;
  /**
   * The partitions of an upstream that an asset reads, or one partition of it; `undefined` where they are not compared one
   * by one, as all windows of a time-partitioned upstream (spec 7, skipped edges). Asked of partitioned upstreams only.
   */
  parents(asset: KeyId, partition: string | undefined, upstream: KeyId): SomePartitions | undefined;
}

/** The partitions of a project that has none. */
export const noPartitions: PartitionLookup = { count: () => undefined, parents: () => undefined };
