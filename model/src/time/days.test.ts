import { Cron, CronPattern } from "croner";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { dayLength, dayRule, firstDay } from "./days.ts";

const dayOfMonth = fc.constantFrom("*", "?", "*/2", "1", "31", "29,30", "5-9", "L", "L,15", "LW", "15W", "1W,31W", "3-27/4");
const month = fc.constantFrom("*", "2", "*/3", "JAN,FEB", "11-12", "4,6");
const dayOfWeek = fc.constantFrom("*", "?", "0", "7", "MON-FRI", "6-7", "2#1", "FRI#L", "1#5", "*/2", "+3", "SUN#2,MON");

it("matches the days that croner matches", () =>
  fc.assert(
    fc.property(
      fc.tuple(dayOfMonth, month, dayOfWeek).map((fields) => `0 0 ${fields.join(" ")}`),
      fc.integer({ min: firstDay(1890), max: firstDay(2110) }),
      (text, from) => {
        const rule = dayRule(new CronPattern(text, undefined, { mode: "5-part" }));
        const cron = new Cron(text, { mode: "5-part", paused: true, timezone: "UTC" });
        for (let day = from; day < from + 62; day++) {
          expect({ day, matches: rule?.matches(day) ?? false }).toEqual({ day, matches: cron.match(new Date(day * dayLength)) });
        }
      },
    ),
    { numRuns: 400 },
  ));

test.each<[string, boolean]>([
  ["0 0 30 2 *", false],
  ["0 0 31 4,6,9,11 *", false],
  ["0 0 29 2 *", true],
  ["0 0 31W 2 *", false],
  ["0 0 30 2 MON", true],
])("%s has days: %s", (text, has) => {
  expect(dayRule(new CronPattern(text, undefined, { mode: "5-part" })) !== undefined).toBe(has);
});

it("counts days and finds each by its count", () =>
  fc.assert(
    fc.property(dayOfMonth, dayOfWeek, fc.integer({ min: firstDay(1), max: firstDay(3000) }), (inMonth, inWeek, day) => {
      const rule = dayRule(new CronPattern(`0 0 ${inMonth} * ${inWeek}`, undefined, { mode: "5-part" }));
      if (rule === undefined) return;
      const count = rule.countBefore(day);
      expect(rule.countBefore(day + 1) - count).toBe(Number(rule.matches(day)));
      const next = rule.dayAt(count);
      expect(next).toBeGreaterThanOrEqual(day);
      expect([rule.matches(next), rule.countBefore(next)]).toEqual([true, count]);
    }),
  ));
