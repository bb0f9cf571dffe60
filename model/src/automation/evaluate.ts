import { keyId } from "../keys/assetKey.ts";
import type { CronSchedule, RunTags } from "./condition.ts";
import type { Entity } from "./entities.ts";
import type { EntityId } from "./facts.ts";
import type { EntityFacts, FactChanges, InstanceFacts } from "./instance.ts";
import type { ConditionNode } from "./node.ts";
import type { AutomationProgram, ConditionedEntity } from "./program.ts";
import { laterThan } from "./times.ts";
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

/**
 * What a condition came to for an asset or a check, with what it is made of: why something was or was not requested. Assets of
 * which the same is true may share it.
 */
export interface ConditionEvaluation {
  readonly node: ConditionNode;
  /** The asset or check that an operator looked at. Left out where it is that of the condition above. */
  readonly entity?: EntityId;
  /** For which units it was asked. */
  readonly candidates: Units;
  /** For which of these it is true. */
  readonly trueUnits: Units;
  /** None where no candidates were left to ask them for. */
  readonly children: readonly ConditionEvaluation[];
}

/** What a node remembers until the next tick. */
export type NodeState = Units | string | null;

/** What is remembered of an asset or check with a condition. */
export interface EntityState {
  readonly conditionId: string;
  readonly declarations: string;
  /** By the key of the node. Those of which the same is remembered may share the map, and the one below. */
  readonly nodes: ReadonlyMap<string, NodeState>;
  /** The spaces of the units among the nodes' states, by the id of what they are of; that of the asset or check itself by `""`. */
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
  /** What has been requested in this tick so far, by the number of the entity. */
  readonly requested: readonly (Units | undefined)[];
  /** What was requested at the tick before. */
  readonly requestedBefore: (entity: Entity) => Units | undefined;
  /** The latest time of a schedule up to now; undefined where there is none. */
  readonly latestTick: (schedule: CronSchedule) => number | undefined;
  /** What each node came to last, to be shared by those for which it comes to the same. */
  readonly evaluated: Map<ConditionNode, ConditionEvaluation>;
  /** What was remembered last of each condition, to be shared in the same way. */
  readonly remembered: Map<ConditionNode, Memory["start"]>;
}

/** The evaluation of one asset's or check's condition in a tick. */
interface Circumstances extends TickCircumstances {
  readonly root: ConditionedEntity;
  readonly before: EntityState | undefined;
  readonly after: Memory;
  /** The conditions in which the one at hand stands, as far as they could stand for themselves. */
  readonly above: readonly string[];
}

/** What an evaluation is to remember. */
interface Memory {
  /** What it starts with. */
  readonly start: Pick<EntityState, "nodes" | "spaces">;
  /** The same maps, until something is another. */
  nodes: ReadonlyMap<string, NodeState>;
  spaces: ReadonlyMap<EntityId, string>;
  /** False where the next tick may come to something else although nothing happens. */
  settled: boolean;
}

const nothingRemembered: Memory["start"] = { nodes: new Map(), spaces: new Map() };

/** Evaluates the condition of an asset or a check (spec 6.4). */
export function evaluateEntity(
  tick: TickCircumstances,
  root: ConditionedEntity,
  before: EntityState | undefined,
): { readonly evaluation: ConditionEvaluation; readonly after: Readonly<Memory> } {
  // The same declarations have the same nodes, so that nothing is left over of others.
  const settled = before?.declarations === root.declarations;
  const start = settled ? before : nothingRemembered;
  const after: Memory = { start, nodes: start.nodes, spaces: start.spaces, settled };
  const given: Circumstances = { ...tick, root, before, after, above: [root.conditionText] };
  const evaluation = evaluate(root.node, root.entity, tick.moment.all(root.entity.space), given);
  share(after, root.node, tick);
  return { evaluation, after };
}

type Children = readonly ConditionEvaluation[];
const noChildren: Children = [];

