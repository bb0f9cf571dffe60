import { checkSchedule, type DefaultStatus, type Finding } from "@headwater/model";
import { AssetDefinitionError } from "../assets/assetDefinitionError.ts";
import { type Branded, brandOf } from "../brand.ts";
import { checkOptionNames } from "../options/readOptions.ts";
import { isJob, type JobDefinition } from "./defineJob.ts";

/** A job that is started at certain times (spec 6.5): an entry of `Definitions({ schedules })`. */
export interface ScheduleDefinition extends Branded<"schedule"> {
  readonly name: string;
  readonly job: JobDefinition;
  readonly cronSchedule: string | readonly string[];
  readonly executionTimezone: string;
  readonly description?: string;
  readonly defaultStatus: DefaultStatus;
  readonly tags: Readonly<Record<string, string>>;
}

/** What `schedule()` takes. */
export interface ScheduleOptions {
  /** Letters A to Z, digits and `_`, not beginning with two underscores. Left out: the name of its job with `_schedule` behind it. */
  readonly name?: string;
  readonly job: JobDefinition;
  /**
   * When it is started: five fields separated by blanks, or one of `@hourly @daily @weekly @monthly @yearly`; of a list
   * whenever one of them says so.
   */
  readonly cronSchedule: string | readonly string[];
  /** The IANA name of the time zone in which the times are meant, as `Europe/Berlin`; `UTC` if left out. */
  readonly executionTimezone?: string;
  readonly description?: string;
  /** Whether it begins by itself: `STOPPED` if left out. */
  readonly defaultStatus?: DefaultStatus;
  /** Tags of the runs that it starts, beside those of its job. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Starts a job at certain times (spec 6.5). Accepted, validated and carried: nothing starts it yet.
 *
 * @example schedule({ job: load, cronSchedule: "0 6 * * *", executionTimezone: "Europe/Berlin" })
 * @throws AssetDefinitionError `invalid-cron`, `unknown-timezone`, `invalid-option` or `unknown-option`, with all that is wrong
 */
export function schedule(given: ScheduleOptions): ScheduleDefinition {
  checkOptionNames("schedule", given, Object.keys(given ?? {}));
  refuse("A schedule", checkSchedule({ ...given, job: isJob(given.job) ? given.job : undefined }));
  const { job, cronSchedule, executionTimezone = "UTC", description, defaultStatus = "STOPPED", tags = {} } = given;
  return {
    "~headwater": { kind: "schedule" },
    name: given.name ?? `${job.name}_schedule`,
    job,
    cronSchedule: typeof cronSchedule === "string" ? cronSchedule : [...cronSchedule],
    executionTimezone,
    ...(description === undefined ? {} : { description }),
    defaultStatus,
    tags: { ...tags },
  };
}

/** @throws AssetDefinitionError where there is any finding */
export function refuse(subject: string, [first, ...others]: readonly Finding[]): void {
  if (first !== undefined) throw new AssetDefinitionError(subject, [first, ...others]);
}

/** Whether a value was made by `schedule()`. */
export function isSchedule(value: unknown): value is ScheduleDefinition {
  return brandOf(value) === "schedule";
}
