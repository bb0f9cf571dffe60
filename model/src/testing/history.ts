import type { AssetGraph } from "../graph/assetGraph.ts";
import { resolveGraph } from "../graph/resolveGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { PartitionsDefinitionData } from "../partitions/definition.ts";
import type { PartitionMappingData } from "../partitions/mappings/mappingData.ts";
import type { RunEvent } from "../run/events.ts";
import type { AssetDependency } from "../specs/declaration.ts";
import { createDataVersionLog, type DataVersionLog, toDataVersionRecord } from "../staleness/dataVersionRecords.ts";
import type { PartitionLookup } from "../staleness/parentPartitions.ts";
import { createRunVersions } from "../staleness/runVersions.ts";
import { plainSpec } from "./plainSpec.ts";

/** An asset as a test of staleness writes it; `external` ones are never computed. */
export interface WrittenAsset {
  readonly name: string;
  readonly deps?: readonly string[];
  readonly codeVersion?: string;
  readonly external?: boolean;
  readonly partitionsDef?: PartitionsDefinitionData;
  /** By upstream. Left out: what is inferred. */
  readonly mappings?: Readonly<Record<string, PartitionMappingData>>;
}

export function graphOf(assets: readonly WrittenAsset[]): AssetGraph {
  const specs = assets.map(({ name, deps = [], codeVersion, external = false, partitionsDef, mappings = {} }) =>
    plainSpec([name], {
      materializable: !external,
      observable: external,
      deps: deps.map((dep, index): AssetDependency => {
        const mapping = mappings[dep] === undefined ? {} : { partitionMapping: mappings[dep] };
        return { key: { path: [dep] }, kind: "order", declaredAt: ["deps", index], ...mapping };
      }),
      ...(codeVersion === undefined ? {} : { codeVersion }),
      ...(partitionsDef === undefined ? {} : { partitionsDef }),
    }),
  );
  return resolveGraph(specs).graph;
}

/** A history that runs add to, without computing anything. */
export interface History {
  readonly log: DataVersionLog;
  /** A run of some assets in the order of the graph, each a step of its own. `versions` are those that assets report. */
  run(graph: AssetGraph, assets: Iterable<KeyId>, options?: RunOptions): void;
}

export interface RunOptions {
  readonly versions?: Readonly<Record<KeyId, string>>;
  readonly partition?: string;
  readonly partitions?: PartitionLookup;
}

export function createHistory(): History {
  const log = createDataVersionLog();
  let lastId = 0;
  let runs = 0;
  return {
    log,
    run(graph, assets, { versions = {}, partition, partitions } = {}) {
      const chosen = new Set(assets);
      const order = graph.order.filter((id) => chosen.has(id));
      const runId = `run ${++runs}`;
      const run = createRunVersions({
        ...{ graph, runId, records: log, sha256: shortHash, steps: order.map((id) => ({ key: id, assets: [id] })) },
        ...(partition === undefined ? {} : { partition }),
        ...(partitions === undefined ? {} : { partitions }),
      });
      const tell = (event: RunEvent) => {
        const id = ++lastId;
        const record = toDataVersionRecord({ id, runId, timestamp: id, event: run.stamp(event) });
        if (record === undefined) return;
        const isPartitioned = partition !== undefined && partitions?.count(record.asset) !== undefined;
        log.add(isPartitioned ? { ...record, partition } : record);
      };
      for (const asset of order) {
        const version = versions[asset];
        const news = { step: asset, asset, metadata: {}, tags: {}, ...(version === undefined ? {} : { dataVersion: version }) };
        tell({ type: "STEP_START", step: asset });
        if (graph.nodes.get(asset)?.kind === "external") tell({ type: "ASSET_OBSERVATION", ...news });
        else tell({ type: "ASSET_MATERIALIZATION", ...news, valueStored: false });
        tell({ type: "STEP_SUCCESS", step: asset });
      }
    },
  };
}

/** Stands in for SHA-256, which the platform has: FNV-1a, twice, so that texts of tests do not meet. */
export function shortHash(text: string): string {
  let [one, other] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
    other = Math.imul(other ^ text.charCodeAt(at), 0x85ebca6b) ^ (other >>> 13);
  }
  return `${(one >>> 0).toString(16)}${(other >>> 0).toString(16)}`;
}
