import { hasPrefix, type KeyId, keyId } from "../keys/assetKey.ts";
import { attributeTest, columnTagTest, hoursTest, tagTest } from "./attributes.ts";
import { type GraphIndex, indexOf } from "./graphIndex.ts";
import { textPattern } from "./pattern.ts";
import type { SelectableAsset, SelectableGraph } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";
import { type Members, reach, type Starts, unreachedMembers } from "./traverse.ts";
import { deepestNesting, nodesOf, operandsOf, type SelectionTree } from "./tree.ts";
import { unknownKey } from "./unknownKey.ts";

/** How a selection is to be understood. */
export interface EvaluationOptions {
  /**
   * Whether `*`, `not`, tags, attributes, prefixes and substrings see external assets: false if left out. Keys and their
   * patterns, and `is:`, always see them.
   */
  readonly includeSources?: boolean;
  /** Whether keys that were listed in code, but do not exist, are passed over. False if left out: they are an error. */
  readonly allowMissing?: boolean;
  /** The time against which hours are counted, in milliseconds since 1970: needed by `not_materialized_in_hours:` alone. */
  readonly now?: number;
}

/**
 * The assets that a selection picks, in the order of the graph (spec 8). Each node of the selection takes time in
 * proportion to nodes and edges of the graph at most.
 *
 * - upstream adds no external assets, but walks through them
 * - sinks (roots) are the members with no other member downstream (upstream), be it through other assets
 *
 * @throws SelectionError `unknown-key` for a listed key that does not exist, `needs-supplementary-data` for an attribute that
 *   the graph does not tell, `invalid-selection` for a tree with holes or nested too deep
 */
export function evaluateSelection(tree: SelectionTree, graph: SelectableGraph, options: EvaluationOptions = {}): KeyId[] {
  const shared = new Map<SelectionTree, Members | undefined>();
  for (const [node, places] of nodesOf(tree)) if (places > 1) shared.set(node, undefined);
  const index = indexOf(graph);
  return index.inOrder(evaluate(tree, { index, options, shared }, 0));
}

interface Circumstances {
  readonly index: GraphIndex;
  readonly options: EvaluationOptions;
  /** What nodes with several places give, once it is known: nested ones would otherwise be evaluated ever more often. */
  readonly shared: Map<SelectionTree, Members | undefined>;
}

/** A set of its own for each call, so that the caller may change it. */
function evaluate(tree: SelectionTree, given: Circumstances, depth: number): Members {
  if (!given.shared.has(tree)) return evaluateNode(tree, given, depth);
  const members = given.shared.get(tree) ?? evaluateNode(tree, given, depth);
  given.shared.set(tree, members);
  return members.slice();
}

function evaluateNode(tree: SelectionTree, given: Circumstances, depth: number): Members {
  if (depth > 2 * deepestNesting) {
    throw new SelectionError("The selection is nested too deep to be evaluated: build it flatter.", tree.span?.start);
  }
  const { index, options } = given;
  const inner = (node: SelectionTree) => evaluate(node, given, depth + 1);
  switch (tree.op) {
    case "all":
      return universe(given, tree.includeSources);
    case "key":
      return withKey(tree.pattern, index);
    case "tag":
      return matching(given, tree.includeSources, tagTest(tree, index));
    case "attr":
      return matching(given, tree.includeSources, attributeTest(tree, index));
    case "columnTag":
      return matching(given, undefined, columnTagTest(tree, index));
    case "notMaterializedInHours":
      return matching(given, undefined, hoursTest(tree, index, options.now));
    case "is":
      return index.external.map((external) => ((tree.value === "external") === (external === 1) ? 1 : 0));
    case "not":
      return without(universe(given), inner(tree.arg));
    case "and":
      return operandsOf("and", tree.args).reduce((members, node) => intersect(members, inner(node)), universe(given, true));
    case "or":
      return union(operandsOf("or", tree.args), index, inner);
    case "up":
    case "down": {
      if (tree.includeSelf !== false) return union([tree], index, inner);
      const from = inner(tree.arg);
      return without(walk(tree.op, new Map([[levelsOf(tree), positions(from)]]), index), from);
    }
    case "sinks":
      return unreachedMembers(inner(tree.arg), index.neighbours("upstream"));
    case "roots":
      return unreachedMembers(inner(tree.arg), index.neighbours("downstream"));
    case "keys":
      return listed(tree, given);
    case "keyPrefix":
      return matching(given, tree.includeSources, (at) =>
        tree.prefixes.some((prefix) => hasPrefix((index.assets[at] as SelectableAsset).key, prefix)),
      );
    case "keySubstring": {
      const texts = index.userStrings();
      return matching(given, tree.includeSources, (at) => (texts[at] as string).includes(tree.text));
    }
    case "checks":
      return new Uint8Array(index.size);
    case "requiredNeighbors":
      return withNeighbors(inner(tree.arg), index);
    case "upstreamSources": {
      const starts: Starts = new Map([[Number.POSITIVE_INFINITY, positions(inner(tree.arg))]]);
      return intersect(reach(starts, index.neighbours("upstream")), index.external);
    }
    case "materializable":
      return without(inner(tree.arg), index.external);
    case "minus":
      return subtractAll(tree, inner);
    case "missing":
      throw new SelectionError("The selection is not complete: something is missing in it.", tree.span?.start);
  }
}

