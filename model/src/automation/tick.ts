import type { CronSchedule } from "./condition.ts";
import type { Entity } from "./entities.ts";
import { type ConditionEvaluation, type EntityState, evaluateEntity, type TickCircumstances } from "./evaluate.ts";
import type { AutomationFact, EntityId } from "./facts.ts";
import { carriedOver, type EntityFacts, type FactScope, type InstanceFacts, nothingHappened, reduceFacts } from "./instance.ts";
import { madeOnce } from "./madeOnce.ts";
import type { AutomationProgram, ConditionedEntity } from "./program.ts";
import { type EntityStates, statesFor, withStates } from "./states.ts";
import {
  carryOver,
  isEmpty,
  isRenumbered,
  type Moment,
  momentAt,
  type UnitSpace,
  type Units,
  unite,
  unpartitioned,
} from "./units.ts";

/**
 * Where an evaluation goes on: all that has to be remembered from tick to tick. It is never changed; `writeCursor()` makes
 * JSON of it.
 */
export interface AutomationCursor {
  /** The time of the last tick, in milliseconds since 1970. */
  readonly time: number;
  /** The number of the last fact that it knows of; facts up to it are not told again. */
  readonly lastFact: number;
  readonly instance: InstanceFacts;
  readonly entities: EntityStates;
  /** What was requested at the last tick. */
  readonly requested: ReadonlyMap<EntityId, Units>;
  /** The definitions of partitions that these units are of, as text. */
  readonly spaces: ReadonlyMap<EntityId, string>;
  /** The keys that dynamic partitions had at the last tick. */
  readonly dynamicPartitions: DynamicPartitions;
}

/** The keys of dynamic partitions, by the name of their definition (spec 5.4). */
export type DynamicPartitions = Readonly<Record<string, readonly string[]>>;

/** What a tick is given. */
export interface AutomationTick {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What happened since the cursor, in the order of the numbers; without a cursor all that ever happened. */
  readonly facts: readonly AutomationFact[];
  /** What the tick before gave; left out for the first one. */
  readonly cursor?: AutomationCursor;
  readonly dynamicPartitions?: DynamicPartitions;
  /** Of which assets and checks the evaluation is wanted although nothing may have changed. */
  readonly explain?: Iterable<EntityId>;
  /**
   * Whether only to look: what this tick finds is not going to be requested, so that at the next one nothing counts as newly
   * requested. False if left out.
   */
  readonly observeOnly?: boolean;
}

export interface AutomationTickResult {
  /** What is to be executed, by asset and check; none of them empty. */
  readonly requested: ReadonlyMap<EntityId, Units>;
  /** The evaluations that were made anew. Others are as they were: nothing that they look at has changed. */
  readonly evaluations: ReadonlyMap<EntityId, ConditionEvaluation>;
  readonly cursor: AutomationCursor;
}

/**
 * Evaluates the conditions of a graph once (spec 6.4), upstream first. A condition is evaluated anew only where something
 * that it looks at has changed since the cursor, or time can have changed it; the others cost no more than a look.
 */
