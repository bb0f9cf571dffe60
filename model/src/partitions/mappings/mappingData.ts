/**
 * How the partitions of an upstream map to those of its downstream (spec 5.5). Plain data that JSON can hold:
 *
 * - `identity`: each partition to its namesake
 * - `all`: every partition needs all of the upstream
 * - `last`: every partition needs the last one of the upstream
 * - `specific`: every partition needs certain ones of the upstream
 * - `static`: a table of keys
 * - `timeWindow`: windows of time that overlap
 * - `latestOverlapping`: the window of the upstream in which that of the downstream begins
 * - `multi`: dimension by dimension; what is not named maps all to all
 * - `multiToSingle`: one dimension of one side is the other side
 */
export type PartitionMappingData =
  | { readonly kind: "identity" | "all" | "last" | "latestOverlapping" }
  | SpecificMappingData
  | StaticMappingData
  | TimeWindowMappingData
  | MultiMappingData
  | MultiToSingleMappingData;

export type PartitionMappingKind = PartitionMappingData["kind"];

export interface SpecificMappingData {
  readonly kind: "specific";
  /** Of the upstream. */
  readonly partitionKeys: readonly string[];
}

export interface StaticMappingData {
  readonly kind: "static";
  /** For keys of the upstream those of the downstream that need them. A key that is left out is needed by none. */
  readonly downstreamKeys: Readonly<Record<string, string | readonly string[]>>;
}

export interface TimeWindowMappingData {
  readonly kind: "timeWindow";
  /** By how many windows of the downstream the start of what is needed lies later; negative for earlier. 0 if left out. */
  readonly startOffset?: number;
  /** As `startOffset`, for the end. At least `startOffset`. */
  readonly endOffset?: number;
  /** True where windows that the upstream does not have are not missed. */
  readonly allowNonexistentUpstreamPartitions?: boolean;
}

export interface MultiMappingData {
  readonly kind: "multi";
  /** By the dimensions of the upstream. */
  readonly dimensions: Readonly<Record<string, DimensionMappingData>>;
}

/** What one dimension of the upstream maps to. */
export interface DimensionMappingData {
  /** The dimension of the downstream. */
  readonly dimension: string;
  readonly mapping: PartitionMappingData;
}

export interface MultiToSingleMappingData {
  readonly kind: "multiToSingle";
  /** Left out: the one whose definition is that of the other side, else the only one of time. */
  readonly partitionDimensionName?: string;
}
