import type ts from "typescript";
import { changingMethods, growingMethods } from "../knownMethods.ts";
import type { TypeScript } from "./load.ts";
import type { Context } from "./walk.ts";

/** A place where a name, or what it holds, is changed; see `MutationFact`. */
export interface NameChange {
  readonly name: string;
  readonly at: ts.Node;
  readonly change:
    | { readonly kind: "added"; readonly items: readonly ts.Expression[] }
    | { readonly kind: "set"; readonly key: string; readonly value: ts.Expression }
    | { readonly kind: "grown" | "changed" | "called" | "assigned" };
  /** What it may be changed with is mentioned in here. */
  readonly source: ts.Node;
  /** True where it can be anything, since a function hands on what it is called with. */
  readonly isOpen: boolean;
  /** The function around it; see {@link Context}. */
  readonly held: ts.Node | undefined;
}

/** The changes in a file, whatever their scope: one of a name that is shadowed counts too. */
export interface Changes {
  /** Takes a node that is walked past. */
  see(node: ts.Node, context: Context, statement: ts.Statement): void;
  /** In the order of the text. */
  readonly found: readonly NameChange[];
}

/** Makes a list of changes that is still empty. */
export function createChanges(ts: TypeScript): Changes {
  const found: NameChange[] = [];
  let context: Context;
  let statement: ts.Statement;

  const change = (target: ts.Expression, at: ts.Node, given: readonly ts.Node[], made: NameChange["change"]) => {
    const name = rootOf(ts, target);
    if (name === undefined) return;
    const { kind, held } = context;
    const isOpen = kind === "function" && given.some((each) => !isPlain(ts, each));
    found.push({ name, at, change: made, source: kind === "once" ? statement : at, isOpen, held });
  };

  const assign = (target: ts.Expression, at: ts.Node, value?: ts.Expression) => {
    const pending: ts.Node[] = [target];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (ts.isIdentifier(next)) change(next, at, value ? [value] : [], { kind: "assigned" });
      else if (ts.isPropertyAccessExpression(next) || ts.isElementAccessExpression(next)) {
        const key = keyOf(ts, next);
        const isSet = context.kind === "statement" && next === target && ts.isIdentifier(next.expression);
        const made = isSet && value && key !== undefined ? ({ kind: "set", key, value } as const) : undefined;
        change(next, at, value ? [value] : [], made ?? { kind: "changed" });
      } else ts.forEachChild(next, (child) => void pending.push(child));
    }
  };

  const callOf = (call: ts.CallExpression) => {
    if (!ts.isPropertyAccessExpression(call.expression)) return;
    const { expression: target, name } = call.expression;
    const [first, ...others] = call.arguments;
    if (ts.isIdentifier(target) && target.text === "Object" && name.text === "assign") {
      if (first !== undefined) change(first, call, others, { kind: "changed" });
    } else if (changingMethods.has(name.text)) change(target, call, call.arguments, { kind: "changed" });
    else if (growingMethods.has(name.text)) {
      const isList = ts.isIdentifier(target) && (name.text === "push" || name.text === "unshift");
      const items = isList && context.kind === "statement" ? call.arguments : undefined;
      const kind = ts.isIdentifier(target) ? "grown" : "changed";
      change(target, call, call.arguments, items ? { kind: "added", items } : { kind });
    }
  };

  /** A call whose result nobody takes is made for what it does, perhaps to what it is handed. */
  const bareCall = (call: ts.CallExpression) => {
    const { expression } = call;
    if (ts.isPropertyAccessExpression(expression)) {
      const isKnown = ts.isIdentifier(expression.expression) && ["console", "Object"].includes(expression.expression.text);
      if (isKnown || growingMethods.has(expression.name.text) || changingMethods.has(expression.name.text)) return;
      change(expression.expression, call, [], { kind: "called" });
    }
    for (const given of call.arguments) {
      const others = call.arguments.filter((other) => other !== given);
      if (ts.isIdentifier(given)) change(given, call, others, { kind: "grown" });
    }
  };

  // The compiler's table of kinds is so large that looking into it for each node would be slow.
  const { BinaryExpression, PrefixUnaryExpression, PostfixUnaryExpression, DeleteExpression } = ts.SyntaxKind;
  const { ForOfStatement, ForInStatement, ExpressionStatement, CallExpression } = ts.SyntaxKind;
  const { FirstAssignment, LastAssignment, EqualsToken, PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  const see = (node: ts.Node) => {
    switch (node.kind) {
      case BinaryExpression: {
        const { left, operatorToken, right } = node as ts.BinaryExpression;
        const { kind } = operatorToken;
        if (kind >= FirstAssignment && kind <= LastAssignment) assign(left, node, kind === EqualsToken ? right : undefined);
        return;
      }
      case PrefixUnaryExpression:
      case PostfixUnaryExpression: {
        const { operator, operand } = node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;
        if (operator === PlusPlusToken || operator === MinusMinusToken) assign(operand, node);
        return;
      }
      case DeleteExpression:
        change((node as ts.DeleteExpression).expression, node, [], { kind: "changed" });
        return;
      case ForOfStatement:
      case ForInStatement: {
        const { initializer } = node as ts.ForInOrOfStatement;
        if (!ts.isVariableDeclarationList(initializer)) assign(initializer, initializer);
        return;
      }
      case ExpressionStatement: {
        const { expression } = node as ts.ExpressionStatement;
        const bare = ts.isAwaitExpression(expression) ? expression.expression : expression;
        if (ts.isCallExpression(bare)) bareCall(bare);
        return;
      }
      case CallExpression:
        callOf(node as ts.CallExpression);
    }
  };

  return {
    see(node, in_, within) {
      context = in_;
      statement = within;
      see(node);
    },
    found,
  };
}

/** The member that `name.key` or `name["key"]` means. */
function keyOf(ts: TypeScript, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return ts.isIdentifier(node.name) ? node.name.text : undefined;
  return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
}

/** Whether an expression is a text or number, as far as its form shows. */
function isPlain(ts: TypeScript, node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isNumericLiteral(node);
}

/** The name at the beginning of a chain of members; `this` is one too. */
function rootOf(ts: TypeScript, expression: ts.Expression): string | undefined {
  let node = expression;
  while (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node)
  ) {
    node = node.expression;
  }
  if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
  return ts.isIdentifier(node) ? node.text : undefined;
}
