import { changingMethods, growingMethods } from "../../knownMethods.ts";
import { unsure } from "../giveUp.ts";
import {
  nArray,
  nAs,
  nAssignment,
  nAwait,
  nBigInt,
  nCall,
  nComputedKey,
  nDelete,
  nElement,
  nExpressionStatement,
  nFalse,
  nForEach,
  nMember,
  nName,
  nNonNull,
  nNull,
  nNumber,
  nObject,
  nOmitted,
  nParentheses,
  nPlainName,
  nPlainTemplate,
  nProperty,
  nShorthand,
  nSpread,
  nSpreadProperty,
  nString,
  nTemplate,
  nThis,
  nTrue,
  nUpdate,
} from "../nodes.ts";
import { tAssign } from "../scan/tokens.ts";
import { firstPart, isPublicMember, literalOf, memberName, partBefore, partsOf, type Tree, textOf } from "../tree.ts";
import type { Walked } from "./walk.ts";

/** A place where a name, or what it holds, is changed; see `MutationFact`. */
export interface NameChange {
  readonly name: string;
  readonly at: number;
  readonly change:
    | { readonly kind: "added"; readonly items: readonly number[] }
    | { readonly kind: "set"; readonly key: string; readonly value: number }
    | { readonly kind: "grown" | "changed" | "called" | "assigned" };
  /** What it may be changed with is mentioned in here. */
  readonly source: number;
  /** True where it can be anything, since a function hands on what it is called with. */
  readonly isOpen: boolean;
  /** The function around it that something holds; -1 for none. */
  readonly held: number;
}

/** The changes in a file, whatever their scope: one of a name that is shadowed counts too. */
export interface Changes {
  /** In the order of the text. */
  readonly all: readonly NameChange[];
  /** Those inside a node. */
  within(node: number): readonly NameChange[];
}

export function findChanges(tree: Tree, walked: readonly Walked[]): Changes {
  const all: NameChange[] = [];
  for (const each of walked) changesAt(tree, each, all);
  let byPlace: NameChange[] | undefined;
  return {
    all,
    within(node) {
      byPlace ??= [...all].sort((one, other) => one.at - other.at);
      return byPlace.slice(firstFrom(byPlace, tree.firsts[node] as number), firstFrom(byPlace, node + 1));
    },
  };
}

function firstFrom(changes: readonly NameChange[], node: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((changes[middle] as NameChange).at < node) low = middle + 1;
    else high = middle;
  }
  return low;
}

function changesAt(tree: Tree, walked: Walked, into: NameChange[]): void {
  const { kinds } = tree;
  const { node, kind: context, held, statement } = walked;

  const change = (target: number, at: number, given: readonly number[], made: NameChange["change"]) => {
    const name = rootOf(tree, target);
    if (name === undefined) return;
    const isOpen = context === "function" && given.some((each) => !isPlain(kinds[each] as number));
    into.push({ name, at, change: made, source: context === "once" ? statement : at, isOpen, held });
  };

  const assign = (target: number, at: number, value?: number) => {
    const given = value === undefined ? [] : [value];
    const pending = [target];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const kind = kinds[next] as number;
      if (kind === nName || kind === nPlainName) change(next, at, given, { kind: "assigned" });
      else if (kind === nMember || kind === nElement) {
        const key = keyOf(tree, next);
        const isSet = context === "statement" && next === target && kinds[firstPart(tree, next)] === nName;
        const made = isSet && value !== undefined && key !== undefined ? ({ kind: "set", key, value } as const) : undefined;
        change(next, at, given, made ?? { kind: "changed" });
      } else if (isPattern[kind] === 1) pending.push(...partsOf(tree, next));
      // The compiler's tree has the names of types among the parts.
      else throw unsure;
    }
  };

  switch (kinds[node]) {
    case nAssignment: {
      const value = node - 1;
      assign(partBefore(tree, value), node, tree.extras[node] === tAssign ? value : undefined);
      return;
    }
    case nUpdate:
      assign(node - 1, node);
      return;
    case nDelete:
      change(node - 1, node, [], { kind: "changed" });
      return;
    case nForEach:
      if (tree.extras[node] !== 1) return;
      assign(firstPart(tree, node), firstPart(tree, node));
      return;
    case nCall: {
      const [callee, ...given] = partsOf(tree, node) as [number, ...number[]];
      if (kinds[callee] !== nMember) return;
      const target = callee - 1;
      const method = memberName(tree, callee);
      const isName = kinds[target] === nName;
      if (isName && method === "assign" && textOf(tree, target) === "Object") {
        const [first, ...others] = given;
        if (first !== undefined) change(first, node, others, { kind: "changed" });
      } else if (changingMethods.has(method)) change(target, node, given, { kind: "changed" });
      else if (growingMethods.has(method)) {
        const isList = isName && (method === "push" || method === "unshift");
        const kind = isName ? "grown" : "changed";
        change(target, node, given, isList && context === "statement" ? { kind: "added", items: given } : { kind });
      }
      return;
    }
    case nExpressionStatement: {
      // A call whose result nobody takes is made for what it does, perhaps to what it is handed.
      const call = kinds[node - 1] === nAwait ? node - 2 : node - 1;
      if (kinds[call] !== nCall) return;
      const [callee, ...given] = partsOf(tree, call) as [number, ...number[]];
      if (kinds[callee] === nMember) {
        const target = callee - 1;
        const method = memberName(tree, callee);
        const isKnown = kinds[target] === nName && ["console", "Object"].includes(textOf(tree, target));
        if (isKnown || growingMethods.has(method) || changingMethods.has(method)) return;
        change(target, call, [], { kind: "called" });
      }
      for (const each of given) {
        if (kinds[each] === nName)
          change(
            each,
            call,
            given.filter((other) => other !== each),
            { kind: "grown" },
          );
      }
    }
  }
}

/** The kinds that are taken apart where they are assigned to. */
const isPattern = new Uint8Array(256);
for (const kind of [
  nArray,
  nObject,
  nProperty,
  nShorthand,
  nSpread,
  nSpreadProperty,
  nOmitted,
  nParentheses,
  nNonNull,
  nAssignment,
  nComputedKey,
  nString,
  nPlainTemplate,
  nNumber,
  nBigInt,
  nTrue,
  nFalse,
  nNull,
  nThis,
]) {
  isPattern[kind] = 1;
}

/** The member that `name.key` or `name["key"]` means. */
function keyOf(tree: Tree, node: number): string | undefined {
  if (tree.kinds[node] === nMember) return isPublicMember(tree, node) ? memberName(tree, node) : undefined;
  const kind = tree.kinds[node - 1];
  return kind === nString || kind === nPlainTemplate ? literalOf(tree, node - 1) : undefined;
}

/** Whether an expression is a text or number, as far as its form shows. */
function isPlain(kind: number): boolean {
  return kind === nString || kind === nPlainTemplate || kind === nTemplate || kind === nNumber;
}

/** The name at the beginning of a chain of members; `this` is one too. */
function rootOf(tree: Tree, expression: number): string | undefined {
  let node = expression;
  for (;;) {
    switch (tree.kinds[node]) {
      case nMember:
      case nNonNull:
      case nParentheses:
      case nAs:
        node--;
        continue;
      case nElement:
        node = firstPart(tree, node);
        continue;
      case nThis:
        return "this";
      case nName:
      case nPlainName:
        return textOf(tree, node);
      default:
        return undefined;
    }
  }
}
