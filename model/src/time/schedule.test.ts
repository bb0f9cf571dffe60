import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { cronProblem, suggestCrons } from "./cron.ts";
import { createSchedule, cronTicks } from "./schedule.ts";
import { isTimeZone, suggestTimeZones } from "./timeZone.ts";

const iso = (instants: readonly number[]) => instants.map((instant) => new Date(instant).toISOString().replace(".000Z", "Z"));

describe("clock changes", () => {
  test.each<[title: string, cron: string, zone: string, from: string, ...ticks: string[]]>([
    [
      "every hour, skipped",
      "0 * * * *",
      "America/Chicago",
      "2021-03-14T07:00:00Z",
      "2021-03-14T07:00:00Z",
      "2021-03-14T08:00:00Z",
      "2021-03-14T09:00:00Z",
    ],
    [
      "every hour, repeated",
      "0 * * * *",
      "America/Chicago",
      "2021-11-07T05:00:00Z",
      "2021-11-07T05:00:00Z",
      "2021-11-07T06:00:00Z",
      "2021-11-07T07:00:00Z",
    ],
    [
      "every day, skipped",
      "30 2 * * *",
      "America/New_York",
      "2024-03-09T12:00:00Z",
      "2024-03-10T07:00:00Z",
      "2024-03-11T06:30:00Z",
    ],
    [
      "every day, repeated",
      "30 1 * * *",
      "America/New_York",
      "2024-11-02T12:00:00Z",
      "2024-11-03T06:30:00Z",
      "2024-11-04T06:30:00Z",
    ],
    [
      "two that meet at the end of a gap",
      "0 2,3 * * *",
      "America/New_York",
      "2024-03-09T12:00:00Z",
      "2024-03-10T07:00:00Z",
      "2024-03-11T06:00:00Z",
    ],
    ["half an hour", "0 2 * * *", "Australia/Lord_Howe", "2023-09-30T00:00:00Z", "2023-09-30T15:30:00Z", "2023-10-01T15:00:00Z"],
    [
      "a day that is left out",
      "0 12 * * *",
      "Pacific/Apia",
      "2011-12-29T00:00:00Z",
      "2011-12-29T22:00:00Z",
      "2011-12-30T22:00:00Z",
      "2011-12-31T22:00:00Z",
    ],
  ])("%s", (_, cron, zone, from, ...ticks) => {
    expect(iso(cronTicks(cron, zone, Date.parse(from), ticks.length))).toEqual(ticks);
  });
});

test.each<[string, string | undefined]>([
  ["0 0 * * *", undefined],
  ["@daily", undefined],
  [" 0  0 * * MON ", undefined],
  ["0 0 L * *", undefined],
  [
    "totally-invalid",
    'A cron text has five fields (minute, hour, day, month, weekday) or is a name such as @daily, not "totally-invalid".',
  ],
  [
    "0 0 0 * * *",
    'A cron text has five fields (minute, hour, day, month, weekday) or is a name such as @daily, not "0 0 0 * * *".',
  ],
  ["0 24 * * *", '"0 24 * * *" is no cron text: Invalid value for hour: 24.'],
  ["0 0 30 2 *", 'There is no day on which "0 0 30 2 *" ticks.'],
])("%s is a cron text, or it is said what is wrong with it", (cron, problem) => expect(cronProblem(cron)).toBe(problem));

test.each<[string, boolean]>([
  ["UTC", true],
  ["Europe/Berlin", true],
  ["US/Pacific", true],
  ["Europe/Atlantis", false],
  ["+01:00", false],
  ["", false],
])("%s is a time zone: %s", (name, is) => expect(isTimeZone(name)).toBe(is));

describe("a schedule", () => {
  const crons = [
    "0 * * * *",
    "*/15 * * * *",
    "0 0 * * *",
    "30 2 * * *",
    "0 1,2,3 * * *",
    "0 0 * * MON",
    "15 3 1 * *",
    "0 0 L 2 *",
    "0 6 13 * FRI",
  ];
  const zones = [
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Pacific/Apia",
  ];
  const instant = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2035, 0, 1) });
  const drawn = [fc.constantFrom(...crons), fc.constantFrom(...zones), instant] as const;

  it("numbers its ticks in order, and finds each by its number", () =>
    fc.assert(
      fc.property(...drawn, fc.nat(600), (cron, zone, start, number) => {
        const { tickAt, numberAtOrAfter } = createSchedule(cron, zone, start);
        const [tick, next] = [tickAt(number), tickAt(number + 1)];
        expect(tick).toBeGreaterThanOrEqual(start);
        expect(next).toBeGreaterThan(tick);
        expect([tick, tick + 1, next].map(numberAtOrAfter)).toEqual([number, number + 1, number + 1]);
      }),
    ));

  it("ticks the same wherever it begins, forward and backward", () =>
    fc.assert(
      fc.property(...drawn, fc.nat(400), (cron, zone, start, later) => {
        const { tickAt } = createSchedule(cron, zone, start);
        const middle = tickAt(later);
        expect(cronTicks(cron, zone, middle, 5)).toEqual([0, 1, 2, 3, 4].map((at) => tickAt(later + at)));
        const back = [0, 1, 2, 3, 4].filter((at) => at <= later);
        expect(cronTicks(cron, zone, middle, 5, "backward").slice(0, back.length)).toEqual(back.map((at) => tickAt(later - at)));
      }),
    ));
});

test.each<[(text: string) => string[], string, ...string[]]>([
  [suggestTimeZones, "Berlin", "Europe/Berlin"],
  [suggestTimeZones, "new york", "America/New_York"],
  [suggestTimeZones, "Europe/Berln", "Europe/Berlin"],
  [suggestTimeZones, "Atlantis/Nowhere_at_all"],
  [suggestCrons, "@houry", "@hourly"],
  [suggestCrons, "0 */5 * * * *", "*/5 * * * *"],
  [suggestCrons, "30 0 6 * * *"],
  [suggestCrons, "0 25 * * *"],
])("%o: for %s", (suggest, text, ...expected) => expect(suggest(text).slice(0, 1)).toEqual(expected));
