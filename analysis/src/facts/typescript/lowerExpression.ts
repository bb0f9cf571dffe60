import type ts from "typescript";
import type { BinaryExpression, EnumExpression, Expression, ListItem, PropertyItem, UnknownExpression } from "../expression.ts";
import { anyName } from "../fileFacts.ts";
import { callingMethods } from "../knownMethods.ts";
import type { Span } from "../span.ts";
import type { TypeScript } from "./load.ts";
import { lowerFunction } from "./lowerFunction.ts";
import { importedBy, type NameSurvey } from "./surveyNames.ts";

/** What lowering needs at hand. */
export interface Lowering {
  readonly ts: TypeScript;
  readonly source: ts.SourceFile;
  readonly survey: Pick<NameSurvey, "mentionsIn" | "changesIn">;
  readonly depth: number;
}

/** What is known of an expression from where it stands. */
export interface Place {
  /** The name that JavaScript gives to an anonymous function here. */
  readonly name?: string;
  /** Whether a function here may be called by the evaluator, so that its body is wanted. */
  readonly body?: boolean;
}

/** No constant nests this deep; what does would overflow the stack. */
const deepest = 200;

/** Where a node stands, without the comments before it. */
export function spanOf(source: ts.SourceFile, node: ts.Node): Span {
  return { start: node.getStart(source), end: node.end };
}

/** Lowers a syntax tree to the small expression form. */
export function lowerExpression(outer: Lowering, node: ts.Expression, place: Place = {}): Expression {
  const { ts, source } = outer;
  if (outer.depth > deepest) {
    return unknown(outer, node, "nested too deeply");
  }
  const lowering = { ...outer, depth: outer.depth + 1 };
  const lower = (inner: ts.Expression, at?: Place) => lowerExpression(lowering, inner, at);
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isExpressionWithTypeArguments(node)
  ) {
    return lower(node.expression, place);
  }
  const span = spanOf(source, node);
  if (ts.isStringLiteralLike(node)) return { kind: "literal", value: node.text, span };
  if (ts.isNumericLiteral(node)) return { kind: "literal", value: Number(node.text), span };
  if (ts.isBigIntLiteral(node)) return { kind: "literal", value: readBigInt(node.text), span };
  if (ts.isIdentifier(node)) return { kind: "identifier", name: node.text, span };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { kind: "literal", value: true, span };
    case ts.SyntaxKind.FalseKeyword:
      return { kind: "literal", value: false, span };
    case ts.SyntaxKind.NullKeyword:
      return { kind: "literal", value: null, span };
  }
  if (ts.isTemplateExpression(node)) {
    return {
      kind: "template",
      texts: [node.head.text, ...node.templateSpans.map((part) => part.literal.text)],
      parts: node.templateSpans.map((part) => lower(part.expression)),
      span,
    };
  }
  if (ts.isArrayLiteralExpression(node)) return { kind: "array", items: lowerItems(lowering, node.elements), span };
  if (ts.isObjectLiteralExpression(node)) {
    return { kind: "object", properties: node.properties.map((property) => lowerProperty(lowering, property)), span };
  }
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name)) {
    return { kind: "member", object: lower(node.expression), name: node.name.text, span };
  }
  if (ts.isElementAccessExpression(node)) {
    return { kind: "element", object: lower(node.expression), index: lower(node.argumentExpression), span };
  }
  if (ts.isCallExpression(node)) return lowerCall(lowering, node, span);
  if (ts.isVoidExpression(node)) return { kind: "literal", value: undefined, span };
  if (ts.isAwaitExpression(node)) return lowerAwait(lowering, node, place);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    return lowerFunction(lowering, node, place.name, place.body === true);
  }
  if (ts.isConditionalExpression(node)) {
    const { condition, whenTrue, whenFalse } = node;
    return { kind: "conditional", test: lower(condition), whenTrue: lower(whenTrue), whenFalse: lower(whenFalse), span };
  }
  if (ts.isBinaryExpression(node)) {
    const operator = operatorOf(ts, node.operatorToken.kind);
    if (operator !== undefined) {
      return { kind: "binary", operator, left: lower(node.left), right: lower(node.right), span };
    }
  }
  if (ts.isPrefixUnaryExpression(node)) {
    const { operator } = node;
    if (operator === ts.SyntaxKind.MinusToken) return { kind: "unary", operator: "-", operand: lower(node.operand), span };
    if (operator === ts.SyntaxKind.PlusToken) return { kind: "unary", operator: "+", operand: lower(node.operand), span };
    if (operator === ts.SyntaxKind.ExclamationToken) return { kind: "unary", operator: "!", operand: lower(node.operand), span };
  }
  if (ts.isNewExpression(node)) return { ...unknown(lowering, node, "an instance of a class"), isInstance: isNoList(ts, node) };
  return unknown(lowering, node, reasonOf(ts, node));
}

/** Of the classes of JavaScript itself only one makes lists. */
function isNoList(ts: TypeScript, { expression }: ts.NewExpression): boolean {
  return ts.isIdentifier(expression) && expression.text !== "Array";
}

