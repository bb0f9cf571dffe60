import {
  type AutomationConditionData,
  type CronSchedule,
  type PlainComposition,
  plainCompositions,
  withChildren,
} from "./condition.ts";

type Condition = AutomationConditionData;

const not = (operand: Condition): Condition => ({ kind: "not", operand });
const and = (...operands: readonly Condition[]): Condition => ({ kind: "and", operands });
const or = (...operands: readonly Condition[]): Condition => ({ kind: "or", operands });
const labelled = (condition: Condition, label: string): Condition => ({ ...condition, label });

const inLatestTimeWindow: Condition = { kind: "inLatestTimeWindow" };
const missing: Condition = { kind: "missing" };
const newlyUpdated: Condition = { kind: "newlyUpdated" };
const willBeRequested: Condition = { kind: "willBeRequested" };

/** Spec 6.2, `since_last_handled`: since it was requested or updated last, or the condition was given. */
export function sinceLastHandled(trigger: Condition): Condition {
  const handled = or({ kind: "newlyRequested" }, newlyUpdated, { kind: "initialEvaluation" });
  return { kind: "since", trigger, reset: labelled(handled, "handled") };
}

/** Spec 6.3: what each composition stands for, one level deep. */
const meanings: Readonly<Record<PlainComposition, Condition>> = {
  inProgress: or({ kind: "runInProgress" }, { kind: "backfillInProgress" }),
  newlyMissing: { kind: "newlyTrue", operand: missing },
  anyDepsUpdated: {
    kind: "anyDepsMatch",
    operand: or(labelled(and(newlyUpdated, not({ kind: "executedWithRootTarget" })), "newlyUpdatedWithoutRoot"), willBeRequested),
  },
  anyDepsMissing: { kind: "anyDepsMatch", operand: and(missing, not(willBeRequested)) },
  anyDepsInProgress: { kind: "anyDepsMatch", operand: { kind: "inProgress" } },
  allDepsBlockingChecksPassed: {
    kind: "allDepsMatch",
    operand: labelled(
      { kind: "allChecksMatch", operand: or({ kind: "checkPassed" }, willBeRequested), blockingOnly: true },
      "allBlockingChecksPassed",
    ),
  },
  eager: and(
    inLatestTimeWindow,
    sinceLastHandled(or({ kind: "newlyMissing" }, { kind: "anyDepsUpdated" })),
    not({ kind: "anyDepsMissing" }),
    not({ kind: "anyDepsInProgress" }),
    not({ kind: "inProgress" }),
  ),
  onMissing: and(
    inLatestTimeWindow,
    labelled(sinceLastHandled({ kind: "newlyTrue", operand: missing }), "missingSinceLastHandled"),
    not({ kind: "anyDepsMissing" }),
  ),
};

function allDepsUpdatedSinceCron(schedule: CronSchedule): Condition {
  const tick: Condition = { kind: "cronTickPassed", ...schedule };
  return { kind: "allDepsMatch", operand: or({ kind: "since", trigger: newlyUpdated, reset: tick }, willBeRequested) };
}

function onCron(schedule: CronSchedule): Condition {
  return and(inLatestTimeWindow, sinceLastHandled({ kind: "cronTickPassed", ...schedule }), {
    kind: "allDepsUpdatedSinceCron",
    ...schedule,
  });
}

/** What a composition is called where it was given no label: its name, with what it takes. Undefined for any other condition. */
export function compositionLabel(condition: Condition): string | undefined {
  switch (condition.kind) {
    case "onCron":
    case "allDepsUpdatedSinceCron":
      return `${condition.kind}(${condition.cron}, ${condition.timezone})`;
    default:
      return (plainCompositions as readonly string[]).includes(condition.kind) ? condition.kind : undefined;
  }
}

/** The label of a condition, if it has any: the one that it was given, or that of its composition. */
export function labelOf(condition: Condition): string | undefined {
  return condition.label ?? compositionLabel(condition);
}

/** What a composition stands for, under its label; any other condition as it is. Its parts may be compositions in turn. */
export function expandOnce(condition: Condition): Condition {
  const label = labelOf(condition);
  const meaning = meaningOf(condition);
  return meaning === undefined ? condition : { ...meaning, ...(label === undefined ? {} : { label }) };
}

function meaningOf(condition: Condition): Condition | undefined {
  switch (condition.kind) {
    case "onCron":
      return onCron({ cron: condition.cron, timezone: condition.timezone });
    case "allDepsUpdatedSinceCron":
      return allDepsUpdatedSinceCron({ cron: condition.cron, timezone: condition.timezone });
    default:
      return Object.hasOwn(meanings, condition.kind) ? meanings[condition.kind as PlainComposition] : undefined;
  }
}

/** A condition made of operands and operators alone (spec 6.3). */
export function expandCondition(condition: Condition): Condition {
  return withChildren(expandOnce(condition), expandCondition);
}
