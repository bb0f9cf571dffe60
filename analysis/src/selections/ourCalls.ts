import type { Evaluation } from "../evaluate/evaluation.ts";
import { localNamed, type Scope, unknownValue, type Value } from "../evaluate/value.ts";
import type { CallExpression, Expression, FunctionExpression, Pattern } from "../facts/expression.ts";
import { anyName } from "../facts/fileFacts.ts";
import { localMeaning } from "../modules/exportedNames.ts";

/** A call of a name of our package. */
export interface OurCall {
  readonly name: string;
  readonly call: CallExpression;
  readonly scope: Scope;
}

/**
 * The calls of some names of our package in a file, wherever they stand, in the order of its declarations. In a function
 * whatever it is called with is not known.
 */
export function ourCalls(evaluation: Evaluation, file: string, names: ReadonlySet<string>): OurCall[] {
  const facts = evaluation.modules.get(file)?.facts;
  if (facts === undefined) return [];
  const found: OurCall[] = [];
  const { mayBeOurs, mayHold } = createFilter(evaluation, file, names);
  const visit = (expression: Expression, scope: Scope): void => {
    if (expression.kind === "call" && mayBeOurs(expression.callee, scope)) {
      const callee = evaluation.evaluate(expression.callee, scope);
      if (callee.kind === "ours" && names.has(callee.name)) found.push({ name: callee.name, call: expression, scope });
    }
    const inner = expression.kind === "function" ? insideOf(evaluation, expression, scope) : scope;
    for (const part of partsOf(expression)) visit(part, inner);
  };
  const visitAll = (expression: Expression) => {
    // Most hold no such call, which is found out without a scope for each function.
    const scope = { file };
    if (holdsCall(expression, (callee) => mayBeOurs(callee, scope))) visit(expression, scope);
  };
  // Most mention nothing of it, and then the bodies of functions need not even be read.
  const isWorthIt = (mentions: readonly string[]) => facts.requires || mentions.some(mayHold);
  for (const { value, mentions } of facts.bindings) if (isWorthIt(mentions)) visitAll(value);
  for (const { change, mentions, name } of facts.mutations) {
    if (!isWorthIt([name, ...mentions])) continue;
    if (change.kind === "added") for (const { value } of change.items) visitAll(value);
    else if (change.kind === "set") visitAll(change.value);
  }
  return found;
}

/** Whether an expression is or holds a call of which something is so, whatever the names of parameters hide. */
function holdsCall(expression: Expression, isSo: (callee: Expression) => boolean): boolean {
  switch (expression.kind) {
    case "identifier":
    case "literal":
      return false;
    case "call":
      if (isSo(expression.callee) || holdsCall(expression.callee, isSo)) return true;
      for (const { value } of expression.args) if (holdsCall(value, isSo)) return true;
      return false;
    case "member":
      return holdsCall(expression.object, isSo);
    case "object":
      for (const { value } of expression.properties) if (holdsCall(value, isSo)) return true;
      return false;
    default:
      for (const part of partsOf(expression)) if (holdsCall(part, isSo)) return true;
      return false;
  }
}

/** Tells what is worth being evaluated: most calls are of `asset()` and of what stands in the file. */
function createFilter(evaluation: Evaluation, file: string, names: ReadonlySet<string>) {
  const { modules } = evaluation;
  const known = new Map<string, "never" | "alone" | "inside">();
  const find = (name: string) => {
    const meaning = localMeaning(modules, file, name);
    if (meaning.kind === "namespace") return "inside";
    if (meaning.kind === "external") return meaning.target.kind === "ours" ? kindOfOurs(meaning.name, names) : "never";
    if (meaning.kind === "nothing") return "never";
    const held = modules.get(meaning.file)?.bindings.get(meaning.name)?.value.kind;
    return held === "identifier" || held === "member" || held === "require" ? "alone" : "never";
  };
  const kindOf = (name: string) => {
    let kind = known.get(name);
    if (kind === undefined) {
      kind = find(name);
      known.set(name, kind);
    }
    return kind;
  };
  return {
    mayBeOurs(callee: Expression, scope: Scope): boolean {
      let root = callee;
      while (root.kind === "member") root = root.object;
      if (root.kind === "require") return true;
      if (root.kind !== "identifier" || localNamed(scope, root.name) !== undefined) return false;
      const kind = kindOf(root.name);
      return kind === "alone" || (kind === "inside" && root !== callee);
    },
    /** Whether something that mentions a name may hold such a call. */
    mayHold: (mention: string): boolean => mention === anyName || kindOf(mention.split(".", 1)[0] as string) !== "never",
  };
}

function kindOfOurs(name: string, names: ReadonlySet<string>) {
  if (names.has(name)) return "alone";
  return name === "*" || name === "default" || [...names].some((each) => each.startsWith(`${name}.`)) ? "inside" : "never";
}

/** The names of a function's parameters and constants hide those around it. */
function insideOf(evaluation: Evaluation, { parameters, body, span }: FunctionExpression, scope: Scope): Scope {
  const locals = new Map<string, Value>();
  const unknown = unknownValue("taken from a function's parameter", { file: scope.file, span });
  const inner: Scope = { ...scope, locals, parent: scope };
  for (const { target } of parameters) for (const name of namesOf(target)) locals.set(name, unknown);
  for (const { target, value } of body?.locals ?? []) {
    const isText = target.kind === "name" && (value.kind === "literal" || value.kind === "template");
    for (const name of namesOf(target)) locals.set(name, isText ? evaluation.evaluate(value, inner) : unknown);
  }
  return inner;
}

function namesOf(target: Pattern): string[] {
  if (target.kind === "name") return [target.name];
  if (target.kind === "array") return target.items.flatMap((item) => (item === undefined ? [] : namesOf(item.target)));
  return [...target.properties.flatMap((property) => namesOf(property.target)), ...(target.rest ? [target.rest.name] : [])];
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "template":
      return expression.parts;
    case "binary":
      return [expression.left, expression.right];
    case "unary":
      return [expression.operand];
    case "conditional":
      return [expression.test, expression.whenTrue, expression.whenFalse];
    case "array":
      return expression.items.map(({ value }) => value);
    case "object":
      return expression.properties.map(({ value }) => value);
    case "member":
      return [expression.object];
    case "element":
      return [expression.object, expression.index];
    case "call":
      return [expression.callee, ...expression.args.map(({ value }) => value)];
    case "function":
      return expression.body === undefined ? [] : [...expression.body.locals.map(({ value }) => value), expression.body.result];
    default:
      return noParts;
  }
}

const noParts: readonly Expression[] = [];