/** An `enum`, of any kind. */
export function lowerEnum(lowering: Lowering, node: ts.EnumDeclaration): EnumExpression {
  const { ts, source } = lowering;
  const members = node.members.map((member) => {
    const name = ts.isIdentifier(member.name) || ts.isStringLiteralLike(member.name) ? member.name.text : "";
    const value = member.initializer && lowerExpression(lowering, member.initializer);
    return { name, span: spanOf(source, member), ...(value ? { value } : {}) };
  });
  return { kind: "enum", members, span: spanOf(source, node) };
}

/** The elements of an array or the arguments of a call. A hole is undefined. */
export function lowerItems(lowering: Lowering, nodes: readonly ts.Expression[], place: Place = {}): ListItem[] {
  const { ts, source } = lowering;
  return nodes.map((node) => {
    const span = spanOf(source, node);
    if (ts.isSpreadElement(node)) return { spread: true, value: lowerExpression(lowering, node.expression), span };
    if (ts.isOmittedExpression(node)) return { spread: false, value: { kind: "literal", value: undefined, span }, span };
    return { spread: false, value: lowerExpression(lowering, node, place), span };
  });
}

function lowerCall(lowering: Lowering, node: ts.CallExpression, span: Span): Expression {
  const { ts } = lowering;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return { ...unknown(lowering, node, "an import at run time"), mentions: [anyName] };
  }
  const required = importedBy(ts, node);
  if (required !== undefined) return { kind: "require", specifier: required.text, span };
  const body = ts.isPropertyAccessExpression(node.expression) && callingMethods.has(node.expression.name.text);
  return {
    kind: "call",
    callee: lowerExpression(lowering, node.expression, { body: true }),
    args: lowerItems(lowering, node.arguments, { body }),
    span,
  };
}

/** What is known is no promise, so waiting for it changes nothing; a module is known once it was waited for. */
function lowerAwait(lowering: Lowering, node: ts.AwaitExpression, place: Place): Expression {
  const { ts, source } = lowering;
  const imported = ts.isCallExpression(node.expression) ? importedBy(ts, node.expression) : undefined;
  if (imported !== undefined) return { kind: "require", specifier: imported.text, span: spanOf(source, node) };
  return lowerExpression(lowering, node.expression, place);
}

function lowerProperty(lowering: Lowering, node: ts.ObjectLiteralElementLike): PropertyItem {
  const { ts, source } = lowering;
  const span = spanOf(source, node);
  if (ts.isSpreadAssignment(node)) return { kind: "spread", value: lowerExpression(lowering, node.expression), span };
  const keySpan = spanOf(source, node.name);
  if (ts.isShorthandPropertyAssignment(node)) {
    return { kind: "property", key: node.name.text, keySpan, value: { kind: "identifier", name: node.name.text, span }, span };
  }
  const key = lowerKey(lowering, node.name);
  const name = typeof key === "string" ? key : undefined;
  if (ts.isPropertyAssignment(node)) {
    const value = lowerExpression(lowering, node.initializer, { body: true, ...(name === undefined ? {} : { name }) });
    return { kind: "property", key, keySpan, value, span };
  }
  if (ts.isMethodDeclaration(node)) {
    return { kind: "property", key, keySpan, value: lowerFunction(lowering, node, name, true), span };
  }
  return { kind: "property", key, keySpan, value: unknown(lowering, node, "a getter or setter"), span };
}

/** A property's name: text where it is written out, an expression where it is computed. */
function lowerKey(lowering: Lowering, name: ts.PropertyName): string | Expression {
  const { ts } = lowering;
  if (ts.isComputedPropertyName(name)) {
    const key = lowerExpression(lowering, name.expression);
    return key.kind === "literal" ? String(key.value) : key;
  }
  if (ts.isNumericLiteral(name)) return String(Number(name.text));
  return name.text;
}

/** Something that is not followed, with the names inside it. */
export function unknown({ source, survey }: Lowering, node: ts.Node, reason: string): UnknownExpression {
  return { kind: "unknown", reason, mentions: survey.mentionsIn(node), span: spanOf(source, node) };
}

function operatorOf(ts: TypeScript, kind: ts.SyntaxKind): BinaryExpression["operator"] | undefined {
  switch (kind) {
    case ts.SyntaxKind.PlusToken:
      return "+";
    case ts.SyntaxKind.QuestionQuestionToken:
      return "??";
    case ts.SyntaxKind.BarBarToken:
      return "||";
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return "&&";
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return "===";
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return "!==";
    default:
      return undefined;
  }
}

function reasonOf(ts: TypeScript, node: ts.Expression): string {
  if (ts.isClassExpression(node)) return "a class";
  if (ts.isTaggedTemplateExpression(node)) return "a tagged template";
  if (ts.isRegularExpressionLiteral(node)) return "a regular expression";
  if (ts.isPropertyAccessExpression(node)) return "a private member";
  return "an expression that only running the code can evaluate";
}

function readBigInt(text: string): bigint | undefined {
  try {
    return BigInt(text.replace(/n$/, "").replaceAll("_", ""));
  } catch {
    return undefined;
  }
}
