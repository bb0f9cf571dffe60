import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import {
  emptyRun,
  isFinished,
  type KeyId,
  type MetadataValue,
  type RunEvent,
  type RunStatus,
  type RunView,
  reduceRun,
  type StoredRunEvent,
  type TaggedRecord,
} from "@headwater/model";
import { type HistoryRenaming, renaming } from "./renaming.ts";
import { prepareSchema } from "./schema.ts";
import { openStateFolder, stateFolderName } from "./stateFolder.ts";
import { StoreError, toStoreError } from "./storeError.ts";

/** The file of a project's history within its state folder. */
export const historyFileName = "history.db";

/** How long events wait for others to share their transaction, in milliseconds: too short for people to see. */
const batchTime = 4;

/** One run, as the list of runs shows it. */
export interface RunSummary {
  readonly runId: string;
  readonly status: RunStatus;
  readonly selection: string;
  /** How many assets it was to materialize. */
  readonly steps: number;
  /** Milliseconds since the epoch, as all times here. */
  readonly enqueueTime: number;
  readonly startTime?: number;
  readonly endTime?: number;
}

/** The latest materialization of an asset. */
export interface LatestMaterialization {
  readonly key: KeyId;
  readonly eventId: number;
  readonly runId: string;
  readonly timestamp: number;
  readonly metadata: Readonly<Record<string, MetadataValue>>;
  readonly valueStored: boolean;
}

/** The latest materialization or observation of an asset. */
export interface AssetRecord extends TaggedRecord {
  readonly asset: KeyId;
}

/** A piece of what a step wrote. */
export interface StepOutput {
  readonly step: KeyId;
  readonly stream: "stdout" | "stderr";
  readonly timestamp: number;
  readonly text: string;
}

/**
 * A project's history in SQLite (WAL). One process writes, the one that holds the project's lock; others may read
 * meanwhile.
 *
 * What is appended is written in one transaction with what comes within the next milliseconds, and then told to
 * `onCommitted`: an event is acknowledged once it has been told. Changes of a run's state are written through to the disk (synchronous FULL),
 * the rest survives the death of the process (NORMAL).
 */
export interface Store extends HistoryRenaming {
  /** @returns the events with their ids, which count once they have been told to `onCommitted` */
  append(runId: string, events: readonly RunEvent[]): readonly StoredRunEvent[];
  appendOutput(runId: string, output: StepOutput): void;
  /** Writes what waits now. */
  flush(): void;
  /** Called after each commit with the new events, in order. */
  onCommitted(listener: (events: readonly StoredRunEvent[]) => void): void;
  /** Called once when a write failed: nothing more will be written. */
  onFailed(listener: (error: StoreError) => void): void;
  /** Runs, the newest first. */
  runs(limit: number): RunSummary[];
  /** Runs that have not reached a final state. */
  unfinishedRuns(): string[];
  /** The runs whose ids start so, but no more than two of them. */
  findRuns(idOrStart: string): string[];
  events(runId: string): StoredRunEvent[];
  run(runId: string): RunView;
  outputs(runId: string, step?: KeyId): StepOutput[];
  latest(): LatestMaterialization[];
  /** The latest materialization or observation of each asset, in the order of their events. */
  latestRecords(): AssetRecord[];
  close(): void;
}

/** Whether the project has a history to read. */
export function hasStore(projectFolder: string): boolean {
  return existsSync(join(projectFolder, stateFolderName, historyFileName));
}

/**
 * Opens the history of a project, making it if there is none.
 *
 * @throws StoreError when it cannot be opened; nothing is changed then
 */
export function openStore(projectFolder: string): Store {
  const shown = `${stateFolderName}/${historyFileName}`;
  const path = join(openStateFolder(projectFolder), historyFileName);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 10_000 });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    prepareSchema(database, shown);
    return makeStore(database, path, shown);
  } catch (error) {
    database?.close();
    throw toStoreError(error, shown);
  }
}

