import { createPartitions, multiKey, splitMultiKey } from "../createPartitions.ts";
import type { PartitionsContext, PartitionsDefinitionData } from "../definition.ts";
import type { LinearPartitions, Partitions } from "../partitions.ts";
import { noRanges, numbersOf, type Ranges, rangeOf, unionOfRanges } from "../ranges.ts";
import {
  allSubset,
  emptySubset,
  intersectionOfSubsets,
  isEmptySubset,
  type PartitionsSubset,
  productSubset,
  subsetOfKeys,
  unionOfAll,
} from "../subset.ts";
import { dimensionsOf, isMulti, sharedDimension } from "./dimensions.ts";
import { inferPartitionMapping } from "./inferMapping.ts";
import { type LinearMapping, linearMapping, type Needed, subsetOf } from "./linearMapping.ts";
import type { PartitionMappingData } from "./mappingData.ts";
import { timeAxis } from "./timeAxis.ts";

/** The partitions of an asset that has none: one, of no name, which stands for the whole. */
export const unpartitioned: PartitionsDefinitionData = { kind: "static", partitionKeys: [""] };

/** What partitions of a downstream need of an upstream. */
export interface UpstreamPartitions {
  /** Those that there are. `latestOverlapping` may need a window that is not over yet: it is among them. */
  readonly subset: PartitionsSubset;
  /** Needed, but not there (spec 5.5): for each dimension, in the order of the subset's. Each with each of the other. */
  readonly requiredButNonexistent: readonly (readonly Needed[])[];
}

/** A mapping between the partitions that two assets have at a moment. */
export interface PartitionMapper {
  readonly upstream: Partitions;
  readonly downstream: Partitions;
  /** The partitions of the upstream that some of the downstream need. */
  upstreamOf(downstream: PartitionsSubset): UpstreamPartitions;
  /** The partitions of the downstream, of those that there are, that need some of these of the upstream. */
  downstreamOf(upstream: PartitionsSubset): PartitionsSubset;
}

/** Two assets, one of which depends on the other. */
export interface MappedDependency {
  /** Absent: the one that is inferred. */
  readonly mapping?: PartitionMappingData | undefined;
  /** Absent where the upstream has no partitions; so for the downstream. */
  readonly upstream?: PartitionsDefinitionData | undefined;
  readonly downstream?: PartitionsDefinitionData | undefined;
}

/**
 * How partitions map at a moment (spec 5.5). Both directions are the same relation: a partition is in `upstreamOf` of another if
 * and only if the other is in its `downstreamOf`. A use of `all`, `last`, `specific`, `timeWindow`, of `identity` between like
 * definitions, and of their products in `multi`, costs the ranges or blocks of the subset, and lists no keys; one of `static`,
 * and of `identity` between different definitions, the partitions that are asked about.
 *
 * @throws RangeError for a mapping in which `checkPartitionMapping` finds something wrong
 */
export function createPartitionMapper(dependency: MappedDependency, context: PartitionsContext): PartitionMapper {
  const { upstream = unpartitioned, downstream = unpartitioned } = dependency;
  const [up, down] = [createPartitions(upstream, context), createPartitions(downstream, context)];
  // Where the upstream has no partitions, there is nothing to choose.
  const given = dependency.upstream === undefined ? undefined : dependency.mapping;
  const mapping = given ?? inferPartitionMapping(dependency.upstream, dependency.downstream);
  const whole = wholeOf(mapping, up);
  if (whole !== undefined) {
    return {
      upstream: up,
      downstream: down,
      upstreamOf: (subset) => (isEmptySubset(subset) ? { subset: emptySubset(up), requiredButNonexistent: [] } : whole),
      downstreamOf: (subset) =>
        isEmptySubset(intersectionOfSubsets(whole.subset, subset)) ? emptySubset(down) : allSubset(down),
    };
  }
  const links = linksOf(mapping, upstream, downstream, up, down, context);
  return {
    upstream: up,
    downstream: down,
    upstreamOf(subset) {
      const blocks = blocksOf(subset).map((block) =>
        dimensionsIn(up).map((partitions, place): Needed => {
          const link = links.find((each) => each.up === place);
          return link === undefined ? everything(partitions) : link.mapping.upstreamOf(block[link.down] ?? noRanges);
        }),
      );
      return {
        subset: unionOfAll(
          blocks.map((block) =>
            productOf(
              up,
              block.map(({ there }) => there),
            ),
          ),
          emptySubset(up),
        ),
        requiredButNonexistent: blocks.flatMap(missingIn),
      };
    },
    downstreamOf(subset) {
      const blocks = blocksOf(subset).map((block) =>
        dimensionsIn(down).map((partitions, place): Ranges => {
          const link = links.find((each) => each.down === place);
          return link === undefined ? rangeOf(0, partitions.size) : link.mapping.downstreamOf(block[link.up] ?? noRanges);
        }),
      );
      return unionOfAll(
        blocks.map((block) => productOf(down, block)),
        emptySubset(down),
      );
    },
  };
}

/** The keys of a subset of the upstream, those of windows that are not over yet among them. */
export function* keysOfNeeded(upstream: Partitions, { subset }: UpstreamPartitions): Generator<string> {
  for (const block of blocksOf(subset)) {
    yield* nonexistentKeys(upstream, [block.map((there) => ({ there, notThere: noRanges, keys: [] }))]);
  }
}