function evaluate(node: ConditionNode, entity: Entity, candidates: Units, given: Circumstances): ConditionEvaluation {
  const { moment } = given;
  const none = moment.none(entity.space);
  const result = (trueUnits: Units, made: Children = noChildren) => evaluated(node, candidates, trueUnits, made, given);
  if (isEmpty(candidates) && !node.remembers) return result(none);
  const { condition, children } = node;
  const [first, second] = children as readonly [ConditionNode, ConditionNode];

  switch (condition.kind) {
    case "and": {
      let left = candidates;
      const made = children.map((operand) => {
        const one = evaluate(operand, entity, left, given);
        left = intersect(left, one.trueUnits);
        return one;
      });
      return result(left, made);
    }
    case "or": {
      let found = none;
      const made = children.map((operand) => {
        const one = evaluate(operand, entity, candidates, given);
        found = unite(found, one.trueUnits);
        return one;
      });
      return result(found, made);
    }
    case "not": {
      const one = evaluate(first, entity, candidates, given);
      return result(subtract(candidates, one.trueUnits), [one]);
    }
    case "since": {
      // Over everything, since a change outside of the candidates must not be missed.
      const all = moment.all(entity.space);
      const trigger = evaluate(first, entity, all, given);
      const reset = evaluate(second, entity, all, given);
      const previous = unitsBefore(node, entity, given);
      const since = subtract(unite(previous ?? none, trigger.trueUnits), reset.trueUnits);
      const found = unite(since, laterThan(trigger, reset, entity, given));
      remember(node, entity, found, previous, given);
      return result(intersect(found, candidates), [trigger, reset]);
    }
    case "newlyTrue": {
      const one = evaluate(first, entity, moment.all(entity.space), given);
      const previous = unitsBefore(node, entity, given);
      remember(node, entity, one.trueUnits, previous, given);
      const found = previous === undefined ? one.trueUnits : subtract(one.trueUnits, previous);
      return result(intersect(found, candidates), [one]);
    }
    case "anyDepsMatch":
    case "anyChecksMatch": {
      let found = none;
      const made = given.program.over(node, entity).map((other) => {
        const one = about(other, node, entity, candidates, given);
        found = unite(found, given.program.mapBack(entity, other, one.trueUnits, moment));
        return one;
      });
      return result(intersect(candidates, found), made);
    }
    case "allDepsMatch":
    case "allChecksMatch": {
      let left = candidates;
      const made = given.program.over(node, entity).map((other) => {
        const one = about(other, node, entity, candidates, given);
        left = intersect(left, given.program.mapBack(entity, other, one.trueUnits, moment));
        return one;
      });
      return result(left, made);
    }
    case "assetMatches": {
      const id = keyId(condition.asset);
      const other = given.program.entity(id);
      if (other === undefined) {
        const nothing = { node: node.childOf(id), entity: id, candidates: false, trueUnits: false, children: noChildren };
        return result(none, [nothing]);
      }
      const one = about(other, node, entity, candidates, given);
      const found = given.program.mapBack(entity, other, one.trueUnits, moment);
      return result(intersect(candidates, found), [one]);
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
      given.after.settled = false;
      return result(candidates);
    }
    case "codeVersionChanged": {
      const previous = given.before?.nodes.get(node.key);
      const version = entity.codeVersion ?? null;
      note(node.key, version, given);
      if (typeof previous !== "string" || previous === version) return result(none);
      given.after.settled = false;
      return result(candidates);
    }
    default: {
      const units = operandUnits(node, entity, candidates, given);
      return result(units === undefined ? none : intersect(candidates, units));
    }
  }
}

function evaluated(
  node: ConditionNode,
  candidates: Units,
  trueUnits: Units,
  children: Children,
  { evaluated }: TickCircumstances,
): ConditionEvaluation {
  const last = evaluated.get(node);
  if (last?.candidates === candidates && last.trueUnits === trueUnits && areSame(last.children, children)) return last;
  const made = { node, candidates, trueUnits, children };
  evaluated.set(node, made);
  return made;
}

