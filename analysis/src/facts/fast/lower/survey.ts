// How the names of a file are used, in every scope: the counterpart of `surveyNames` for the flat tree.

import { nCall, nImportWord, nMember, nName, nPlainTemplate, nString } from "../nodes.ts";
import { firstPart, hasParts, memberName, partsOf, type Tree, textOf } from "../tree.ts";
import { type Changes, findChanges } from "./changes.ts";
import { declaredNames } from "./declaredNames.ts";
import { walk } from "./walk.ts";

/** How the names of a file's top level are used. A name that is shadowed counts too. */
export interface Survey {
  /** The names that are referred to inside a node, each once: `name`, or `name.member`. */
  mentionsIn(node: number): string[];
  readonly changes: Changes;
  /** Whether a name is one of the top level. */
  readonly known: ReadonlySet<string>;
  /** What `require("x")` and `import("x")` outside functions name. */
  readonly lateImports: readonly number[];
  /** Whether there is such a call anywhere. */
  readonly requires: boolean;
}

/** Looks through a file once. */
export function surveyNames(tree: Tree, statements: readonly number[], count: number): Survey {
  const known = declaredNames(tree, statements);
  const walked = walk(tree, count);
  const lateImports: number[] = [];
  let requires = false;
  for (const { node, kind } of walked) {
    const imported = tree.kinds[node] === nCall ? importedBy(tree, node) : undefined;
    if (imported === undefined) continue;
    requires = true;
    if (kind !== "function") lateImports.push(imported);
  }
  return { mentionsIn: mentions(tree, count, known), changes: findChanges(tree, walked), known, lateImports, requires };
}

function mentions(tree: Tree, count: number, known: ReadonlySet<string>): (node: number) => string[] {
  const { kinds } = tree;
  const nodes: number[] = [];
  const names: string[] = [];
  if (known.size > 0) {
    for (let node = 0; node < count; node++) {
      if (kinds[node] !== nName) continue;
      const name = textOf(tree, node);
      if (!known.has(name)) continue;
      const isObject = kinds[node + 1] === nMember && node + 1 < count;
      nodes.push(node);
      names.push(isObject ? `${name}.${memberName(tree, node + 1)}` : name);
    }
  }
  const firstFrom = (node: number): number => {
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((nodes[middle] as number) < node) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (node) => {
    const from = firstFrom(tree.firsts[node] as number);
    const to = firstFrom(node + 1);
    return to - from < 2 ? names.slice(from, to) : [...new Set(names.slice(from, to))];
  };
}

/** What `require("x")` or `import("x")` names. */
export function importedBy(tree: Tree, call: number): number | undefined {
  const callee = firstPart(tree, call);
  const kind = tree.kinds[callee];
  if (kind !== nImportWord && !(kind === nName && textOf(tree, callee) === "require")) return undefined;
  const first = partsOf(tree, call)[1];
  return first !== undefined && isText(tree, first) ? first : undefined;
}

/** Whether a node is a string, or a template without substitutions. */
export function isText(tree: Tree, node: number): boolean {
  return !hasParts(tree, node) && (tree.kinds[node] === nString || tree.kinds[node] === nPlainTemplate);
}
