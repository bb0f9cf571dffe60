import { keyId } from "../keys/assetKey.ts";
import type { CronSchedule } from "./condition.ts";
import type { EntityId } from "./facts.ts";
import type { EntityFacts, FactChanges, InstanceFacts } from "./instance.ts";
import type { ConditionNode } from "./node.ts";
import type { AutomationProgram, ConditionedEntity, Entity } from "./program.ts";
import { laterThan, type Times } from "./times.ts";
import {
  carryOver,
  intersect,
  isComparable,
  isEmpty,
  isRenumbered,
  type Moment,
  sameUnits,
  subtract,
  type Units,
  unite,
} from "./units.ts";

/** What a condition came to for an asset or a check, with what it is made of: why something was or was not requested. */
export interface ConditionEvaluation {
  readonly node: ConditionNode;
  /** What it was evaluated for: the asset that has the condition, or one that an operator looked at. */
  readonly entity: EntityId;
  /** For which units it was asked. */
  readonly candidates: Units;
  /** For which of these it is true. */
  readonly trueUnits: Units;
  /** None where no candidates were left to ask them for. */
  readonly children: readonly ConditionEvaluation[];
  /** Of an operand that tells of something that happened: when. */
  readonly times?: Times;
}

/** What a node remembers until the next tick. */
export type NodeState = Units | string | null;

/** What is remembered of an asset or check with a condition. */
export interface EntityState {
  readonly conditionId: string;
  readonly declarations: string;
  /** By the key of the node. */
  readonly nodes: ReadonlyMap<string, NodeState>;
  /** The spaces of the units among the nodes' states, by what they are of. */
  readonly spaces: ReadonlyMap<EntityId, string>;
  /** Whether another tick in which nothing happens would give the same. */
  readonly settled: boolean;
  /** When time alone may change something, in milliseconds since 1970; absent for never. */
  readonly wakeAt?: number;
}

/** What all evaluations of a tick have in common. */
export interface TickCircumstances {
  readonly program: AutomationProgram;
  readonly moment: Moment;
  readonly momentBefore: Moment;
  /** The time of the tick before. */
  readonly previousTime: number | undefined;
  readonly instance: InstanceFacts;
  /** What is known of an asset or a check, in its units of today. */
  readonly factsOf: (entity: Entity) => EntityFacts | undefined;
  readonly changes: FactChanges;
  /** What has been requested in this tick so far. */
  readonly requested: ReadonlyMap<EntityId, Units>;
  /** What was requested at the tick before. */
  readonly requestedBefore: (entity: Entity) => Units | undefined;
  /** The latest time of a schedule up to now; undefined where there is none. */
  readonly latestTick: (schedule: CronSchedule) => number | undefined;
}

/** The evaluation of one asset's or check's condition in a tick. */
interface Circumstances extends TickCircumstances {
  readonly root: ConditionedEntity;
  readonly before: EntityState | undefined;
  readonly nodes: Map<string, NodeState>;
  readonly spaces: Map<EntityId, string>;
  /** The conditions in which the one at hand stands, as far as they could stand for themselves. */
  readonly above: readonly string[];
  /** Called where the next tick may come to something else although nothing happens. */
  readonly unsettle: () => void;
}

/** Evaluates the condition of an asset or a check (spec 6.4). */
export function evaluateEntity(
  tick: TickCircumstances,
  root: ConditionedEntity,
  before: EntityState | undefined,
): { readonly evaluation: ConditionEvaluation; readonly state: Omit<EntityState, "wakeAt"> } {
  let settled = before?.declarations === root.declarations;
  const nodes = new Map<string, NodeState>();
  const spaces = new Map<EntityId, string>();
  const unsettle = () => {
    settled = false;
  };
  const given: Circumstances = { ...tick, root, before, nodes, spaces, above: [root.conditionText], unsettle };
  const evaluation = evaluate(root.node, root.entity, tick.moment.all(root.entity.space), given);
  const { conditionId, declarations } = root;
  return { evaluation, state: { conditionId, declarations, nodes, spaces, settled } };
}

type Children = readonly ConditionEvaluation[];
const noChildren: Children = [];