function makeStore(database: DatabaseSync, path: string, shown: string): Store {
  const file = statSync(path).ino;
  const insertEvent = database.prepare("INSERT INTO events (id, run_id, timestamp, body) VALUES (?, ?, ?, ?)");
  const insertOutput = database.prepare("INSERT INTO outputs (run_id, step, stream, timestamp, text) VALUES (?, ?, ?, ?, ?)");
  const insertRun = database.prepare(
    "INSERT INTO runs (run_id, sequence, status, selection, steps, enqueue_time) VALUES (?, (SELECT ifnull(max(sequence), 0) + 1 FROM runs), 'QUEUED', ?, ?, ?)",
  );
  const startRun = database.prepare("UPDATE runs SET status = 'STARTED', start_time = ? WHERE run_id = ?");
  const cancelRun = database.prepare("UPDATE runs SET status = 'CANCELING' WHERE run_id = ?");
  const endRun = database.prepare("UPDATE runs SET status = ?, end_time = ? WHERE run_id = ?");
  const upsertLatest = database.prepare(
    `INSERT INTO asset_latest (key, event_id, run_id, timestamp, metadata, value_stored) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET event_id = excluded.event_id, run_id = excluded.run_id,
       timestamp = excluded.timestamp, metadata = excluded.metadata, value_stored = excluded.value_stored`,
  );
  const upsertVersion = database.prepare(
    `INSERT INTO asset_versions (key, event_id, timestamp, tags) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET event_id = excluded.event_id, timestamp = excluded.timestamp, tags = excluded.tags`,
  );
  const statements = lazyStatements(database);
  // One process writes, so an event's id is known before it is written; what is made of the event may name it.
  let lastId = lastEventId(database);

  let pending: StoredRunEvent[] = [];
  let pendingOutputs: { runId: string; output: StepOutput }[] = [];
  // Metadata handled with the output belongs to the materialization that follows it within the same step.
  const handled = new Map<string, Readonly<Record<string, MetadataValue>>>();
  let scheduled: NodeJS.Timeout | undefined;
  let failed: StoreError | undefined;
  let closed = false;
  const committedListeners: ((events: readonly StoredRunEvent[]) => void)[] = [];
  const failedListeners: ((error: StoreError) => void)[] = [];

  const schedule = () => {
    if (closed || failed !== undefined) return;
    scheduled ??= setTimeout(flush, batchTime);
  };

  function write(events: readonly StoredRunEvent[]): void {
    for (const { id, runId, timestamp, event } of events) {
      insertEvent.run(id, runId, timestamp, JSON.stringify(event));
      if (event.type === "ASSET_MATERIALIZATION" || event.type === "ASSET_OBSERVATION") {
        upsertVersion.run(event.asset, id, timestamp, JSON.stringify(event.tags));
      }
      switch (event.type) {
        case "RUN_ENQUEUED":
          insertRun.run(runId, event.selection, event.steps.length, timestamp);
          break;
        case "RUN_START":
          startRun.run(timestamp, runId);
          break;
        case "RUN_CANCELING":
          cancelRun.run(runId);
          break;
        case "RUN_SUCCESS":
        case "RUN_FAILURE":
        case "RUN_CANCELED":
          endRun.run(event.type.slice("RUN_".length), timestamp, runId);
          for (const place of handled.keys()) if (place.startsWith(`${runId}\n`)) handled.delete(place);
          break;
        case "HANDLED_OUTPUT":
          handled.set(`${runId}\n${event.asset}`, event.metadata);
          break;
        case "ASSET_MATERIALIZATION": {
          const place = `${runId}\n${event.asset}`;
          const metadata = { ...handled.get(place), ...event.metadata };
          handled.delete(place);
          upsertLatest.run(event.asset, id, runId, timestamp, JSON.stringify(metadata), event.valueStored ? 1 : 0);
          break;
        }
      }
    }
  }

  function flush(): void {
    clearTimeout(scheduled);
    scheduled = undefined;
    if (closed || failed !== undefined || (pending.length === 0 && pendingOutputs.length === 0)) return;
    const events = pending;
    const outputs = pendingOutputs;
    pending = [];
    pendingOutputs = [];
    try {
      if (statSync(path, { throwIfNoEntry: false })?.ino !== file) throw removed(shown);
      const durable = events.some(({ event }) => event.type.startsWith("RUN_"));
      if (durable) database.exec("PRAGMA synchronous = FULL");
      database.exec("BEGIN IMMEDIATE");
      for (const { runId, output } of outputs) insertOutput.run(runId, output.step, output.stream, output.timestamp, output.text);
      write(events);
      database.exec("COMMIT");
      if (durable) database.exec("PRAGMA synchronous = NORMAL");
    } catch (error) {
      failed = toStoreError(error, shown);
      try {
        if (database.isTransaction) database.exec("ROLLBACK");
      } catch {
        // SQLite has rolled back by itself.
      }
      for (const listener of failedListeners) listener(failed);
      return;
    }
    if (events.length > 0) for (const listener of committedListeners) listener(events);
  }

  const readEvents = (runId: string): StoredRunEvent[] =>
    statements
      .get("SELECT id, run_id AS runId, timestamp, body FROM events WHERE run_id = ? ORDER BY id")
      .all(runId)
      .map((row) => {
        const { id, timestamp, body } = row as { id: number; timestamp: number; body: string };
        return { id, runId, timestamp, event: JSON.parse(body) as RunEvent };
      });

  return {
    ...renaming(database, shown, flush),
    append(runId, events) {
      const timestamp = Date.now();
      const stored = events.map((event): StoredRunEvent => ({ id: ++lastId, runId, timestamp, event }));
      pending.push(...stored);
      schedule();
      return stored;
    },
    appendOutput(runId, output) {
      pendingOutputs.push({ runId, output });
      schedule();
    },
    flush,
    onCommitted: (listener) => committedListeners.push(listener),
    onFailed: (listener) => failedListeners.push(listener),
    runs(limit) {
      return statements
        .get(
          "SELECT run_id, status, selection, steps, enqueue_time, start_time, end_time FROM runs ORDER BY sequence DESC LIMIT ?",
        )
        .all(limit)
        .map((row) => toSummary(row as unknown as RunRow));
    },
    unfinishedRuns() {
      return statements
        .get("SELECT run_id, status FROM runs WHERE end_time IS NULL ORDER BY sequence")
        .all()
        .map((row) => row as { run_id: string; status: RunStatus })
        .filter(({ status }) => !isFinished(status))
        .map(({ run_id }) => run_id);
    },
    findRuns(idOrStart) {
      return statements
        .get("SELECT run_id FROM runs WHERE substr(run_id, 1, length(?1)) = ?1 LIMIT 2")
        .all(idOrStart)
        .map((row) => (row as { run_id: string }).run_id);
    },
    events: readEvents,
    run: (runId) => reduceRun(emptyRun(runId), readEvents(runId)),
    outputs(runId, step) {
      return statements
        .get("SELECT step, stream, timestamp, text FROM outputs WHERE run_id = ?1 AND (?2 IS NULL OR step = ?2) ORDER BY id")
        .all(runId, step ?? null) as unknown as StepOutput[];
    },
    latest() {
      return statements
        .get("SELECT key, event_id, run_id, timestamp, metadata, value_stored FROM asset_latest ORDER BY key")
        .all()
        .map((row) => {
          const found = row as unknown as LatestRow;
          return {
            key: found.key,
            eventId: found.event_id,
            runId: found.run_id,
            timestamp: found.timestamp,
            metadata: JSON.parse(found.metadata) as Record<string, MetadataValue>,
            valueStored: found.value_stored === 1,
          };
        });
    },
    latestRecords() {
      return statements
        .get("SELECT key AS asset, event_id AS eventId, timestamp, tags FROM asset_versions ORDER BY event_id")
        .all()
        .map((row) => {
          const { tags, ...record } = row as unknown as Omit<AssetRecord, "tags"> & { readonly tags: string };
          return { ...record, tags: JSON.parse(tags) as Record<string, string> };
        });
    },
    close() {
      if (closed) return;
      flush();
      closed = true;
      database.close();
    },
  };
}

