import {
  fInitializer,
  nAccessor,
  nArrow,
  nAssignment,
  nAwait,
  nCall,
  nClassDeclaration,
  nClassExpression,
  nDelete,
  nExpressionStatement,
  nField,
  nForEach,
  nFunctionDeclaration,
  nFunctionExpression,
  nMethod,
  nProperty,
  nUpdate,
  nVariable,
} from "../nodes.ts";
import type { Tree } from "../tree.ts";

/** A node that may change or import something, and where it stands. */
export interface Walked {
  readonly node: number;
  /** In a statement of its own at the top level, in something else that runs once, or in a function. */
  readonly kind: "statement" | "once" | "function";
  /** The innermost function around it that something holds, so that it can be called from anywhere; -1 for none. */
  readonly held: number;
  /** The statement of the top level that it is in. */
  readonly statement: number;
}

/** Nodes around the one that is visited. */
interface Around {
  readonly first: number;
  readonly kind: Walked["kind"];
  readonly held: number;
  readonly statement: number;
}

/** Finds the calls, assignments and statements of expressions in a file, in the order of the text, outer ones first. */
export function walk(tree: Tree, count: number): Walked[] {
  const { kinds, firsts, starts } = tree;
  const found: Walked[] = [];
  const around: Around[] = [];
  // From the end, so that what is around a node comes before it.
  for (let node = count - 1; node >= 0; node--) {
    while (around.length > 0 && (around[around.length - 1] as Around).first > node) around.pop();
    const outer = around[around.length - 1];
    const kind = outer === undefined ? "statement" : outer.kind;
    const held = outer === undefined ? -1 : outer.held;
    const statement = outer === undefined ? node : outer.statement;
    const own = kinds[node] as number;
    if (isVisited[own] === 1) found.push({ node, kind, held, statement });
    const first = firsts[node] as number;
    if (first === node) continue;
    let inside: Walked["kind"] = kind === "statement" ? "once" : kind;
    let holder = held;
    switch (own) {
      case nFunctionDeclaration:
      case nMethod:
      case nAccessor:
        inside = "function";
        holder = node;
        break;
      case nClassDeclaration:
      case nClassExpression:
        inside = "function";
        break;
      case nVariable:
      case nField:
      case nProperty: {
        const value = kinds[node - 1];
        if (own !== nProperty && ((tree.extras[node] as number) & fInitializer) === 0) break;
        if (value !== nArrow && value !== nFunctionExpression) break;
        inside = "function";
        holder = node - 1;
        break;
      }
      case nExpressionStatement:
      case nAwait:
        inside = kind;
    }
    // Where nothing changes, what is around is what was around before.
    if (outer !== undefined && inside === kind && holder === held) continue;
    around.push({ first, kind: inside, held: holder, statement });
  }
  return found
    .reverse()
    .sort((one, other) => (starts[one.node] as number) - (starts[other.node] as number) || other.node - one.node);
}

const isVisited = new Uint8Array(256);
for (const kind of [nAssignment, nUpdate, nDelete, nForEach, nExpressionStatement, nCall]) isVisited[kind] = 1;
