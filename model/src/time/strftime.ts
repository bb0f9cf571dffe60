import { dayLength, firstDay, weekday, yearOf } from "./days.ts";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3));

/** A time on the wall, taken apart. Months count from 1, weekdays from Sunday. */
interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

interface Code {
  write(time: WallTime): string;
  /** Matches what it writes. Absent where a text cannot be read, because it says what others say better. */
  readonly pattern?: string;
  read?(text: string, into: Record<string, number>): void;
}

const digits = (name: keyof WallTime, length: number): Code => ({
  write: (time) => String(time[name]).padStart(length, "0"),
  pattern: name === "year" ? "\\d{4}" : `\\d{1,${length}}`,
  read(text, into) {
    into[name] = Number(text);
  },
});

const named = (names: readonly string[], name: "month" | "weekday", from: number): Code => ({
  write: (time) => names[time[name] - from] ?? "",
  pattern: names.join("|"),
  read(text, into) {
    const at = names.findIndex((each) => each.toLowerCase() === text.toLowerCase());
    if (name === "month") into.month = at + from;
  },
});

/** The codes of strftime (ISO C 7.27.3.5 and Python's `%f`) that a time can be read from again. */
const codes: Readonly<Record<string, Code>> = {
  Y: digits("year", 4),
  y: {
    write: ({ year }) => String(year % 100).padStart(2, "0"),
    pattern: "\\d{2}",
    read(text, into) {
      const year = Number(text);
      into.year = year < 69 ? 2000 + year : 1900 + year;
    },
  },
  m: digits("month", 2),
  d: digits("day", 2),
  j: digits("dayOfYear", 3),
  H: digits("hour", 2),
  I: {
    write: ({ hour }) => String(hour % 12 || 12).padStart(2, "0"),
    pattern: "\\d{1,2}",
    read(text, into) {
      into.hour12 = Number(text) % 12;
    },
  },
  p: {
    write: ({ hour }) => (hour < 12 ? "AM" : "PM"),
    pattern: "AM|PM",
    read(text, into) {
      into.afternoon = text.toUpperCase() === "PM" ? 12 : 0;
    },
  },
  M: digits("minute", 2),
  S: digits("second", 2),
  f: {
    write: ({ millisecond }) => String(millisecond * 1000).padStart(6, "0"),
    pattern: "\\d{1,6}",
    read(text, into) {
      into.millisecond = Math.floor(Number(text.padEnd(6, "0")) / 1000);
    },
  },
  z: {
    write: ({ offset }) => writeOffset(offset),
    pattern: "[+-]\\d{2}:?\\d{2}",
    read(text, into) {
      into.offset = readOffset(text);
    },
  },
  A: named(days, "weekday", 0),
  a: named(short(days), "weekday", 0),
  B: named(months, "month", 1),
  b: named(short(months), "month", 1),
};

/** Codes that stand for several. */
const composed: Readonly<Record<string, string>> = {
  "%F": "%Y-%m-%d",
  "%T": "%H:%M:%S",
  "%R": "%H:%M",
  "%D": "%m/%d/%y",
  "%h": "%b",
};

/** A format, made ready to write and read with. */
export interface TimeFormat {
  /** Whether what it writes says the offset from UTC. */
  readonly hasOffset: boolean;
  /**
   * @param wall milliseconds, as if the time on the wall were UTC
   * @param offset of the zone, in milliseconds
   */
  write(wall: number, offset: number): string;
  /** The time that a text says; undefined for a text of another form. `offset` is in milliseconds, where it is said. */
  read(text: string): { readonly wall: number; readonly offset?: number } | undefined;
}

const formats = new Map<string, TimeFormat>();

/**
 * The format of a text with codes of strftime: `%Y %y %m %d %j %H %I %p %M %S %f %z %A %a %B %b %F %T %R %D %%`.
 *
 * @throws RangeError for a code that is none of them
 */
export function timeFormat(fmt: string): TimeFormat {
  let format = formats.get(fmt);
  if (format === undefined) {
    format = createFormat(fmt);
    formats.set(fmt, format);
  }
  return format;
}

function createFormat(fmt: string): TimeFormat {
  const parts = fmt
    .replaceAll(/%[%FTRDh]/g, (code) => composed[code] ?? code)
    .split(/(%.?)/s)
    .filter((part) => part !== "")
    .map((part): string | Code => {
      if (part === "%%") return "%";
      if (!part.startsWith("%")) return part;
      const code = codes[part.slice(1)];
      if (code === undefined) throw new RangeError(`${JSON.stringify(part)} is no code of a time's format.`);
      return code;
    });
  const read = parts.filter((part): part is Code => typeof part !== "string");
  const source = parts
    .map((part) => (typeof part === "string" ? part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&") : `(${part.pattern})`))
    .join("");
  const pattern = new RegExp(`^${source}$`, "i");
  return {
    hasOffset: read.includes(codes.z as Code),
    write(wall, offset) {
      const time = takeApart(wall, offset);
      let text = "";
      for (const part of parts) text += typeof part === "string" ? part : part.write(time);
      return text;
    },
    read(text) {
      const found = pattern.exec(text);
      if (found === null) return undefined;
      const said: Record<string, number> = {};
      for (const [at, code] of read.entries()) code.read?.(found[at + 1] ?? "", said);
      return putTogether(said);
    },
  };
}

function takeApart(wall: number, offset: number): WallTime {
  const date = new Date(wall);
  const day = Math.floor(wall / dayLength);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    dayOfYear: day - firstDay(yearOf(day)) + 1,
    weekday: weekday(day),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    offset: offset / 60_000,
  };
}

function putTogether(said: Readonly<Record<string, number>>): { wall: number; offset?: number } | undefined {
  const { year = 1900, month = 1, day = 1, dayOfYear, minute = 0, second = 0, millisecond = 0, offset } = said;
  const hour = said.hour ?? (said.hour12 ?? 0) + (said.afternoon ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = dayOfYear === undefined ? Date.UTC(2000, month - 1, day) : Date.UTC(2000, 0, dayOfYear);
  // A year below 100 is meant as it stands, which the constructor does not take it for.
  const shifted = new Date(date);
  shifted.setUTCFullYear(year, dayOfYear === undefined ? month - 1 : 0, dayOfYear ?? day);
  const isDate = dayOfYear !== undefined || (shifted.getUTCMonth() === month - 1 && shifted.getUTCDate() === day);
  if (!isDate || shifted.getUTCFullYear() !== year) return undefined;
  const wall = shifted.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  return offset === undefined ? { wall } : { wall, offset: offset * 60_000 };
}

/** As `-0600`, of minutes. */
function writeOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const pad = (part: number) => String(Math.floor(part)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${pad(size / 60)}${pad(size % 60)}`;
}

function readOffset(text: string): number {
  const size = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith("-") ? -size : size;
}

/** What is written behind the second occurrence of a repeated time, as `-0600`. */
export function offsetSuffix(offset: number): string {
  return writeOffset(offset / 60_000);
}

/** A text with an offset behind it, taken apart: the text, and the offset in milliseconds. */
export function splitOffsetSuffix(text: string): { readonly text: string; readonly offset: number } | undefined {
  const found = /^(.+)([+-]\d{4})$/s.exec(text);
  return found === null ? undefined : { text: found[1] ?? "", offset: readOffset(found[2] ?? "") * 60_000 };
}
