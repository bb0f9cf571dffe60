import type { EntityState, NodeState } from "./evaluate.ts";
import type { EntityId } from "./facts.ts";
import type { EntityFacts } from "./instance.ts";
import { statesOf } from "./states.ts";
import type { AutomationCursor } from "./tick.ts";
import type { Units } from "./units.ts";

/** The form of the JSON. One that this code does not know is not read. */
const version = 1;

type Pairs<K, V> = readonly (readonly [K, V])[];

interface WrittenFacts extends Pick<EntityFacts, "materialized" | "lastMaterialized" | "evaluated"> {
  /** The place of the definition's text in {@link WrittenCursor.spaces}. */
  readonly space: number;
  readonly running?: Pairs<string, Units>;
  readonly planned?: Pairs<string, Units>;
  readonly failed?: Pairs<string, Units>;
  readonly backfilling?: Pairs<string, Units>;
  readonly madeBy?: Pairs<number, Units>;
  readonly versions?: Pairs<string, Units>;
}

interface WrittenState extends Pick<EntityState, "conditionId" | "declarations" | "settled" | "wakeAt"> {
  readonly nodes: Pairs<string, NodeState>;
  readonly spaces: Pairs<EntityId, number>;
}

interface WrittenCursor extends Pick<AutomationCursor, "time" | "lastFact" | "dynamicPartitions"> {
  readonly version: typeof version;
  /** The definitions of partitions that units below are of, as text, each once. */
  readonly spaces: readonly string[];
  readonly facts: Pairs<EntityId, WrittenFacts>;
  readonly runs: Pairs<string, { readonly shape: number; readonly targets: readonly EntityId[] }>;
  readonly backfills: Pairs<string, readonly EntityId[]>;
  readonly shapes: Pairs<number, { readonly targets: readonly EntityId[]; readonly tags: Readonly<Record<string, string>> }>;
  readonly entities: Pairs<EntityId, WrittenState>;
  readonly requested: readonly (readonly [id: EntityId, units: Units, space: number])[];
}

/** A cursor as JSON that `readCursor()` reads. Shapes of runs that nothing is left of are not written. */
export function writeCursor(cursor: AutomationCursor): string {
  const spaces = new Map<string, number>();
  const spaceOf = (text: string): number => {
    const known = spaces.get(text) ?? spaces.size;
    spaces.set(text, known);
    return known;
  };
  const { instance } = cursor;
  const shapes = new Set<number>();
  const facts = [...instance.entities].map(([id, one]): [EntityId, WrittenFacts] => {
    for (const shape of one.madeBy.keys()) shapes.add(shape);
    return [
      id,
      {
        space: spaceOf(one.space),
        materialized: one.materialized,
        ...(one.lastMaterialized === undefined ? {} : { lastMaterialized: one.lastMaterialized }),
        ...(one.evaluated === undefined ? {} : { evaluated: one.evaluated }),
        ...pairs("running", one.running),
        ...pairs("planned", one.planned),
        ...pairs("failed", one.failed),
        ...pairs("backfilling", one.backfilling),
        ...pairs("madeBy", one.madeBy),
        ...pairs("versions", one.versions),
      },
    ];
  });
  for (const { shape } of instance.runs.values()) shapes.add(shape);
  const entities = cursor.entities.ids.flatMap((id, place): [EntityId, WrittenState][] => {
    const state = cursor.entities.states[place];
    if (state === undefined) return [];
    const { nodes, spaces: own, ...others } = state;
    return [[id, { ...others, nodes: [...nodes], spaces: [...own].map(([one, text]) => [one, spaceOf(text)]) }]];
  });
  const requested = [...cursor.requested].map(([id, units]) => [id, units, spaceOf(cursor.spaces.get(id) ?? "")] as const);
  const written: WrittenCursor = {
    version,
    time: cursor.time,
    lastFact: cursor.lastFact,
    dynamicPartitions: cursor.dynamicPartitions,
    spaces: [...spaces.keys()],
    facts,
    runs: [...instance.runs],
    backfills: [...instance.backfills],
    shapes: [...instance.shapes].flatMap(([id, { targets, tags }]) =>
      shapes.has(id) ? [[id, { targets: [...targets], tags }] as const] : [],
    ),
    entities,
    requested,
  };
  return JSON.stringify(written);
}

function pairs<K extends string, T>(name: K, map: ReadonlyMap<T, Units>): { readonly [P in K]?: Pairs<T, Units> } {
  const entries: Pairs<T, Units> = [...map];
  return entries.length === 0 ? {} : (Object.fromEntries([[name, entries]]) as { readonly [P in K]: Pairs<T, Units> });
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
  const spaceOf = (place: number) => written.spaces[place] ?? "";
  return {
    time: written.time,
    lastFact: written.lastFact,
    dynamicPartitions: written.dynamicPartitions,
    instance: {
      entities: new Map(
        written.facts.map(([id, { space, ...one }]): [EntityId, EntityFacts] => [
          id,
          {
            ...one,
            space: spaceOf(space),
            running: new Map(one.running),
            planned: new Map(one.planned),
            failed: new Map(one.failed),
            backfilling: new Map(one.backfilling),
            madeBy: new Map(one.madeBy),
            versions: new Map(one.versions),
          },
        ]),
      ),
      runs: new Map(written.runs),
      backfills: new Map(written.backfills),
      shapes: new Map(written.shapes.map(([id, { targets, tags }]) => [id, { targets: new Set(targets), tags }])),
    },
    entities: statesOf(
      written.entities.map(([id]) => id),
      written.entities.map(
        ([, { nodes, spaces, ...state }]): EntityState => ({
          ...state,
          nodes: new Map(nodes),
          spaces: new Map(spaces.map(([one, place]) => [one, spaceOf(place)])),
        }),
      ),
    ),
    requested: new Map(written.requested.map(([id, units]) => [id, units])),
    spaces: new Map(written.requested.map(([id, , space]) => [id, spaceOf(space)])),
  };
}
