import { quote } from "../findings/quote.ts";
import { toUserString } from "../keys/assetKey.ts";
import { SelectionError } from "./selectionError.ts";
import { deepestNesting, operandsOf, type SelectionTree } from "./tree.ts";

/**
 * Writes a selection in the current grammar, so that `parseSelection` reads the same tree: values in quotes, parentheses
 * around every `and` and `or` that is an operand, both sides of one selection as `+a+`. What was made in code is written as what it means, where that has a
 * form: keys as an `or` of `key:`, a traversal without its start as `… and not …`. `includeSources` is not written.
 *
 * @throws SelectionError `no-text-form` for other nodes that only code makes (prefixes, substrings, no keys at all, …) and
 *   for values with a quote, a backslash or a line break
 */
export function printSelection(tree: SelectionTree): string {
  let left = mostNodes;
  const count = () => {
    if (left-- === 0) throw noForm("so many nodes");
  };
  return print(tree, { depth: 0, count });
}

const mostNodes = 1_000_000;

interface Place {
  readonly depth: number;
  /** Called for each node: one that was built of itself again and again would never end. */
  readonly count: () => void;
}

function print(tree: SelectionTree, place: Place): string {
  place.count();
  if (place.depth > 2 * deepestNesting) throw noForm("so deep a nesting");
  switch (tree.op) {
    case "all":
      return "*";
    case "key":
      return `key:${quoted(tree.pattern)}`;
    case "tag":
      return `tag:${pair(tree)}`;
    case "columnTag":
      return `column_tag:${pair(tree)}`;
    case "attr":
      return `${tree.name}:${valueText(tree.value)}`;
    case "is":
      return `is:${quoted(tree.value)}`;
    case "notMaterializedInHours":
      return `not_materialized_in_hours:${tree.hours}`;
    case "not":
      return `not ${operand(tree.arg, place)}`;
    case "and":
    case "or": {
      const operands = operandsOf(tree.op, tree.args);
      if (operands.length < 2) throw noForm(`an "${tree.op}" of fewer than two selections`);
      const texts: string[] = [];
      for (let at = 0; at < operands.length; at++) {
        const [one, other] = [operands[at] as SelectionTree, operands[at + 1]];
        const isBoth = tree.op === "or" && isTwoSided(one, other);
        texts.push(isBoth ? twoSided(one, other as Walk, place) : operand(one, place));
        if (isBoth) at++;
      }
      return texts.join(` ${tree.op} `);
    }
    case "up":
    case "down": {
      const arg = traversed(tree.arg, place);
      const walk = tree.op === "up" ? `${upward(tree)}${arg}` : `${arg}${downward(tree)}`;
      return tree.includeSelf === false ? `${walk} and not ${operand(tree.arg, place)}` : walk;
    }
    case "sinks":
    case "roots":
      return `${tree.op}(${print(tree.arg, below(place))})`;
    case "keys": {
      if (tree.keys.length === 0) throw noForm("a selection of no keys");
      const texts = tree.keys.map(toUserString);
      if (texts.some((text) => text.includes("*"))) throw noForm('a key with "*" in it');
      return texts.map((text) => `key:${quoted(text)}`).join(" or ");
    }
    case "minus":
      if (tree.left.op === "all") return `not ${operand(tree.right, place)}`;
      return `${operand(tree.left, place)} and not ${operand(tree.right, place)}`;
    case "missing":
      throw noForm("what is missing");
    default:
      throw noForm(`"${tree.op}"`);
  }
}

type Walk = SelectionTree & { op: "up" | "down" };

/** Whether the two are what the grammar makes of `+a+`: both sides of one and the same selection. */
function isTwoSided(one: SelectionTree, other: SelectionTree | undefined): one is Walk {
  if (one.op !== "up" || other?.op !== "down") return false;
  return one.arg === other.arg && one.includeSelf !== false && other.includeSelf !== false;
}

function twoSided(up: Walk, down: Walk, place: Place): string {
  return `${upward(up)}${traversed(up.arg, place)}${downward(down)}`;
}

function upward({ depth }: Walk): string {
  return `${depth ?? ""}+`;
}

function downward({ depth }: Walk): string {
  return `+${depth ?? ""}`;
}

function below({ depth, count }: Place): Place {
  return { depth: depth + 1, count };
}

/** As an operand of "and", "or" and "not". */
function operand(tree: SelectionTree, place: Place): string {
  const text = print(tree, below(place));
  return isCompound(tree) ? `(${text})` : text;
}

/** As what a traversal starts from. */
function traversed(tree: SelectionTree, place: Place): string {
  const text = print(tree, below(place));
  return isCompound(tree) || ["all", "not", "up", "down", "or", "minus"].includes(tree.op) ? `(${text})` : text;
}

function isCompound(tree: SelectionTree): boolean {
  if (tree.op === "or" && tree.args.length === 2 && isTwoSided(tree.args[0] as SelectionTree, tree.args[1])) return false;
  if (tree.op === "and" || tree.op === "or") return true;
  if (tree.op === "keys") return tree.keys.length > 1;
  if (tree.op === "minus") return tree.left.op !== "all";
  return (tree.op === "up" || tree.op === "down") && tree.includeSelf === false;
}

function pair({ key, value }: { readonly key: string | null; readonly value: string | null }): string {
  return value === "" ? valueText(key) : `${valueText(key)}=${valueText(value)}`;
}

function valueText(value: string | null): string {
  return value === null ? "<null>" : quoted(value);
}

function quoted(value: string): string {
  if (/["\\\r\n]/.test(value)) throw noForm(`${quote(value)}, which holds a quote, a backslash or a line break`);
  return `"${value}"`;
}

function noForm(what: string): SelectionError {
  return new SelectionError(`The text of a selection has no form for ${what}.`, 0, "no-text-form");
}
