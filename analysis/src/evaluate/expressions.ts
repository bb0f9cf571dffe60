import type { Expression, ObjectExpression } from "../facts/expression.ts";
import { targetMeaning } from "../modules/exportedNames.ts";
import { globalValue, objectOf } from "./builtIns.ts";
import { callValue } from "./calls.ts";
import { topLevelValue } from "./createEvaluation.ts";
import type { Evaluation } from "./evaluation.ts";
import { listOf } from "./lists.ts";
import { mayBeAssets, mayMakeAssets } from "./mayBeAssets.ts";
import { propertyOf } from "./properties.ts";
import {
  type Entry,
  localNamed,
  type Origin,
  passedOn,
  reasonOf,
  type Scope,
  truthOf,
  type UnknownValue,
  unknownValue,
  type Value,
} from "./value.ts";

/** No constant text is longer; what would be is not worth its memory. */
const longestText = 20_000;

/** The value of one expression; the evaluation bounds depth and work. */
export function evaluateExpression(evaluation: Evaluation, expression: Expression, scope: Scope): Value {
  const { file } = scope;
  const origin: Origin = { file, span: expression.span };
  const literal = (value: string | number | bigint | boolean | undefined): Value => ({ kind: "literal", value, origin });
  switch (expression.kind) {
    case "literal":
      return { kind: "literal", value: expression.value, origin };
    case "identifier":
      return passedOn(lookUp(evaluation, expression.name, scope, origin), file, expression.span);
    case "template": {
      const parts = expression.parts.map((part) => evaluation.evaluate(part, scope));
      let text = expression.texts[0] as string;
      for (const [at, part] of parts.entries()) {
        if (part.kind !== "literal") return notKnown(part, origin);
        text += String(part.value) + expression.texts[at + 1];
      }
      return text.length > longestText ? unknownValue("too long a text", origin) : literal(text);
    }
    case "binary":
      return evaluateBinary(evaluation, expression, scope, origin);
    case "unary": {
      const operand = evaluation.evaluate(expression.operand, scope);
      if (expression.operator === "!") {
        const truth = truthOf(operand);
        return truth === undefined ? notKnown(operand, origin) : literal(!truth);
      }
      if (operand.kind !== "literal") return notKnown(operand, origin);
      const { value } = operand;
      if (typeof value === "bigint") return literal(expression.operator === "-" ? -value : undefined);
      return literal(expression.operator === "-" ? -Number(value) : Number(value));
    }
    case "conditional": {
      const truth = truthOf(evaluation.evaluate(expression.test, scope));
      if (truth !== undefined) return evaluation.evaluate(truth ? expression.whenTrue : expression.whenFalse, scope);
      const branches = [expression.whenTrue, expression.whenFalse].map((branch) => evaluation.evaluate(branch, scope));
      return eitherOf(evaluation, branches, "chosen by a condition that is not known", origin);
    }
    case "array":
      return listOf(evaluation, expression.items, scope, origin);
    case "object":
      return evaluateObject(evaluation, expression, scope, origin);
    case "member":
      return propertyOf(evaluation, evaluation.evaluate(expression.object, scope), expression.name, origin);
    case "element": {
      const object = evaluation.evaluate(expression.object, scope);
      const index = evaluation.evaluate(expression.index, scope);
      if (index.kind !== "literal") return unknownValue(reasonOf(index), origin, mayBeAssets(evaluation, object));
      return propertyOf(evaluation, object, String(index.value), origin);
    }
    case "call":
      return callValue(evaluation, expression, scope);
    case "function":
      return { kind: "function", function: expression, scope, origin };
    case "enum": {
      const entries = new Map<string, Entry>();
      const names = new Map<string, Entry>();
      const named = (value: string, place: Origin): Value => ({ kind: "literal", value, origin: place });
      let next: number | undefined = 0;
      for (const member of expression.members) {
        const place = { file, span: member.span };
        const locals = new Map([...entries].map(([name, entry]) => [name, entry.value] as const));
        const inside: Scope = { ...scope, file, locals, parent: scope };
        const value: Value = member.value
          ? evaluation.evaluate(member.value, inside)
          : next === undefined
            ? unknownValue("an enum member without a value", place)
            : { kind: "literal", value: next, origin: place };
        const number: number | undefined = value.kind === "literal" && typeof value.value === "number" ? value.value : undefined;
        next = number === undefined ? undefined : number + 1;
        entries.set(member.name, { value, key: place, whole: place });
        // A number leads back to its name, and in an object numbers come first.
        if (number !== undefined) names.set(String(number), { value: named(member.name, place), key: place, whole: place });
      }
      const known = [...entries.values()].every(({ value }) => value.kind === "literal");
      const doubt = known ? {} : { doubt: unknownValue("an enum member that only running the code can evaluate", origin) };
      return { kind: "object", entries: new Map([...names, ...entries]), origin, ...doubt };
    }
    case "require": {
      const target = evaluation.modules.resolve(file, expression.specifier);
      return evaluation.meaning(targetMeaning(evaluation.modules, target, "*"), origin);
    }
    case "unknown": {
      const value = unknownValue(expression.reason, origin, mayMakeAssets(evaluation, expression.mentions, scope));
      return expression.isInstance ? { ...value, isInstance: true } : value;
    }
  }
}

