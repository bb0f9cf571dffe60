import { quote, quoteKey } from "../findings/quote.ts";
import { fromEscapedString, type KeyId } from "../keys/assetKey.ts";
import type { StaleCause } from "./staleCause.ts";

/** A cause in a plain sentence about the asset, without a full stop: `"orders" has a new code version`. */
export function staleCauseText(cause: StaleCause): string {
  const { key, partition, reason, dependency = key, dependencyPartition } = cause;
  const own = named(key, partition);
  const upstream = named(dependency, dependencyPartition);
  switch (reason) {
    case "NEW_CODE_VERSION":
      return `${own} has a new code version`;
    case "NEW_DEPENDENCY_DATA_VERSION":
      return `${upstream} has a new data version since it was read`;
    case "NEW_DEPENDENCY_MATERIALIZATION":
      return `${upstream} was materialized again since it was read`;
    case "ADDED_DEPENDENCY":
      return `${own} depends on ${upstream} now`;
    case "REMOVED_DEPENDENCY":
      return `${own} no longer depends on ${upstream}`;
    case "NEW_INPUT":
      return `${upstream} was never materialized`;
    case "NEW_DATA_VERSION":
      return `${own} has a new data version`;
    case "NEW_MATERIALIZATION":
      return `${own} was materialized again`;
  }
}

function named(key: KeyId, partition: string | undefined): string {
  const asset = quoteKey(fromEscapedString(key));
  return partition === undefined ? asset : `the partition ${quote(partition)} of ${asset}`;
}
