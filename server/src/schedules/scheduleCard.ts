import { cronTicks, isTimeZone } from "@headwater/model";
import type { Writer } from "../assetCard/writer.ts";
import { describeCron } from "./describeCron.ts";

const shownTicks = 5;

/**
 * What a cron text means in words, and when it ticks next in its time zone.
 *
 * @param timezone undefined where it cannot be told without running the code; then no ticks are shown
 * @param now milliseconds since the epoch
 * @returns undefined for a text that is no cron text, of which a finding says what is wrong with it
 */
export function scheduleCard(cron: string, timezone: string | undefined, now: number, write: Writer): string | undefined {
  const words = describeCron(cron);
  if (words === undefined) return undefined;
  if (timezone === undefined || !isTimeZone(timezone)) return write.strong(words);
  try {
    const ticks = cronTicks(cron, timezone, now + 1, shownTicks).map((tick) => `- ${write.text(onTheClocks(tick, timezone))}`);
    return `${write.strong(words)}\n\n${write.text(`The next ticks in ${timezone}:`)}\n\n${ticks.join("\n")}`;
  } catch {
    return undefined;
  }
}

/** As `Fri 27 Nov 2026, 06:00 GMT+1`. */
function onTheClocks(instant: number, timezone: string): string {
  const options = {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  } as const;
  const format = new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23", timeZone: timezone, timeZoneName: "short" });
  return format.format(new Date(instant));
}
