import {
  checkMappingData,
  checkPartitionMapping,
  createPartitionMapper,
  inferPartitionMapping,
  keysOfNeeded,
  keysOfSubset,
  type MappingProblemCode,
  nonexistentKeys,
  type PartitionMappingData,
  subsetOfKeys,
} from "@headwater/model";
import type { Adapter, Got } from "../adapter.ts";
import { definitionOf } from "./partitionDefinitions.ts";

// biome-ignore lint/suspicious/noExplicitAny: the tables' notation, which `schema` of partition-mapping.json explains.
type Written = any;

/** What the table calls what is wrong. */
const errors: Readonly<Record<MappingProblemCode | "invalid-partition-mapping", string>> = {
  "invalid-partition-mapping": "invalid-mapping",
  "missing-partition-mapping": "invalid-mapping",
  "unfit-partition-mapping": "invalid-mapping",
  "different-timezones": "invalid-mapping",
  "unknown-partition-key": "unknown-key-in-map",
  "unknown-dimension": "unknown-dimension",
  "ambiguous-dimension": "ambiguous-dimension",
};

/** Maps partitions one way or the other, says what does not fit, and what is inferred. */
export const adapter: Adapter = {
  unordered: ["upstreamKeys", "downstreamKeys", "requiredButNonexistent"],
  run({ given }): Got {
    const [upstream, downstream] = [given.upstream, given.downstream].map((side) =>
      side === null ? undefined : definitionOf(side),
    );
    if (given.op === "infer") return { mapping: inferPartitionMapping(upstream, downstream).kind };
    const mapping = mappingOf(given.mapping);
    const [problem] = [...checkMappingData(mapping, []), ...checkPartitionMapping(mapping, upstream, downstream)];
    if (problem !== undefined) return { error: errors[problem.code as keyof typeof errors] };
    if (given.op === "validate") return {};
    const mapper = createPartitionMapper(
      { mapping, upstream, downstream },
      { now: Date.parse(given.now), dynamicPartitions: { ...dynamicKeys(given.upstream), ...dynamicKeys(given.downstream) } },
    );
    if (given.op === "downstream") {
      const asked = subsetOfKeys(mapper.upstream, given.upstreamKeys);
      return { downstreamKeys: [...keysOfSubset(mapper.downstream, mapper.downstreamOf(asked))] };
    }
    const needed = mapper.upstreamOf(subsetOfKeys(mapper.downstream, given.downstreamKeys));
    return {
      upstreamKeys: [...keysOfNeeded(mapper.upstream, needed)],
      requiredButNonexistent: [...nonexistentKeys(mapper.upstream, needed.requiredButNonexistent)],
    };
  },
};

/** The keys of dynamic partitions, which stand in the definition. */
function dynamicKeys(written: Written): Readonly<Record<string, readonly string[]>> {
  if (written === null) return {};
  if (written.dims !== undefined) return Object.assign({}, ...Object.values(written.dims).map(dynamicKeys));
  return written.type === "dynamic" ? { [written.name]: written.keys } : {};
}

/** A mapping in the notation of the table, as ours. */
function mappingOf(written: Written): PartitionMappingData | undefined {
  if (written === null || written === undefined) return undefined;
  const { type: kind, map, keys, dims, dimension, allowNonexistentUpstream, ...others } = written;
  return {
    kind,
    ...others,
    ...(map === undefined ? {} : { downstreamKeys: map }),
    ...(keys === undefined ? {} : { partitionKeys: keys }),
    ...(dimension === undefined ? {} : { partitionDimensionName: dimension }),
    ...(allowNonexistentUpstream === undefined ? {} : { allowNonexistentUpstreamPartitions: allowNonexistentUpstream }),
    ...(dims === undefined
      ? {}
      : {
          dimensions: Object.fromEntries(
            Object.entries<Written>(dims).map(([name, inner]) => [
              name,
              { dimension: inner.dimension, mapping: mappingOf(inner.mapping) },
            ]),
          ),
        }),
  };
}