function evaluate(node: ConditionNode, entity: Entity, candidates: Units, given: Circumstances): ConditionEvaluation {
  const { moment } = given;
  const none = moment.none(entity.space);
  const result = (trueUnits: Units, children: Children = noChildren): ConditionEvaluation => ({
    node,
    entity: entity.id,
    candidates,
    trueUnits,
    children,
  });
  if (isEmpty(candidates) && !node.remembers) return result(none);
  const { condition, children } = node;
  const child = (index: number) => children[index] as ConditionNode;

  switch (condition.kind) {
    case "and": {
      let left = candidates;
      const made: ConditionEvaluation[] = [];
      for (const operand of children) {
        const one = evaluate(operand, entity, left, given);
        made.push(one);
        left = intersect(left, one.trueUnits);
      }
      return result(left, made);
    }
    case "or": {
      let found = none;
      const made: ConditionEvaluation[] = [];
      for (const operand of children) {
        const one = evaluate(operand, entity, candidates, given);
        made.push(one);
        found = unite(found, one.trueUnits);
      }
      return result(found, made);
    }
    case "not": {
      const one = evaluate(child(0), entity, candidates, given);
      return result(subtract(candidates, one.trueUnits), [one]);
    }
    case "since": {
      // Over everything, since a change outside of the candidates must not be missed.
      const all = moment.all(entity.space);
      const trigger = evaluate(child(0), entity, all, given);
      const reset = evaluate(child(1), entity, all, given);
      const previous = unitsBefore(node, entity, given);
      const since = subtract(unite(previous ?? none, trigger.trueUnits), reset.trueUnits);
      const found = unite(since, laterThan(trigger, reset, entity, given));
      remember(node, entity, found, previous, given);
      return result(intersect(found, candidates), [trigger, reset]);
    }
    case "newlyTrue": {
      const one = evaluate(child(0), entity, moment.all(entity.space), given);
      const previous = unitsBefore(node, entity, given);
      remember(node, entity, one.trueUnits, previous, given);
      const found = previous === undefined ? one.trueUnits : subtract(one.trueUnits, previous);
      return result(intersect(found, candidates), [one]);
    }
    case "anyDepsMatch":
    case "anyChecksMatch": {
      const made = given.program.over(node, entity).map((id) => about(id, node.childOf(id), entity, candidates, given));
      const found = made.reduce((units, { mapped }) => unite(units, mapped), none);
      return result(
        intersect(candidates, found),
        made.map(({ evaluation }) => evaluation),
      );
    }
    case "allDepsMatch":
    case "allChecksMatch": {
      const made = given.program.over(node, entity).map((id) => about(id, node.childOf(id), entity, candidates, given));
      const found = made.reduce((units, { mapped }) => intersect(units, mapped), candidates);
      return result(
        found,
        made.map(({ evaluation }) => evaluation),
      );
    }
    case "assetMatches": {
      const id = keyId(condition.asset);
      const { evaluation, mapped } = about(id, node.childOf(id), entity, candidates, given);
      return result(intersect(candidates, mapped), [evaluation]);
    }
    case "anyDownstreamConditions": {
      let found = none;
      const made: ConditionEvaluation[] = [];
      for (const { node: below, text } of given.program.downstream(node, entity)) {
        if (given.above.includes(text)) continue;
        const one = evaluate(below, entity, candidates, { ...given, above: [...given.above, text] });
        made.push(one);
        found = unite(found, one.trueUnits);
      }
      return result(found, made);
    }
    case "initialEvaluation": {
      const known = unitsBefore(node, entity, given) !== undefined && given.before?.conditionId === given.root.conditionId;
      remember(node, entity, none, none, given);
      if (known) return result(none);
      given.unsettle();
      return result(candidates);
    }
    case "codeVersionChanged": {
      const previous = given.before?.nodes.get(node.key);
      const version = entity.codeVersion ?? null;
      given.nodes.set(node.key, version);
      if (typeof previous !== "string" || previous === version) return result(none);
      given.unsettle();
      return result(candidates);
    }
    default: {
      const units = operandUnits(node, entity, candidates, given);
      if (units === undefined || isEmpty(units)) return result(none);
      const times = timesOfOperand(node, entity, units, given);
      return { ...result(intersect(candidates, units)), ...(times === undefined ? {} : { times }) };
    }
  }
}

/** Evaluates a condition for another asset or check: candidates are mapped there, and what is true is mapped back (spec 6.4). */
function about(id: EntityId, node: ConditionNode, from: Entity, candidates: Units, given: Circumstances) {
  const { program, moment } = given;
  const to = program.entity(id);
  if (to === undefined) {
    const evaluation = { node, entity: id, candidates: false, trueUnits: false, children: noChildren };
    return { evaluation, mapped: moment.none(from.space) };
  }
  const evaluation = evaluate(node, to, program.mapTo(from, to, candidates, moment), given);
  return { evaluation, mapped: program.mapBack(from, to, evaluation.trueUnits, moment) };
}

/** When what an operand is true for happened, where that is known. */
function timesOfOperand({ condition }: ConditionNode, entity: Entity, units: Units, given: Circumstances): Times | undefined {
  switch (condition.kind) {
    case "newlyUpdated":
      return given.changes.updateTimes.get(entity.id);
    case "newlyRequested":
      return given.previousTime === undefined ? undefined : [[given.previousTime, units]];
    case "cronTickPassed": {
      const latest = given.latestTick(condition);
      return latest === undefined ? undefined : [[latest, units]];
    }
    default:
      return undefined;
  }
}

