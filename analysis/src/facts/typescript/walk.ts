import type ts from "typescript";
import type { TypeScript } from "./load.ts";

/** Where a node stands. */
export interface Context {
  /** In a statement of its own at the top level, in something else that runs once, or in a function. */
  readonly kind: "statement" | "once" | "function";
  /**
   * The innermost function around it that something holds, so that it can be called from anywhere. A function that is an
   * argument is taken to be called where it stands.
   */
  readonly held?: ts.Node;
}

/** A node that is visited, and the statement of the top level that it stands in. */
export type Visit = (node: ts.Node, context: Context, statement: ts.Statement) => void;

/**
 * Visits the names, members, calls, assignments and statements of expressions in a file, in the order of the text. Types
 * are left out, and so are names that only declare something or name a member.
 */
export function walk(ts: TypeScript, source: ts.SourceFile, visit: Visit): void {
  const { Identifier, PropertyAccessExpression, ShorthandPropertyAssignment } = ts.SyntaxKind;
  const roles = rolesOf(ts);
  const contextInside = createContexts(ts);
  // A stack of its own, since generated code can nest deeper than the call stack.
  const nodes: ts.Node[] = [];
  const contexts: Context[] = [];
  const push = (node: ts.Node) => {
    if (roles[node.kind] !== role.none) nodes.push(node);
  };
  for (const statement of source.statements) {
    if (roles[statement.kind] === role.none) continue;
    nodes.push(statement);
    contexts.push(atTop);
    while (nodes.length > 0) {
      const node = nodes.pop() as ts.Node;
      const context = contexts.pop() as Context;
      if (roles[node.kind] === role.visited) visit(node, context, statement);
      if (node.kind === Identifier) continue;
      const from = nodes.length;
      if (node.kind === PropertyAccessExpression) push((node as ts.PropertyAccessExpression).expression);
      else {
        ts.forEachChild(node, push);
        const { name } = node as { readonly name?: ts.Node };
        if (name?.kind === Identifier && node.kind !== ShorthandPropertyAssignment) removeFrom(nodes, from, name);
        // What is pushed later is taken up earlier.
        reverseFrom(nodes, from);
      }
      const inside = contextInside(node, context);
      while (contexts.length < nodes.length) contexts.push(inside);
    }
  }
}

/** What a kind of node is to a walk. */
const role = { passed: 0, none: 1, visited: 2 } as const;

let known: Uint8Array | undefined;

/** The role of every kind, for a look-up that is faster than many questions. */
function rolesOf({ SyntaxKind: kind }: TypeScript): Uint8Array {
  if (known !== undefined) return known;
  known = new Uint8Array(kind.Count);
  known.fill(role.none, kind.FirstToken, kind.LastToken + 1);
  known.fill(role.none, kind.FirstTypeNode, kind.LastTypeNode + 1);
  for (const each of [
    kind.TypeParameter,
    kind.InterfaceDeclaration,
    kind.TypeAliasDeclaration,
    kind.ImportDeclaration,
    kind.ExportDeclaration,
  ]) {
    known[each] = role.none;
  }
  for (const each of [
    kind.Identifier,
    kind.PropertyAccessExpression,
    kind.CallExpression,
    kind.BinaryExpression,
    kind.PrefixUnaryExpression,
    kind.PostfixUnaryExpression,
    kind.DeleteExpression,
    kind.ForOfStatement,
    kind.ForInStatement,
    kind.ExpressionStatement,
  ]) {
    known[each] = role.visited;
  }
  return known;
}

function removeFrom(nodes: ts.Node[], from: number, node: ts.Node): void {
  const at = nodes.indexOf(node, from);
  if (at >= 0) nodes.splice(at, 1);
}

function reverseFrom(nodes: ts.Node[], from: number): void {
  for (let low = from, high = nodes.length - 1; low < high; low++, high--) {
    const swapped = nodes[low] as ts.Node;
    nodes[low] = nodes[high] as ts.Node;
    nodes[high] = swapped;
  }
}

const atTop: Context = { kind: "statement" };
const runOnce: Context = { kind: "once" };

/** Makes a function that tells where the parts of a node stand. */
function createContexts(ts: TypeScript): (node: ts.Node, context: Context) => Context {
  const { FunctionDeclaration, MethodDeclaration, GetAccessor, SetAccessor, ClassDeclaration, ClassExpression } = ts.SyntaxKind;
  const { VariableDeclaration, PropertyAssignment, PropertyDeclaration, ExpressionStatement, AwaitExpression } = ts.SyntaxKind;
  return (node, context) => {
    switch (node.kind) {
      case FunctionDeclaration:
      case MethodDeclaration:
      case GetAccessor:
      case SetAccessor:
        return { kind: "function", held: node };
      case ClassDeclaration:
      case ClassExpression:
        return { ...context, kind: "function" };
      case VariableDeclaration:
      case PropertyAssignment:
      case PropertyDeclaration: {
        const { initializer } = node as ts.VariableDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration;
        if (initializer !== undefined && ts.isFunctionLike(initializer)) return { kind: "function", held: initializer };
        break;
      }
      case ExpressionStatement:
      case AwaitExpression:
        return context;
    }
    return context.kind === "statement" ? runOnce : context;
  };
}
