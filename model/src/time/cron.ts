import { CronPattern } from "croner";
import { closest } from "../graph/similarity.ts";
import { type DayRule, dayRule, everyDay } from "./days.ts";

/** What a cron text says, taken apart (spec 5.2). */
export interface CronRule {
  /** The times of a day at which it ticks, in milliseconds after its midnight, ascending. */
  readonly times: readonly number[];
  /** Whether it ticks in every hour: such a schedule ticks in both occurrences of an hour that a clock change repeats. */
  readonly everyHour: boolean;
  /** The days on which it ticks. */
  readonly days: DayRule;
}

const parsed = new Map<string, CronRule | string>();
/** More texts than that no project has; a set of their own is forgotten as a whole. */
const mostParsed = 5000;

/**
 * Reads a cron text.
 *
 * @param cron five fields separated by blanks: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday;
 *   names such as `MON` and `JAN`, `L` and `#` are taken); or one of `@hourly @daily @midnight @weekly @monthly @yearly
 *   @annually`
 * @throws RangeError for any other text, with what is wrong with it
 */
export function readCron(cron: string): CronRule {
  let rule = parsed.get(cron);
  if (rule === undefined) {
    rule = parse(cron);
    if (parsed.size >= mostParsed) parsed.clear();
    parsed.set(cron, rule);
  }
  if (typeof rule === "string") throw new RangeError(rule);
  return rule;
}

/** What is wrong with a cron text, as a sentence; undefined where nothing is. */
export function cronProblem(cron: string): string | undefined {
  try {
    readCron(cron);
    return undefined;
  } catch (error) {
    return error instanceof RangeError ? error.message : String(error);
  }
}

const nicknames: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** What may have been meant by a text that is no cron text: the names that are alike, and the text without its seconds. */
export function suggestCrons(cron: string): string[] {
  const text = cron.trim();
  if (text.startsWith("@")) return closest(text, Object.keys(nicknames));
  const [seconds, ...fields] = text.split(/\s+/);
  const withoutSeconds = fields.join(" ");
  return seconds === "0" && fields.length === 5 && cronProblem(withoutSeconds) === undefined ? [withoutSeconds] : [];
}

function parse(cron: string): CronRule | string {
  const text = nicknames[cron.trim().toLowerCase()] ?? cron.trim();
  const fields = text.split(/\s+/);
  if (fields.length !== 5) {
    return `A cron text has five fields (minute, hour, day, month, weekday) or is a name such as @daily, not ${JSON.stringify(cron)}.`;
  }
  try {
    const pattern = new CronPattern(text, undefined, { mode: "5-part" });
    const { minute, hour } = pattern;
    const times: number[] = [];
    for (const [h, ticksInHour] of hour.entries()) {
      for (const [m, ticks] of minute.entries()) if (ticksInHour && ticks) times.push((h * 60 + m) * 60_000);
    }
    const days = fields.slice(2).every((field) => field === "*" || field === "?") ? everyDay : dayRule(pattern);
    if (days === undefined) return `There is no day on which ${JSON.stringify(cron)} ticks.`;
    return { times, everyHour: hour.every(Boolean), days };
  } catch (error) {
    return `${JSON.stringify(cron)} is no cron text: ${reason(error)}.`;
  }
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^CronPattern: /, "").replace(/\.$/, "");
}
