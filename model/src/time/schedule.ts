import { readCron } from "./cron.ts";
import { dayLength, lastAtMost } from "./days.ts";
import { type OffsetSpan, type TimeZone, timeZone } from "./timeZone.ts";

/**
 * The ticks of a cron text in a time zone, numbered from 0: the first one at or after `start`. A number, a count and what
 * stands at a number take time that grows with the clock changes in between, a few a year, and not with the ticks.
 *
 * At a clock change (spec 5.2) a schedule that ticks in every hour ticks whenever the clocks show one of its times. Any other
 * ticks once for each of its times: at the second occurrence of one that is repeated, and at the end of the gap for one that
 * is skipped. A day that a place leaves out, as Samoa did in 2011, has no times: the next one would be taken for two.
 */
export interface Schedule {
  readonly zone: TimeZone;
  readonly everyHour: boolean;
  /** The number of the first tick at or after an instant; from the start on. */
  numberAtOrAfter(instant: number): number;
  /** The tick of a number, in milliseconds since the epoch. */
  tickAt(number: number): number;
}

/** A stretch of ticks of one offset. Times on the wall are in milliseconds, as if they were UTC. */
interface Stretch extends OffsetSpan {
  /** The times that count as its own; `to` is left open until the next clock change is looked up. */
  readonly wallFrom: number;
  readonly wallTo: number;
  /** Whether it begins with a tick that a gap moved there. */
  readonly moved: 0 | 1;
  /** How many ticks stand before it. */
  readonly before: number;
  /** How many times on the wall match before `wallFrom`. */
  readonly matches: number;
}

/**
 * @param start milliseconds since the epoch
 * @throws RangeError for a text that is no cron text, and a name that is no time zone
 */
export function createSchedule(cron: string, timezone: string, start: number): Schedule {
  const { times, everyHour, days } = readCron(cron);
  const zone = timeZone(timezone);

  const countBefore = (wall: number) => {
    const day = Math.floor(wall / dayLength);
    const rest = wall - day * dayLength;
    return days.countBefore(day) * times.length + (days.matches(day) ? countTimes(times, rest) : 0);
  };
  const wallAt = (count: number) => {
    const day = Math.floor(count / times.length);
    return days.dayAt(day) * dayLength + (times[count - day * times.length] ?? 0);
  };

  const stretches: Stretch[] = [];
  let isComplete = false;
  const add = (span: OffsetSpan, from: number, earlier: Stretch | undefined) => {
    const next = zone.spanAfter(from);
    if (next === undefined) isComplete = true;
    const wallFrom = from + span.offset;
    // The first occurrence of a repeated time is not counted, the second is.
    const wallTo =
      next === undefined ? Number.POSITIVE_INFINITY : next.from + (everyHour ? span.offset : Math.min(span.offset, next.offset));
    const gapFrom = earlier === undefined ? wallFrom : from + earlier.offset;
    const matches = countBefore(wallFrom);
    const isGap = gapFrom < wallFrom && wallFrom - gapFrom < dayLength;
    const moved = !everyHour && isGap && matches > countBefore(gapFrom) && countBefore(wallFrom + 1) === matches;
    const before = earlier === undefined ? 0 : endOf(earlier);
    stretches.push({ from, offset: span.offset, wallFrom, wallTo, moved: moved ? 1 : 0, before, matches });
  };
  const endOf = ({ before, moved, wallTo, wallFrom, matches }: Stretch) =>
    before + moved + (wallTo > wallFrom ? countBefore(wallTo) - matches : 0);
  const extend = () => {
    const earlier = stretches.at(-1);
    if (earlier === undefined) {
      // It begins before the start, so that a change at the start itself is seen as one.
      const from = start - 2 * dayLength;
      add(zone.spanAt(from), from, undefined);
    } else {
      const span = zone.spanAfter(earlier.from) as OffsetSpan;
      add(span, span.from, earlier);
    }
  };
  extend();

  const absoluteNumber = (instant: number) => {
    while (!isComplete && nextChange() <= instant) extend();
    const stretch = stretches[lastAtMost(stretches.length, (at) => stretches[at]?.from ?? 0, instant)] as Stretch;
    const { from, offset, wallFrom, wallTo, moved, before, matches } = stretch;
    if (instant <= from) return before;
    const wall = Math.max(wallFrom, Math.min(instant + offset, wallTo));
    return before + moved + (wall > wallFrom ? countBefore(wall) - matches : 0);
  };
  const nextChange = () => zone.spanAfter((stretches.at(-1) as Stretch).from)?.from ?? Number.POSITIVE_INFINITY;
  const first = absoluteNumber(start);
  return {
    zone,
    everyHour,
    numberAtOrAfter: (instant) => (instant <= start ? 0 : absoluteNumber(instant) - first),
    tickAt(number) {
      const absolute = number + first;
      while (!isComplete && endOf(stretches.at(-1) as Stretch) <= absolute) extend();
      const stretch = stretches[lastAtMost(stretches.length, (at) => stretches[at]?.before ?? 0, absolute)] as Stretch;
      const own = absolute - stretch.before - stretch.moved;
      return own < 0 ? stretch.from : wallAt(stretch.matches + own) - stretch.offset;
    },
  };
}

function countTimes(times: readonly number[], before: number): number {
  let from = 0;
  let to = times.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((times[middle] ?? 0) < before) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * The first ticks of a cron text at or after an instant, ascending; backward at or before it, descending.
 *
 * @param from milliseconds since the epoch
 * @returns milliseconds since the epoch
 * @throws RangeError for a text that is no cron text, and a name that is no time zone
 */
export function cronTicks(
  cron: string,
  timezone: string,
  from: number,
  limit: number,
  direction: "forward" | "backward" = "forward",
): number[] {
  const count = (length: number) => Array.from({ length }, (_, at) => at);
  if (direction === "forward") {
    const { tickAt } = createSchedule(cron, timezone, from);
    return count(limit).map(tickAt);
  }
  // The rarest schedules tick once in some tens of years.
  for (let years = 1; ; years *= 4) {
    const { numberAtOrAfter, tickAt } = createSchedule(cron, timezone, from - years * 366 * dayLength);
    const known = numberAtOrAfter(from + 1);
    if (known >= limit || years > 400) return count(Math.min(limit, known)).map((at) => tickAt(known - 1 - at));
  }
}
