import { cronTicks } from "../../time/schedule.ts";
import type { TimeWindowPartitions } from "../partitions.ts";
import type { TimeWindow } from "../timeWindow.ts";

/**
 * The windows of a definition as if it had always been and went on for good: the first partition has the number 0, earlier
 * windows have numbers below.
 */
export interface TimeAxis {
  windowAt(number: number): TimeWindow;
  /** The number of the last window that begins before an instant. */
  lastBeginningBefore(instant: number): number;
  /** The number of the first window that ends after an instant. */
  firstEndingAfter(instant: number): number;
}

/** So many windows before the first are looked up at least. */
const fewestEarlier = 8;

/** A look-up before the first window costs the windows in between, any other what it costs the partitions. */
export function timeAxis({ cron, timezone, windowAt, numberAtOrAfter }: TimeWindowPartitions): TimeAxis {
  const first = windowAt(0);
  // Where the windows before the first begin, the latest first.
  let earlier: readonly number[] = [];
  const lookUp = (enough: (count: number) => boolean) => {
    while (!enough(earlier.length)) {
      const found = cronTicks(cron, timezone, first.start - 1, Math.max(fewestEarlier, earlier.length * 2), "backward");
      if (found.length <= earlier.length) return;
      earlier = found;
    }
  };
  const startAt = (number: number): number => {
    if (number >= 0) return windowAt(number).start;
    lookUp((count) => count >= -number);
    return earlier[-number - 1] ?? Number.NEGATIVE_INFINITY;
  };
  /** For an instant before the first window. */
  const earlierBeginningBefore = (instant: number): number => {
    lookUp((count) => count > 0 && (earlier[count - 1] as number) < instant);
    const place = earlier.findIndex((start) => start < instant);
    return place < 0 ? -earlier.length - 1 : -place - 1;
  };
  return {
    windowAt: (number) => (number >= 0 ? windowAt(number) : { start: startAt(number), end: startAt(number + 1) }),
    lastBeginningBefore: (instant) => (instant > first.start ? numberAtOrAfter(instant) - 1 : earlierBeginningBefore(instant)),
    firstEndingAfter(instant) {
      if (instant < first.start) return earlierBeginningBefore(instant + 1);
      const next = numberAtOrAfter(instant + 1);
      // What is excluded leaves a gap, in which nothing ends.
      return next > 0 && windowAt(next - 1).end > instant ? next - 1 : next;
    },
  };
}