export function evaluateTick(program: AutomationProgram, tick: AutomationTick): AutomationTickResult {
  const { now, facts, cursor, dynamicPartitions = {}, observeOnly = false } = tick;
  const moment = momentAt(now, dynamicPartitions);
  const momentBefore = momentAt(cursor?.time ?? now, cursor?.dynamicPartitions);
  const hasOtherKeys = cursor !== undefined && !sameKeys(cursor.dynamicPartitions, dynamicPartitions);
  const scope = scopeOf(program, moment, momentBefore);
  const known = hasOtherKeys ? renumbered(cursor.instance, scope) : (cursor?.instance ?? nothingHappened);
  const { instance, changes } = reduceFacts(known, facts, scope);
  const { conditioned, readers } = program;
  const before = statesFor(program, cursor?.entities);
  const isDue = new Uint8Array(conditioned.length);
  const wakeReaders = (entity: Entity | undefined, after = -1) => {
    if (entity === undefined) return;
    const end = readers.start[entity.number + 1] as number;
    for (let at = readers.start[entity.number] as number; at < end; at++) {
      const place = readers.places[at] as number;
      if (place > after) isDue[place] = 1;
    }
  };
  const hasGoneBack = cursor !== undefined && now < cursor.time;
  for (let place = 0; place < conditioned.length; place++) {
    if ((before.dueAt[place] as number) <= now || hasGoneBack) isDue[place] = 1;
    else if (hasOtherKeys && (conditioned[place] as ConditionedEntity).changingSpaces.length > 0) isDue[place] = 1;
  }
  for (const id of changes.touched) wakeReaders(program.entity(id));
  for (const id of cursor?.requested.keys() ?? []) wakeReaders(program.entity(id));
  const isExplained = new Uint8Array(program.entities.length);
  for (const id of tick.explain ?? []) {
    const entity = program.entity(id);
    if (entity !== undefined) isExplained[entity.number] = 1;
  }

  const requested = new Map<EntityId, Units>();
  const requestedByNumber: (Units | undefined)[] = new Array(program.entities.length);
  const evaluations = new Map<EntityId, ConditionEvaluation>();
  const made: [place: number, state: EntityState][] = [];
  const schedules = new Map<string, { latest: number | undefined; next: number | undefined }>();
  const timesOf = (schedule: CronSchedule) =>
    madeOnce(schedules, `${schedule.cron} ${schedule.timezone}`, () => ({
      latest: moment.latestTick(schedule),
      next: moment.nextTick(schedule),
    }));
  const circumstances: TickCircumstances = {
    program,
    moment,
    momentBefore,
    previousTime: cursor?.time,
    instance,
    factsOf: factsIn(instance, moment, momentBefore),
    changes,
    requested: requestedByNumber,
    requestedBefore(entity) {
      const units = cursor?.requested.get(entity.id);
      if (units === undefined || cursor === undefined) return undefined;
      return unitsToday(units, cursor.spaces.get(entity.id) ?? "", entity.space, momentBefore, moment);
    },
    latestTick: (schedule) => timesOf(schedule).latest,
    evaluated: new Map(),
    remembered: new Map(),
  };
  const wakeAt = ({ crons, changingSpaces }: ConditionedEntity): number => {
    let earliest = Number.POSITIVE_INFINITY;
    for (const schedule of crons) earliest = Math.min(earliest, timesOf(schedule).next ?? earliest);
    for (const space of changingSpaces) earliest = Math.min(earliest, moment.nextChange(space) ?? earliest);
    return earliest;
  };
  const request = (entity: Entity, units: Units, place: number) => {
    const others = requestedByNumber[entity.number];
    const all = others === undefined ? units : unite(others, units);
    requestedByNumber[entity.number] = all;
    requested.set(entity.id, all);
    wakeReaders(entity, place);
  };

  for (let place = 0; place < conditioned.length; place++) {
    const one = conditioned[place] as ConditionedEntity;
    const { entity } = one;
    if (isDue[place] === 0 && isExplained[entity.number] === 0) continue;
    const known = before.states[place];
    const { evaluation, after } = evaluateEntity(circumstances, one, known);
    const isQuiet = isEmpty(evaluation.trueUnits);
    made.push([place, stateAfter(one, known, after, after.settled && isQuiet, wakeAt(one))]);
    evaluations.set(entity.id, evaluation);
    if (isQuiet) continue;
    request(entity, evaluation.trueUnits, place);
    for (const other of one.together ?? []) {
      const neighbour = other === entity.id ? undefined : program.entity(other);
      if (neighbour === undefined) continue;
      const units = program.relation(entity, neighbour).up(evaluation.trueUnits, moment);
      if (!isEmpty(units)) request(neighbour, units, place);
    }
  }
  const remembered: ReadonlyMap<EntityId, Units> = observeOnly ? new Map() : requested;
  const spaces = new Map<EntityId, string>();
  for (const id of remembered.keys()) spaces.set(id, program.entity(id)?.space.text ?? "");
  return {
    requested,
    evaluations,
    cursor: {
      time: now,
      lastFact: facts.at(-1)?.id ?? cursor?.lastFact ?? 0,
      instance,
      entities: withStates(before, made),
      requested: remembered,
      spaces,
      dynamicPartitions,
    },
  };
}

/** What is remembered of a condition: the same object as before where it is the same. */
function stateAfter(
  { conditionId, declarations }: ConditionedEntity,
  before: EntityState | undefined,
  { nodes, spaces }: Pick<EntityState, "nodes" | "spaces">,
  settled: boolean,
  wakeAt: number,
): EntityState {
  if (
    before?.nodes === nodes &&
    before.spaces === spaces &&
    before.settled === settled &&
    before.conditionId === conditionId &&
    before.declarations === declarations &&
    (before.wakeAt ?? Number.POSITIVE_INFINITY) === wakeAt
  )
    return before;
  return { conditionId, declarations, nodes, spaces, settled, ...(wakeAt === Number.POSITIVE_INFINITY ? {} : { wakeAt }) };
}

/** Units as those of the partitions of today. */
function unitsToday(units: Units, text: string, space: UnitSpace, before: Moment, moment: Moment): Units {
  if (text === space.text && !isRenumbered(space, before, moment)) return units;
  return carryOver(units, { text, moment: before }, space, moment);
}

/** What is known, after keys of dynamic partitions were removed. */
function renumbered(instance: InstanceFacts, { spaceOf, moment, momentBefore }: FactScope): InstanceFacts {
  const entities = new Map(instance.entities);
  for (const [id, facts] of entities) {
    const space = spaceOf(id);
    if (isRenumbered(space, momentBefore, moment)) entities.set(id, carriedOver(facts, space, moment, momentBefore));
  }
  return { ...instance, entities };
}

/** What is known of entities, looked up once. */
function factsIn(instance: InstanceFacts, moment: Moment, before: Moment): (entity: Entity) => EntityFacts | undefined {
  const found: (EntityFacts | null)[] = [];
  const find = ({ id, space }: Entity): EntityFacts | undefined => {
    const facts = instance.entities.get(id);
    return facts === undefined || facts.space === space.text ? facts : carriedOver(facts, space, moment, before);
  };
  return (entity) => {
    const known = found[entity.number];
    if (known !== undefined) return known ?? undefined;
    const facts = find(entity);
    found[entity.number] = facts ?? null;
    return facts;
  };
}

function scopeOf(program: AutomationProgram, moment: Moment, momentBefore: Moment): FactScope {
  return {
    moment,
    momentBefore,
    spaceOf: (id) => program.entity(id)?.space ?? unpartitioned,
    isExternal: (id) => program.entity(id)?.isExternal ?? true,
    checksOf: (id) => program.entity(id)?.ownChecks.map((check) => check.id) ?? [],
    needsVersions: program.needsVersions,
    needsCodeVersions: program.needsCodeVersions,
    needsRuns: program.needsRuns,
    runTags: program.runTags,
  };
}

function sameKeys(a: DynamicPartitions, b: DynamicPartitions): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const other = b[name];
      const keys = a[name] as readonly string[];
      return keys === other || (keys.length === other?.length && keys.every((key, at) => key === other[at]));
    })
  );
}
