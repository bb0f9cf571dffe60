import type { KeyId } from "../keys/assetKey.ts";
import type { StoredRunEvent } from "../run/events.ts";
import { defaultDataVersion } from "./dataVersion.ts";
import { type DataProvenance, dataVersionIsUserProvidedTag, dataVersionTag, provenanceOf } from "./provenance.ts";

/** A materialization or an observation, as far as staleness asks. */
export interface DataVersionRecord {
  readonly asset: KeyId;
  /** Absent for an asset without partitions. */
  readonly partition?: string;
  /** Its place in the history: it grows with every event of the project. */
  readonly eventId: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** Absent where it tells none. */
  readonly dataVersion?: string;
  /** Whether the code gave the data version itself. */
  readonly isUserProvided?: boolean;
  /** Absent where it does not tell what it was made of. */
  readonly provenance?: DataProvenance;
}

/** A record as it is stored and told: with the tags of its event. */
export interface TaggedRecord extends Pick<DataVersionRecord, "eventId" | "timestamp"> {
  readonly tags: Readonly<Record<string, string>>;
}

/** What was recorded of the assets. */
export interface DataVersionRecords {
  /** The latest record of an asset, or of one of its partitions. */
  latest(asset: KeyId, partition?: string): DataVersionRecord | undefined;
  /** The latest record of a partition that is not newer than an event. */
  latestUpTo(asset: KeyId, partition: string, eventId: number): DataVersionRecord | undefined;
  /** The latest record of an asset, whichever partition it is about. */
  latestOfAll(asset: KeyId): DataVersionRecord | undefined;
  /** The partitions that have a record, in the order of their first ones. */
  partitions(asset: KeyId): Iterable<string>;
}

/** Records in memory: of an asset or partition the latest, of a partition those before it too. */
export interface DataVersionLog extends DataVersionRecords {
  /** Takes a record that is newer than those before it. */
  add(record: DataVersionRecord): void;
}

interface AssetRecords {
  latestOfAll: DataVersionRecord;
  whole: DataVersionRecord | undefined;
  partitions: Map<string, DataVersionRecord[]> | undefined;
}

/** Makes a log of records, which have the order of their events. */
export function createDataVersionLog(records: Iterable<DataVersionRecord> = []): DataVersionLog {
  const assets = new Map<KeyId, AssetRecords>();
  const add = (record: DataVersionRecord) => {
    const { asset, partition } = record;
    let known = assets.get(asset);
    if (known === undefined) {
      known = { latestOfAll: record, whole: undefined, partitions: undefined };
      assets.set(asset, known);
    }
    known.latestOfAll = record;
    if (partition === undefined) known.whole = record;
    else {
      known.partitions ??= new Map();
      const list = known.partitions.get(partition);
      if (list === undefined) known.partitions.set(partition, [record]);
      else list.push(record);
    }
  };
  for (const record of records) add(record);
  const listOf = (asset: KeyId, partition: string) => assets.get(asset)?.partitions?.get(partition);
  return {
    add,
    latest: (asset, partition) => (partition === undefined ? assets.get(asset)?.whole : listOf(asset, partition)?.at(-1)),
    latestUpTo: (asset, partition, eventId) => listOf(asset, partition)?.findLast((record) => record.eventId <= eventId),
    latestOfAll: (asset) => assets.get(asset)?.latestOfAll,
    partitions: (asset) => assets.get(asset)?.partitions?.keys() ?? [],
  };
}

/** The data version of what a record is about (spec 7). */
export function dataVersionOf({ dataVersion = defaultDataVersion }: DataVersionRecord): string {
  return dataVersion;
}

/** What an event says of an asset's data; `undefined` for one that is no materialization or observation. */
export function toDataVersionRecord({ id, timestamp, event }: StoredRunEvent): DataVersionRecord | undefined {
  if (event.type !== "ASSET_MATERIALIZATION" && event.type !== "ASSET_OBSERVATION") return undefined;
  return readDataVersionRecord(event.asset, { eventId: id, timestamp, tags: event.tags });
}

/** Reads a record from the tags of its event. */
export function readDataVersionRecord(asset: KeyId, { eventId, timestamp, tags }: TaggedRecord): DataVersionRecord {
  const dataVersion = tags[dataVersionTag];
  const provenance = provenanceOf(tags);
  return {
    asset,
    eventId,
    timestamp,
    ...(dataVersion === undefined ? {} : { dataVersion }),
    isUserProvided: tags[dataVersionIsUserProvidedTag] === "true",
    ...(provenance === undefined ? {} : { provenance }),
  };
}
