import { toUserString } from "../keys/assetKey.ts";
import type { AutomationConditionData, TimeDelta } from "./condition.ts";
import type { ConditionEvaluation } from "./evaluate.ts";
import { compositionLabel } from "./expand.ts";
import { countUnits, isEmpty } from "./units.ts";

type Words = readonly [whenTrue: string, whenNot: string];

const words: Readonly<Partial<Record<AutomationConditionData["kind"], Words>>> = {
  missing: ["it was never executed", "it has been executed"],
  runInProgress: ["a run is about to execute it", "no run is about to execute it"],
  backfillInProgress: ["a backfill is about to execute it", "no backfill is about to execute it"],
  executionFailed: ["the latest run that was to execute it failed", "the latest run that was to execute it did not fail"],
  newlyUpdated: ["it was updated since the evaluation before", "it was not updated since the evaluation before"],
  newlyRequested: ["the evaluation before requested it", "the evaluation before did not request it"],
  willBeRequested: ["this evaluation requests it", "this evaluation does not request it"],
  codeVersionChanged: ["its code version has changed", "its code version has not changed"],
  codeVersionOutdated: ["it was made with another code version", "it was not made with another code version"],
  dataVersionChanged: ["its data version has changed", "its data version has not changed"],
  initialEvaluation: ["it was never evaluated with this condition", "it was evaluated with this condition before"],
  executedWithRootTarget: [
    "the run that updated it was to execute the target too",
    "the run that updated it was not to execute the target",
  ],
  executedWithTags: ["the run that updated it had the tags", "the run that updated it did not have the tags"],
  anyNewUpdateHasRunTags: [
    "a run that updated it since the evaluation before had the tags",
    "no run that updated it since the evaluation before had the tags",
  ],
  allNewUpdatesHaveRunTags: [
    "all runs that updated it since the evaluation before had the tags",
    "not all runs that updated it since the evaluation before had the tags",
  ],
  checkPassed: ["it has passed since its asset was materialized", "it has not passed since its asset was materialized"],
  checkFailed: ["it has failed since its asset was materialized", "it has not failed since its asset was materialized"],
  and: ["all of these are true", "not all of these are true"],
  or: ["one of these is true", "none of these is true"],
  not: ["this is not true", "this is true"],
  newlyTrue: ["this has just become true", "this has not just become true"],
  since: ["the first has been true since the second was", "the first has not been true since the second was"],
  anyDepsMatch: ["this is true of a dependency", "this is true of no dependency"],
  allDepsMatch: ["this is true of every dependency", "this is not true of every dependency"],
  anyChecksMatch: ["this is true of a check", "this is true of no check"],
  allChecksMatch: ["this is true of every check", "this is not true of every check"],
  anyDownstreamConditions: ["a condition downstream is true", "no condition downstream is true"],
};

/** Why a condition is true or not for what it was evaluated for, in a few plain words. */
export function evaluationWords(evaluation: ConditionEvaluation): string {
  const { node, candidates, trueUnits, children } = evaluation;
  const { condition } = node;
  if (isEmpty(candidates) && children.length === 0) return "nothing is left that it could be true of";
  const isTrue = !isEmpty(trueUnits);
  const choose = ([whenTrue, whenNot]: Words) => (isTrue ? whenTrue : whenNot);
  switch (condition.kind) {
    case "inLatestTimeWindow":
      if (typeof candidates === "boolean") return "it has no windows of time, so that all of it is the latest";
      return choose(
        condition.lookbackDelta === undefined
          ? ["it lies in the latest window", "it does not lie in the latest window"]
          : [
              `it lies in the last ${deltaWords(condition.lookbackDelta)}`,
              `it does not lie in the last ${deltaWords(condition.lookbackDelta)}`,
            ],
      );
    case "cronTickPassed": {
      const schedule = `"${condition.cron}" in ${condition.timezone}`;
      return choose([
        `a tick of ${schedule} has passed since the evaluation before`,
        `no tick of ${schedule} has passed since the evaluation before`,
      ]);
    }
    case "assetMatches": {
      const other = toUserString(condition.asset);
      return choose([`this is true of ${other}`, `this is not true of ${other}`]);
    }
    case "anyDepsMatch":
    case "allDepsMatch":
      if (children.length === 0) return "there are no dependencies to look at";
      break;
    case "anyChecksMatch":
    case "allChecksMatch":
      if (children.length === 0) return "there are no checks to look at";
      break;
  }
  const found = words[condition.kind];
  return found === undefined ? condition.kind : choose(found);
}

/** For how many of how many something is true, as `2 of 365`; nothing where there are no partitions. */
export function evaluationCounts({ candidates, trueUnits }: ConditionEvaluation): string | undefined {
  return typeof candidates === "boolean" ? undefined : `${countUnits(trueUnits)} of ${countUnits(candidates)}`;
}

function deltaWords(delta: TimeDelta): string {
  const parts = Object.entries(delta).map(([unit, count]) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`);
  return parts.length === 0 ? "0 seconds" : parts.join(" and ");
}

/** A condition in short, as far as it is known: its label, its composition, or of what it is made. */
export function conditionWords(condition: AutomationConditionData): string {
  const label = condition.label ?? compositionLabel(condition);
  if (label !== undefined) return label;
  const list = (conditions: readonly AutomationConditionData[], word: string) =>
    conditions.map((one) => (isNested(one) ? `(${conditionWords(one)})` : conditionWords(one))).join(` ${word} `);
  switch (condition.kind) {
    case "and":
    case "or":
      return list(condition.operands, condition.kind);
    case "not":
      return `not ${isNested(condition.operand) ? `(${conditionWords(condition.operand)})` : conditionWords(condition.operand)}`;
    case "since":
      return list([condition.trigger, condition.reset], "since");
    case "newlyTrue":
    case "anyDepsMatch":
    case "allDepsMatch":
    case "anyChecksMatch":
    case "allChecksMatch":
      return `${condition.kind}(${conditionWords(condition.operand)})`;
    case "assetMatches":
      return `assetMatches(${toUserString(condition.asset)}, ${conditionWords(condition.operand)})`;
    case "cronTickPassed":
      return `cronTickPassed(${condition.cron}, ${condition.timezone})`;
    default:
      return condition.kind;
  }
}

function isNested({ kind, label }: AutomationConditionData): boolean {
  return label === undefined && (kind === "and" || kind === "or" || kind === "since");
}
