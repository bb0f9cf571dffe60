import type { AssetKey } from "../keys/assetKey.ts";
import type { AssetCheckKey } from "../keys/checkKey.ts";

/** Where something stands in a text: from `start` up to, but not including, `end`, counted in UTF-16 units from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Placed {
  /** Where the node stands in the text that it was read from; absent where it was made in code. */
  readonly span?: Span;
}

/** The attributes whose value is a text or `<null>` and that have no rule of their own (spec 8). */
export const plainAttributes = [
  "owner",
  "group",
  "kind",
  "code_location",
  "status",
  "column",
  "table_name",
  "changed_in_branch",
  "partitions",
  "automation_type",
  "sensor",
  "schedule",
  "job",
] as const;

export type PlainAttribute = (typeof plainAttributes)[number];

/** Every attribute that can stand before a colon. */
export const attributeNames = ["key", "tag", "is", "column_tag", "not_materialized_in_hours", ...plainAttributes] as const;

export type AttributeName = (typeof attributeNames)[number];

/** What can be asked with `is:`. */
export const isValues = ["external", "materializable"] as const;

/**
 * What a selection asks for (spec 8), as plain data. The grammar makes the nodes of {@link TextNode}; the others are made
 * in code. `null` as a value stands for `<null>`: the attribute is not set.
 */
export type SelectionTree = TextNode | CodeNode | MissingNode;

/** A node that has a form in the text. */
export type TextNode =
  | (Placed & { readonly op: "all"; readonly includeSources?: boolean })
  /** `*` in the pattern stands for any text; it is matched against the whole user string of a key. */
  | (Placed & { readonly op: "key"; readonly pattern: string })
  /** With the empty text as value: assets that have the tag with no value. A `key` of `null`: assets without any tag. */
  | (Placed & {
      readonly op: "tag";
      readonly key: string | null;
      readonly value: string | null;
      readonly includeSources?: boolean;
    })
  | (Placed & {
      readonly op: "attr";
      readonly name: PlainAttribute;
      readonly value: string | null;
      /** True for a group that holds `*`, which then stands for any text. */
      readonly wildcard?: true;
      readonly includeSources?: boolean;
    })
  | (Placed & { readonly op: "is"; readonly value: (typeof isValues)[number] })
  | (Placed & { readonly op: "columnTag"; readonly key: string | null; readonly value: string | null })
  | (Placed & { readonly op: "notMaterializedInHours"; readonly hours: number })
  | (Placed & { readonly op: "not"; readonly arg: SelectionTree })
  | (Placed & { readonly op: "and" | "or"; readonly args: readonly SelectionTree[] })
  /** `depth` levels upstream or downstream, `null` for all; with the argument itself unless `includeSelf` is false. */
  | (Placed & {
      readonly op: "up" | "down";
      readonly depth: number | null;
      readonly arg: SelectionTree;
      readonly includeSelf?: boolean;
    })
  | (Placed & { readonly op: "sinks" | "roots"; readonly arg: SelectionTree });

/** A node that is made in code only. */
export type CodeNode =
  /** Exactly these assets, each of which has to exist. */
  | (Placed & { readonly op: "keys"; readonly keys: readonly AssetKey[] })
  /** Assets whose keys begin with the segments of one of the prefixes. */
  | (Placed & {
      readonly op: "keyPrefix";
      readonly prefixes: readonly (readonly string[])[];
      readonly includeSources?: boolean;
    })
  /** Assets whose user string holds the text. */
  | (Placed & { readonly op: "keySubstring"; readonly text: string; readonly includeSources?: boolean })
  /** With all assets that have to be computed together with one of the argument's. */
  | (Placed & { readonly op: "requiredNeighbors"; readonly arg: SelectionTree })
  /** The external assets that the argument's assets depend on, directly or not. */
  | (Placed & { readonly op: "upstreamSources"; readonly arg: SelectionTree })
  /** What of the argument can be computed. */
  | (Placed & { readonly op: "materializable"; readonly arg: SelectionTree })
  /** No assets, but checks: these, those of these assets, or all. Only `resolveChecks` sees them. */
  | (Placed & { readonly op: "checks"; readonly checks?: readonly AssetCheckKey[]; readonly assets?: readonly AssetKey[] })
  /** What is in `left` but not in `right`. */
  | (Placed & { readonly op: "minus"; readonly left: SelectionTree; readonly right: SelectionTree });

/** Where something is missing or does not fit: only what the tolerant reader makes of a wrong text holds one. */
export type MissingNode = Placed & { readonly op: "missing"; readonly attribute?: AttributeName };

/** How deep a selection may be nested. Nobody writes that much; whoever generates it gets an error, not a full stack. */
export const deepestNesting = 400;

/**
 * The operands of a chain of one operator, in their order, however the chain is nested: those of `(a or b) or c` are `a`,
 * `b` and `c`. Linear in the chain and without recursion, since code builds long ones with `or()` in a loop.
 */
export function operandsOf(op: "and" | "or", args: readonly SelectionTree[]): SelectionTree[] {
  const found: SelectionTree[] = [];
  // A chain that stands in another twice means the same once.
  const chains = new Set<SelectionTree>();
  const open = args.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.op !== op) found.push(node);
    else if (!chains.has(node)) {
      chains.add(node);
      for (let at = node.args.length - 1; at >= 0; at--) open.push(node.args[at] as SelectionTree);
    }
  }
  return found;
}

/**
 * All nodes of a selection, each once with the number of its places, after a node that holds it. One node has several places
 * in `+a+`, where both traversals start from the same. Linear and without recursion.
 */
export function nodesOf(tree: SelectionTree): Map<SelectionTree, number> {
  const found = new Map<SelectionTree, number>();
  const open = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const places = found.get(node) ?? 0;
    found.set(node, places + 1);
    if (places > 0) continue;
    if ("args" in node) for (let at = node.args.length - 1; at >= 0; at--) open.push(node.args[at] as SelectionTree);
    else if ("arg" in node) open.push(node.arg);
    else if (node.op === "minus") open.push(node.right, node.left);
  }
  return found;
}
