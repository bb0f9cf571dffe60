import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "./storeError.ts";

/** Grows with every change of the tables below. An older store is brought up to it, a newer one is left alone. */
export const storeVersion = 1;

const tables = `
  CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL,
    status TEXT NOT NULL,
    selection TEXT NOT NULL,
    steps INTEGER NOT NULL,
    enqueue_time INTEGER NOT NULL,
    start_time INTEGER,
    end_time INTEGER
  ) STRICT;
  CREATE INDEX runs_by_sequence ON runs (sequence);
  CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_run ON events (run_id, id);
  CREATE TABLE asset_latest (
    key TEXT PRIMARY KEY,
    event_id INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    value_stored INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE outputs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL,
    step TEXT NOT NULL,
    stream TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX outputs_by_step ON outputs (run_id, step, id);
`;

/** Makes the tables of a new store, or checks the version of an old one. */
export function prepareSchema(database: DatabaseSync, path: string): void {
  const found = versionOf(database);
  if (found === storeVersion) return;
  if (found > storeVersion) {
    throw new StoreError(
      "store-newer",
      `${path} was written by a newer headwater (store version ${found}, this one reads ${storeVersion}): update headwater. Nothing was changed.`,
    );
  }
  database.exec("BEGIN IMMEDIATE");
  // Another process may have made them by now: a reader opens the file as soon as it is there.
  if (versionOf(database) === 0) database.exec(`${tables} PRAGMA user_version = ${storeVersion};`);
  database.exec("COMMIT");
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}
