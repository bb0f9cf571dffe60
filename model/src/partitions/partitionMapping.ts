import type { PartitionsDefinitionData } from "../specs/partitions.ts";

/**
 * How partitions map where nothing is said (spec 5.5): all to all where one side has none, each to its namesake where both
 * have.
 */
export function inferPartitionMapping(
  upstream: PartitionsDefinitionData | undefined,
  downstream: PartitionsDefinitionData | undefined,
): "all" | "identity" {
  return upstream === undefined || downstream === undefined ? "all" : "identity";
}

/**
 * The partitions on the other side of a mapping (spec 5.5).
 *
 * @param from the partitions of this side that are asked about; undefined where it has none
 * @param others all partitions of the other side, in their order
 */
export function mapPartitions(
  mapping: "all" | "identity",
  from: ReadonlySet<string> | undefined,
  others: readonly string[],
): readonly string[] {
  if (mapping === "identity") return others.filter((key) => from?.has(key));
  return from === undefined || from.size > 0 ? others : [];
}
