import {
  AssetKey,
  type AutomationConditionData,
  allowIn,
  andConditions,
  type CoercibleToAssetKey,
  ignoreIn,
  orConditions,
  type PlainComposition,
  type PlainOperand,
  parseSelectOption,
  type RunTagsOperand,
  replaceCondition,
  type SelectionTree,
  sinceLastHandled,
  type TimeDelta,
  withoutCondition,
} from "@headwater/model";
import { type AnyAsset, isAsset } from "../assets/assetsDefinition.ts";
import { type AssetOutput, isAssetOutput } from "../assets/multiAssetDefinition.ts";
import { checkOptionNames } from "../options/readOptions.ts";
import { type AssetSelection, isAssetSelection } from "../selection/assetSelection.ts";

/**
 * When an asset or a check asks to be executed by itself (spec 6): immutable plain data, with methods that make further
 * conditions of it. It is true or false for each partition. Whatever takes one validates it.
 */
export type AutomationCondition = AutomationConditionData & AutomationConditionMethods;

/** What can be made of a condition (spec 6.2). Dagster's `&`, `|` and `~` are `and()`, `or()` and `not()`. */
export interface AutomationConditionMethods {
  /** True where this and all of the others are. */
  and(...others: readonly AutomationCondition[]): AutomationCondition;
  /** True where this or one of the others is. */
  or(...others: readonly AutomationCondition[]): AutomationCondition;
  /** True where this is not. */
  not(): AutomationCondition;
  /** True where this has been true at some time since `reset` was. In an evaluation in which both are true, `reset` wins. */
  since(reset: AutomationCondition): AutomationCondition;
  /** True in the evaluation in which this turns from false to true. */
  newlyTrue(): AutomationCondition;
  /** True where this has been since the target was last requested or updated, or was given this condition. */
  sinceLastHandled(): AutomationCondition;
  /** The same under a name, which evaluations show and `replace()` finds. */
  withLabel(label: string): AutomationCondition;
  /**
   * The same with another condition in place of a part, wherever that stands.
   *
   * @param old the part, or its label or name, as `"newlyUpdated"`
   */
  replace(old: AutomationCondition | string, replacement: AutomationCondition): AutomationCondition;
  /**
   * Without one of the conditions that all have to be true, as in `eager().without(inLatestTimeWindow())`.
   *
   * @throws AutomationConditionError where it is none of them, and where fewer than two would be left
   */
  without(operand: AutomationCondition): AutomationCondition;
  /**
   * With conditions about dependencies looking at those in the selection alone; repeated, selections add up. Of
   * `anyChecksMatch()` and `allChecksMatch()` it selects the checks.
   *
   * @param selection an AssetSelection, or its text. What it names but does not exist is passed over
   */
  allow(selection: AssetSelection | string): AutomationCondition;
  /** As `allow()`, with what is in the selection passed over. */
  ignore(selection: AssetSelection | string): AutomationCondition;
}

/** What `inLatestTimeWindow()` takes. */
export interface LatestTimeWindowOptions {
  /**
   * How long before the end of the latest window partitions may begin, as `{ days: 2 }`. Left out: the latest window alone.
   */
  readonly lookbackDelta?: TimeDelta;
}

/** What `executedWithTags()` and its kin take: all of it has to hold. */
export interface RunTagsOptions {
  /** Tags that the run had, with whatever values. */
  readonly tagKeys?: readonly string[];
  /** Tags that the run had, with these values. */
  readonly tagValues?: Readonly<Record<string, string>>;
}

/** What `anyChecksMatch()` and `allChecksMatch()` take. */
export interface ChecksMatchOptions {
  /** Whether only blocking checks count: false if left out. */
  readonly blockingOnly?: boolean;
}

const methods: AutomationConditionMethods & ThisType<AutomationCondition> = {
  and(...others) {
    return make(andConditions([this, ...others].map((one) => plain("and", one))));
  },
  or(...others) {
    return make(orConditions([this, ...others].map((one) => plain("or", one))));
  },
  not() {
    return make({ kind: "not", operand: plain("not", this) });
  },
  since(reset) {
    return make({ kind: "since", trigger: plain("since", this), reset: plain("since", reset) });
  },
  newlyTrue() {
    return make({ kind: "newlyTrue", operand: plain("newlyTrue", this) });
  },
  sinceLastHandled() {
    return make(sinceLastHandled(plain("sinceLastHandled", this)));
  },
  withLabel(label) {
    return make({ ...plain("withLabel", this), label });
  },
  replace(old, replacement) {
    return make(
      replaceCondition(
        plain("replace", this),
        typeof old === "string" ? old : plain("replace", old),
        plain("replace", replacement),
      ),
    );
  },
  without(operand) {
    return make(withoutCondition(plain("without", this), plain("without", operand)));
  },
  allow(selection) {
    return make(allowIn(plain("allow", this), treeOf("allow", selection)));
  },
  ignore(selection) {
    return make(ignoreIn(plain("ignore", this), treeOf("ignore", selection)));
  },
};

