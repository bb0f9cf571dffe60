import { createSchedule, type Schedule } from "../time/schedule.ts";
import { offsetSuffix, splitOffsetSuffix, type TimeFormat, timeFormat } from "../time/strftime.ts";
import { instantOf, timeZone } from "../time/timeZone.ts";
import { cronOf, fmtOf, type PartitionsContext, type TimeWindowPartitionsData, timezoneOf } from "./definition.ts";
import type { TimeWindowPartitions } from "./partitions.ts";

/** What a definition means, whatever the time is. */
interface Timeline {
  readonly schedule: Schedule;
  readonly format: TimeFormat;
  readonly start: number;
  /** The instant at or before which windows end. */
  readonly end: number;
  /** The numbers of the ticks that begin no window, ascending. */
  readonly excluded: readonly number[];
}

const timelines = new WeakMap<TimeWindowPartitionsData, Timeline>();

/**
 * The windows of a definition at a moment (spec 5.2). To count them, to find the number of a key and to find what stands at a
 * number takes time that grows with the clock changes since the start, not with the windows; those that were looked up once are
 * remembered.
 *
 * @throws RangeError for a definition in which `checkPartitionsDefinition` finds something wrong
 */
export function timeWindowPartitions(definition: TimeWindowPartitionsData, { now }: PartitionsContext): TimeWindowPartitions {
  const timeline = timelineOf(definition);
  const { schedule, format, excluded } = timeline;
  const { endOffset = 0 } = definition;
  const size = countWindows(definition, timeline, now, endOffset);

  const windowAt = (number: number) => {
    const tick = tickNumber(excluded, number);
    return { start: schedule.tickAt(tick), end: schedule.tickAt(tick + 1) };
  };
  const numberAtOrAfter = (instant: number) => windowNumber(excluded, schedule.numberAtOrAfter(instant));
  const keyOfInstant = (instant: number) => keyOf(schedule, format, instant);
  const windowOfKey = (key: string) => {
    const instant = readKey(schedule, format, key);
    return instant === undefined ? undefined : windowAt(numberAtOrAfter(instant));
  };
  const numberOfWindow = (key: string) => {
    const instant = readKey(schedule, format, key);
    if (instant === undefined) return undefined;
    const tick = schedule.numberAtOrAfter(instant);
    // A key of another form than the format gives, or of a time before the start, is none.
    const isExcluded = tickNumber(excluded, windowNumber(excluded, tick)) !== tick;
    return isExcluded || keyOfInstant(schedule.tickAt(tick)) !== key ? undefined : windowNumber(excluded, tick);
  };
  return {
    kind: "timeWindow",
    timezone: timezoneOf(definition),
    cron: cronOf(definition),
    size,
    windowAt,
    numberAtOrAfter,
    keyOfInstant,
    windowOfKey,
    numberOfWindow,
    startOfKey: (key) => readKey(schedule, format, key),
    keyAt: (number) => (number >= 0 && number < size ? keyOfInstant(windowAt(number).start) : undefined),
    numberOf(key) {
      const number = numberOfWindow(key);
      return number !== undefined && number < size ? number : undefined;
    },
  };
}

function timelineOf(definition: TimeWindowPartitionsData): Timeline {
  let timeline = timelines.get(definition);
  if (timeline === undefined) {
    const format = timeFormat(fmtOf(definition));
    const { startDate, endDate, exclusions = [] } = definition;
    const start = readTime(definition, format, startDate);
    const schedule = createSchedule(cronOf(definition), timezoneOf(definition), start);
    const ticks = exclusions.map((text) => readTime(definition, format, text)).filter((instant) => instant >= start);
    const numbers = ticks.map((instant) => [schedule.numberAtOrAfter(instant), instant] as const);
    const excluded = numbers.filter(([number, instant]) => schedule.tickAt(number) === instant).map(([number]) => number);
    timeline = {
      schedule,
      format,
      start,
      end: endDate === undefined ? Number.POSITIVE_INFINITY : readTime(definition, format, endDate),
      excluded: [...new Set(excluded)].sort((one, other) => one - other),
    };
    timelines.set(definition, timeline);
  }
  return timeline;
}

