import type { CallExpression, Expression, FunctionExpression, Pattern } from "../facts/expression.ts";
import { callConditionMethod } from "./automationConditions.ts";
import { callGlobal, callMethod } from "./builtIns.ts";
import { changedAsset, withKeyPrefix } from "./changes.ts";
import { type Evaluation, limitReasons } from "./evaluation.ts";
import { isTaken } from "./expressions.ts";
import { listOf } from "./lists.ts";
import { mayBeAssets } from "./mayBeAssets.ts";
import { callOurs, familyOf } from "./ourPackage.ts";
import { propertyOf } from "./properties.ts";
import {
  type Frame,
  type FunctionValue,
  type Origin,
  passedOn,
  reasonOf,
  type Scope,
  unknownValue,
  type Value,
} from "./value.ts";

/** The value of a call: of our package, of JavaScript itself, or of a function whose body can be evaluated. */
export function callValue(evaluation: Evaluation, call: CallExpression, scope: Scope): Value {
  const { file } = scope;
  const origin: Origin = { file, span: call.span };
  const place: Frame = { file, span: call.span, calleeSpan: call.callee.span };
  const args = () => listOf(evaluation, call.args, scope, origin);
  if (call.callee.kind === "member") {
    const object = evaluation.evaluate(call.callee.object, scope);
    if (object.kind === "list" || object.kind === "literal") {
      const { items, doubt } = args();
      const callback = (...given: readonly Value[]): Value => {
        const [chosen] = items;
        if (chosen?.kind === "function") return callFunction(evaluation, chosen, given, scope.frame, origin);
        if (chosen?.kind === "global" || chosen?.kind === "ours") return callNamed(evaluation, chosen, given, origin);
        return unknownValue(
          "made by a function that is not known",
          origin,
          chosen !== undefined && mayBeAssets(evaluation, chosen),
        );
      };
      const made = doubt === undefined ? callMethod(evaluation, object, call.callee.name, items, origin, callback) : undefined;
      return (
        made ??
        unknownValue(
          `the result of ${call.callee.name}()`,
          origin,
          anyMayBe(evaluation, [object, ...items, ...(doubt ? [doubt] : [])]),
        )
      );
    }
    if (object.kind === "object") {
      const { items, doubt } = args();
      const condition = doubt === undefined ? callConditionMethod(object, call.callee.name, items, origin) : undefined;
      if (condition !== undefined) return condition;
    }
    const changed = object.kind === "asset" ? changedAsset(evaluation, object, call.callee, args, scope, origin) : undefined;
    if (changed !== undefined) return changed;
    return callOf(
      evaluation,
      propertyOf(evaluation, object, call.callee.name, { file, span: call.callee.span }),
      call,
      scope,
      place,
    );
  }
  return callOf(evaluation, evaluation.evaluate(call.callee, scope), call, scope, place);
}

function callOf(evaluation: Evaluation, callee: Value, call: CallExpression, scope: Scope, place: Frame): Value {
  const origin: Origin = { file: scope.file, span: call.span };
  const family = callee.kind === "ours" ? familyOf(callee.name) : undefined;
  if (callee.kind === "ours" && family !== undefined) {
    const site = evaluation.site({ family, caller: callee.name, call, scope, anchor: scope.frame ?? place });
    return { kind: "asset", site, origin };
  }
  const { items, doubt } = listOf(evaluation, call.args, scope, origin);
  if (callee.kind === "ours" && (callee.name === "Definitions" || callee.name === "Definitions.merge")) {
    return { kind: "definitions", parts: doubt === undefined ? items : [...items, doubt], origin };
  }
  if (callee.kind === "ours" && callee.name === "defineJob" && doubt === undefined) {
    const [options] = items;
    const option = (name: string) =>
      options === undefined
        ? unknownValue("made of nothing", origin)
        : propertyOf(evaluation, options, name, { file: scope.file, span: call.span });
    return { kind: "job", name: option("name"), selection: option("selection"), origin };
  }
  if (callee.kind === "ours" && callee.name === "withKeyPrefix" && doubt === undefined) {
    return withKeyPrefix(evaluation, items, scope.frame ?? place, origin);
  }
  if (callee.kind === "ours" || callee.kind === "global") {
    if (doubt !== undefined) return unknownValue(doubt.reason, origin, anyMayBe(evaluation, [callee, ...items, doubt]));
    return callNamed(evaluation, callee, items, origin);
  }
  if (callee.kind === "function" && doubt === undefined) {
    return callFunction(evaluation, callee, items, scope.frame ?? place, origin);
  }
  if (callee.kind === "unknown" && isLimit(callee.reason)) return callee;
  const result = `the result of ${nameOf(call.callee)}`;
  const reason = callee.kind === "unknown" && !isTaken(callee.reason) ? `${result}, which is ${callee.reason}` : result;
  return unknownValue(reason, origin, anyMayBe(evaluation, [callee, ...items, ...(doubt ? [doubt] : [])]));
}

