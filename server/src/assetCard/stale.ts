import {
  type AssetGraph,
  type AssetNode,
  type AssetStatus,
  createDataVersionLog,
  createStaleStatusResolver,
  type KeyId,
  readDataVersionRecord,
  staleCauseText,
} from "@headwater/model";
import { cut, type Writer } from "./writer.ts";

const mostCauses = 5;

/**
 * Why an asset is stale (spec 7), in a line; absent where it is not, or nothing is known of it. It looks at the asset and its
 * direct upstreams only.
 */
export function stalePart(
  graph: AssetGraph | undefined,
  node: AssetNode,
  statusOf: (key: KeyId) => AssetStatus | undefined,
  write: Writer,
): string | undefined {
  if (graph === undefined || statusOf(node.id)?.latestRecord === undefined) return undefined;
  const records = [node.id, ...node.upstream].flatMap((id) => {
    const record = statusOf(id)?.latestRecord;
    return record === undefined ? [] : readDataVersionRecord(id, record);
  });
  const resolver = createStaleStatusResolver({ graph, records: createDataVersionLog(records) });
  if (resolver.status(node.id) !== "STALE") return undefined;
  const causes = resolver.staleCauses(node.id);
  const more = causes.length > mostCauses ? `, and ${causes.length - mostCauses} more` : "";
  const texts = causes.slice(0, mostCauses).map((cause) => write.text(cut(staleCauseText(cause))));
  return `Unsynced: ${texts.join("; ")}${more}`;
}