/** Makes automation conditions (spec 6.1 to 6.3), with Dagster's names in camelCase. */
export const AutomationCondition = {
  /**
   * Whenever an upstream is updated, or the target becomes missing after it was given this condition; not while an upstream
   * is missing, or one of them or the target itself is in progress. Of windows of time only the latest.
   */
  eager: () => bare("eager"),
  /** When the target becomes missing after it was given this condition, once no upstream is. Of windows of time only the latest. */
  onMissing: () => bare("onMissing"),
  /**
   * Once after each tick of a cron schedule, when all upstreams have been updated since. Of windows of time only the latest.
   *
   * @param cron five fields separated by blanks, or one of `@hourly @daily @weekly @monthly @yearly`
   * @param timezone an IANA name such as `Europe/Berlin`; `UTC` if left out
   */
  onCron: (cron: string, timezone = "UTC") => make({ kind: "onCron", cron, timezone }),

  /** The target was never executed. */
  missing: () => bare("missing"),
  /** It is part of a run that has not executed it yet. */
  runInProgress: () => bare("runInProgress"),
  /** It is part of a backfill that has not executed it yet. */
  backfillInProgress: () => bare("backfillInProgress"),
  /** It is part of a run or backfill that has not executed it yet. */
  inProgress: () => bare("inProgress"),
  /** The latest run that was to execute it failed before it did. */
  executionFailed: () => bare("executionFailed"),
  /** It was updated since the evaluation before. */
  newlyUpdated: () => bare("newlyUpdated"),
  /** It was requested by the evaluation before. */
  newlyRequested: () => bare("newlyRequested"),
  /** It is requested by this evaluation, in which what is upstream comes first, and can be executed in one run with the target. */
  willBeRequested: () => bare("willBeRequested"),
  /** Its code version is another one than in the evaluation before. */
  codeVersionChanged: () => bare("codeVersionChanged"),
  /** Its latest materialization was made with another code version than the one that it declares. */
  codeVersionOutdated: () => bare("codeVersionOutdated"),
  /** Its data version is another one than in the evaluation before. */
  dataVersionChanged: () => bare("dataVersionChanged"),
  /** The target was not evaluated before, or had another condition. */
  initialEvaluation: () => bare("initialEvaluation"),
  /** The latest run that updated it was to execute the target of the whole condition, too. */
  executedWithRootTarget: () => bare("executedWithRootTarget"),
  /** The latest run that updated it had these tags. @throws TypeError for an unknown option */
  executedWithTags: (options: RunTagsOptions) => aboutRunTags("executedWithTags", options),
  /** A run that materialized it since the evaluation before had these tags. @throws TypeError for an unknown option */
  anyNewUpdateHasRunTags: (options: RunTagsOptions) => aboutRunTags("anyNewUpdateHasRunTags", options),
  /** It was materialized since the evaluation before, each time by a run with these tags. @throws TypeError for an unknown option */
  allNewUpdatesHaveRunTags: (options: RunTagsOptions) => aboutRunTags("allNewUpdatesHaveRunTags", options),
  /** The partition lies in the latest window of time; true where there are no windows. @throws TypeError for an unknown option */
  inLatestTimeWindow(options: LatestTimeWindowOptions = {}) {
    checkOptionNames("inLatestTimeWindow()", options, ["lookbackDelta"]);
    return make({ kind: "inLatestTimeWindow", ...options });
  },
  /**
   * A tick of the schedule has passed since the evaluation before.
   *
   * @param cron five fields separated by blanks, or one of `@hourly @daily @weekly @monthly @yearly`
   * @param timezone an IANA name such as `Europe/Berlin`; `UTC` if left out
   */
  cronTickPassed: (cron: string, timezone = "UTC") => make({ kind: "cronTickPassed", cron, timezone }),
  /** A check has passed since its asset was materialized last. For what is about checks. */
  checkPassed: () => bare("checkPassed"),
  /** A check has failed since its asset was materialized last. For what is about checks. */
  checkFailed: () => bare("checkFailed"),

  /** True where the condition is for one of the dependencies. */
  anyDepsMatch: (condition: AutomationCondition) => make({ kind: "anyDepsMatch", operand: plain("anyDepsMatch", condition) }),
  /** True where the condition is for each of the dependencies; so also where there are none. */
  allDepsMatch: (condition: AutomationCondition) => make({ kind: "allDepsMatch", operand: plain("allDepsMatch", condition) }),
  /** True where the condition is for one of the checks. @throws TypeError for an unknown option */
  anyChecksMatch(condition: AutomationCondition, options: ChecksMatchOptions = {}) {
    checkOptionNames("anyChecksMatch()", options, ["blockingOnly"]);
    return make({ kind: "anyChecksMatch", operand: plain("anyChecksMatch", condition), ...options });
  },
  /** True where the condition is for each of the checks; so also where there are none. @throws TypeError for an unknown option */
  allChecksMatch(condition: AutomationCondition, options: ChecksMatchOptions = {}) {
    checkOptionNames("allChecksMatch()", options, ["blockingOnly"]);
    return make({ kind: "allChecksMatch", operand: plain("allChecksMatch", condition), ...options });
  },
  /** True where the condition is for another asset. @throws TypeError for what names no asset */
  assetMatches(asset: AnyAsset | AssetOutput | CoercibleToAssetKey, condition: AutomationCondition) {
    const named = isAsset(asset) || isAssetOutput(asset) ? asset : { key: AssetKey(asset) };
    return make({
      kind: "assetMatches",
      // An asset may get its name later.
      get asset() {
        return named.key;
      },
      operand: plain("assetMatches", condition),
    });
  },
  /** True where one of the conditions of assets downstream is, evaluated for the target. */
  anyDownstreamConditions: () => make({ kind: "anyDownstreamConditions" }),

  /** The target turns missing in this evaluation. */
  newlyMissing: () => bare("newlyMissing"),
  /** A dependency was updated since the evaluation before, but by a run with the target in it; or is requested in this one. */
  anyDepsUpdated: () => bare("anyDepsUpdated"),
  /** A dependency is missing, and not requested in this evaluation. */
  anyDepsMissing: () => bare("anyDepsMissing"),
  /** A dependency is in progress. */
  anyDepsInProgress: () => bare("anyDepsInProgress"),
  /** The blocking checks of all dependencies have passed, or are requested in this evaluation. */
  allDepsBlockingChecksPassed: () => bare("allDepsBlockingChecksPassed"),
  /** All dependencies were updated since the latest tick of a schedule, as in `onCron()`, or are requested in this evaluation. */
  allDepsUpdatedSinceCron: (cron: string, timezone = "UTC") => make({ kind: "allDepsUpdatedSinceCron", cron, timezone }),
};