function universe({ index, options }: Circumstances, includeSources = options.includeSources): Members {
  const members = new Uint8Array(index.size).fill(1);
  return includeSources ? members : without(members, index.external);
}

function matching(given: Circumstances, includeSources: boolean | undefined, test: (at: number) => boolean): Members {
  const members = universe(given, includeSources);
  for (let at = 0; at < members.length; at++) if (members[at] === 1 && !test(at)) members[at] = 0;
  return members;
}

function withKey(pattern: string, index: GraphIndex): Members {
  const members = new Uint8Array(index.size);
  if (!pattern.includes("*")) {
    for (const at of index.positionsOf(pattern)) members[at] = 1;
    return members;
  }
  const texts = index.userStrings();
  const fits = textPattern(pattern);
  for (let at = 0; at < members.length; at++) if (fits(texts[at] as string)) members[at] = 1;
  return members;
}

/**
 * What any of the operands gives. Single keys are looked up, and all walks in one direction are one walk, so that a list of
 * thousands of keys, each with what comes along, takes no longer than one.
 */
function union(operands: readonly SelectionTree[], index: GraphIndex, inner: (node: SelectionTree) => Members): Members {
  const members = new Uint8Array(index.size);
  const walks: Record<"up" | "down", Starts> = { up: new Map(), down: new Map() };
  const positionsFor = (node: SelectionTree) =>
    node.op === "key" && !node.pattern.includes("*") ? index.positionsOf(node.pattern) : positions(inner(node));
  for (const operand of operands) {
    if ((operand.op === "up" || operand.op === "down") && operand.includeSelf !== false) {
      const starts = walks[operand.op].get(levelsOf(operand)) ?? [];
      walks[operand.op].set(levelsOf(operand), starts);
      for (const at of positionsFor(operand.arg)) starts.push(at);
    } else if (operand.op === "key") for (const at of positionsFor(operand)) members[at] = 1;
    else unite(members, inner(operand));
  }
  for (const way of ["up", "down"] as const) if (walks[way].size > 0) unite(members, walk(way, walks[way], index));
  return members;
}

/** What is reached, the starts included. External assets are walked through, but upstream not added. */
function walk(way: "up" | "down", starts: Starts, index: GraphIndex): Members {
  if (way === "down") return reach(starts, index.neighbours("downstream"));
  const members = without(reach(starts, index.neighbours("upstream")), index.external);
  for (const group of starts.values()) for (const at of group) members[at] = 1;
  return members;
}

function levelsOf({ depth }: SelectionTree & { op: "up" | "down" }): number {
  return depth ?? Number.POSITIVE_INFINITY;
}

function positions(members: Members): number[] {
  const found: number[] = [];
  for (let at = 0; at < members.length; at++) if (members[at] === 1) found.push(at);
  return found;
}

function listed(tree: SelectionTree & { op: "keys" }, { index, options }: Circumstances): Members {
  const members = new Uint8Array(index.size);
  for (const key of tree.keys) {
    const at = index.positionOf(keyId(key));
    if (at !== undefined) members[at] = 1;
    else if (!options.allowMissing) throw unknownKey(key, index.graph, tree.span?.start);
  }
  return members;
}

function withNeighbors(members: Members, { assets }: GraphIndex): Members {
  const units = new Set<string>();
  const unitAt = (at: number) => {
    const unit = assets[at]?.spec?.unit;
    return unit === undefined || unit.canSubset ? undefined : unit.id;
  };
  for (let at = 0; at < members.length; at++) {
    const unit = members[at] === 1 ? unitAt(at) : undefined;
    if (unit !== undefined) units.add(unit);
  }
  if (units.size === 0) return members;
  return members.map((member, at) => (member === 1 || units.has(unitAt(at) ?? "") ? 1 : 0));
}

/** `a - b - c - …` without recursion on the left. */
function subtractAll(tree: SelectionTree & { op: "minus" }, inner: (node: SelectionTree) => Members): Members {
  const subtracted: SelectionTree[] = [];
  let left: SelectionTree = tree;
  for (; left.op === "minus"; left = left.left) subtracted.push(left.right);
  return subtracted.reduce((members, right) => without(members, inner(right)), inner(left));
}

// A member's byte is 0 or 1. The first set takes the result: it belongs to the caller.

function intersect(one: Members, other: Members): Members {
  for (let at = 0; at < one.length; at++) one[at] = (one[at] as number) & (other[at] as number);
  return one;
}

function unite(one: Members, other: Members): Members {
  for (let at = 0; at < one.length; at++) one[at] = (one[at] as number) | (other[at] as number);
  return one;
}

function without(one: Members, other: Members): Members {
  for (let at = 0; at < one.length; at++) one[at] = (one[at] as number) & (1 - (other[at] as number));
  return one;
}
