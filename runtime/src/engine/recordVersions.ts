import { hash } from "node:crypto";
import {
  createRunVersions,
  type DataVersionLog,
  type RunEvent,
  type RunVersionsOptions,
  type StoredRunEvent,
  toDataVersionRecord,
} from "@headwater/model";

/** A run whose materializations and observations are to tell their data versions. */
export interface VersionedRun extends Omit<RunVersionsOptions, "records" | "sha256"> {
  /** What is known of all assets; what the run adds goes there too. */
  readonly log: DataVersionLog;
  /** Puts an event on record and says which id it has there. */
  readonly append: (event: RunEvent) => StoredRunEvent;
}

/** What takes the events of a run, in their order, and records them with data versions and provenance (spec 7). */
export function recordVersions({ log, append, ...options }: VersionedRun): (events: readonly RunEvent[]) => void {
  const versions = createRunVersions({ ...options, records: log, sha256 });
  return (events) => {
    for (const event of events) {
      const record = toDataVersionRecord(append(versions.stamp(event)));
      if (record === undefined) continue;
      const { partition, partitions } = options;
      const isPartitioned = partition !== undefined && partitions?.count(record.asset) !== undefined;
      log.add(isPartitioned ? { ...record, partition } : record);
    }
  };
}

function sha256(text: string): string {
  return hash("sha256", text, "hex");
}
