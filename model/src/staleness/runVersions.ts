import { type AssetGraph, type AssetNode, upstreamsOf } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { RunEvent } from "../run/events.ts";
import type { PlannedStep } from "../run/plan.ts";
import { computeDataVersion, defaultDataVersion, joinDataVersions, type Sha256 } from "./dataVersion.ts";
import { type DataVersionRecords, dataVersionOf } from "./dataVersionRecords.ts";
import { noPartitions, type PartitionLookup, partitionDependencyThreshold } from "./parentPartitions.ts";
import {
  addProvenanceTags,
  dataVersionIsUserProvidedTag,
  dataVersionTag,
  type InputTags,
  type InputVersion,
  inputTagsOf,
} from "./provenance.ts";

export interface RunVersionsOptions {
  readonly runId: string;
  readonly graph: AssetGraph;
  /** The steps of the run. */
  readonly steps: readonly Pick<PlannedStep, "key" | "assets">[];
  /** What is on record. Whoever records the run's events adds each materialization and observation before the next. */
  readonly records: DataVersionRecords;
  readonly sha256: Sha256;
  /** The partition that the run computes. */
  readonly partition?: string;
  readonly partitions?: PartitionLookup;
}

/** Finds out data versions while a run goes on. */
export interface RunVersions {
  /**
   * An event as it is to go on record: a materialization gets the tags of its data version and of what it was made of, an
   * observation those of its data version (spec 7). Tags that the event has already are kept. It has to be told all events of
   * the run in their order, since an input is what it was when the step began.
   */
  stamp(event: RunEvent): RunEvent;
}

/** What the assets of a step read, as it was when the step began, by asset and by its upstream. */
type ReadInputs = ReadonlyMap<KeyId, ReadonlyMap<KeyId, InputVersion>>;

/** Finds out the data versions of a run. The cost of a step grows with the edges of its assets. */
export function createRunVersions(options: RunVersionsOptions): RunVersions {
  const { runId, graph, records, sha256, partition, partitions = noPartitions } = options;
  const tagNames = new Map<KeyId, InputTags>();
  const tagsOf = (key: KeyId): InputTags => {
    const known = tagNames.get(key) ?? inputTagsOf(key);
    tagNames.set(key, known);
    return known;
  };
  const steps = new Map(options.steps.map(({ key, assets }) => [key, new Set(assets)]));
  const read = new Map<string, ReadInputs>();

  const currentInput = (node: AssetNode, upstream: KeyId): InputVersion => {
    const latest = records.latestOfAll(upstream);
    if (latest === undefined) return { dataVersion: defaultDataVersion };
    const own = partitions.count(node.id) === undefined ? undefined : partition;
    const mapped = partitions.count(upstream) === undefined ? undefined : partitions.parents(node.id, own, upstream);
    if (mapped === undefined || mapped.count >= partitionDependencyThreshold) {
      return { dataVersion: dataVersionOf(latest), eventId: latest.eventId };
    }
    const versions = new Map<string, string>();
    for (const key of mapped.keys()) {
      const record = records.latest(upstream, key);
      if (record !== undefined) versions.set(key, dataVersionOf(record));
    }
    return { dataVersion: joinDataVersions(versions, sha256), eventId: latest.eventId };
  };

  const currentInputs = (node: AssetNode): ReadonlyMap<KeyId, InputVersion> => {
    const inputs = new Map<KeyId, InputVersion>();
    for (const upstream of upstreamsOf(node)) inputs.set(upstream, currentInput(node, upstream));
    return inputs;
  };

  const inputsOf = (node: AssetNode, step: string): ReadonlyMap<KeyId, InputVersion> => {
    const known = read.get(step)?.get(node.id);
    if (known === undefined) return currentInputs(node);
    // What the step itself has made by now is read from there, unless the asset reads what it was before.
    const made = steps.get(step);
    if (made === undefined || made.size <= 1) return known;
    return new Map(
      [...known].map(([upstream, version]) => [
        upstream,
        made.has(upstream) && upstream !== node.id ? currentInput(node, upstream) : version,
      ]),
    );
  };

  return {
    stamp(event) {
      switch (event.type) {
        case "STEP_START":
        case "STEP_RESTARTED": {
          const inputs = new Map<KeyId, ReadonlyMap<KeyId, InputVersion>>();
          for (const id of steps.get(event.step) ?? []) {
            const node = graph.nodes.get(id);
            if (node !== undefined) inputs.set(id, currentInputs(node));
          }
          read.set(event.step, inputs);
          return event;
        }
        case "STEP_SUCCESS":
        case "STEP_FAILURE":
          read.delete(event.step);
          return event;
        case "ASSET_OBSERVATION":
          return { ...event, tags: { ...userVersion(event.dataVersion), ...event.tags } };
        case "ASSET_MATERIALIZATION": {
          const node = graph.nodes.get(event.asset);
          if (node === undefined) return event;
          const inputs = inputsOf(node, event.step);
          const codeVersion = node.spec?.codeVersion ?? runId;
          // Nearly every asset has tags of other names: without a prototype the engine keeps no shape for each.
          const tags: Record<string, string> = Object.create(null);
          if (event.dataVersion === undefined) tags[dataVersionTag] = computeDataVersion(codeVersion, inputs, sha256);
          else Object.assign(tags, userVersion(event.dataVersion));
          addProvenanceTags(tags, { codeVersion, inputs }, tagsOf);
          return { ...event, tags: Object.assign(tags, event.tags) };
        }
        default:
          return event;
      }
    },
  };
}

function userVersion(dataVersion: string | undefined): Record<string, string> {
  return dataVersion === undefined ? {} : { [dataVersionTag]: dataVersion, [dataVersionIsUserProvidedTag]: "true" };
}
