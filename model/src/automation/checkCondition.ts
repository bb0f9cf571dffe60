import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { checkCronText, checkTimezone } from "../partitions/checkDefinition.ts";
import { checkOptionNames, describe, isRecord } from "../specs/options.ts";
import { isUnknown } from "../specs/unknown.ts";
import { conditionText } from "./algebra.ts";
import { type AutomationConditionData, plainCompositions, plainOperands, runTagsOperands } from "./condition.ts";
import { expandCondition } from "./expand.ts";

/** What each kind of condition takes beside a label. */
const options: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries([...plainOperands, ...plainCompositions, "anyDownstreamConditions"].map((kind) => [kind, []])),
  inLatestTimeWindow: ["lookbackDelta"],
  cronTickPassed: ["cron", "timezone"],
  onCron: ["cron", "timezone"],
  allDepsUpdatedSinceCron: ["cron", "timezone"],
  ...Object.fromEntries(runTagsOperands.map((kind) => [kind, ["tagKeys", "tagValues"]])),
  and: ["operands"],
  or: ["operands"],
  not: ["operand"],
  newlyTrue: ["operand"],
  since: ["trigger", "reset"],
  anyDepsMatch: ["operand", "allow", "ignore"],
  allDepsMatch: ["operand", "allow", "ignore"],
  anyChecksMatch: ["operand", "blockingOnly", "allow", "ignore"],
  allChecksMatch: ["operand", "blockingOnly", "allow", "ignore"],
  assetMatches: ["asset", "operand"],
};

const deepest = 100;
const units = ["weeks", "days", "hours", "minutes", "seconds"];

/**
 * What is wrong with the condition of an asset or a check (spec 6): a cron text or time zone that is none, options of the wrong
 * kind, and parts that contradict each other. Says nothing of what is not known, nor of what is no object: that is for the rule
 * of the options' kinds.
 */
export function checkAutomationCondition(condition: unknown, path: DeclarationPath, of: "asset" | "check" = "asset"): Finding[] {
  if (!isRecord(condition)) return [];
  const findings = checkParts(condition, path, 0);
  if (findings.length > 0 || holdsUnknown(condition)) return findings;
  return checkSense(expandCondition(condition as unknown as AutomationConditionData), path, of);
}

function checkParts(condition: unknown, path: DeclarationPath, depth: number): Finding[] {
  if (isUnknown(condition)) return [];
  if (!isRecord(condition) || depth > deepest) {
    const found = depth > deepest ? "one in a hundred others" : describe(condition);
    return [invalid(`A condition is made by AutomationCondition, as AutomationCondition.eager(), not ${found}.`, path)];
  }
  const { kind, label } = condition;
  if (isUnknown(kind)) return [];
  const takes = typeof kind === "string" && Object.hasOwn(options, kind) ? options[kind] : undefined;
  if (takes === undefined) {
    return [invalid("automationCondition takes an AutomationCondition, as AutomationCondition.eager(), not an object.", path)];
  }
  const within = (option: string, value: unknown) => checkParts(value, [...path, option], depth + 1);
  const findings = checkOptionNames(condition, `${String(kind)}()`, ["kind", "label", ...takes], path);
  if (label !== undefined && !isUnknown(label) && typeof label !== "string") {
    findings.push(invalid(`A label is text, not ${describe(label)}.`, [...path, "label"]));
  }
  for (const option of takes) {
    const value = condition[option];
    if (isUnknown(value)) continue;
    const at = [...path, option];
    switch (option) {
      case "cron":
        findings.push(...checkCronText(value, at));
        break;
      case "timezone":
        findings.push(...checkTimezone(value ?? null, at));
        break;
      case "operand":
      case "trigger":
      case "reset":
        findings.push(...within(option, value));
        break;
      case "operands":
        if (Array.isArray(value)) findings.push(...value.flatMap((one, index) => checkParts(one, [...at, index], depth + 1)));
        else findings.push(invalid(`${String(kind)}() takes conditions, not ${describe(value)}.`, at));
        break;
      case "lookbackDelta":
        if (value !== undefined) findings.push(...checkDelta(value, at));
        break;
      case "blockingOnly":
        if (value !== undefined && typeof value !== "boolean") {
          findings.push(invalid(`blockingOnly is true or false, not ${describe(value)}.`, at));
        }
        break;
      case "tagKeys":
        if (value !== undefined && !(Array.isArray(value) && value.every((one) => typeof one === "string" || isUnknown(one)))) {
          findings.push(invalid(`tagKeys is a list of texts, not ${describe(value)}.`, at));
        }
        break;
      case "tagValues":
        if (
          value !== undefined &&
          !(isRecord(value) && Object.values(value).every((one) => typeof one === "string" || isUnknown(one)))
        ) {
          findings.push(invalid(`tagValues is an object of texts, not ${describe(value)}.`, at));
        }
        break;
    }
  }
  return findings;
}

