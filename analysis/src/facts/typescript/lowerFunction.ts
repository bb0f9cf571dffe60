import type ts from "typescript";
import type { Expression, FunctionBody, FunctionExpression, Parameter, Pattern, PatternProperty } from "../expression.ts";
import type { Span } from "../span.ts";
import { mentionsOf } from "./findChanges.ts";
import { type Lowering, lowerExpression, spanOf } from "./lowerExpression.ts";

/**
 * A function: its name, its parameters and, where it is wanted and simple enough, its body.
 *
 * @param name what JavaScript names it after, where it has no name of its own
 */
export function lowerFunction(
  lowering: Lowering,
  node: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration,
  name: string | undefined,
  wantBody: boolean,
): FunctionExpression {
  const { ts, source } = lowering;
  const own = node.name !== undefined && ts.isIdentifier(node.name) ? node.name : undefined;
  const parameters = node.parameters
    // `this` is a type, not a parameter.
    .filter((parameter) => !(ts.isIdentifier(parameter.name) && parameter.name.text === "this"))
    .map((parameter): Parameter => {
      const target = lowerPattern(lowering, parameter.name);
      const fallback = parameter.initializer && lowerExpression(lowering, parameter.initializer);
      const rest = parameter.dotDotDotToken !== undefined;
      return { target, rest, span: target.span, ...(fallback ? { fallback } : {}) };
    });
  const body = wantBody ? lowerBody(lowering, node) : undefined;
  const given = own?.text ?? name;
  return {
    kind: "function",
    parameters,
    mentions: wantBody && node.body !== undefined ? mentionsOf(ts, node.body) : [],
    span: spanOf(source, node),
    ...(given === undefined ? {} : { name: given }),
    ...(own === undefined ? {} : { nameSpan: spanOf(source, own) }),
    ...(body === undefined ? {} : { body }),
  };
}

function lowerBody(lowering: Lowering, node: ts.FunctionLikeDeclaration): FunctionBody | undefined {
  const { ts } = lowering;
  const isAsync = ts.getModifiers(node as ts.HasModifiers)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (isAsync || node.asteriskToken !== undefined || node.body === undefined) return undefined;
  if (!ts.isBlock(node.body)) return { locals: [], result: lowerExpression(lowering, node.body, { body: true }) };
  const locals: { target: Pattern; value: Expression }[] = [];
  for (const statement of node.body.statements) {
    if (ts.isReturnStatement(statement)) {
      const result: Expression = statement.expression
        ? lowerExpression(lowering, statement.expression, { body: true })
        : { kind: "literal", value: undefined, span: spanOf(lowering.source, statement) };
      return { locals, result };
    }
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      const span = spanOf(lowering.source, statement.name);
      const target = { kind: "name", name: statement.name.text, span } as const;
      locals.push({ target, value: lowerFunction(lowering, statement, undefined, true) });
    } else if (ts.isVariableStatement(statement) && statement.declarationList.flags & ts.NodeFlags.Const) {
      for (const declaration of statement.declarationList.declarations) {
        if (declaration.initializer === undefined) return undefined;
        const target = lowerPattern(lowering, declaration.name);
        const place = { body: true, ...(target.kind === "name" ? { name: target.name } : {}) };
        locals.push({ target, value: lowerExpression(lowering, declaration.initializer, place) });
      }
    } else if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) {
      return undefined;
    }
  }
  return undefined;
}

/** What a parameter or declaration binds. */
export function lowerPattern(lowering: Lowering, node: ts.BindingName): Pattern {
  const { ts, source } = lowering;
  const span = spanOf(source, node);
  if (ts.isIdentifier(node)) return { kind: "name", name: node.text, span };
  if (lowering.depth > 100) return { kind: "array", items: [], text: "…", span };
  const inner = { ...lowering, depth: lowering.depth + 1 };
  if (ts.isArrayBindingPattern(node)) {
    const items = node.elements.map((element) =>
      ts.isBindingElement(element) && element.dotDotDotToken === undefined && element.initializer === undefined
        ? lowerPattern(inner, element.name)
        : undefined,
    );
    return { kind: "array", items, text: source.text.slice(span.start, Math.min(span.end, span.start + 40)), span };
  }
  const properties: PatternProperty[] = [];
  let rest: { name: string; span: Span } | undefined;
  for (const element of node.elements) {
    if (element.dotDotDotToken !== undefined) {
      rest = { name: ts.isIdentifier(element.name) ? element.name.text : "", span: spanOf(source, element) };
      continue;
    }
    const keyNode = element.propertyName ?? element.name;
    const key = keyOf(lowering, keyNode);
    const fallback = element.initializer && lowerExpression(inner, element.initializer);
    properties.push({
      keySpan: spanOf(source, keyNode),
      target: lowerPattern(inner, element.name),
      ...(key === undefined ? {} : { key }),
      ...(fallback ? { fallback } : {}),
    });
  }
  return { kind: "object", properties, span, ...(rest ? { rest } : {}) };
}

/** The names that a pattern binds, each with the value it takes out of the whole. */
export function membersOf(target: Pattern, whole: Expression): { name: string; span: Span; value: Expression }[] {
  if (target.kind === "name") return [{ name: target.name, span: target.span, value: whole }];
  const { span } = whole;
  if (target.kind === "array") {
    return target.items.flatMap((item, at) => {
      const index: Expression = { kind: "literal", value: at, span };
      return item === undefined ? [] : membersOf(item, { kind: "element", object: whole, index, span });
    });
  }
  const members = target.properties.flatMap(({ key, target: inner, fallback }) => {
    const value: Expression =
      key === undefined || fallback !== undefined
        ? { kind: "unknown", reason: "a destructured value with a default or a computed name", mentions: [], span }
        : { kind: "member", object: whole, name: key, span };
    return membersOf(inner, value);
  });
  if (target.rest === undefined) return members;
  const value: Expression = { kind: "unknown", reason: "the rest of a destructured value", mentions: [], span };
  return [...members, { name: target.rest.name, span: target.rest.span, value }];
}

function keyOf({ ts }: Lowering, node: ts.PropertyName | ts.BindingName): string | undefined {
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return String(Number(node.text));
  if (ts.isComputedPropertyName(node) && ts.isStringLiteralLike(node.expression)) return node.expression.text;
  return undefined;
}
