import type { Entity } from "./entities.ts";
import type { ConditionEvaluation, TickCircumstances } from "./evaluate.ts";
import type { ConditionNode } from "./node.ts";
import { intersect, isEmpty, subtract, type Units, unite } from "./units.ts";

/** At which time something became true, and of what; of several times of the same unit the latest counts. */
export type Times = readonly (readonly [time: number, units: Units])[];

/** What became true when; `unknown` is what is true without a time. */
interface Timed {
  readonly times: Times;
  readonly unknown: Units;
}

type Circumstances = Pick<TickCircumstances, "program" | "moment" | "changes" | "previousTime" | "latestTick">;

/**
 * Of what a trigger and a reset are both true for in one tick that for which the trigger came later (spec 6.4, SINCE): an update
 * after the tick of a schedule. Where either has no time the reset wins.
 */
export function laterThan(trigger: ConditionEvaluation, reset: ConditionEvaluation, entity: Entity, given: Circumstances): Units {
  const none = given.moment.none(entity.space);
  const both = intersect(trigger.trueUnits, reset.trueUnits);
  if (isEmpty(both)) return none;
  const own = timesOf(trigger, entity, given);
  const other = timesOf(reset, entity, given);
  let later = none;
  for (const [time, units] of own.times) {
    let left = subtract(intersect(units, both), other.unknown);
    for (const [otherTime, others] of other.times) if (otherTime >= time) left = subtract(left, others);
    later = unite(later, left);
  }
  return later;
}

function timesOf(evaluation: ConditionEvaluation, entity: Entity, given: Circumstances): Timed {
  const { trueUnits, children, node } = evaluation;
  const none = given.moment.none(entity.space);
  if (isEmpty(trueUnits)) return { times: [], unknown: none };
  const within = (all: Times): Times =>
    all.map(([time, units]) => [time, intersect(units, trueUnits)] as const).filter(([, units]) => !isEmpty(units));
  const rest = (all: Times): Timed => ({
    times: within(all),
    unknown: all.reduce((left, [, units]) => subtract(left, units), trueUnits),
  });
  switch (node.condition.kind) {
    case "not":
      return { times: [], unknown: trueUnits };
    case "or":
    case "anyDownstreamConditions": {
      const made = children.map((child) => timesOf(child, entity, given));
      const unknown = made.reduce((units, one) => unite(units, one.unknown), none);
      return { times: within(made.flatMap((one) => one.times)), unknown: intersect(unknown, trueUnits) };
    }
    case "and":
    case "newlyTrue":
      return rest(children.flatMap((child) => timesOf(child, entity, given).times));
    case "since":
      return rest(children.slice(0, 1).flatMap((child) => timesOf(child, entity, given).times));
    case "anyDepsMatch":
    case "allDepsMatch":
    case "anyChecksMatch":
    case "allChecksMatch":
    case "assetMatches":
      return rest(children.flatMap((child) => mappedTimes(child, entity, given)));
    default:
      return rest(timesOfOperand(node, entity, trueUnits, given));
  }
}

function mappedTimes(child: ConditionEvaluation, entity: Entity, given: Circumstances): Times {
  const { program, moment } = given;
  const other = child.entity === undefined ? undefined : program.entity(child.entity);
  if (other === undefined) return [];
  const { times } = timesOf(child, other, given);
  return times.map(([time, units]) => [time, program.mapBack(entity, other, units, moment)] as const);
}

/** When what an operand is true for happened, where that is known. */
function timesOfOperand({ condition }: ConditionNode, entity: Entity, trueUnits: Units, given: Circumstances): Times {
  switch (condition.kind) {
    case "newlyUpdated":
      return given.changes.updateTimes.get(entity.id) ?? [];
    case "newlyRequested":
      return given.previousTime === undefined ? [] : [[given.previousTime, trueUnits]];
    case "cronTickPassed": {
      const latest = given.latestTick(condition);
      return latest === undefined ? [] : [[latest, trueUnits]];
    }
    default:
      return [];
  }
}