function areSame(some: Children, others: Children): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

/** Evaluates the operand of an operator for another asset or check, to which candidates are mapped (spec 6.4). */
function about(other: Entity, node: ConditionNode, from: Entity, candidates: Units, given: Circumstances): ConditionEvaluation {
  const mapped = given.program.mapTo(from, other, candidates, given.moment);
  const { node: asked, trueUnits, children } = evaluate(node.childOf(other.id), other, mapped, given);
  return { node: asked, entity: other.id, candidates: mapped, trueUnits, children };
}

/** The units for which an operand is true, whether they are candidates or not; undefined for none. */
function operandUnits({ condition }: ConditionNode, entity: Entity, candidates: Units, given: Circumstances): Units | undefined {
  const { moment, changes, before, root } = given;
  switch (condition.kind) {
    case "missing": {
      if (entity.checks !== undefined) return statusOf(entity, given) === "missing" ? true : undefined;
      const facts = given.factsOf(entity);
      return facts === undefined ? candidates : subtract(candidates, facts.materialized);
    }
    case "runInProgress":
      if (entity.checks !== undefined) return statusOf(entity, given) === "inProgress" ? true : undefined;
      return total(given.factsOf(entity)?.running);
    case "backfillInProgress":
      return total(given.factsOf(entity)?.backfilling);
    case "executionFailed":
      if (entity.checks !== undefined) return statusOf(entity, given) === "executionFailed" ? true : undefined;
      return total(given.factsOf(entity)?.failed);
    case "checkPassed":
      return statusOf(entity, given) === "passed" ? true : undefined;
    case "checkFailed":
      return statusOf(entity, given) === "failed" ? true : undefined;
    case "newlyUpdated":
      return before === undefined ? undefined : passing(changes.updated.get(entity.id), given);
    case "dataVersionChanged":
      return before === undefined ? undefined : passing(changes.newVersions.get(entity.id), given);
    case "newlyRequested":
      return passing(given.requestedBefore(entity), given);
    case "willBeRequested": {
      const requested = given.requested[entity.number];
      if (requested === undefined || !given.program.relation(root.entity, entity).sameRun) return undefined;
      return passing(requested, given);
    }
    case "cronTickPassed": {
      const latest = given.latestTick(condition);
      const { previousTime } = given;
      const passed = before !== undefined && previousTime !== undefined && latest !== undefined && latest >= previousTime;
      return passed ? passing(candidates, given) : undefined;
    }
    case "inLatestTimeWindow":
      return moment.latestWindow(entity.space, condition.lookbackDelta);
    case "executedWithRootTarget":
      // An asset that depends on itself is not executed for another of its partitions by the run that made it.
      if (entity.id === root.entity.id) return undefined;
      return madeBy(given.factsOf(entity), given, (shape) => shape.targets.has(root.entity.id));
    case "executedWithTags":
      return madeBy(given.factsOf(entity), given, ({ tags }) => hasTags(tags, condition));
    case "anyNewUpdateHasRunTags":
      return before === undefined ? undefined : passing(newUpdates(entity, condition, given).tagged, given);
    case "allNewUpdatesHaveRunTags": {
      const { tagged, others } = newUpdates(entity, condition, given);
      return before === undefined ? undefined : passing(subtract(tagged, others), given);
    }
    case "codeVersionOutdated": {
      const { codeVersion } = entity;
      const made = given.factsOf(entity)?.codeVersions;
      if (codeVersion === undefined || made === undefined) return undefined;
      return total(new Map([...made].filter(([version]) => version !== codeVersion)));
    }
    default:
      return undefined;
  }
}

