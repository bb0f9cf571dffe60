import type { AssetGraph } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import { readPartitionsDefinition } from "../partitions/checkDefinition.ts";
import { createPartitions } from "../partitions/createPartitions.ts";
import { isTimeWindowPartitions, type PartitionsContext, type PartitionsDefinitionData } from "../partitions/definition.ts";
import { inferPartitionMapping } from "../partitions/mappings/inferMapping.ts";
import type { PartitionMappingData } from "../partitions/mappings/mappingData.ts";
import { createPartitionMapper, type PartitionMapper } from "../partitions/mappings/partitionMapper.ts";
import type { Partitions } from "../partitions/partitions.ts";
import { allSubset, keysOfSubset, sizeOfSubset, subsetOfKeys } from "../partitions/subset.ts";
import type { PartitionLookup } from "./parentPartitions.ts";

/**
 * What staleness asks of the partitions of a graph, as they are at a moment. A definition in which something is wrong or
 * not known counts as none, and a mapping in which something is wrong is not followed: findings say so elsewhere.
 */
export function createPartitionLookup(graph: AssetGraph, context: PartitionsContext): PartitionLookup {
  // Assets share definitions.
  const known = new Map<PartitionsDefinitionData, PartitionsDefinitionData | undefined>();
  const partitions = new Map<PartitionsDefinitionData, Partitions>();
  const mappers = new Map<KeyId, Map<KeyId, PartitionMapper | undefined>>();

  const definitionOf = (asset: KeyId): PartitionsDefinitionData | undefined => {
    const given = graph.nodes.get(asset)?.spec?.partitionsDef;
    if (given === undefined) return undefined;
    if (!known.has(given)) known.set(given, readPartitionsDefinition(given).definition);
    return known.get(given);
  };

  const partitionsOf = (asset: KeyId): Partitions | undefined => {
    const definition = definitionOf(asset);
    if (definition === undefined) return undefined;
    const made = partitions.get(definition) ?? createPartitions(definition, context);
    partitions.set(definition, made);
    return made;
  };

  const mapperOf = (asset: KeyId, upstream: KeyId): PartitionMapper | undefined => {
    let known = mappers.get(asset);
    if (known === undefined) {
      known = new Map();
      mappers.set(asset, known);
    }
    if (known.has(upstream)) return known.get(upstream);
    const made = makeMapper(asset, upstream);
    known.set(upstream, made);
    return made;
  };

  const makeMapper = (asset: KeyId, upstream: KeyId): PartitionMapper | undefined => {
    const node = graph.nodes.get(asset);
    const own = definitionOf(asset);
    const other = definitionOf(upstream);
    if (other === undefined) return undefined;
    const given = node?.dependencies.find(({ id }) => id === upstream)?.partitionMapping as PartitionMappingData | undefined;
    const mapping = given ?? inferPartitionMapping(other, own);
    // All windows of time are as good as never the same (spec 7, skipped edges).
    if (mapping.kind === "all" && isTimeWindowPartitions(other)) return undefined;
    return unlessWrong(() => createPartitionMapper({ mapping, upstream: other, downstream: own }, context));
  };

  return {
    count: (asset) => partitionsOf(asset)?.size,
    parents(asset, partition, upstream) {
      const mapper = mapperOf(asset, upstream);
      if (mapper === undefined) return undefined;
      const own = partition === undefined ? allSubset(mapper.downstream) : subsetOfKeys(mapper.downstream, [partition]);
      const { subset } = mapper.upstreamOf(own);
      return { count: sizeOfSubset(subset), keys: () => keysOfSubset(mapper.upstream, subset) };
    },
  };
}

function unlessWrong<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