/** The units for which an operand is true, whether they are candidates or not; undefined for none. */
function operandUnits({ condition }: ConditionNode, entity: Entity, candidates: Units, given: Circumstances): Units | undefined {
  const { moment, changes, before, root } = given;
  const facts = given.factsOf(entity);
  /** What is true for a moment only: the next tick comes to something else. */
  const passing = (units: Units | undefined): Units | undefined => {
    if (units !== undefined && !isEmpty(units)) given.unsettle();
    return units;
  };
  switch (condition.kind) {
    case "missing":
      if (entity.checks !== undefined) return statusOf(entity, given) === "missing" ? true : undefined;
      return facts === undefined ? candidates : subtract(candidates, facts.materialized);
    case "runInProgress":
      if (entity.checks !== undefined) return statusOf(entity, given) === "inProgress" ? true : undefined;
      return facts && total(facts.running);
    case "backfillInProgress":
      return facts && total(facts.backfilling);
    case "executionFailed":
      if (entity.checks !== undefined) return statusOf(entity, given) === "executionFailed" ? true : undefined;
      return facts && total(facts.failed);
    case "checkPassed":
      return statusOf(entity, given) === "passed" ? true : undefined;
    case "checkFailed":
      return statusOf(entity, given) === "failed" ? true : undefined;
    case "newlyUpdated":
      return before === undefined ? undefined : passing(changes.updated.get(entity.id));
    case "dataVersionChanged":
      return before === undefined ? undefined : passing(changes.newVersions.get(entity.id));
    case "newlyRequested":
      return passing(given.requestedBefore(entity));
    case "willBeRequested": {
      const requested = given.requested.get(entity.id);
      if (requested === undefined) return undefined;
      return passing(given.program.relation(root.entity, entity).sameRun ? requested : undefined);
    }
    case "cronTickPassed": {
      const latest = given.latestTick(condition);
      const { previousTime } = given;
      const passed = before !== undefined && previousTime !== undefined && latest !== undefined && latest >= previousTime;
      return passed ? passing(candidates) : undefined;
    }
    case "inLatestTimeWindow":
      return moment.latestWindow(entity.space, condition.lookbackDelta);
    case "executedWithRootTarget":
      // An asset that depends on itself is not executed for another of its partitions by the run that made it.
      if (entity.id === root.entity.id) return undefined;
      return madeBy(facts, given, (shape) => shape.targets.has(root.entity.id));
    case "executedWithTags": {
      const { tagKeys = [], tagValues = {} } = condition;
      return madeBy(
        facts,
        given,
        ({ tags }) =>
          tagKeys.every((name) => Object.hasOwn(tags, name)) &&
          Object.entries(tagValues).every(([name, value]) => tags[name] === value),
      );
    }
    default:
      return undefined;
  }
}

function madeBy(
  facts: EntityFacts | undefined,
  { instance }: Circumstances,
  fits: (shape: { readonly targets: ReadonlySet<EntityId>; readonly tags: Readonly<Record<string, string>> }) => boolean,
): Units | undefined {
  let found: Units | undefined;
  for (const [id, units] of facts?.madeBy ?? []) {
    const shape = instance.shapes.get(id);
    if (shape !== undefined && fits(shape)) found = found === undefined ? units : unite(found, units);
  }
  return found;
}

type CheckStatus = "missing" | "inProgress" | "executionFailed" | "passed" | "failed";

/** Spec 6.1: a check's result counts as long as its asset is not materialized again. */
function statusOf(entity: Entity, { instance }: Circumstances): CheckStatus {
  const facts = instance.entities.get(entity.id);
  if (facts === undefined) return "missing";
  if (facts.running.size > 0) return "inProgress";
  if (facts.failed.size > 0) return "executionFailed";
  if (facts.evaluated === undefined) return "missing";
  const materialized = entity.checks === undefined ? undefined : instance.entities.get(entity.checks)?.lastMaterialized;
  if (materialized !== undefined && materialized > facts.evaluated.id) return "missing";
  return facts.evaluated.passed ? "passed" : "failed";
}

function total(units: ReadonlyMap<unknown, Units>): Units | undefined {
  let found: Units | undefined;
  for (const one of units.values()) found = found === undefined ? one : unite(found, one);
  return found;
}

/** What a node remembers, as far as the partitions are still the same. */
function unitsBefore(node: ConditionNode, entity: Entity, given: Circumstances): Units | undefined {
  const { before, moment, momentBefore } = given;
  const units = before?.nodes.get(node.key);
  const text = before?.spaces.get(entity.id);
  if (units === undefined || units === null || typeof units === "string" || text === undefined) return undefined;
  if (text === entity.space.text && !isRenumbered(entity.space, momentBefore, moment)) return units;
  return isComparable(text, entity.space) ? carryOver(units, { text, moment: momentBefore }, entity.space, moment) : undefined;
}

function remember(node: ConditionNode, entity: Entity, units: Units, previous: Units | undefined, given: Circumstances): void {
  given.nodes.set(node.key, units);
  given.spaces.set(entity.id, entity.space.text);
  if (previous === undefined || !sameUnits(units, previous)) given.unsettle();
}
