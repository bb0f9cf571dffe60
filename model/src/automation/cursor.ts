import type { EntityState, NodeState } from "./evaluate.ts";
import type { EntityId } from "./facts.ts";
import type { EntityFacts } from "./instance.ts";
import { madeOnce } from "./madeOnce.ts";
import { statesOf } from "./states.ts";
import type { AutomationCursor } from "./tick.ts";
import type { Units } from "./units.ts";

/** The form of the JSON. One that this code does not know is not read. */
const version = 2;

/** The place of something in {@link WrittenCursor.texts} or {@link WrittenCursor.values}. */
type Place = number;

/** Columns: what stands at one place of each belongs together, so that there is no object for each asset. */
interface WrittenCursor extends Pick<AutomationCursor, "time" | "lastFact" | "dynamicPartitions"> {
  readonly version: typeof version;
  /** Ids, keys of nodes, digests and definitions of partitions, each once. */
  readonly texts: readonly string[];
  /** Units, and what else nodes remember, each once. */
  readonly values: readonly NodeState[];
  readonly facts: {
    readonly ids: readonly Place[];
    readonly spaces: readonly Place[];
    readonly materialized: readonly Place[];
    readonly lastMaterialized: readonly (number | null)[];
    readonly evaluated: readonly (readonly [row: number, id: number, passed: boolean])[];
  } & Readonly<Record<UnitsByKey, readonly (readonly [row: number, key: string | number, units: Place])[]>>;
  readonly runs: readonly (readonly [id: string, run: { readonly shape: number; readonly targets: readonly EntityId[] }])[];
  readonly backfills: readonly (readonly [id: string, targets: readonly EntityId[]])[];
  readonly shapes: readonly (readonly [
    id: number,
    shape: { readonly targets: readonly EntityId[]; readonly tags: Readonly<Record<string, string>> },
  ])[];
  readonly states: {
    readonly ids: readonly Place[];
    readonly conditionIds: readonly Place[];
    readonly declarations: readonly string[];
    readonly settled: readonly boolean[];
    readonly wakeAt: readonly (number | null)[];
    /** Places in {@link WrittenCursor.nodes} and {@link WrittenCursor.spaces}. */
    readonly nodes: readonly Place[];
    readonly spaces: readonly Place[];
  };
  /** What states remember of their nodes, each once: a key and a value by turns. */
  readonly nodes: readonly (readonly Place[])[];
  /** The same of their spaces: an id and a definition by turns. */
  readonly spaces: readonly (readonly Place[])[];
  readonly requested: { readonly ids: readonly Place[]; readonly units: readonly Place[]; readonly spaces: readonly Place[] };
}

const unitsByKey = ["running", "planned", "failed", "backfilling", "madeBy", "versions", "codeVersions"] as const;
type UnitsByKey = (typeof unitsByKey)[number];

/** Things, each once, by the place at which they are written. */
function table<T>(): { readonly all: T[]; placeOf(thing: T): Place } {
  const all: T[] = [];
  const places = new Map<T, Place>();
  return {
    all,
    placeOf(thing) {
      let place = places.get(thing);
      if (place === undefined) {
        place = all.push(thing) - 1;
        places.set(thing, place);
      }
      return place;
    },
  };
}

/** A cursor as JSON that `readCursor()` reads. Shapes of runs that nothing is left of are not written. */
export function writeCursor({
  time,
  lastFact,
  dynamicPartitions,
  instance,
  entities,
  requested,
  spaces,
}: AutomationCursor): string {
  const texts = table<string>();
  const values = table<NodeState>();
  const pairs = <T>(map: ReadonlyMap<string, T>, placeOf: (value: T) => Place): Place[] => {
    const flat: Place[] = [];
    for (const [key, value] of map) flat.push(texts.placeOf(key), placeOf(value));
    return flat;
  };
  const known = [...instance.entities.values()];
  const evaluated = known.flatMap(({ evaluated }, row) =>
    evaluated === undefined ? [] : [[row, evaluated.id, evaluated.passed] as const],
  );
  const rows = (name: UnitsByKey) => {
    const found: [row: number, key: string | number, units: Place][] = [];
    for (let row = 0; row < known.length; row++)
      for (const [key, units] of (known[row] as EntityFacts)[name]) found.push([row, key, values.placeOf(units)]);
    return found;
  };
  const facts = {
    ids: Array.from(instance.entities.keys(), texts.placeOf),
    spaces: known.map(({ space }) => texts.placeOf(space)),
    materialized: known.map(({ materialized }) => values.placeOf(materialized)),
    lastMaterialized: known.map(({ lastMaterialized = null }) => lastMaterialized),
    evaluated,
    ...(Object.fromEntries(unitsByKey.map((name) => [name, rows(name)])) as Record<UnitsByKey, ReturnType<typeof rows>>),
  };
  const shapes = new Set([...instance.runs.values()].map(({ shape }) => shape));
  for (const [, shape] of facts.madeBy) shapes.add(shape as number);

  const nodes = table<EntityState["nodes"]>();
  const spacesOf = table<EntityState["spaces"]>();
  const ids = entities.ids.filter((_, place) => entities.states[place] !== undefined);
  const states = entities.states.filter((state) => state !== undefined);
  const written: WrittenCursor = {
    version,
    time,
    lastFact,
    dynamicPartitions,
    facts,
    runs: [...instance.runs],
    backfills: [...instance.backfills],
    shapes: [...instance.shapes].flatMap(([id, { targets, tags }]) =>
      shapes.has(id) ? [[id, { targets: [...targets], tags }] as const] : [],
    ),
    states: {
      ids: ids.map(texts.placeOf),
      conditionIds: states.map(({ conditionId }) => texts.placeOf(conditionId)),
      declarations: states.map(({ declarations }) => declarations),
      settled: states.map(({ settled }) => settled),
      wakeAt: states.map(({ wakeAt = null }) => wakeAt),
      nodes: states.map((state) => nodes.placeOf(state.nodes)),
      spaces: states.map((state) => spacesOf.placeOf(state.spaces)),
    },
    nodes: nodes.all.map((map) => pairs(map, values.placeOf)),
    spaces: spacesOf.all.map((map) => pairs(map, texts.placeOf)),
    requested: {
      ids: Array.from(requested.keys(), texts.placeOf),
      units: Array.from(requested.values(), values.placeOf),
      spaces: Array.from(requested.keys(), (id) => texts.placeOf(spaces.get(id) ?? "")),
    },
    texts: texts.all,
    values: values.all,
  };
  return JSON.stringify(written);
}

