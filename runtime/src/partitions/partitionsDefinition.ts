import type {
  DynamicPartitionsData,
  MultiPartitionsData,
  PartitionsDefinitionData,
  StaticPartitionsData,
  TimeWindowPartitionsData,
} from "@headwater/model";

/** How an asset is divided into partitions (spec 5): plain data, which the `asset()` that takes it validates. */
export type PartitionsDefinition = PartitionsDefinitionData;

/** What `StaticPartitionsDefinition()` takes. */
export type StaticPartitionsOptions = Pick<StaticPartitionsData, "partitionKeys">;

/** What `DynamicPartitionsDefinition()` takes. */
export interface DynamicPartitionsOptions {
  /** Under which the project keeps the keys that are added and removed; assets of one name share them. */
  readonly name: string;
}

/** What every constructor of time windows takes. */
export interface TimeWindowOptions {
  /**
   * When the first window may begin, on the clocks of the time zone and in the format of `fmt`: `2026-01-01`, for hours
   * `2026-01-01-00:00`.
   */
  readonly startDate: string;
  /** When the last window ends at the latest, written as `startDate`. Left out: there is no end. */
  readonly endDate?: string;
  /** An IANA name as `Europe/Berlin`; `UTC` if left out. */
  readonly timezone?: string;
  /** How keys are written, in codes of strftime; `%Y-%m-%d` if left out, for hours `%Y-%m-%d-%H:%M`. */
  readonly fmt?: string;
  /** A whole number: so many windows exist that are not complete yet; less than 0: so many of the last complete ones do not. */
  readonly endOffset?: number;
  /** Where windows begin that do not exist, written as keys. */
  readonly exclusions?: readonly string[];
}

/** What `HourlyPartitionsDefinition()` takes. */
export interface HourlyPartitionsOptions extends TimeWindowOptions {
  /** The minute at which windows begin, 0 to 59; 0 if left out. */
  readonly minuteOffset?: number;
}

/** What `DailyPartitionsDefinition()` takes. */
export interface DailyPartitionsOptions extends HourlyPartitionsOptions {
  /** The hour at which windows begin, 0 to 23; 0 if left out. */
  readonly hourOffset?: number;
}

/** What `WeeklyPartitionsDefinition()` takes. */
export interface WeeklyPartitionsOptions extends DailyPartitionsOptions {
  /** The weekday on which windows begin, from 0, which is Sunday, to 6; 0 if left out. */
  readonly dayOffset?: number;
}

/** What `MonthlyPartitionsDefinition()` takes. */
export interface MonthlyPartitionsOptions extends DailyPartitionsOptions {
  /** The day of the month on which windows begin, 1 to 31; 1 if left out. A month without that day begins none. */
  readonly dayOffset?: number;
}

/** What `TimeWindowPartitionsDefinition()` takes. */
export interface CronPartitionsOptions extends TimeWindowOptions {
  /** At whose ticks windows begin: five fields, or one of `@hourly @daily @weekly @monthly @yearly`. */
  readonly cron: string;
}

/** Partitions of fixed names, in their order (spec 5.1). */
export function StaticPartitionsDefinition(options: StaticPartitionsOptions): StaticPartitionsData {
  return { kind: "static", ...options };
}

/** A partition for each hour (spec 5.2). In the hour that a clock change repeats there are two, in one that it skips none. */
export function HourlyPartitionsDefinition(options: HourlyPartitionsOptions): TimeWindowPartitionsData {
  return { kind: "hourly", ...options };
}

/** A partition for each day (spec 5.2). */
export function DailyPartitionsDefinition(options: DailyPartitionsOptions): TimeWindowPartitionsData {
  return { kind: "daily", ...options };
}

/** A partition for each week (spec 5.2). */
export function WeeklyPartitionsDefinition(options: WeeklyPartitionsOptions): TimeWindowPartitionsData {
  return { kind: "weekly", ...options };
}

/** A partition for each month (spec 5.2). */
export function MonthlyPartitionsDefinition(options: MonthlyPartitionsOptions): TimeWindowPartitionsData {
  return { kind: "monthly", ...options };
}

/** A partition for the time from each tick of a cron text to the next (spec 5.2). */
export function TimeWindowPartitionsDefinition(options: CronPartitionsOptions): TimeWindowPartitionsData {
  return { kind: "timeWindow", ...options };
}

/** Partitions whose keys are added and removed while the project is used (spec 5.4). */
export function DynamicPartitionsDefinition(options: DynamicPartitionsOptions): DynamicPartitionsData {
  return { kind: "dynamic", ...options };
}

/**
 * Each partition of one dimension with each of another (spec 5.3): `MultiPartitionsDefinition({ date, region })`. A key is the
 * keys of the two, in the order of the dimensions' names: `2026-01-01|eu`.
 *
 * @param dimensions exactly two, neither of several dimensions itself
 */
export function MultiPartitionsDefinition(dimensions: Readonly<Record<string, PartitionsDefinition>>): MultiPartitionsData {
  return { kind: "multi", dimensions };
}
