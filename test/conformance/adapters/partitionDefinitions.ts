import { createPartitions, type Partitions, type PartitionsDefinitionData } from "@headwater/model";

// biome-ignore lint/suspicious/noExplicitAny: the tables' notation, which `schema` of partitions.json explains.
type Written = any;

/** A definition in the notation of the tables, as ours. */
export function definitionOf(written: Written): PartitionsDefinitionData {
  const { type, start, end, keys, name, dims, ...rest } = written;
  switch (type) {
    case "static":
      return { kind: "static", partitionKeys: keys };
    case "dynamic":
      return { kind: "dynamic", ...(name === undefined ? {} : { name }) };
    case "multi":
      return {
        kind: "multi",
        dimensions: Object.fromEntries(Object.entries(dims).map(([dimension, each]) => [dimension, definitionOf(each)])),
      };
    default:
      return {
        kind: type === "cron" ? "timeWindow" : type,
        startDate: start,
        ...(end === undefined ? {} : { endDate: end }),
        ...rest,
      };
  }
}

/** A moment after all that a question without one is about. */
const later = Date.UTC(2100, 0);

/** The partitions of a definition at a moment. Keys of dynamic ones stand in the definition; one without a name gets one. */
export function partitionsOf(written: Written, now: string | undefined): Partitions {
  const dynamicPartitions: Record<string, readonly string[]> = {};
  const named = (one: Written): Written => {
    if (one.dims !== undefined) {
      return { ...one, dims: Object.fromEntries(Object.entries(one.dims).map(([name, each]) => [name, named(each)])) };
    }
    if (one.type !== "dynamic") return one;
    const name = one.name ?? "unnamed";
    dynamicPartitions[name] = one.keys ?? [];
    return { ...one, name };
  };
  const definition = definitionOf(named(written));
  return createPartitions(definition, { now: now === undefined ? later : Date.parse(now), dynamicPartitions });
}
