import type ts from "typescript";
import type { TypeScript } from "./load.ts";

/** The names of the top level that are referred to in a file, in the order of the text. */
export interface Mentions {
  /** Takes a node that is walked past. */
  see(node: ts.Node): void;
  /** The names inside a node, each once: `name`, or `name.member`. Nodes that were not seen yet are not in it. */
  within(node: ts.Node): string[];
}

/** @param known the names that count */
export function createMentions(ts: TypeScript, known: ReadonlySet<string>): Mentions {
  const offsets: number[] = [];
  const names: string[] = [];
  /** The identifier of `name.member`, which is walked past next. */
  let member: ts.Identifier | undefined;
  const firstFrom = (offset: number): number => {
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((offsets[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    see(node) {
      if (ts.isIdentifier(node)) {
        if (node === member || !known.has(node.text)) return;
        names.push(node.text);
      } else if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
        member = node.expression;
        if (!known.has(member.text)) return;
        names.push(`${member.text}.${node.name.text}`);
      } else return;
      offsets.push(node.pos);
    },
    within: (node) => [...new Set(names.slice(firstFrom(node.pos), firstFrom(node.end)))],
  };
}
