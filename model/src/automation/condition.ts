import type { AssetKey } from "../keys/assetKey.ts";
import type { SelectionTree } from "../selection/tree.ts";

/**
 * When an asset or a check asks to be executed (spec 6.1 to 6.3): plain data that JSON can hold. It is true or false for
 * each partition of its target.
 *
 * The names of operands, operators and compositions are Dagster's, in camelCase. A composition stands for what
 * `expandCondition()` makes of it.
 */
export type AutomationConditionData = (AutomationOperand | AutomationOperator | AutomationComposition) & {
  /** What it is called in an evaluation; `replace()` finds it by that. */
  readonly label?: string;
};

/** What is looked up, without a look at other conditions (spec 6.1). */
export type AutomationOperand =
  | { readonly kind: PlainOperand }
  | {
      readonly kind: "inLatestTimeWindow";
      /** How far before the end of the latest window partitions may begin. Left out: the latest window alone. */
      readonly lookbackDelta?: TimeDelta;
    }
  | ({ readonly kind: "cronTickPassed" } & CronSchedule)
  | ({ readonly kind: RunTagsOperand } & RunTags);

/** The operands about the tags of runs. */
export const runTagsOperands = ["executedWithTags", "anyNewUpdateHasRunTags", "allNewUpdatesHaveRunTags"] as const;

export type RunTagsOperand = (typeof runTagsOperands)[number];

/** Which runs count: all of it has to hold. */
export interface RunTags {
  /** Tags that the run had, with whatever values. */
  readonly tagKeys?: readonly string[];
  /** Tags that the run had, with these values. */
  readonly tagValues?: Readonly<Record<string, string>>;
}

/** The operands that take nothing. */
export const plainOperands = [
  "missing",
  "runInProgress",
  "backfillInProgress",
  "executionFailed",
  "newlyUpdated",
  "newlyRequested",
  "willBeRequested",
  "codeVersionChanged",
  "codeVersionOutdated",
  "dataVersionChanged",
  "initialEvaluation",
  "executedWithRootTarget",
  "checkPassed",
  "checkFailed",
] as const;

export type PlainOperand = (typeof plainOperands)[number];

/** A schedule of times (spec 5.2 and 6.1). */
export interface CronSchedule {
  /** Five fields separated by blanks, or one of `@hourly @daily @weekly @monthly @yearly`. */
  readonly cron: string;
  /** An IANA name such as `Europe/Berlin`. */
  readonly timezone: string;
}

/** A length of time: the sum of its entries, each a number from 0. */
export interface TimeDelta {
  readonly weeks?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** What is made of other conditions (spec 6.2). */
export type AutomationOperator =
  | { readonly kind: "and" | "or"; readonly operands: readonly AutomationConditionData[] }
  | { readonly kind: "not" | "newlyTrue"; readonly operand: AutomationConditionData }
  | { readonly kind: "since"; readonly trigger: AutomationConditionData; readonly reset: AutomationConditionData }
  | ({
      readonly kind: "anyDepsMatch" | "allDepsMatch";
      /** About the dependency. */
      readonly operand: AutomationConditionData;
    } & Filter)
  | ({
      readonly kind: "anyChecksMatch" | "allChecksMatch";
      /** About the check. */
      readonly operand: AutomationConditionData;
      /** Whether only blocking checks count: false if left out. */
      readonly blockingOnly?: boolean;
    } & Filter)
  | {
      readonly kind: "assetMatches";
      readonly asset: AssetKey;
      /** About that asset. */
      readonly operand: AutomationConditionData;
    }
  | { readonly kind: "anyDownstreamConditions" };

/** Which dependencies or checks count. */
export interface Filter {
  /** Only those in the selection; all, if left out. */
  readonly allow?: SelectionTree;
  /** None of those in the selection. */
  readonly ignore?: SelectionTree;
}

/** A name for a combination of others (spec 6.3). */
export type AutomationComposition =
  | { readonly kind: PlainComposition }
  | ({ readonly kind: "onCron" | "allDepsUpdatedSinceCron" } & CronSchedule);

/** The compositions that take nothing. */
export const plainCompositions = [
  "eager",
  "onMissing",
  "inProgress",
  "newlyMissing",
  "anyDepsUpdated",
  "anyDepsMissing",
  "anyDepsInProgress",
  "allDepsBlockingChecksPassed",
] as const;

export type PlainComposition = (typeof plainCompositions)[number];

export type AutomationConditionKind = AutomationConditionData["kind"];

/** The conditions that a condition is directly made of. */
export function childConditions(condition: AutomationConditionData): readonly AutomationConditionData[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.operands;
    case "since":
      return [condition.trigger, condition.reset];
    case "not":
    case "newlyTrue":
    case "anyDepsMatch":
    case "allDepsMatch":
    case "anyChecksMatch":
    case "allChecksMatch":
    case "assetMatches":
      return [condition.operand];
    default:
      return [];
  }
}

/** The same condition, made of others. */
export function withChildren(
  condition: AutomationConditionData,
  change: (child: AutomationConditionData) => AutomationConditionData,
): AutomationConditionData {
  switch (condition.kind) {
    case "and":
    case "or":
      return { ...condition, operands: condition.operands.map(change) };
    case "since":
      return { ...condition, trigger: change(condition.trigger), reset: change(condition.reset) };
    case "not":
    case "newlyTrue":
    case "anyDepsMatch":
    case "allDepsMatch":
    case "anyChecksMatch":
    case "allChecksMatch":
    case "assetMatches":
      return { ...condition, operand: change(condition.operand) };
    default:
      return condition;
  }
}
