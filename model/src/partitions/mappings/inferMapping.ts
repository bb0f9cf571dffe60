import { isMulti, isTime, sharedDimension } from "./dimensions.ts";
import type { PartitionMappingData } from "./mappingData.ts";

/**
 * How partitions map where nothing is said (spec 5.5): all to all where one side has none; a dimension to the side that is
 * like it; windows of time to those that they overlap; otherwise each to its namesake.
 */
export function inferPartitionMapping(upstream: unknown, downstream: unknown): PartitionMappingData {
  if (upstream === undefined || downstream === undefined) return { kind: "all" };
  if (isMulti(upstream) !== isMulti(downstream)) {
    const shared = isMulti(upstream) ? sharedDimension(upstream, downstream) : sharedDimension(downstream, upstream);
    if ("name" in shared) return { kind: "multiToSingle" };
  }
  return { kind: isTime(upstream) && isTime(downstream) ? "timeWindow" : "identity" };
}