function checkDelta(delta: unknown, path: DeclarationPath): Finding[] {
  if (!isRecord(delta)) return [invalid(`lookbackDelta is a length of time such as { days: 2 }, not ${describe(delta)}.`, path)];
  const wrong = Object.entries(delta).filter(
    ([unit, count]) =>
      units.includes(unit) && !isUnknown(count) && !(typeof count === "number" && Number.isFinite(count) && count >= 0),
  );
  return [
    ...checkOptionNames(delta, "lookbackDelta", units, path),
    ...wrong.map(([unit, count]) =>
      invalid(`${unit} of lookbackDelta is a number from 0, not ${describe(count)}.`, [...path, unit]),
    ),
  ];
}

/** What can never be true, whatever happens. */
function checkSense(condition: AutomationConditionData, path: DeclarationPath, of: "asset" | "check"): Finding[] {
  const contradiction = (message: string, at: DeclarationPath = path) => finding("contradictory-condition", message, at);
  const at = (option: string, index?: number): DeclarationPath =>
    index === undefined ? [...path, option] : [...path, option, index];
  switch (condition.kind) {
    case "checkPassed":
    case "checkFailed":
      if (of === "check") return [];
      return [
        contradiction(
          `${condition.kind}() is about checks and never true of an asset: put it into AutomationCondition.anyChecksMatch(…) or allChecksMatch(…).`,
        ),
      ];
    case "and": {
      const texts = new Set(condition.operands.map(conditionText));
      const refuted = condition.operands.findIndex((one) => one.kind === "not" && texts.has(conditionText(one.operand)));
      const inner = condition.operands.flatMap((one, index) => checkSense(one, at("operands", index), of));
      if (refuted < 0) return inner;
      const message = "One condition has to be true and not true here, so that this is never true: take one of the two away.";
      return [contradiction(message), ...inner];
    }
    case "or":
      return condition.operands.flatMap((one, index) => checkSense(one, at("operands", index), of));
    case "since": {
      const inner = [...checkSense(condition.trigger, at("trigger"), of), ...checkSense(condition.reset, at("reset"), of)];
      if (conditionText(condition.trigger) !== conditionText(condition.reset)) return inner;
      return [
        contradiction("What begins it also ends it, so that this is never true: give since() another condition."),
        ...inner,
      ];
    }
    case "not":
    case "newlyTrue":
      return checkSense(condition.operand, at("operand"), of);
    case "anyDepsMatch":
    case "allDepsMatch":
    case "assetMatches":
      return checkSense(condition.operand, at("operand"), "asset");
    case "anyChecksMatch":
    case "allChecksMatch":
      if (of === "check") return [contradiction(`A check has no checks of its own, for ${condition.kind}() to look at.`)];
      return checkSense(condition.operand, at("operand"), "check");
    default:
      return [];
  }
}

function invalid(message: string, path: DeclarationPath): Finding {
  return finding("invalid-option", message, path);
}

/** Whether a part of a condition is not known. */
export function holdsUnknown(value: unknown, depth = 0): boolean {
  if (isUnknown(value) || depth > deepest * 2) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((inner) => holdsUnknown(inner, depth + 1));
}