function evaluateBinary(
  evaluation: Evaluation,
  expression: Expression & { kind: "binary" },
  scope: Scope,
  origin: Origin,
): Value {
  const left = evaluation.evaluate(expression.left, scope);
  if (expression.operator === "===" || expression.operator === "!==") {
    const right = evaluation.evaluate(expression.right, scope);
    if (left.kind !== "literal") return notKnown(left, origin);
    if (right.kind !== "literal") return notKnown(right, origin);
    const isSame = left.value === right.value;
    return { kind: "literal", value: expression.operator === "===" ? isSame : !isSame, origin };
  }
  if (expression.operator !== "+") {
    const truth = expression.operator === "??" ? isThere(left) : truthOf(left);
    if (truth === undefined) {
      const right = evaluation.evaluate(expression.right, scope);
      const sides =
        expression.operator === "&&" ? [{ kind: "literal", value: undefined, origin } as const, right] : [left, right];
      return eitherOf(evaluation, sides, reasonOf(left), left.origin, mayBeAssets(evaluation, left));
    }
    const keepsLeft = expression.operator === "&&" ? !truth : truth;
    return keepsLeft ? left : evaluation.evaluate(expression.right, scope);
  }
  const right = evaluation.evaluate(expression.right, scope);
  if (left.kind !== "literal") return notKnown(left, origin);
  if (right.kind !== "literal") return notKnown(right, origin);
  const one = left.value;
  const other = right.value;
  if (typeof one === "string" || typeof other === "string") {
    const text = String(one) + String(other);
    return text.length > longestText ? unknownValue("too long a text", origin) : { kind: "literal", value: text, origin };
  }
  if (typeof one === "number" && typeof other === "number") return { kind: "literal", value: one + other, origin };
  return unknownValue("a sum of values that are no numbers", origin);
}

function evaluateObject(evaluation: Evaluation, expression: ObjectExpression, scope: Scope, origin: Origin): Value {
  const { file } = scope;
  const entries = new Map<string, Entry>();
  let doubt: UnknownValue | undefined;
  /** What is not known may stand over what came before it. */
  const shadow = (by: UnknownValue) => {
    doubt ??= by;
    for (const [name, entry] of entries) entries.set(name, { ...entry, value: { ...by, origin: entry.value.origin } });
  };
  for (const property of expression.properties) {
    const whole: Origin = { file, span: property.span };
    if (property.kind === "spread") {
      const spread = withoutChoice(evaluation.evaluate(property.value, scope));
      if (spread.kind === "literal") continue;
      const value = objectOf(evaluation, spread);
      if (value === undefined) {
        shadow(unknownValue(reasonOf(spread), whole, mayBeAssets(evaluation, spread)));
        continue;
      }
      if (value.doubt !== undefined) shadow(value.doubt);
      for (const [name, entry] of value.entries) {
        entries.delete(name);
        const { span } = property;
        entries.set(name, { value: passedOn(entry.value, file, span), key: whole, whole });
      }
      continue;
    }
    const value = evaluation.evaluate(property.value, scope);
    let { key } = property;
    if (typeof key !== "string") {
      const computed = evaluation.evaluate(key, scope);
      if (computed.kind !== "literal") {
        shadow(unknownValue(`under a name that is ${reasonOf(computed)}`, whole, mayBeAssets(evaluation, value)));
        continue;
      }
      key = String(computed.value);
    }
    entries.set(key, { value, key: { file, span: property.keySpan }, whole });
  }
  return { kind: "object", entries, origin, ...(doubt ? { doubt } : {}) };
}

function eitherOf(
  evaluation: Evaluation,
  either: readonly Value[],
  reason: string,
  origin: Origin,
  mayHold = false,
): UnknownValue {
  return { ...unknownValue(reason, origin, mayHold || either.some((each) => mayBeAssets(evaluation, each))), either };
}

/**
 * What is spread of one of several objects: the names that any of them has, with values that are not known. So the others
 * stay certain in `{ name: "a", ...(condition ? { groupName: "b" } : {}) }`.
 */
function withoutChoice(value: Value): Value {
  if (value.kind !== "unknown" || value.either === undefined) return value;
  const entries = new Map<string, Entry>();
  let doubt: UnknownValue | undefined;
  for (const each of value.either.map(withoutChoice)) {
    if (each.kind === "literal") continue;
    if (each.kind !== "object") return value;
    for (const [name, entry] of each.entries) entries.set(name, { ...entry, value: { ...value, origin: entry.value.origin } });
    doubt ??= each.doubt;
  }
  return { kind: "object", entries, origin: value.origin, ...(doubt ? { doubt } : {}) };
}

function lookUp(evaluation: Evaluation, name: string, scope: Scope, origin: Origin): Value {
  return (
    localNamed(scope, name) ??
    topLevelValue(evaluation, scope.file, name, origin) ??
    globalValue(name, origin) ??
    unknownValue(`${taken}${name}, which only exists while the code runs`, origin)
  );
}

const taken = "taken from ";

/** Whether a reason is that a name is not declared in the project. */
export function isTaken(reason: string): boolean {
  return reason.startsWith(taken);
}

function isThere(value: Value): boolean | undefined {
  if (value.kind === "unknown") return undefined;
  return value.kind !== "literal" || (value.value !== null && value.value !== undefined);
}

function notKnown(value: Value, origin: Origin): Value {
  return value.kind === "unknown" ? { ...value, mayHoldAssets: false } : unknownValue(reasonOf(value), origin);
}
