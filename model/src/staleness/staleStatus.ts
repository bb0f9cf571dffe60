import { type AssetGraph, type AssetNode, upstreamsOf } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import { defaultDataVersion, nullDataVersion } from "./dataVersion.ts";
import { type DataVersionRecord, type DataVersionRecords, dataVersionOf } from "./dataVersionRecords.ts";
import {
  noPartitions,
  type PartitionLookup,
  partitionDependencyThreshold,
  selfPartitionDependencyThreshold,
} from "./parentPartitions.ts";
import type { InputVersion } from "./provenance.ts";
import { compareStaleCauses, rootCausesOf, type StaleCause } from "./staleCause.ts";

/** Whether what was computed is still what would be computed now (spec 7); Dagster's user interface calls `STALE` unsynced. */
export type StaleStatus = "MISSING" | "STALE" | "FRESH";

export interface StaleStatusOptions {
  readonly graph: AssetGraph;
  readonly records: DataVersionRecords;
  /** Left out: no asset has any. */
  readonly partitions?: PartitionLookup;
  /** 100 mapped partitions if left out. */
  readonly dependencyThreshold?: number;
  /** 100 partitions if left out. */
  readonly selfDependencyThreshold?: number;
}

/**
 * Tells how the assets stand, each judged by its direct upstreams only: that something further up is stale is told by
 * `staleUpstreams`. Answers are kept, so that all assets together cost what their edges do; records and graph must not change
 * meanwhile.
 */
export interface StaleStatusResolver {
  /** A partitioned asset that is asked about as a whole is fresh: only its partitions can be stale (spec 7). */
  status(asset: KeyId, partition?: string): StaleStatus;
  /** Empty for what is fresh or missing. */
  staleCauses(asset: KeyId, partition?: string): readonly StaleCause[];
  rootCauses(asset: KeyId, partition?: string): readonly StaleCause[];
  /** `INITIAL` where nothing tells it, `NULL` where there is none. */
  currentDataVersion(asset: KeyId, partition?: string): string;
}

/** An asset, or one of its partitions. */
type Place = Pick<StaleCause, "key" | "partition">;

const noCauses: readonly StaleCause[] = [];

/** What is compared of an upstream without partitions. */
const whole: readonly undefined[] = [undefined];

