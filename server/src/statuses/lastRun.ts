import type { AssetStatus } from "@headwater/model";
import { metadataToText } from "@headwater/model";

const longestLens = 40;

/**
 * What a code lens says of an asset's last run: `✓ 2 min ago, row_count 151`, `running…`, `queued`, `✗ failed 5 min ago`.
 * Undefined where nothing is known.
 *
 * @param now milliseconds since the epoch
 */
export function lastRunText(status: AssetStatus | undefined, now: number): string | undefined {
  if (status === undefined) return undefined;
  const { activity, endTime, because, latestMaterialization: latest } = status;
  const when = endTime === undefined ? "" : ` ${agoText(endTime, now)}`;
  switch (activity) {
    case "queued":
      return "queued";
    case "running":
      return "running…";
    case "waitingToRetry":
      return "waiting to retry";
    case "observed":
      return `✓ observed${when}`;
    case "skipped":
      return `skipped${when}`;
    case "failed":
      return `✗ failed${when}`;
    case "upstreamFailed":
      return because === undefined ? "✗ upstream failed" : cut(`✗ upstream ${because} failed`);
    case "canceled":
      return `canceled${when}`;
    default: {
      if (latest === undefined) return undefined;
      const rows = rowCount(latest.metadata);
      return `✓ ${agoText(latest.timestamp, now)}${rows === undefined ? "" : `, ${rows}`}`;
    }
  }
}

/** `just now`, `2 min ago`, `3 h ago`, `5 d ago`, and from 60 days on the day itself. */
export function agoText(time: number, now: number): string {
  const minutes = Math.floor((now - time) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / (24 * 60));
  return days < 60 ? `${days} d ago` : `on ${new Date(time).toISOString().slice(0, 10)}`;
}

/** The number of rows, under either of the names in use. */
function rowCount(metadata: Readonly<Record<string, Parameters<typeof metadataToText>[0]>>): string | undefined {
  for (const name of ["row_count", "dagster/row_count"]) {
    const value = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    if (value !== undefined) return `row_count ${cut(metadataToText(value))}`;
  }
  return undefined;
}

function cut(text: string): string {
  return text.length > longestLens ? `${text.slice(0, longestLens)}…` : text;
}
