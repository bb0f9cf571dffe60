import type ts from "typescript";
import type {
  Expression,
  FunctionBody,
  FunctionExpression,
  Parameter,
  Pattern,
  PatternItem,
  PatternProperty,
} from "../expression.ts";
import { anyName } from "../fileFacts.ts";
import type { Span } from "../span.ts";
import type { NameChange } from "./changes.ts";
import { declaredNames } from "./declaredNames.ts";
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
  const changes = changesOfLocals(lowering, node);
  const body = wantBody && changes.length === 0 ? lowerBody(lowering, node) : undefined;
  // What the functions that it makes are handed and keep can be anything.
  const keeps = changes.some(({ isOpen, held }) => isOpen && held !== undefined && held !== node && isInside(node, held));
  const given = own?.text ?? name;
  return {
    kind: "function",
    parameters,
    mentions: keeps ? [anyName] : lowering.survey.mentionsIn(node),
    span: spanOf(source, node),
    ...(given === undefined ? {} : { name: given }),
    ...(own === undefined ? {} : { nameSpan: spanOf(source, own) }),
    ...(body === undefined ? {} : { body }),
  };
}

/** Changes of what the names hold that a function declares in its body: only a function inside can make them unseen. */
function changesOfLocals({ ts, survey }: Lowering, { body }: ts.FunctionLikeDeclaration): readonly NameChange[] {
  if (body === undefined || !ts.isBlock(body)) return [];
  const names = declaredNames(ts, body.statements);
  return names.size === 0 ? [] : survey.changesIn(body).filter(({ name }) => names.has(name));
}

function isInside(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

function lowerBody(lowering: Lowering, node: ts.FunctionLikeDeclaration): FunctionBody | undefined {
  const { ts } = lowering;
  const isAsync = ts.getModifiers(node as ts.HasModifiers)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (isAsync || node.asteriskToken !== undefined || node.body === undefined) return undefined;
  if (!ts.isBlock(node.body)) return { locals: [], result: lowerExpression(lowering, node.body, { body: true }) };
  const functions: { target: Pattern; value: Expression }[] = [];
  const constants: typeof functions = [];
  let result: Expression | undefined;
  for (const statement of node.body.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      const span = spanOf(lowering.source, statement.name);
      const target = { kind: "name", name: statement.name.text, span } as const;
      functions.push({ target, value: lowerFunction(lowering, statement, undefined, true) });
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      // Types do nothing.
    } else if (result !== undefined) {
      return undefined;
    } else if (ts.isReturnStatement(statement)) {
      result = statement.expression
        ? lowerExpression(lowering, statement.expression, { body: true })
        : { kind: "literal", value: undefined, span: spanOf(lowering.source, statement) };
    } else if (ts.isVariableStatement(statement) && statement.declarationList.flags & ts.NodeFlags.Const) {
      for (const declaration of statement.declarationList.declarations) {
        if (declaration.initializer === undefined) return undefined;
        const target = lowerPattern(lowering, declaration.name);
        const place = { body: true, ...(target.kind === "name" ? { name: target.name } : {}) };
        constants.push({ target, value: lowerExpression(lowering, declaration.initializer, place) });
      }
    } else return undefined;
  }
  return result && { locals: [...functions, ...constants], result };
}

/** What a parameter or declaration binds. */
export function lowerPattern(lowering: Lowering, node: ts.BindingName): Pattern {
  const { ts, source } = lowering;
  const span = spanOf(source, node);
  if (ts.isIdentifier(node)) return { kind: "name", name: node.text, span };
  if (lowering.depth > 100) return { kind: "array", items: [], text: "…", span };
  const inner = { ...lowering, depth: lowering.depth + 1 };
  if (ts.isArrayBindingPattern(node)) {
    const items = node.elements.map((element): PatternItem | undefined => {
      if (!ts.isBindingElement(element)) return undefined;
      const fallback = element.initializer && lowerExpression(inner, element.initializer);
      const rest = element.dotDotDotToken !== undefined;
      return { target: lowerPattern(inner, element.name), rest, ...(fallback ? { fallback } : {}) };
    });
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

function keyOf({ ts }: Lowering, node: ts.PropertyName | ts.BindingName): string | undefined {
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return String(Number(node.text));
  if (ts.isComputedPropertyName(node) && ts.isStringLiteralLike(node.expression)) return node.expression.text;
  return undefined;
}
