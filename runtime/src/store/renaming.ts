import type { DatabaseSync } from "node:sqlite";
import { type KeyId, type RenamedKey, type RunEvent, renamedNames, renameInEvent } from "@headwater/model";
import { toStoreError } from "./storeError.ts";

/** A stored value that is to follow its asset to another key. */
export interface ValueMove extends RenamedKey {
  /** The file that holds the value: a newer one does not move. */
  readonly file: string;
}

/** The part of a store in which keys are renamed. */
export interface HistoryRenaming {
  /** How many runs tell of an asset. It looks at every event that has the key's text. */
  runsOf(key: KeyId): number;
  /**
   * Gives the records of an asset to another key, all at once or, after a crash, none of them: events, output of steps, the
   * latest materialization. The caller has made sure that no run goes on and that the other key has no records.
   *
   * @param value the file of its stored value, which is remembered as one that is to be moved, in the same transaction
   * @throws StoreError; nothing has changed then
   */
  rename(renamed: RenamedKey, value?: string): void;
  /** The values that are still to be moved, the oldest first. */
  valueMoves(): ValueMove[];
  /** Forgets a value that was moved. */
  valueMoved(move: ValueMove): void;
}

/**
 * Renames keys in a history.
 *
 * @param flush writes what waits to be written
 */
export function renaming(database: DatabaseSync, shown: string, flush: () => void): HistoryRenaming {
  const runsWith = (key: KeyId) =>
    // The text may be a part of another one: the events themselves decide.
    database
      .prepare("SELECT DISTINCT run_id AS runId FROM events WHERE instr(body, ?) > 0 ORDER BY run_id")
      .all(JSON.stringify(key).slice(1, -1))
      .map((row) => (row as { runId: string }).runId);
  const eventsOf = (runId: string) =>
    database
      .prepare("SELECT id, body FROM events WHERE run_id = ? ORDER BY id")
      .all(runId)
      .map((row) => {
        const { id, body } = row as { id: number; body: string };
        return { id, event: JSON.parse(body) as RunEvent };
      });
  const changesIn = (runId: string, renamed: RenamedKey) => {
    const stored = eventsOf(runId);
    const names = renamedNames(
      stored.map(({ event }) => event),
      renamed,
    );
    const events = stored.flatMap(({ id, event }) => {
      const now = renameInEvent(event, names);
      return now === event ? [] : [{ id, event: now }];
    });
    return { events, names };
  };

  const write = ({ from, to }: RenamedKey, value: string | undefined) => {
    const updateEvent = database.prepare("UPDATE events SET body = ? WHERE id = ?");
    const updateVersion = database.prepare("UPDATE asset_versions SET tags = ? WHERE event_id = ?");
    const updateOutputs = database.prepare("UPDATE outputs SET step = ? WHERE run_id = ? AND step = ?");
    for (const runId of runsWith(from)) {
      const { events, names } = changesIn(runId, { from, to });
      for (const { id, event } of events) {
        updateEvent.run(JSON.stringify(event), id);
        if ("tags" in event) updateVersion.run(JSON.stringify(event.tags), id);
      }
      const steps = database.prepare("SELECT DISTINCT step FROM outputs WHERE run_id = ?").all(runId) as { step: string }[];
      for (const { step } of steps) if (names.step(step) !== step) updateOutputs.run(names.step(step), runId, step);
    }
    for (const table of ["asset_latest", "asset_versions"]) {
      database.prepare(`UPDATE ${table} SET key = ? WHERE key = ?`).run(to, from);
    }
    if (value !== undefined) database.prepare("INSERT INTO value_moves VALUES (?, ?, ?)").run(from, to, value);
  };

  return {
    runsOf(key) {
      flush();
      // Whatever changes when it gets another name tells of it.
      const renamed = { from: key, to: `${key}\0` };
      return runsWith(key).filter((runId) => changesIn(runId, renamed).events.length > 0).length;
    },
    rename(renamed, value) {
      flush();
      try {
        database.exec("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
        write(renamed, value);
        database.exec("COMMIT");
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw toStoreError(error, shown);
      } finally {
        database.exec("PRAGMA synchronous = NORMAL");
      }
    },
    valueMoves: () =>
      database
        .prepare('SELECT from_key AS "from", to_key AS "to", file FROM value_moves ORDER BY rowid')
        .all()
        .map((row) => ({ ...(row as unknown as ValueMove) })),
    valueMoved({ from, to, file }) {
      database.prepare("DELETE FROM value_moves WHERE from_key = ? AND to_key = ? AND file = ?").run(from, to, file);
    },
  };
}