/** Makes what tells how the assets of a project stand (Dagster's CachingStaleStatusResolver). */
export function createStaleStatusResolver(options: StaleStatusOptions): StaleStatusResolver {
  const { graph, records, partitions = noPartitions } = options;
  const { dependencyThreshold = partitionDependencyThreshold } = options;
  const { selfDependencyThreshold = selfPartitionDependencyThreshold } = options;
  const found = new Map<string, readonly StaleCause[]>();

  const isExternal = (asset: KeyId) => graph.nodes.get(asset)?.kind !== "materializable";

  const versionOf = (asset: KeyId, record: DataVersionRecord | undefined): string => {
    if (record !== undefined) return dataVersionOf(record);
    return isExternal(asset) ? defaultDataVersion : nullDataVersion;
  };
  const currentDataVersion = (asset: KeyId, partition?: string) => versionOf(asset, records.latest(asset, partition));

  /** The partitions of an upstream that are compared one by one; without partitions, the upstream itself. */
  const parentsOf = ({ id }: AssetNode, partition: string | undefined, upstream: KeyId): Iterable<string | undefined> => {
    const count = partitions.count(upstream);
    if (count === undefined) return whole;
    if (upstream === id && count >= selfDependencyThreshold) return [];
    const mapped = partitions.parents(id, partition, upstream);
    return mapped === undefined || mapped.count >= dependencyThreshold ? [] : mapped.keys();
  };

  const isUpdated = (input: InputVersion | undefined, upstream: KeyId, partition: string | undefined): boolean => {
    if (partition === undefined) {
      const current = currentDataVersion(upstream);
      const isStillMissing = input?.dataVersion === defaultDataVersion && current === nullDataVersion;
      return input?.dataVersion !== current && !isStillMissing;
    }
    const { eventId = Number.NEGATIVE_INFINITY } = input ?? {};
    const latest = records.latest(upstream, partition);
    if (latest === undefined || latest.eventId <= eventId) return false;
    const before = records.latestUpTo(upstream, partition, eventId);
    return before === undefined || dataVersionOf(before) !== dataVersionOf(latest);
  };

  /** Whether an upstream tells versions that can be compared, rather than just that it was materialized. */
  const isVersioned = (upstream: KeyId, partition: string | undefined): boolean => {
    const spec = graph.nodes.get(upstream)?.spec;
    if (isExternal(upstream) || spec?.codeVersion !== undefined || spec?.codeVersionUnknown === true) return true;
    return records.latest(upstream, partition)?.isUserProvided === true;
  };

  /** Without provenance only times can be compared. */
  const isNewerThan = (
    record: DataVersionRecord,
    upstream: KeyId,
    partition: string | undefined,
  ): "never" | "newer" | undefined => {
    if (isExternal(upstream)) return undefined;
    const latest = records.latest(upstream, partition);
    if (latest === undefined) return "never";
    return latest.timestamp > record.timestamp ? "newer" : undefined;
  };

  /** What has become of an upstream, or of one of its partitions, since an asset was made; `undefined` for nothing. */
  const dataCause = (
    own: () => Place,
    record: DataVersionRecord,
    input: InputVersion | undefined,
    upstream: KeyId,
    parent: string | undefined,
  ): StaleCause | undefined => {
    const { provenance } = record;
    const isNew = provenance === undefined ? isNewerThan(record, upstream, parent) : isUpdated(input, upstream, parent);
    if (isNew === undefined || isNew === false) return undefined;
    const isPart = parent !== undefined;
    const from = {
      ...own(),
      category: "DATA",
      dependency: upstream,
      ...(isPart ? { dependencyPartition: parent } : {}),
    } as const;
    if (isNew === "never") return { ...from, reason: "NEW_INPUT" };
    const at = { key: upstream, category: "DATA", ...(isPart ? { partition: parent } : {}) } as const;
    return provenance !== undefined && isVersioned(upstream, parent)
      ? { ...from, reason: "NEW_DEPENDENCY_DATA_VERSION", children: [{ ...at, reason: "NEW_DATA_VERSION" }] }
      : { ...from, reason: "NEW_DEPENDENCY_MATERIALIZATION", children: [{ ...at, reason: "NEW_MATERIALIZATION" }] };
  };

  const findCauses = (node: AssetNode, partition: string | undefined, record: DataVersionRecord): readonly StaleCause[] => {
    const { id, spec } = node;
    const { provenance } = record;
    const own = (): Place => (partition === undefined ? { key: id } : { key: id, partition });
    const upstreams = upstreamsOf(node);
    const causes: StaleCause[] = [];
    if (provenance !== undefined && spec?.codeVersion !== undefined && spec.codeVersion !== provenance.codeVersion) {
      causes.push({ ...own(), category: "CODE", reason: "NEW_CODE_VERSION" });
    }
    let kept = 0;
    for (const dependency of upstreams) {
      const input = provenance?.inputs.get(dependency);
      if (provenance !== undefined && input === undefined) {
        causes.push({ ...own(), category: "DEPENDENCIES", reason: "ADDED_DEPENDENCY", dependency });
        continue;
      }
      kept++;
      for (const parent of parentsOf(node, partition, dependency)) {
        const cause = dataCause(own, record, input, dependency, parent);
        if (cause !== undefined) causes.push(cause);
      }
    }
    // Where not all dependencies are known, one that is not seen may still be there.
    if (provenance !== undefined && kept < provenance.inputs.size && spec?.depsIncomplete !== true) {
      const declared = new Set(upstreams);
      for (const dependency of provenance.inputs.keys()) {
        if (declared.has(dependency)) continue;
        causes.push({ ...own(), category: "DEPENDENCIES", reason: "REMOVED_DEPENDENCY", dependency });
      }
    }
    return causes.length === 0 ? noCauses : causes.sort(compareStaleCauses);
  };

  const staleCauses = (asset: KeyId, partition?: string, record = records.latest(asset, partition)): readonly StaleCause[] => {
    const place = partition === undefined ? asset : JSON.stringify([asset, partition]);
    const known = found.get(place);
    if (known !== undefined) return known;
    const node = graph.nodes.get(asset);
    const causes =
      node === undefined || node.kind !== "materializable" || record === undefined
        ? noCauses
        : findCauses(node, partition, record);
    found.set(place, causes);
    return causes;
  };

  return {
    status(asset, partition) {
      if (partition === undefined && partitions.count(asset) !== undefined) return "FRESH";
      const record = records.latest(asset, partition);
      if (versionOf(asset, record) === nullDataVersion) return "MISSING";
      return staleCauses(asset, partition, record).length === 0 ? "FRESH" : "STALE";
    },
    staleCauses: (asset, partition) => staleCauses(asset, partition),
    rootCauses: (asset, partition) => rootCausesOf(staleCauses(asset, partition)),
    currentDataVersion,
  };
}