function lastEventId(database: DatabaseSync): number {
  const found = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'").get() as { seq: number } | undefined;
  return found?.seq ?? 0;
}

/** Without a name the file would take what is written, and nobody could ever read it. */
function removed(shown: string): StoreError {
  return new StoreError("store-removed", `${shown} was removed while it was in use: what it held is lost. Run again.`);
}

interface RunRow {
  readonly run_id: string;
  readonly status: RunStatus;
  readonly selection: string;
  readonly steps: number;
  readonly enqueue_time: number;
  readonly start_time: number | null;
  readonly end_time: number | null;
}

interface LatestRow {
  readonly key: string;
  readonly event_id: number;
  readonly run_id: string;
  readonly timestamp: number;
  readonly metadata: string;
  readonly value_stored: number;
}

function toSummary(row: RunRow): RunSummary {
  return {
    runId: row.run_id,
    status: row.status,
    selection: row.selection,
    steps: row.steps,
    enqueueTime: row.enqueue_time,
    ...(row.start_time === null ? {} : { startTime: row.start_time }),
    ...(row.end_time === null ? {} : { endTime: row.end_time }),
  };
}

/** Prepared statements for reading, made when they are first wanted. */
function lazyStatements(database: DatabaseSync): { get(sql: string): StatementSync } {
  const made = new Map<string, StatementSync>();
  return {
    get(sql) {
      const statement = made.get(sql) ?? database.prepare(sql);
      made.set(sql, statement);
      return statement;
    },
  };
}
