import type { CronRule } from "./cron.ts";

export const dayLength = 86_400_000;

/**
 * The days on which a rule ticks, counted from the first day of the year 0. Days are numbered from 1970-01-01; those of years
 * before 0 are outside. A year's days depend on its calendar alone, of which there are fourteen, so that a count costs the look
 * into one table, and what stands at a place a search in two.
 */
export interface DayRule {
  matches(day: number): boolean;
  /** How many days before a day match. */
  countBefore(day: number): number;
  /** The day that has so many matching ones before it. */
  dayAt(count: number): number;
}

const everyDay: DayRule = {
  matches: () => true,
  countBefore: (day) => day - firstDay(0),
  dayAt: (count) => count + firstDay(0),
};

/** The days of a cron text. */
export function dayRule({ days }: CronRule): DayRule {
  if (days === undefined) return everyDay;
  const tables = new Map<number, Uint16Array>();
  /** At a place the number of matching days of the year before it. */
  const tableOf = (year: number): Uint16Array => {
    const calendar = weekday(firstDay(year)) * 2 + Number(isLeap(year));
    let table = tables.get(calendar);
    if (table === undefined) {
      const first = firstDay(year);
      const marks = new Set<number>();
      // A run is looked for behind an instant, so that the search begins before the year.
      let next = days.nextRun(new Date(first * dayLength - 1000));
      while (next !== null && next.getTime() < firstDay(year + 1) * dayLength) {
        marks.add(next.getTime() / dayLength - first);
        next = days.nextRun(next);
      }
      table = new Uint16Array(firstDay(year + 1) - first + 1);
      for (let at = 1; at < table.length; at++) table[at] = (table[at - 1] ?? 0) + Number(marks.has(at - 1));
      tables.set(calendar, table);
    }
    return table;
  };
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