/** Units for which something is true for a moment only: the next tick comes to something else. */
function passing(units: Units | undefined, { after }: Circumstances): Units | undefined {
  if (units !== undefined && !isEmpty(units)) after.settled = false;
  return units;
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

function hasTags(tags: Readonly<Record<string, string>>, { tagKeys = [], tagValues = {} }: RunTags): boolean {
  return (
    tagKeys.every((name) => Object.hasOwn(tags, name)) && Object.entries(tagValues).every(([name, value]) => tags[name] === value)
  );
}

/** What was materialized since the evaluation before: by runs with the tags, and by others. */
function newUpdates(entity: Entity, wanted: RunTags, { changes, instance, moment }: Circumstances) {
  const none = moment.none(entity.space);
  let [tagged, others] = [none, none];
  for (const [shape, units] of changes.updateRuns.get(entity.id) ?? []) {
    const tags = shape === undefined ? undefined : instance.shapes.get(shape)?.tags;
    if (tags !== undefined && hasTags(tags, wanted)) tagged = unite(tagged, units);
    else others = unite(others, units);
  }
  return { tagged, others };
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

function total(units: ReadonlyMap<unknown, Units> | undefined): Units | undefined {
  if (units === undefined || units.size === 0) return undefined;
  let found: Units | undefined;
  for (const one of units.values()) found = found === undefined ? one : unite(found, one);
  return found;
}

/** What a node remembers, as far as the partitions are still the same. */
function unitsBefore(node: ConditionNode, entity: Entity, given: Circumstances): Units | undefined {
  const { before, moment, momentBefore } = given;
  const units = before?.nodes.get(node.key);
  const text = before?.spaces.get(spaceKey(entity, given));
  if (units === undefined || units === null || typeof units === "string" || text === undefined) return undefined;
  if (text === entity.space.text && !isRenumbered(entity.space, momentBefore, moment)) return units;
  return isComparable(text, entity.space) ? carryOver(units, { text, moment: momentBefore }, entity.space, moment) : undefined;
}

function remember(node: ConditionNode, entity: Entity, units: Units, previous: Units | undefined, given: Circumstances): void {
  const { after } = given;
  const { text } = entity.space;
  note(node.key, units, given);
  const key = spaceKey(entity, given);
  if (after.spaces.get(key) !== text) after.spaces = setting(after.spaces, after.start.spaces, key, text);
  if (previous === undefined || !sameUnits(units, previous)) after.settled = false;
}

function spaceKey(entity: Entity, { root }: Circumstances): EntityId {
  return entity === root.entity ? "" : entity.id;
}

/** Has what is remembered be the very maps that were remembered last of the same condition, where they are alike. */
function share(after: Memory, node: ConditionNode, { remembered }: TickCircumstances): void {
  const last = remembered.get(node);
  if (last !== undefined && areAlike(last.nodes, after.nodes)) after.nodes = last.nodes;
  if (last !== undefined && areAlike(last.spaces, after.spaces)) after.spaces = last.spaces;
  if (last?.nodes !== after.nodes || last.spaces !== after.spaces)
    remembered.set(node, { nodes: after.nodes, spaces: after.spaces });
}

function areAlike<V>(one: ReadonlyMap<string, V>, other: ReadonlyMap<string, V>): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [key, value] of one) if (other.get(key) !== value) return false;
  return true;
}

/** Remembers something of a node. */
function note(key: string, state: NodeState, { after }: Circumstances): void {
  const known = after.nodes.get(key);
  if (known === undefined || !sameState(known, state)) after.nodes = setting(after.nodes, after.start.nodes, key, state);
}

/** A map with another entry, which the one that it started as is not given. */
function setting<K, V>(map: ReadonlyMap<K, V>, start: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  const own = map === start ? new Map(map) : (map as Map<K, V>);
  return own.set(key, value);
}

function sameState(one: NodeState, other: NodeState): boolean {
  if (one === other) return true;
  if (one === null || other === null || typeof one === "string" || typeof other === "string") return false;
  return sameUnits(one, other);
}
