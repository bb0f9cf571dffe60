// What is asked of the flat tree that the parser leaves behind; `Parser` says how it lies.
import type { Span } from "../span.ts";
import { textOfLiteral } from "./lower/literals.ts";
import { nMember, nPlainName, nString } from "./nodes.ts";
import type { Parser } from "./parse/parser.ts";

/** The parser of a text that was read to its end. */
export type Tree = Pick<Parser, "text" | "bytes" | "kinds" | "starts" | "ends" | "firsts" | "extras">;

/** Where a node stands, without the comments before it. */
export function spanOf(tree: Tree, node: number): Span {
  return { start: tree.starts[node] as number, end: tree.ends[node] as number };
}

/** The text of a node. */
export function textOf(tree: Tree, node: number): string {
  return textBetween(tree, tree.starts[node] as number, tree.ends[node] as number);
}

/** Names and short texts that were read lately, by a hash of where they may stand. */
const lately: (string | undefined)[] = new Array(4096);
const longestKept = 40;
/** V8 keeps a longer part of a text as a view of it, and with it the whole text. */
const longestCopied = 12;
const decoder = new TextDecoder();

/** A stretch of the text, as a string of its own, and the same one for the same name where that is at hand. */
export function textBetween({ text, bytes }: Tree, start: number, end: number): string {
  const length = end - start;
  if (length > longestKept || length === 0) return copied(text, bytes, start, end);
  const middle = bytes[(start + end) >>> 1] as number;
  const at = ((bytes[start] as number) * 31 + middle * 131 + (bytes[end - 1] as number) * 521 + length * 17) & 4095;
  const known = lately[at];
  if (known !== undefined && known.length === length && text.startsWith(known, start)) return known;
  const made = copied(text, bytes, start, end);
  lately[at] = made;
  return made;
}

function copied(text: string, bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= longestCopied) return text.slice(start, end);
  for (let at = start; at < end; at++) if ((bytes[at] as number) > 127) return text.slice(start, end);
  return decoder.decode(bytes.subarray(start, end));
}

/** What a name is, or what a string says. */
export function nameOf(tree: Tree, node: number): string {
  return tree.kinds[node] === nString ? literalOf(tree, node) : textOf(tree, node);
}

/** What a string or a template without substitutions says. */
export function literalOf(tree: Tree, node: number): string {
  const start = (tree.starts[node] as number) + 1;
  const end = (tree.ends[node] as number) - 1;
  for (let at = start; at < end; at++) {
    const byte = tree.bytes[at];
    if (byte === 92 || byte === 13) return textOfLiteral(tree.text.slice(start - 1, end + 1));
  }
  return textBetween(tree, start, end);
}

/** The name of a member; a private one begins with `#`. */
export function memberName(tree: Tree, node: number): string {
  return textBetween(tree, tree.extras[node] as number, tree.ends[node] as number);
}

/** Whether a node is `object.name`, with a name that is not private. */
export function isPublicMember(tree: Tree, node: number): boolean {
  return tree.kinds[node] === nMember && tree.text.charCodeAt(tree.extras[node] as number) !== 35;
}

export function hasParts(tree: Tree, node: number): boolean {
  return (tree.firsts[node] as number) < node;
}

/** The parts of a node, in the order of the text. */
export function partsOf(tree: Tree, node: number): number[] {
  const first = tree.firsts[node] as number;
  const parts: number[] = [];
  for (let part = node - 1; part >= first; part = (tree.firsts[part] as number) - 1) parts.push(part);
  return parts.reverse();
}

/** The first part of a node that has some. */
export function firstPart(tree: Tree, node: number): number {
  const first = tree.firsts[node] as number;
  let part = node - 1;
  while ((tree.firsts[part] as number) > first) part = (tree.firsts[part] as number) - 1;
  return part;
}

/** The part before another one. */
export function partBefore(tree: Tree, part: number): number {
  return (tree.firsts[part] as number) - 1;
}

/** The name that a function, class, enum or namespace gives itself: the first of its parts that is one. */
export function ownName(tree: Tree, node: number): number | undefined {
  const { kinds, firsts } = tree;
  const first = firsts[node] as number;
  let found: number | undefined;
  for (let part = node - 1; part >= first; part = (firsts[part] as number) - 1) if (kinds[part] === nPlainName) found = part;
  return found;
}
