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