/** The keys that are needed and not there, each once; those of windows as they would be called. */
export function* nonexistentKeys(upstream: Partitions, needed: UpstreamPartitions["requiredButNonexistent"]): Generator<string> {
  const told = new Set<string>();
  for (const [first, second] of needed) {
    if (first === undefined) continue;
    for (const one of keysIn(dimensionsIn(upstream)[0], first)) {
      for (const other of second === undefined ? [undefined] : keysIn(dimensionsIn(upstream)[1], second)) {
        const key = other === undefined ? one : multiKey(one, other);
        if (told.has(key)) continue;
        told.add(key);
        yield key;
      }
    }
  }
}

function* keysIn(partitions: LinearPartitions | undefined, { there, notThere, keys }: Needed): Generator<string> {
  yield* keys;
  if (partitions === undefined) return;
  const numbers = unionOfRanges(there, notThere);
  if (numbers.length === 0) return;
  const axis = partitions.kind === "timeWindow" ? timeAxis(partitions) : undefined;
  for (const number of numbersOf(numbers)) {
    const isWindow = partitions.kind === "timeWindow" && axis !== undefined;
    const key = isWindow ? partitions.keyOfInstant(axis.windowAt(number).start) : partitions.keyAt(number);
    if (key !== undefined) yield key;
  }
}

/** What every partition needs, whichever it is; undefined for a mapping that depends on it. */
function wholeOf(mapping: PartitionMappingData, up: Partitions): UpstreamPartitions | undefined {
  if (mapping.kind === "all") return { subset: allSubset(up), requiredButNonexistent: [] };
  if (mapping.kind === "last") {
    const last = up.keyAt(up.size - 1);
    return { subset: subsetOfKeys(up, last === undefined ? [] : [last]), requiredButNonexistent: [] };
  }
  if (mapping.kind !== "specific") return undefined;
  const missing: Needed[][] = [];
  const subset = subsetOfKeys(up, mapping.partitionKeys, (key) => {
    const parts = up.kind === "multi" ? splitMultiKey(key) : [key];
    missing.push(...missingIn(dimensionsIn(up).map((partitions, place) => subsetOf(partitions, [parts[place] ?? ""]))));
  });
  return { subset, requiredButNonexistent: missing };
}

/** A dimension of each side, and how the one maps to the other. */
interface Link {
  readonly up: number;
  readonly down: number;
  readonly mapping: LinearMapping;
}

function linksOf(
  mapping: PartitionMappingData,
  upstream: PartitionsDefinitionData,
  downstream: PartitionsDefinitionData,
  up: Partitions,
  down: Partitions,
  context: PartitionsContext,
): Link[] {
  const ofUp = namedDimensions(upstream, up);
  const ofDown = namedDimensions(downstream, down);
  const link = (inner: PartitionMappingData, from: string, to: string): Link => {
    const [one, other] = [ofUp.get(from), ofDown.get(to)];
    if (one === undefined || other === undefined) throw new RangeError(`There is no dimension ${from} or ${to}.`);
    return { up: one.place, down: other.place, mapping: linearMapping(inner, one, other, context) };
  };
  switch (mapping.kind) {
    case "multi":
      return Object.entries(mapping.dimensions).map(([name, { dimension, mapping: inner }]) => link(inner, name, dimension));
    case "multiToSingle": {
      const { partitionDimensionName: name } = mapping;
      const shared = isMulti(upstream)
        ? sharedDimension(upstream, downstream, name)
        : sharedDimension(downstream, upstream, name);
      if (!("name" in shared)) throw new RangeError("No dimension is like the other side.");
      return [isMulti(upstream) ? link(shared.mapping, shared.name, "") : link(shared.mapping, "", shared.name)];
    }
    default:
      return [...ofUp.keys()].map((name) => link(mapping, name, name));
  }
}

/** The dimensions of a side by their names; the only one of a side that has no more is called "". */
function namedDimensions(definition: PartitionsDefinitionData, partitions: Partitions) {
  const named = isMulti(definition) ? dimensionsOf(definition) : [["", definition] as const];
  return new Map(
    named.map(([name, own], place) => {
      const linear = dimensionsIn(partitions)[place] as LinearPartitions;
      return [name, { place, definition: own as PartitionsDefinitionData, partitions: linear }] as const;
    }),
  );
}

function dimensionsIn(partitions: Partitions): readonly LinearPartitions[] {
  return partitions.kind === "multi" ? partitions.dimensions.map((dimension) => dimension.partitions) : [partitions];
}

/** A subset as products: of each, what is in it of each dimension. */
function blocksOf(subset: PartitionsSubset): readonly (readonly Ranges[])[] {
  if ("blocks" in subset) return subset.blocks.map(({ from, to, second }) => [rangeOf(from, to), second]);
  return subset.ranges.length === 0 ? [] : [[subset.ranges]];
}

function productOf({ kind }: Partitions, [first = noRanges, second = noRanges]: readonly Ranges[]): PartitionsSubset {
  return kind === "multi" ? productSubset(first, second) : { ranges: first };
}

function everything({ size }: LinearPartitions): Needed {
  return { there: rangeOf(0, size), notThere: noRanges, keys: [] };
}

/** What is not there of a product: what lacks in the first dimension, and what lacks in the second only. */
function missingIn([first, second]: readonly Needed[]): Needed[][] {
  const missing: Needed[][] = [];
  if (first === undefined) return missing;
  if (lacks(first)) missing.push([{ ...first, there: noRanges }, ...(second === undefined ? [] : [second])]);
  if (second !== undefined && lacks(second) && first.there.length > 0) {
    missing.push([
      { there: first.there, notThere: noRanges, keys: [] },
      { ...second, there: noRanges },
    ]);
  }
  return missing;
}

function lacks({ notThere, keys }: Needed): boolean {
  return notThere.length > 0 || keys.length > 0;
}
