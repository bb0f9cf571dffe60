import { type Staleness, stalenessReasons } from "../statuses/staleness.ts";
import { cut, type Writer } from "./writer.ts";

const mostReasons = 5;

/** Why an asset is stale, or which one further up is, in a line; absent where neither is. */
export function stalePart(staleness: Staleness | undefined, write: Writer): string | undefined {
  if (staleness === undefined) return undefined;
  const reasons = stalenessReasons(staleness);
  const texts = reasons.slice(0, mostReasons).map((reason) => write.text(cut(reason)));
  const more = reasons.length > mostReasons ? `, and ${reasons.length - mostReasons} more` : "";
  return `${staleness.kind === "stale" ? "Stale" : "Upstream stale"}: ${texts.join("; ")}${more}`;
}