function callNamed(
  evaluation: Evaluation,
  callee: Value & { kind: "ours" | "global" },
  args: readonly Value[],
  origin: Origin,
): Value {
  if (callee.kind === "ours") return callOurs(callee.name, args, origin, evaluation);
  return (
    callGlobal(evaluation, callee.name, args, origin) ??
    unknownValue(`the result of ${callee.name}()`, origin, anyMayBe(evaluation, args))
  );
}

/** Evaluates the body of a function with its parameters bound. */
function callFunction(
  evaluation: Evaluation,
  callee: FunctionValue,
  args: readonly Value[],
  frame: Frame | undefined,
  origin: Origin,
): Value {
  const { body } = callee.function;
  const { file } = callee.scope;
  if (body === undefined) {
    const name = callee.function.name === undefined ? "a function" : `${callee.function.name}()`;
    const mayHold = anyMayBe(evaluation, [callee, ...args]);
    return unknownValue(`made by ${name}, whose body is more than constants and a return`, origin, mayHold);
  }
  const locals = new Map<string, Value>();
  const scope: Scope = { file, locals, parent: callee.scope, ...(frame ? { frame } : {}) };
  bindParameters(evaluation, callee.function, args, scope, locals, origin);
  for (const { target, value } of body.locals) {
    bind(evaluation, target, evaluation.evaluate(value, scope), scope, locals);
  }
  const result = evaluation.evaluate(body.result, scope);
  if (result.kind === "unknown" && isLimit(result.reason)) {
    // What is given up on holds no assets where nothing that could make one is at hand.
    return unknownValue(result.reason, origin, anyMayBe(evaluation, [callee, ...args]));
  }
  return passedOn(result, origin.file, origin.span);
}

function bindParameters(
  evaluation: Evaluation,
  called: FunctionExpression,
  args: readonly Value[],
  scope: Scope,
  locals: Map<string, Value>,
  origin: Origin,
): void {
  for (const [at, parameter] of called.parameters.entries()) {
    const value: Value = parameter.rest
      ? { kind: "list", items: args.slice(at), origin }
      : (args[at] ?? { kind: "literal", value: undefined, origin });
    bind(evaluation, parameter.target, orFallback(evaluation, value, parameter.fallback, scope), scope, locals);
  }
}

function orFallback(evaluation: Evaluation, value: Value, fallback: Expression | undefined, scope: Scope): Value {
  const isMissing = value.kind === "literal" && value.value === undefined;
  return isMissing && fallback !== undefined ? evaluation.evaluate(fallback, scope) : value;
}

function restOf(evaluation: Evaluation, value: Value, from: number, origin: Origin): Value {
  if (value.kind !== "list" || value.doubt !== undefined) return unknownPart(evaluation, value, origin);
  return { kind: "list", items: value.items.slice(from), origin };
}

function unknownPart(evaluation: Evaluation, whole: Value, origin: Origin): Value {
  return unknownValue(reasonOf(whole), origin, mayBeAssets(evaluation, whole));
}

/** Binds the names of a pattern to the parts of a value. */
function bind(evaluation: Evaluation, target: Pattern, value: Value, scope: Scope, locals: Map<string, Value>): void {
  if (target.kind === "name") {
    locals.set(target.name, value);
    return;
  }
  const origin: Origin = { file: scope.file, span: target.span };
  if (target.kind === "array") {
    for (const [at, item] of target.items.entries()) {
      if (item === undefined) continue;
      const part = item.rest ? restOf(evaluation, value, at, origin) : propertyOf(evaluation, value, String(at), origin);
      bind(evaluation, item.target, orFallback(evaluation, part, item.fallback, scope), scope, locals);
    }
    return;
  }
  for (const { key, target: inner, fallback } of target.properties) {
    const part = key === undefined ? unknownValue("under a computed name", origin) : propertyOf(evaluation, value, key, origin);
    bind(evaluation, inner, orFallback(evaluation, part, fallback, scope), scope, locals);
  }
  if (target.rest === undefined) return;
  if (value.kind !== "object") {
    locals.set(target.rest.name, unknownPart(evaluation, value, origin));
    return;
  }
  const taken = new Set(target.properties.map(({ key }) => key));
  const entries = new Map([...value.entries].filter(([name]) => !taken.has(name)));
  locals.set(target.rest.name, { ...value, entries });
}

function anyMayBe(evaluation: Evaluation, values: readonly Value[]): boolean {
  return values.some((value) => mayBeAssets(evaluation, value));
}

function isLimit(reason: string): boolean {
  return reason === limitReasons.depth || reason === limitReasons.work;
}

/** How a message names what is called. */
function nameOf(callee: Expression): string {
  const dotted = (expression: Expression): string | undefined => {
    if (expression.kind === "identifier") return expression.name;
    const object = expression.kind === "member" ? dotted(expression.object) : undefined;
    return expression.kind === "member" && object !== undefined ? `${object}.${expression.name}` : undefined;
  };
  const name = dotted(callee);
  return name === undefined ? "a call" : `${name}()`;
}