/**
 * Spec 5.2: the windows that end at or before now, with those that `endOffset` adds to them or takes away; none that ends after
 * the end.
 */
function countWindows(definition: TimeWindowPartitionsData, timeline: Timeline, now: number, endOffset: number): number {
  const { schedule, excluded, end } = timeline;
  const completeTicks = (instant: number) => Math.max(0, schedule.numberAtOrAfter(instant + 1) - 1);
  const complete = windowNumber(excluded, completeTicks(now));
  const toCome = endOffset > 0 ? Math.max(0, endOffset - ticksUntilFirst(definition, timeline, now, endOffset)) : 0;
  const most = complete + toCome;
  // An end far away is not looked up: that would pass all clock changes until then.
  const until = Math.min(end, schedule.tickAt(tickNumber(excluded, most) + 1));
  return Math.max(0, Math.min(most, windowNumber(excluded, completeTicks(until))) + Math.min(endOffset, 0));
}

/** How many windows there would be between now and the first one, had the definition begun earlier; at most `most`. */
function ticksUntilFirst(definition: TimeWindowPartitionsData, { schedule }: Timeline, now: number, most: number): number {
  const first = schedule.tickAt(0);
  if (now >= first) return 0;
  const { numberAtOrAfter, tickAt } = createSchedule(cronOf(definition), timezoneOf(definition), now + 1);
  return numberAtOrAfter(Math.min(first, tickAt(most - 1))) + 1;
}

/** The number of a window by that of the tick that begins it, and the other way round. */
function windowNumber(excluded: readonly number[], tick: number): number {
  return tick - firstPlace(excluded.length, (at) => (excluded[at] ?? 0) >= tick);
}

function tickNumber(excluded: readonly number[], window: number): number {
  // So many windows stand before an exclusion as ticks do that are no exclusions.
  return window + firstPlace(excluded.length, (at) => (excluded[at] ?? 0) - at > window);
}

/** The first of so many places at which something holds that holds at all later ones. */
function firstPlace(count: number, holds: (at: number) => boolean): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function keyOf({ zone, everyHour }: Schedule, format: TimeFormat, instant: number): string {
  const { from, offset } = zone.spanAt(instant);
  const key = format.write(instant + offset, offset);
  if (!everyHour || format.hasOffset || from === Number.NEGATIVE_INFINITY) return key;
  // The clocks showed this time before, if they were set back by more than has passed since.
  const earlier = zone.spanAt(from - 1);
  return instant + offset < from + earlier.offset ? key + offsetSuffix(offset) : key;
}

/** The instant that a key says. */
function readKey({ zone, everyHour }: Schedule, format: TimeFormat, key: string): number | undefined {
  const said = format.read(key);
  if (said?.offset !== undefined) return said.wall - said.offset;
  // A time that is repeated means the second one where there is one tick for both.
  if (said !== undefined) return instantOf(zone, said.wall, everyHour ? "first" : "last");
  if (!everyHour) return undefined;
  const suffixed = splitOffsetSuffix(key);
  const time = suffixed && format.read(suffixed.text);
  return suffixed === undefined || time === undefined ? undefined : time.wall - suffixed.offset;
}

/** @throws RangeError for a text of another form */
function readTime(definition: TimeWindowPartitionsData, format: TimeFormat, text: string): number {
  const said = format.read(text);
  if (said === undefined)
    throw new RangeError(`${JSON.stringify(text)} is no time of the form ${JSON.stringify(fmtOf(definition))}.`);
  return said.offset === undefined ? instantOf(timeZone(timezoneOf(definition)), said.wall) : said.wall - said.offset;
}
