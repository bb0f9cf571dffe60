import { quoteKey } from "../findings/quote.ts";
import { suggestKeys } from "../graph/suggestions.ts";
import type { AssetKey } from "../keys/assetKey.ts";
import type { SelectableGraph } from "./selectableGraph.ts";
import { SelectionError } from "./selectionError.ts";

/** The error for a key that does not exist, with up to three that may have been meant. */
export function unknownKey(key: AssetKey, graph: SelectableGraph, offset?: number): SelectionError {
  const known = [...graph.nodes.values()].filter((node) => node.kind === "materializable").map((node) => node.key);
  const suggestions = suggestKeys(key, known).slice(0, 3).map(quoteKey);
  const guess =
    suggestions.length > 0 ? `Did you mean ${suggestions.join(" or ")}?` : 'See "headwater list" for the keys there are.';
  return new SelectionError(`No asset has the key ${quoteKey(key)}. ${guess}`, offset, "unknown-key");
}
