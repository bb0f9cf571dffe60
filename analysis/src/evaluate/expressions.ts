import type { Expression, ObjectExpression } from "../facts/expression.ts";
import { targetMeaning } from "../modules/exportedNames.ts";
import { globalValue } from "./builtIns.ts";
import { callValue } from "./calls.ts";
import { topLevelValue } from "./createEvaluation.ts";
import type { Evaluation } from "./evaluation.ts";
import { listOf } from "./lists.ts";
import { mayMakeAssets } from "./mayMakeAssets.ts";
import { propertyOf } from "./properties.ts";
import { type Entry, type Origin, passedOn, type Scope, type UnknownValue, unknownValue, type Value } from "./value.ts";

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
      return unknownValue("chosen by a condition that is not known", origin, branches.some(mayBeAssets));
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
      if (index.kind !== "literal") return unknownValue(reasonOf(index), origin, mayBeAssets(object));
      return propertyOf(evaluation, object, String(index.value), origin);
    }
    case "call":
      return callValue(evaluation, expression, scope);
    case "function":
      return { kind: "function", function: expression, scope, origin };
    case "enum": {
      const entries = new Map<string, Entry>();
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
        next = value.kind === "literal" && typeof value.value === "number" ? value.value + 1 : undefined;
        entries.set(member.name, { value, key: place, whole: place });
      }
      return { kind: "object", entries, origin };
    }
    case "require": {
      const target = evaluation.modules.resolve(file, expression.specifier);
      return evaluation.meaning(targetMeaning(evaluation.modules, target, "*"), origin);
    }
    case "unknown":
      return unknownValue(expression.reason, origin, mayMakeAssets(evaluation, expression.mentions, scope));
  }
}

function evaluateBinary(
  evaluation: Evaluation,
  expression: Expression & { kind: "binary" },
  scope: Scope,
  origin: Origin,
): Value {
  const left = evaluation.evaluate(expression.left, scope);
  if (expression.operator !== "+") {
    const truth = expression.operator === "??" ? isThere(left) : truthOf(left);
    if (truth === undefined) {
      const right = evaluation.evaluate(expression.right, scope);
      return unknownValue(reasonOf(left), left.origin, mayBeAssets(left) || mayBeAssets(right));
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
  for (const property of expression.properties) {
    const whole: Origin = { file, span: property.span };
    if (property.kind === "spread") {
      const value = evaluation.evaluate(property.value, scope);
      if (value.kind === "literal") continue;
      if (value.kind !== "object") {
        doubt ??= unknownValue(reasonOf(value), whole, mayBeAssets(value));
        // What an unknown object holds may stand over what came before it.
        for (const [name, entry] of entries) entries.set(name, { ...entry, value: { ...doubt, origin: entry.value.origin } });
        continue;
      }
      for (const [name, entry] of value.entries) {
        entries.delete(name);
        const { span } = property;
        entries.set(name, { value: passedOn(entry.value, file, span), key: whole, whole });
      }
      doubt ??= value.doubt;
      continue;
    }
    const value = evaluation.evaluate(property.value, scope);
    let { key } = property;
    if (typeof key !== "string") {
      const computed = evaluation.evaluate(key, scope);
      if (computed.kind !== "literal") {
        doubt ??= unknownValue(`under a name that is ${reasonOf(computed)}`, whole, mayBeAssets(value));
        continue;
      }
      key = String(computed.value);
    }
    entries.set(key, { value, key: { file, span: property.keySpan }, whole });
  }
  return { kind: "object", entries, origin, ...(doubt ? { doubt } : {}) };
}

function lookUp(evaluation: Evaluation, name: string, scope: Scope, origin: Origin): Value {
  for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
    const local = around.locals?.get(name);
    if (local !== undefined) return local;
  }
  return (
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

/** Whether a value counts as true; undefined where that is not known. */
function truthOf(value: Value): boolean | undefined {
  if (value.kind === "unknown") return undefined;
  return value.kind === "literal" ? Boolean(value.value) : true;
}

function isThere(value: Value): boolean | undefined {
  if (value.kind === "unknown") return undefined;
  return value.kind !== "literal" || (value.value !== null && value.value !== undefined);
}

/** Why a value cannot be used as text or number. */
export function reasonOf(value: Value): string {
  return value.kind === "unknown" ? value.reason : `made of a value that is no text`;
}

function notKnown(value: Value, origin: Origin): Value {
  return value.kind === "unknown" ? { ...value, mayHoldAssets: false } : unknownValue(reasonOf(value), origin);
}

/** Whether assets may be in a value, known or not. */
export function mayBeAssets(value: Value): boolean {
  return holdsAssets(value, 0);
}

function holdsAssets(value: Value, depth: number): boolean {
  switch (value.kind) {
    case "asset":
      return true;
    case "unknown":
      return value.mayHoldAssets;
    case "list":
      // Lists of lists of lists … can be written to share their parts, so that there are more paths than time.
      return depth > 8 || value.doubt?.mayHoldAssets === true || value.items.some((item) => holdsAssets(item, depth + 1));
    default:
      return false;
  }
}
