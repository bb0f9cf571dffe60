import {
  parseLegacySelection,
  parseSelection,
  printSelection,
  SelectionError,
  type SelectionTree,
  upgradeSelection,
} from "@headwater/model";
import type { Adapter, Got } from "../adapter.ts";

/** Reads a text through the entry that a case names, writes it back, or rewrites it. */
export const adapter: Adapter = {
  run({ given }) {
    if (given.entry === "upgrade") return { string: upgradeSelection(given.selection, given.defaultAttribute) };
    return orError(() => {
      const tree = (given.entry === "grammar" ? parseSelection : parseLegacySelection)(given.selection);
      return { ast: plain(tree), canonicalString: printSelection(tree) };
    });
  },
  agrees: { ast: (expected, got) => JSON.stringify(unordered(expected)) === JSON.stringify(unordered(got)) },
};

/** The tree without the places in the text. */
function plain(tree: SelectionTree): unknown {
  return JSON.parse(JSON.stringify(tree, (name, value) => (name === "span" ? undefined : value)));
}

/** With names and the operands of `and` and `or` in an order that is always the same. */
function unordered(node: unknown): unknown {
  if (Array.isArray(node)) {
    const args = node.map(unordered);
    return args.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => [name, unordered(value)]),
  );
}

function orError(answer: () => Got): Got {
  try {
    return answer();
  } catch (error) {
    if (error instanceof SelectionError) return { error: error.code };
    throw error;
  }
}
