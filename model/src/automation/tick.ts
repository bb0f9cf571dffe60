import type { CronSchedule } from "./condition.ts";
import { type ConditionEvaluation, type EntityState, evaluateEntity, type TickCircumstances } from "./evaluate.ts";
import type { AutomationFact, EntityId } from "./facts.ts";
import { carriedOver, type EntityFacts, type FactScope, type InstanceFacts, nothingHappened, reduceFacts } from "./instance.ts";
import type { AutomationProgram, ConditionedEntity, Entity } from "./program.ts";
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
  readonly entities: ReadonlyMap<EntityId, EntityState>;
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
  const isDue = new Uint8Array(conditioned.length);
  const wakeReaders = (id: EntityId, after = -1) => {
    for (const place of readers.get(id) ?? []) if (place > after) isDue[place] = 1;
  };
  const hasGoneBack = cursor !== undefined && now < cursor.time;
  const before = cursor?.entities;
  for (let place = 0; place < conditioned.length; place++) {
    const { entity, declarations, changingSpaces } = conditioned[place] as ConditionedEntity;
    const state = before?.get(entity.id);
    const isAsItWas =
      state?.settled === true && state.declarations === declarations && !(state.wakeAt !== undefined && state.wakeAt <= now);
    if (!isAsItWas || hasGoneBack || (hasOtherKeys && changingSpaces.length > 0)) isDue[place] = 1;
  }
  for (const id of changes.touched) wakeReaders(id);
  for (const id of cursor?.requested.keys() ?? []) wakeReaders(id);
  const explained = new Set(tick.explain);

  const requested = new Map<EntityId, Units>();
  const evaluations = new Map<EntityId, ConditionEvaluation>();
  const made = new Map<EntityId, EntityState>();
  const schedules = new Map<string, { latest: number | undefined; next: number | undefined }>();
  const timesOf = (schedule: CronSchedule) => {
    const text = `${schedule.cron} ${schedule.timezone}`;
    let times = schedules.get(text);
    if (times === undefined) {
      times = { latest: moment.latestTick(schedule), next: moment.nextTick(schedule) };
      schedules.set(text, times);
    }
    return times;
  };
  const circumstances: TickCircumstances = {
    program,
    moment,
    momentBefore,
    previousTime: cursor?.time,
    instance,
    factsOf: factsIn(instance, moment, momentBefore),
    changes,
    requested,
    requestedBefore(entity) {
      const units = cursor?.requested.get(entity.id);
      if (units === undefined || cursor === undefined) return undefined;
      return unitsToday(units, cursor.spaces.get(entity.id) ?? "", entity.space, momentBefore, moment);
    },
    latestTick: (schedule) => timesOf(schedule).latest,
  };
  const wakeAt = ({ crons, changingSpaces }: ConditionedEntity): number | undefined => {
    const times = [
      ...crons.map((schedule) => timesOf(schedule).next),
      ...changingSpaces.map((space) => moment.nextChange(space)),
    ];
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  };
  const request = (id: EntityId, units: Units, place: number) => {
    const others = requested.get(id);
    requested.set(id, others === undefined ? units : unite(others, units));
    wakeReaders(id, place);
  };

  for (let place = 0; place < conditioned.length; place++) {
    const one = conditioned[place] as ConditionedEntity;
    const { id } = one.entity;
    if (isDue[place] === 0 && !(explained.size > 0 && explained.has(id))) continue;
    const { evaluation, state } = evaluateEntity(circumstances, one, before?.get(id));
    const time = wakeAt(one);
    const isQuiet = isEmpty(evaluation.trueUnits);
    made.set(id, { ...state, settled: state.settled && isQuiet, ...(time === undefined ? {} : { wakeAt: time }) });
    evaluations.set(id, evaluation);
    if (isQuiet) continue;
    request(id, evaluation.trueUnits, place);
    for (const other of one.together ?? []) {
      const neighbour = other === id ? undefined : program.entity(other);
      if (neighbour === undefined) continue;
      const units = program.relation(one.entity, neighbour).up(evaluation.trueUnits, moment);
      if (!isEmpty(units)) request(other, units, place);
    }
  }
  const remembered: ReadonlyMap<EntityId, Units> = observeOnly ? new Map() : requested;
  return {
    requested,
    evaluations,
    cursor: {
      time: now,
      lastFact: facts.at(-1)?.id ?? cursor?.lastFact ?? 0,
      instance,
      entities: entitiesAfter(program, before, made),
      requested: remembered,
      spaces: new Map([...remembered.keys()].map((id) => [id, program.entity(id)?.space.text ?? ""])),
      dynamicPartitions,
    },
  };
}

/** What is remembered of each condition that there is. */
function entitiesAfter(
  { conditioned }: AutomationProgram,
  before: ReadonlyMap<EntityId, EntityState> | undefined,
  made: ReadonlyMap<EntityId, EntityState>,
): ReadonlyMap<EntityId, EntityState> {
  if (before === undefined || made.size === conditioned.length) return made;
  // Those without a condition any more are forgotten.
  const isSame = before.size === conditioned.length && [...made.keys()].every((id) => before.has(id));
  if (isSame && made.size === 0) return before;
  if (isSame) return new Map([...before, ...made]);
  return new Map(
    conditioned.flatMap(({ entity: { id } }) => {
      const state = made.get(id) ?? before.get(id);
      return state === undefined ? [] : [[id, state]];
    }),
  );
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

function factsIn(instance: InstanceFacts, moment: Moment, before: Moment): (entity: Entity) => EntityFacts | undefined {
  return ({ id, space }) => {
    const facts = instance.entities.get(id);
    return facts === undefined || facts.space === space.text ? facts : carriedOver(facts, space, moment, before);
  };
}

function scopeOf(program: AutomationProgram, moment: Moment, momentBefore: Moment): FactScope {
  return {
    moment,
    momentBefore,
    spaceOf: (id) => program.entity(id)?.space ?? unpartitioned,
    isExternal: (id) => program.entity(id)?.isExternal ?? true,
    checksOf: (id) => program.entity(id)?.checkIds ?? [],
    needsVersions: program.needsVersions,
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
