import { Temporal } from "temporal-polyfill";
import { closest } from "../graph/similarity.ts";
import { lastAtMost } from "./days.ts";

/** A stretch of time in which a zone keeps its offset. */
export interface OffsetSpan {
  /** Where it begins, in milliseconds since the epoch; -Infinity for the first one. */
  readonly from: number;
  /** What is added to an instant for the time on the wall, in milliseconds. */
  readonly offset: number;
}

/** A zone's offsets, looked up as far as they are asked for. */
export interface TimeZone {
  readonly name: string;
  /** The stretch that holds an instant. */
  spanAt(instant: number): OffsetSpan;
  /** The stretch after the one that holds an instant; undefined where the offset never changes again. */
  spanAfter(instant: number): OffsetSpan | undefined;
}

const zones = new Map<string, TimeZone | undefined>();

/** Whether a text names a time zone: an IANA name as `Europe/Berlin`, or `UTC`. */
export function isTimeZone(name: string): boolean {
  return zoneOrNothing(name) !== undefined;
}

/** The zones that may be meant by a name that is none: those that end with it, or else those that are alike. */
export function suggestTimeZones(name: string): string[] {
  const all = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  const place = name.trim().toLowerCase().replaceAll(/\s+/g, "_");
  const ending = all.filter((zone) => zone.toLowerCase().split("/").at(-1) === place);
  return ending.length > 0 ? ending : closest(name, all);
}

/**
 * The zone of a name.
 *
 * @throws RangeError for a name that is none
 */
export function timeZone(name: string): TimeZone {
  const zone = zoneOrNothing(name);
  if (zone === undefined)
    throw new RangeError(`${JSON.stringify(name)} is no time zone: give an IANA name such as "Europe/Berlin".`);
  return zone;
}

function zoneOrNothing(name: string): TimeZone | undefined {
  if (!zones.has(name)) zones.set(name, named(name) ? createZone(name) : undefined);
  return zones.get(name);
}

/** Offsets such as `+01:00` are zones for Temporal, but have no clock changes and name no place. */
function named(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** A hundred years. */
const farAway = 36_525 * 86_400_000;

function createZone(name: string): TimeZone {
  // Neighbours in time, ascending: those between `from` and `to` are known.
  const spans: OffsetSpan[] = [];
  let from = 0;
  let to = 0;
  const at = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
  const offsetAt = (instant: number) => at(instant).offsetNanoseconds / 1e6;
  const changeAfter = (instant: number): number =>
    at(instant).getTimeZoneTransition("next")?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  const changeBefore = (instant: number): number =>
    at(instant).getTimeZoneTransition("previous")?.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
  const cover = (instant: number) => {
    if (spans.length === 0) {
      from = changeBefore(instant + 1);
      to = changeAfter(instant);
      spans.push({ from, offset: offsetAt(instant) });
    }
    while (instant >= to) {
      spans.push({ from: to, offset: offsetAt(to) });
      to = changeAfter(to);
    }
    while (instant < from) {
      const offset = offsetAt(from - 1);
      from = changeBefore(from);
      spans.unshift({ from, offset });
    }
  };
  const placeOf = (instant: number) => {
    cover(instant);
    return lastAtMost(spans.length, (place) => spans[place]?.from ?? 0, instant);
  };
  // What is far from all that was asked about is looked up by itself, without the changes in between.
  const isFar = (instant: number) => spans.length > 0 && (instant >= to + farAway || instant < from - farAway);
  return {
    name,
    spanAt: (instant) =>
      isFar(instant) ? { from: changeBefore(instant + 1), offset: offsetAt(instant) } : (spans[placeOf(instant)] as OffsetSpan),
    spanAfter(instant) {
      if (isFar(instant)) {
        const change = changeAfter(instant);
        return change === Number.POSITIVE_INFINITY ? undefined : { from: change, offset: offsetAt(change) };
      }
      const known = spans[placeOf(instant) + 1];
      if (known !== undefined || to === Number.POSITIVE_INFINITY) return known;
      cover(to);
      return spans.at(-1);
    },
  };
}

/** An instant and the time that a zone's clocks show at it, both in milliseconds since the epoch. */
export function wallTime({ spanAt }: TimeZone, instant: number): number {
  return instant + spanAt(instant).offset;
}

/**
 * The instant at which a zone's clocks show a time: the first or the last of two where a change repeats it. A time that is
 * skipped counts as the end of the gap.
 */
export function instantOf(zone: TimeZone, wall: number, which: "first" | "last" = "first"): number {
  // No offset is longer than a day.
  const early = zone.spanAt(wall - 86_400_000);
  const found: number[] = [];
  let gapEnd: number | undefined;
  let span: OffsetSpan | undefined = early;
  let reference = wall - 86_400_000;
  while (span !== undefined && span.from <= wall + 86_400_000) {
    const next: OffsetSpan | undefined = zone.spanAfter(reference);
    const instant = wall - span.offset;
    if (instant >= span.from && (next === undefined || instant < next.from)) found.push(instant);
    else if (instant < span.from) gapEnd ??= span.from;
    if (next === undefined) break;
    reference = next.from;
    span = next;
  }
  return (which === "first" ? found[0] : found.at(-1)) ?? gapEnd ?? wall - early.offset;
}
