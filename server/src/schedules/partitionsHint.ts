import { createPartitions, type PartitionsDefinitionData, readPartitionsDefinition } from "@headwater/model";

/**
 * How many partitions a definition has at a moment, as `25 partitions to 2026-11-25`. Undefined where that is not known:
 * dynamic keys live in the project's store, and a wrong definition has a finding.
 *
 * @param now milliseconds since the epoch
 */
export function partitionsHint(given: unknown, now: number): string | undefined {
  const { definition } = readPartitionsDefinition(given);
  if (definition === undefined || isDynamic(definition)) return undefined;
  const partitions = createPartitions(definition, { now });
  const { size } = partitions;
  if (size === 0) return partitions.kind === "timeWindow" ? "no partition yet" : "no partition";
  const last = partitions.kind === "timeWindow" && size > 1 ? ` to ${partitions.keyAt(size - 1)}` : "";
  return `${size} partition${size === 1 ? "" : "s"}${last}`;
}

function isDynamic(definition: PartitionsDefinitionData): boolean {
  if (definition.kind === "multi") return Object.values(definition.dimensions).some(isDynamic);
  return definition.kind === "dynamic";
}
