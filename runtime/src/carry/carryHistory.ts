import {
  type AssetKey,
  type Carried,
  fromEscapedString,
  type KeyId,
  keyId,
  type RenamedKey,
  toUserString,
} from "@headwater/model";
import { moveValue, storedValue } from "../io/moveValue.ts";
import type { Store } from "../store/store.ts";

/** History that cannot be carried, in a sentence for the user. Nothing has changed. */
export class CannotCarry extends Error {
  override readonly name = "CannotCarry";
}

/** Where history and stored values are. The caller holds the project's lock. */
export interface CarryPlaces {
  readonly store: Store;
  /** The folder of the I/O manager that assets have unless they name another. */
  readonly storage: string;
}

/** What {@link carryHistory} would do, without doing it. The cost grows with the events of the history. */
export function previewCarry({ store, storage }: CarryPlaces, { from, to }: RenamedKey): Carried {
  const [fromKey, toKey] = [fromEscapedString(from), fromEscapedString(to)];
  const name = toUserString(toKey);
  store.flush();
  if (store.unfinishedRuns().length > 0) {
    throw new CannotCarry("A run is going on: wait until it has ended, or cancel it, then carry the history.");
  }
  const runs = store.runsOf(to);
  if (runs > 0) {
    const told = runs === 1 ? "1 run tells" : `${runs} runs tell`;
    throw new CannotCarry(
      `"${name}" has a history of its own, which would be mixed with that of "${toUserString(fromKey)}": ${told} of it.`,
    );
  }
  if (hasValue(storage, toKey)) {
    throw new CannotCarry(`A value of "${name}" is stored already, which would be replaced: nothing was carried.`);
  }
  return { runs: store.runsOf(from), ...foundValue(store, storage, fromKey) };
}

/**
 * Gives the history and the stored value of an asset to the key that it has now. It is done as a whole or not at all: the
 * history changes in one transaction, which also remembers the value that is to follow, and {@link finishCarrying} moves it,
 * be it after a crash.
 *
 * @throws CannotCarry while a run goes on, and where the new key has a history or a value of its own; StoreError
 */
export function carryHistory(places: CarryPlaces, renamed: RenamedKey): Carried {
  const found = previewCarry(places, renamed);
  if (found.runs === 0 && found.value !== "carried") return found;
  const file = found.value === "carried" ? storedValue(places.storage, fromEscapedString(renamed.from))?.file : undefined;
  places.store.rename(renamed, file);
  const problem = finishCarrying(places);
  return problem === undefined ? found : { ...found, value: "waiting", problem };
}

/**
 * Moves the values that are still to follow their assets. Called when a project's history is opened for runs.
 *
 * @returns why one could not be moved, which is tried again the next time
 */
export function finishCarrying({ store, storage }: CarryPlaces): string | undefined {
  let problem: string | undefined;
  for (const move of store.valueMoves()) {
    try {
      moveValue(storage, fromEscapedString(move.from), fromEscapedString(move.to), move.file);
      store.valueMoved(move);
    } catch (error) {
      problem ??= error instanceof Error ? error.message : String(error);
    }
  }
  return problem;
}

function hasValue(storage: string, key: AssetKey): boolean {
  try {
    return storedValue(storage, key) !== undefined;
  } catch {
    return true;
  }
}

function foundValue(store: Store, storage: string, key: AssetKey): Omit<Carried, "runs"> {
  try {
    if (storedValue(storage, key) !== undefined) return { value: "carried" };
  } catch (error) {
    return { value: "damaged", problem: error instanceof Error ? error.message : String(error) };
  }
  const id: KeyId = keyId(key);
  const latest = store.latest().find((each) => each.key === id);
  if (latest?.valueStored !== true) return { value: "none" };
  const ioManagerKey = store
    .events(latest.runId)
    .flatMap(({ event }) => (event.type === "HANDLED_OUTPUT" && event.asset === id ? [event.ioManagerKey] : []))
    .at(-1);
  return { value: "elsewhere", ...(ioManagerKey === undefined ? {} : { ioManagerKey }) };
}
