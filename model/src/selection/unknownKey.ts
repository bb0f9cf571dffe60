import { quoteKey } from "../findings/quote.ts";
import { suggestKeys } from "../graph/suggestions.ts";
import type { AssetKey } from "../keys/assetKey.ts";
import type { SelectableGraph } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";

/** The error for a key that does not exist, with up to three that may have been meant. */
export function unknownKey(key: AssetKey, graph: SelectableGraph, offset?: number): SelectionError {
  return new SelectionError(unknownKeyMessage(key, keysMeant(key, graph)), offset, "unknown-key");
}

/** Up to three keys that one which does not exist may have meant. Looks at every asset. */
export function keysMeant(key: AssetKey, graph: SelectableGraph): AssetKey[] {
  const known = [...graph.nodes.values()].filter((node) => node.kind === "materializable").map((node) => node.key);
  return suggestKeys(key, known).slice(0, 3);
}

/** What is said of a key that does not exist. */
export function unknownKeyMessage(key: AssetKey, meant: readonly AssetKey[]): string {
  const guess =
    meant.length > 0 ? `Did you mean ${meant.map(quoteKey).join(" or ")}?` : 'See "headwater list" for the keys there are.';
  return `No asset has the key ${quoteKey(key)}. ${guess}`;
}
