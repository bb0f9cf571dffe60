import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, it } from "vitest";
import { zones } from "../testing/zones.ts";
import { cronTicks } from "./schedule.ts";

const minute = 60_000;
const times = fc.record({
  minutes: fc.constantFrom([0], [30], [0, 15, 30, 45], [59]),
  hours: fc.constantFrom(undefined, [0], [1], [2], [3], [23], [1, 2, 3], [0, 12]),
});

/** The clock change of a zone nearest after an instant, or that instant. */
function changeAfter(zone: string, instant: number): number {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return at.getTimeZoneTransition("next")?.epochMilliseconds ?? instant;
}

/** The ticks in a stretch of time by spec 5.2, found without counting: each minute, or each time on the wall, is looked at. */
function expected(zone: string, minutes: readonly number[], hours: readonly number[] | undefined, from: number, to: number) {
  const at = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const ticks = new Set<number>();
  if (hours === undefined) {
    for (let instant = from; instant < to; instant += minute) if (minutes.includes(at(instant).minute)) ticks.add(instant);
    return [...ticks];
  }
  for (let day = at(from).toPlainDate().subtract({ days: 2 }); ; day = day.add({ days: 1 })) {
    if (day.toZonedDateTime(zone).epochMilliseconds > to) break;
    for (const hour of hours) {
      for (const each of minutes) {
        const wall = day.toPlainDateTime({ hour, minute: each });
        const made = wall.toZonedDateTime(zone, { disambiguation: "later" });
        // A time that is skipped is moved by the length of the gap: the change before it is the gap's end. A skipped day is none.
        const isSkipped = !made.toPlainDateTime().equals(wall);
        if (isSkipped && day.toZonedDateTime(zone).toPlainDate().day !== day.day) continue;
        ticks.add((isSkipped ? made.add({ nanoseconds: 1 }).getTimeZoneTransition("previous") : made)?.epochMilliseconds ?? 0);
      }
    }
  }
  return [...ticks].filter((instant) => instant >= from && instant < to).sort((one, other) => one - other);
}

it("ticks around clock changes as the clocks of the place show", () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2035, 0) }),
      times,
      (zone, seed, { minutes, hours }) => {
        const change = Math.floor(changeAfter(zone, seed) / minute) * minute;
        const [from, to] = [change - 30 * 60 * minute, change + 30 * 60 * minute];
        const cron = `${minutes.join(",")} ${hours?.join(",") ?? "*"} * * *`;
        const ticks = expected(zone, minutes, hours, from, to);
        const iso = (instants: readonly number[]) => instants.map((instant) => new Date(instant).toISOString());
        expect([zone, cron, ...iso(cronTicks(cron, zone, from, ticks.length + 1).filter((tick) => tick < to))]).toEqual([
          zone,
          cron,
          ...iso(ticks),
        ]);
      },
    ),
    { numRuns: 300 },
  ));
