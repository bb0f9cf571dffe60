import { type AssetStatus, type CheckStatus, metadataToText } from "@headwater/model";
import { agoText, lastRunText } from "../statuses/lastRun.ts";
import { cut, type Writer } from "./writer.ts";

const mostMetadata = 20;

/** What the last run did, and the latest materialization with its metadata. */
export function lastRunPart(status: AssetStatus | undefined, now: number, write: Writer): string | undefined {
  if (status === undefined) return undefined;
  const { activity, error, latestMaterialization: latest } = status;
  const lines: string[] = [];
  if (activity !== undefined && activity !== "materialized") lines.push(write.text(lastRunText(status, now) ?? ""));
  if (error !== undefined) lines.push(write.text(cut(error.message)));
  if (latest !== undefined) {
    lines.push(`Materialized ${agoText(latest.timestamp, now)}`);
    const entries = Object.entries(latest.metadata);
    for (const [name, value] of entries.slice(0, mostMetadata)) {
      lines.push(`${write.code(name)}: ${write.text(cut(metadataToText(value)))}`);
    }
    if (entries.length > mostMetadata) lines.push(`and ${entries.length - mostMetadata} more`);
  }
  lines.push(...checkLines(status.checks ?? [], write));
  return lines.length === 0 ? undefined : lines.join("  \n");
}

/** What did not pass, each in a line, and how many checks did. */
function checkLines(checks: readonly CheckStatus[], write: Writer): string[] {
  const failed = checks.filter(({ status }) => status !== "passed");
  const passed = checks.length - failed.length;
  const lines = failed.slice(0, mostMetadata).map(({ name, status, blocking, description }) => {
    const sign = status === "warned" ? "!" : "✗";
    const which = `${blocking ? "blocking check" : "check"} ${write.code(name)}`;
    return `${sign} ${which} did not pass${description === undefined ? "" : `: ${write.text(cut(description))}`}`;
  });
  if (failed.length > mostMetadata) lines.push(`and ${failed.length - mostMetadata} more`);
  return passed === 0 ? lines : [...lines, `✓ ${passed} ${passed === 1 ? "check" : "checks"} passed`];
}
