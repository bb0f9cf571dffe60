import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "./storeError.ts";

/** Grows with every change of the tables below. An older store is brought up to it, a newer one is left alone. */
export const storeVersion = 4;

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

/** Stored values that are still to follow their assets, which have other keys by now (renameInHistory.ts). */
const valueMoves = `
  CREATE TABLE value_moves (
    from_key TEXT NOT NULL,
    to_key TEXT NOT NULL,
    file TEXT NOT NULL
  ) STRICT;
`;

/** The latest materialization or observation of each asset, with the tags that tell its data version (spec 7). */
const assetVersions = `
  CREATE TABLE asset_versions (
    key TEXT PRIMARY KEY,
    event_id INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    tags TEXT NOT NULL
  ) STRICT;
`;

/** What brings a store of each version to the next. */
const migrations: Readonly<Record<number, string>> = {
  // Steps can compute several assets and evaluate checks, so an event names its asset beside its step.
  1: `
    UPDATE events SET body = json_set(body, '$.asset', json_extract(body, '$.step'))
      WHERE json_extract(body, '$.type') IN ('HANDLED_OUTPUT', 'ASSET_MATERIALIZATION', 'ASSET_FAILED_TO_MATERIALIZE');
    UPDATE events SET body = json_set(body, '$.steps', (
        SELECT json_group_array(json_object('key', json_extract(value, '$.key'), 'assets', json_array(json(value)), 'checks', json_array()))
        FROM json_each(body, '$.steps')
      ))
      WHERE json_extract(body, '$.type') = 'RUN_ENQUEUED';
  `,
  2: valueMoves,
  // What was recorded before data versions were has none, but it is there.
  3: `${assetVersions}
    INSERT INTO asset_versions
      SELECT json_extract(body, '$.asset'), max(id), timestamp, json_extract(body, '$.tags') FROM events
      WHERE json_extract(body, '$.type') IN ('ASSET_MATERIALIZATION', 'ASSET_OBSERVATION')
      GROUP BY json_extract(body, '$.asset');
  `,
};

/** Makes the tables of a new store, or brings an old one up to this version. */
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
  const version = versionOf(database);
  if (version === 0) database.exec(tables + valueMoves + assetVersions);
  for (let from = version; from > 0 && from < storeVersion; from++) database.exec(migrations[from] as string);
  database.exec(`PRAGMA user_version = ${storeVersion}; COMMIT;`);
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}
