import type { CronPattern } from "croner";

export const dayLength = 86_400_000;

/**
 * The days on which a cron text ticks, counted from the first day of the year 0. Days are numbered from 1970-01-01; those of
 * years before 0 are outside. A year's days depend on its calendar alone, of which there are fourteen, so that a count costs the
 * look into one table, and what stands at a place a search in two.
 */
export interface DayRule {
  matches(day: number): boolean;
  /** How many days before a day match. */
  countBefore(day: number): number;
  /** The day that has so many matching ones before it. */
  dayAt(count: number): number;
}

export const everyDay: DayRule = {
  matches: () => true,
  countBefore: (day) => day - firstDay(0),
  dayAt: (count) => count + firstDay(0),
};

/** The days of a cron text that was read; undefined where there are none, as of February 30th. */
export function dayRule(pattern: CronPattern): DayRule | undefined {
  const tables = new Map<number, Uint16Array>();
  /** At a place the number of matching days of the year before it. */
  const tableOf = (year: number): Uint16Array => {
    const first = weekday(firstDay(year));
    const calendar = first * 2 + Number(isLeap(year));
    let table = tables.get(calendar);
    if (table === undefined) {
      table = countMatches(pattern, first, isLeap(year));
      tables.set(calendar, table);
    }
    return table;
  };
  // Within 28 years each of the fourteen calendars occurs.
  if (!Array.from({ length: 28 }, (_, at) => 2000 + at).some((year) => (tableOf(year).at(-1) ?? 0) > 0)) return undefined;
  const beforeYear: number[] = [0];
  const countBeforeYear = (year: number): number => {
    while (beforeYear.length <= year) beforeYear.push((beforeYear.at(-1) ?? 0) + (tableOf(beforeYear.length - 1).at(-1) ?? 0));
    return beforeYear[year] ?? 0;
  };
  return {
    matches(day) {
      const year = yearOf(day);
      const table = tableOf(year);
      const at = day - firstDay(year);
      return (table[at + 1] ?? 0) > (table[at] ?? 0);
    },
    countBefore(day) {
      const year = yearOf(day);
      return countBeforeYear(year) + (tableOf(year)[day - firstDay(year)] ?? 0);
    },
    dayAt(count) {
      let to = beforeYear.length - 1;
      while (countBeforeYear(to) <= count) to++;
      // The last year with no more than so many before it, and the last day in it.
      const year = lastAtMost(to + 1, (at) => beforeYear[at] ?? 0, count);
      const table = tableOf(year);
      return firstDay(year) + lastAtMost(table.length, (at) => table[at] ?? 0, count - (beforeYear[year] ?? 0));
    },
  };
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** At a place the number of days before it that a text matches, in a year that begins on a weekday. */
function countMatches(pattern: CronPattern, firstWeekday: number, leap: boolean): Uint16Array {
  const table = new Uint16Array(leap ? 367 : 366);
  let at = 0;
  for (const [month, usual] of monthLengths.entries()) {
    const length = month === 1 && leap ? 29 : usual;
    const first = (firstWeekday + at) % 7;
    for (let day = 1; day <= length; day++, at++) {
      const matches = Boolean(pattern.month[month]) && matchesDay(pattern, day, first, length);
      table[at + 1] = (table[at] ?? 0) + Number(matches);
    }
  }
  return table;
}

/** Whether the days of the month and the weekdays of a text match a day: either where both are told, as cron has it. */
function matchesDay(pattern: CronPattern, day: number, firstWeekday: number, length: number): boolean {
  const { starDOM, starDOW, useAndLogic, lastDayOfMonth, lastWeekday, nearestWeekdays } = pattern;
  const inMonth =
    Boolean(pattern.day[day - 1]) ||
    (lastDayOfMonth && day === length) ||
    (lastWeekday && day === nearestWeekday(length, firstWeekday, length)) ||
    nearestWeekdays.some((asked, at) => Boolean(asked) && at < length && nearestWeekday(at + 1, firstWeekday, length) === day);
  if (starDOW) return inMonth;
  // A bit for the first to the fifth of a weekday in its month, and one for the last.
  const bits = pattern.dayOfWeek[(firstWeekday + day - 1) % 7] ?? 0;
  const inWeek = (bits & (1 << Math.floor((day - 1) / 7))) !== 0 || ((bits & 32) !== 0 && day + 7 > length);
  return useAndLogic || starDOM ? inMonth && inWeek : inMonth || inWeek;
}

/** The day from Monday to Friday in the same month that is nearest to a day. */
function nearestWeekday(day: number, firstWeekday: number, length: number): number {
  const weekday = (firstWeekday + day - 1) % 7;
  if (weekday === 0) return day === length ? day - 2 : day + 1;
  if (weekday === 6) return day === 1 ? day + 2 : day - 1;
  return day;
}

/** The last place of an ascending list whose entry is at most a number; the list begins with such. */
export function lastAtMost(length: number, entry: (at: number) => number, most: number): number {
  let from = 0;
  let to = length;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (entry(middle) <= most) from = middle;
    else to = middle;
  }
  return from;
}

/** The number of the first day of a year. */
export function firstDay(year: number): number {
  const before = year - 1;
  return 365 * year + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_527;
}

export function yearOf(day: number): number {
  let year = Math.floor((day + 719_528) / 365.2425);
  while (firstDay(year) > day) year--;
  while (firstDay(year + 1) <= day) year++;
  return year;
}

function isLeap(year: number): boolean {
  return firstDay(year + 1) - firstDay(year) === 366;
}

/** 0 is Sunday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