/**
 * Reads what `writeCursor()` wrote.
 *
 * @returns `undefined` for the form of another version: the next evaluation is then a first one, and is told all facts
 * @throws SyntaxError for what is no JSON
 */
export function readCursor(json: string): AutomationCursor | undefined {
  const written = JSON.parse(json) as WrittenCursor;
  if (written.version !== version) return undefined;
  const { time, lastFact, dynamicPartitions, facts, states, requested } = written;
  const text = (place: Place | undefined) => written.texts[place as Place] as string;
  const value = (place: Place | undefined) => written.values[place as Place] as NodeState;
  const units = (place: Place | undefined) => value(place) as Units;
  const mapOf = <T>(flat: readonly Place[], read: (place: Place | undefined) => T): Map<string, T> => {
    const map = new Map<string, T>();
    for (let at = 0; at < flat.length; at += 2) map.set(text(flat[at]), read(flat[at + 1]));
    return map;
  };

  const evaluated = new Map(facts.evaluated.map(([row, id, passed]) => [row, { id, passed }]));
  const rows = <K extends string | number>(name: UnitsByKey): ReadonlyMap<number, ReadonlyMap<K, Units>> => {
    const found = new Map<number, Map<K, Units>>();
    for (const [row, key, place] of facts[name]) madeOnce(found, row, () => new Map()).set(key as K, units(place));
    return found;
  };
  const running = rows<string>("running");
  const planned = rows<string>("planned");
  const failed = rows<string>("failed");
  const backfilling = rows<string>("backfilling");
  const madeBy = rows<number>("madeBy");
  const versions = rows<string>("versions");
  const codeVersions = rows<string>("codeVersions");
  const none = new Map<never, Units>();
  const entities = new Map<EntityId, EntityFacts>();
  for (const [row, id] of facts.ids.entries()) {
    const last = facts.lastMaterialized[row] ?? undefined;
    const evaluation = evaluated.get(row);
    entities.set(text(id), {
      space: text(facts.spaces[row]),
      materialized: units(facts.materialized[row]),
      ...(last === undefined ? {} : { lastMaterialized: last }),
      ...(evaluation === undefined ? {} : { evaluated: evaluation }),
      running: running.get(row) ?? none,
      planned: planned.get(row) ?? none,
      failed: failed.get(row) ?? none,
      backfilling: backfilling.get(row) ?? none,
      madeBy: madeBy.get(row) ?? none,
      versions: versions.get(row) ?? none,
      codeVersions: codeVersions.get(row) ?? none,
    });
  }
  const nodes = written.nodes.map((flat) => mapOf(flat, value));
  const spaces = written.spaces.map((flat) => mapOf(flat, text));
  const stateAt = (conditionId: Place, row: number): EntityState => {
    const wakeAt = states.wakeAt[row] ?? undefined;
    return {
      conditionId: text(conditionId),
      declarations: states.declarations[row] as string,
      nodes: nodes[states.nodes[row] as Place] as EntityState["nodes"],
      spaces: spaces[states.spaces[row] as Place] as EntityState["spaces"],
      settled: states.settled[row] === true,
      ...(wakeAt === undefined ? {} : { wakeAt }),
    };
  };
  return {
    time,
    lastFact,
    dynamicPartitions,
    instance: {
      entities,
      runs: new Map(written.runs),
      backfills: new Map(written.backfills),
      shapes: new Map(written.shapes.map(([id, { targets, tags }]) => [id, { targets: new Set(targets), tags }])),
    },
    entities: statesOf(states.ids.map(text), states.conditionIds.map(stateAt)),
    requested: new Map(requested.ids.map((id, row) => [text(id), units(requested.units[row])])),
    spaces: new Map(requested.ids.map((id, row) => [text(id), text(requested.spaces[row])])),
  };
}
