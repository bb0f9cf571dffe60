import type { PartitionsDefinitionData } from "@headwater/model";
import { knownTimezone } from "../automation/automationCondition.ts";
import { checkOptionNames } from "../options/readOptions.ts";

/** How an asset is divided into partitions (spec 5): plain data. Accepted and carried; not acted on yet. */
export type PartitionsDefinition = PartitionsDefinitionData;

/** What `StaticPartitionsDefinition()` takes. */
export interface StaticPartitionsOptions {
  /** The partitions, in their order, each once; no `...` and no control characters (spec 5.1). */
  readonly partitionKeys: readonly string[];
}

/** What `DailyPartitionsDefinition()` takes. */
export interface DailyPartitionsOptions {
  /** The first day, as `YYYY-MM-DD`. */
  readonly startDate: string;
  /** The day after the last one, as `YYYY-MM-DD`. Left out: there is no end. */
  readonly endDate?: string;
  /** The IANA name of the time zone in which days begin, as `Europe/Berlin`; `UTC` if left out. */
  readonly timezone?: string;
}

// Spec 5.1: what would break ranges ("a...c") and lists of keys.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const invalidInKey = /\.\.\.|[\0\x07-\x0d]/;
const day = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Divides an asset into partitions of fixed names (spec 5.1). Accepted and carried; not acted on yet.
 *
 * @throws TypeError for keys that are not texts, stand twice or hold what spec 5.1 forbids
 */
export function StaticPartitionsDefinition(options: StaticPartitionsOptions): PartitionsDefinition {
  checkOptionNames("StaticPartitionsDefinition", options, ["partitionKeys"]);
  const { partitionKeys } = options;
  if (!Array.isArray(partitionKeys) || partitionKeys.length === 0) {
    throw new TypeError("partitionKeys is a list of at least one text.");
  }
  const seen = new Set<string>();
  for (const key of partitionKeys as readonly unknown[]) {
    if (typeof key !== "string" || key === "" || invalidInKey.test(key)) {
      throw new TypeError(`A partition key is text without "..." and control characters, not ${JSON.stringify(key)}.`);
    }
    if (seen.has(key)) throw new TypeError(`The partition key "${key}" stands twice: keep one.`);
    seen.add(key);
  }
  return { kind: "static", partitionKeys: [...partitionKeys] };
}

/**
 * Divides an asset into days (spec 5.2). Accepted and carried; not acted on yet.
 *
 * @throws TypeError for a date that does not exist, an end that is not after the start, or an unknown time zone
 */
export function DailyPartitionsDefinition(options: DailyPartitionsOptions): PartitionsDefinition {
  checkOptionNames("DailyPartitionsDefinition", options, ["startDate", "endDate", "timezone"]);
  const startDate = calendarDay("startDate", options.startDate);
  const endDate = options.endDate === undefined ? undefined : calendarDay("endDate", options.endDate);
  if (endDate !== undefined && endDate <= startDate) {
    throw new TypeError(`endDate is a day after startDate, but ${endDate} is not after ${startDate}.`);
  }
  const timezone = knownTimezone(options.timezone ?? "UTC");
  return { kind: "daily", startDate, ...(endDate === undefined ? {} : { endDate }), timezone };
}

function calendarDay(option: string, value: unknown): string {
  if (typeof value === "string" && day.test(value)) {
    const date = new Date(`${value}T00:00:00Z`);
    if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)) return value;
  }
  throw new TypeError(`${option} is a day written as YYYY-MM-DD, not ${JSON.stringify(value)}.`);
}
