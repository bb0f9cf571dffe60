import type { SelectionTree } from "../selection/tree.ts";
import { type AutomationConditionData, withChildren } from "./condition.ts";
import { expandCondition, expandOnce, labelOf } from "./expand.ts";

type Condition = AutomationConditionData;

/** A condition that cannot be made of another in this way. */
export class AutomationConditionError extends Error {
  override readonly name = "AutomationConditionError";
}

/** That all are true. Operands that are `and` without a label are taken apart, so that it stays flat (spec 6.2). */
export function andConditions(conditions: readonly Condition[]): Condition {
  return { kind: "and", operands: conditions.flatMap((one) => flattened("and", one)) };
}

/** That any is true, flat as {@link andConditions}. */
export function orConditions(conditions: readonly Condition[]): Condition {
  return { kind: "or", operands: conditions.flatMap((one) => flattened("or", one)) };
}

function flattened(kind: "and" | "or", condition: Condition): readonly Condition[] {
  return condition.kind === kind && condition.label === undefined ? condition.operands : [condition];
}

/** Whether two conditions ask the same, their labels included. */
export function sameCondition(a: Condition, b: Condition): boolean {
  return conditionText(a) === conditionText(b);
}

/** A condition as text that is equal for equal conditions. */
export function conditionText(condition: Condition): string {
  return canonical(expandCondition(condition));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([name, entry]) => entry !== undefined && name !== "span");
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${canonical(entry)}`).join(",")}}`;
}

/**
 * The condition with another in place of a part of it, wherever that stands (spec 6.2).
 *
 * @param old the part, or the label or name of the part. Names are those of operands and operators, as `newlyUpdated`
 */
export function replaceCondition(condition: Condition, old: Condition | string, replacement: Condition): Condition {
  const isOld =
    typeof old === "string"
      ? (one: Condition) => labelOf(one) === old || one.kind === old
      : (
          (text) => (one: Condition) =>
            conditionText(one) === text
        )(conditionText(old));
  const replace = (one: Condition): Condition => {
    if (isOld(one)) return replacement;
    const whole = expandOnce(one);
    const changed = withChildren(whole, replace);
    // A composition in which nothing was replaced keeps its short form.
    return whole !== one && sameCondition(changed, whole) ? one : changed;
  };
  return replace(condition);
}

/**
 * An `and` without one of its operands; it keeps its label (spec 6.2).
 *
 * @throws AutomationConditionError for a condition that is no `and`, an operand that it does not have, and where fewer than
 *   two operands would be left
 */
export function withoutCondition(condition: Condition, operand: Condition): Condition {
  const whole = expandOnce(condition);
  if (whole.kind !== "and") {
    throw new AutomationConditionError(
      `Only of conditions that all have to be true can one be taken away: this is ${describe(whole)}.`,
    );
  }
  const text = conditionText(operand);
  const operands = whole.operands.filter((one) => conditionText(one) !== text);
  if (operands.length === whole.operands.length) {
    const there = whole.operands.map(describe).join(", ");
    throw new AutomationConditionError(
      `${describe(operand)} is none of the operands that it is to be taken from: they are ${there}.`,
    );
  }
  if (operands.length < 2) {
    throw new AutomationConditionError("Fewer than two operands would be left: use the one that is left by itself.");
  }
  return { ...whole, operands };
}

/**
 * The condition with its operators over dependencies looking at those in a selection alone. Repeated, the selections add up
 * (spec 6.2). On an operator over checks it says which checks.
 */
export function allowIn(condition: Condition, selection: SelectionTree): Condition {
  return filtered(condition, "allow", selection);
}

/** As {@link allowIn}, with the operators passing over those in the selection. */
export function ignoreIn(condition: Condition, selection: SelectionTree): Condition {
  return filtered(condition, "ignore", selection);
}

function filtered(condition: Condition, option: "allow" | "ignore", selection: SelectionTree): Condition {
  const checks = condition.kind === "anyChecksMatch" || condition.kind === "allChecksMatch";
  return checks ? { ...condition, [option]: union(condition[option], selection) } : filterDeps(condition, option, selection);
}

function filterDeps(condition: Condition, option: "allow" | "ignore", selection: SelectionTree): Condition {
  const whole = expandOnce(condition);
  switch (whole.kind) {
    case "anyDepsMatch":
    case "allDepsMatch":
      return { ...whole, [option]: union(whole[option], selection) };
    case "and":
    case "or":
    case "not":
    case "since":
    case "newlyTrue": {
      const changed = withChildren(whole, (child) => filterDeps(child, option, selection));
      return whole !== condition && sameCondition(changed, whole) ? condition : changed;
    }
    default:
      return condition;
  }
}

function union(before: SelectionTree | undefined, selection: SelectionTree): SelectionTree {
  return before === undefined ? selection : { op: "or", args: [selection, before] };
}

/** A condition in a word, for messages. */
function describe(condition: Condition): string {
  return labelOf(condition) ?? condition.kind;
}
