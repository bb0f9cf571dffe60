import type ts from "typescript";
import type { ListItem } from "../expression.ts";
import type { FileFacts, MutationFact } from "../fileFacts.ts";
import type { TypeScript } from "./load.ts";
import { type Lowering, lowerItems, spanOf, unknown } from "./lowerExpression.ts";

/** Methods that change the list that they are called on. */
const changingMethods: ReadonlySet<string> = new Set([
  "push",
  "unshift",
  "splice",
  "pop",
  "shift",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
  "set",
  "add",
  "delete",
  "clear",
]);

/**
 * Finds the names that are assigned and those whose content is changed, in every scope: a name that is shadowed counts
 * too, which makes a value unknown that could be known, never the other way round.
 */
export function findChanges(lowering: Lowering, known: ReadonlySet<string>): Pick<FileFacts, "assigned" | "mutations"> {
  const { ts, source } = lowering;
  const assigned = new Set<string>();
  const mutations: MutationFact[] = [];
  const change = (target: ts.Expression, at: ts.Node, added?: readonly ListItem[]) => {
    const name = rootOf(ts, target);
    if (name === undefined || !known.has(name)) return;
    mutations.push({ name, span: spanOf(source, at), ...(added ? { added } : {}) });
  };
  const assign = (target: ts.Expression, at: ts.Node) => {
    const pending: ts.Node[] = [target];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (ts.isIdentifier(node)) assigned.add(node.text);
      else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) change(node, at);
      else ts.forEachChild(node, (child) => void pending.push(child));
    }
  };
  visit(ts, source, (node, atTopLevel) => {
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) assign(node.left, node);
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const { operator } = node;
      if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken) assign(node.operand, node);
    } else if (ts.isDeleteExpression(node)) change(node.expression, node);
    else if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && !ts.isVariableDeclarationList(node.initializer)) {
      assign(node.initializer, node.initializer);
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: target, name } = node.expression;
      if (ts.isIdentifier(target) && target.text === "Object" && name.text === "assign") {
        const first = node.arguments[0];
        if (first !== undefined) change(first, node);
      } else if (changingMethods.has(name.text)) {
        const adds = ts.isIdentifier(target) && (name.text === "push" || name.text === "unshift");
        change(target, node, adds && atTopLevel ? lowerItems(lowering, node.arguments) : addedBy(lowering, node, adds));
      }
    }
  });
  return { assigned: [...assigned], mutations: mutations.sort((one, other) => one.span.start - other.span.start) };
}

/** What is added inside a loop or function: not known, but whether it may be an asset is. */
function addedBy(lowering: Lowering, node: ts.CallExpression, adds: boolean): ListItem[] | undefined {
  if (!adds) return undefined;
  return node.arguments.map((argument) => {
    const value = unknown(lowering, argument, "added in a loop or function");
    return { spread: false, value, span: value.span };
  });
}

/** The names of all that is called inside a node, as `name` or `name.member`, each once. */
export function mentionsOf(ts: TypeScript, within: ts.Node): string[] {
  const found = new Set<string>();
  visit(ts, within, (node) => {
    if (!ts.isCallExpression(node)) return;
    const { expression } = node;
    if (ts.isIdentifier(expression)) found.add(expression.text);
    else if (ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.expression)) {
      found.add(`${expression.expression.text}.${expression.name.text}`);
    }
    // A function that is handed on may be called by whoever takes it.
    for (const argument of node.arguments) if (ts.isIdentifier(argument)) found.add(argument.text);
  });
  return [...found];
}

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
  return ts.isIdentifier(node) ? node.text : undefined;
}

/** Walks a tree on a stack of its own, since generated code can nest deeper than the call stack. */
function visit(ts: TypeScript, root: ts.Node, see: (node: ts.Node, atTopLevel: boolean) => void): void {
  const pending: { node: ts.Node; atTopLevel: boolean }[] = [{ node: root, atTopLevel: true }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    see(next.node, next.atTopLevel);
    const inside = next.atTopLevel && (next.node === root || isPlainStatement(ts, next.node));
    ts.forEachChild(next.node, (child) => void pending.push({ node: child, atTopLevel: inside }));
  }
}

/** A statement that is run once, with the names of the top level. */
function isPlainStatement(ts: TypeScript, node: ts.Node): boolean {
  return ts.isExpressionStatement(node);
}
