import {
  type AssetGraph,
  type AssetStatus,
  createStaleStatusResolver,
  type DataVersionRecord,
  fromEscapedString,
  type KeyId,
  quote,
  readDataVersionRecord,
  type StaleCause,
  staleCauseText,
  toUserString,
} from "@headwater/model";

/** That an asset is stale itself and why, or that one further up is. */
export type Staleness =
  | { readonly kind: "stale"; readonly causes: readonly StaleCause[] }
  | { readonly kind: "upstreamStale"; readonly upstream: KeyId };

/** A lens shares its line with others. */
const longestReason = 80;

/** So many assets further up are looked at: an answer must not take longer than it takes to read it. */
const mostLookedAt = 1_000;

/**
 * Tells how the assets of a graph stand (spec 7), as far as the client said what was recorded of them; `undefined` for those that
 * are fresh or were never computed. Looks only at what it is asked about and what is above that, the nearest first, and keeps
 * what it found out: graph and statuses must not change meanwhile.
 */
export function createStaleness(
  graph: AssetGraph,
  statusOf: (key: KeyId) => AssetStatus | undefined,
): (key: KeyId) => Staleness | undefined {
  const read = new Map<KeyId, DataVersionRecord | undefined>();
  const latest = (key: KeyId) => {
    if (read.has(key)) return read.get(key);
    const told = statusOf(key)?.latestRecord;
    const record = told && readDataVersionRecord(key, told);
    read.set(key, record);
    return record;
  };
  const records = { latest, latestUpTo: () => undefined, latestOfAll: latest, partitions: () => [] };
  const resolver = createStaleStatusResolver({ graph, records });

  const staleFurtherUp = (key: KeyId): KeyId | undefined => {
    const seen = new Set([key]);
    for (const at of seen) {
      if (at !== key && resolver.status(at) === "STALE") return at;
      for (const upstream of graph.nodes.get(at)?.upstream ?? []) {
        if (seen.size > mostLookedAt) break;
        seen.add(upstream);
      }
    }
    return undefined;
  };

  return (key) => {
    if (latest(key) === undefined) return undefined;
    const causes = resolver.staleCauses(key);
    if (causes.length > 0) return { kind: "stale", causes };
    const upstream = staleFurtherUp(key);
    return upstream === undefined ? undefined : { kind: "upstreamStale", upstream };
  };
}

/** Why an asset is stale, the weightiest first, or which one further up is. */
export function stalenessReasons(staleness: Staleness): readonly string[] {
  if (staleness.kind === "upstreamStale") return [quote(toUserString(fromEscapedString(staleness.upstream)))];
  return staleness.causes.map(staleCauseText);
}

/** What a code lens says of it: `stale: "orders" has a new code version, and 1 more`, `upstream stale: "orders"`. */
export function stalenessText(staleness: Staleness): string {
  const [first = "", ...others] = stalenessReasons(staleness);
  const title = staleness.kind === "stale" ? "stale" : "upstream stale";
  const reason = first.length > longestReason ? `${first.slice(0, longestReason)}…` : first;
  return `${title}: ${reason}${others.length === 0 ? "" : `, and ${others.length} more`}`;
}