/** Whether a value was made by one of the functions of `AutomationCondition`. */
export function isAutomationCondition(value: unknown): value is AutomationCondition {
  if (typeof value !== "object" || value === null) return false;
  // Another copy of the package in the project has methods of its own.
  return typeof (value as Partial<AutomationCondition>).kind === "string" && "sinceLastHandled" in value;
}

function make(condition: AutomationConditionData): AutomationCondition {
  return Object.freeze(Object.defineProperties(Object.create(methods), Object.getOwnPropertyDescriptors(condition)));
}

function aboutRunTags(kind: RunTagsOperand, options: RunTagsOptions): AutomationCondition {
  checkOptionNames(`${kind}()`, options, ["tagKeys", "tagValues"]);
  return make({ kind, ...options });
}

function bare(kind: PlainOperand | PlainComposition): AutomationCondition {
  return make({ kind });
}

function plain(method: string, condition: unknown): AutomationConditionData {
  // Without its methods, and with what is looked up later still to be looked up.
  if (isAutomationCondition(condition)) return Object.defineProperties({} as never, Object.getOwnPropertyDescriptors(condition));
  throw new TypeError(`${method}() is about conditions such as AutomationCondition.missing(), not ${kindOf(condition)}.`);
}

function treeOf(method: string, selection: unknown): SelectionTree {
  if (isAssetSelection(selection)) return selection.tree;
  if (typeof selection === "string") return parseSelectOption(selection);
  throw new TypeError(`${method}() takes an AssetSelection or its text, not ${kindOf(selection)}.`);
}

function kindOf(value: unknown): string {
  return value === null ? "null" : typeof value === "object" ? "an object" : `a value of the kind ${typeof value}`;
}
