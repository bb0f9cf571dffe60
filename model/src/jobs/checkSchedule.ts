import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { checkCronText, checkTimezone } from "../partitions/checkDefinition.ts";
import { checkOptionNames, describe } from "../specs/options.ts";
import { isUnknown } from "../specs/unknown.ts";

/** What `schedule()` takes (spec 6.5). */
export const scheduleOptions = [
  "name",
  "job",
  "cronSchedule",
  "executionTimezone",
  "description",
  "defaultStatus",
  "tags",
] as const;

/** What `sensor()` takes (spec 6.5). */
export const sensorOptions = ["name", "job", "minimumIntervalSeconds", "description", "defaultStatus", "tags"] as const;

/** Whether a schedule or sensor begins to tick by itself. */
export type DefaultStatus = "RUNNING" | "STOPPED";

type Options = Readonly<Record<string, unknown>>;

const name = /^(?!__)[A-Za-z0-9_]+$/;

/** What is wrong with the options of a schedule. Says nothing of what is not known. */
export function checkSchedule(options: Options): Finding[] {
  const findings = [...checkOptionNames(options, "schedule()", scheduleOptions, []), ...checkShared("schedule()", options)];
  const { cronSchedule } = options;
  const zone = options.executionTimezone === undefined ? [] : checkTimezone(options.executionTimezone, ["executionTimezone"]);
  if (isUnknown(cronSchedule)) return [...findings, ...zone];
  if (!Array.isArray(cronSchedule)) return [...findings, ...checkCronText(cronSchedule, ["cronSchedule"]), ...zone];
  if (cronSchedule.length === 0) {
    findings.push(finding("invalid-cron", "cronSchedule is a cron text or a list of at least one.", ["cronSchedule"]));
  }
  return [...findings, ...cronSchedule.flatMap((cron, at) => checkCronText(cron, ["cronSchedule", at])), ...zone];
}

/** What is wrong with the options of a sensor. Says nothing of what is not known. */
export function checkSensor(options: Options): Finding[] {
  const findings = [...checkOptionNames(options, "sensor()", sensorOptions, []), ...checkShared("sensor()", options)];
  const { minimumIntervalSeconds: seconds } = options;
  if (
    seconds !== undefined &&
    !isUnknown(seconds) &&
    !(typeof seconds === "number" && seconds >= 0 && Number.isFinite(seconds))
  ) {
    findings.push(
      invalid(`minimumIntervalSeconds is a number of seconds from 0, not ${describe(seconds)}.`, ["minimumIntervalSeconds"]),
    );
  }
  return findings;
}

function checkShared(caller: string, options: Options): Finding[] {
  const findings: Finding[] = [];
  const given = (option: string) => options[option] !== undefined && !isUnknown(options[option]);
  const { name: own, job, description, defaultStatus, tags } = options;
  if (!isUnknown(own) && !(own === undefined && caller === "schedule()") && !(typeof own === "string" && name.test(own))) {
    findings.push(
      invalid(`name of ${caller} is letters A to Z, digits and _, not beginning with __, not ${describe(own)}.`, ["name"]),
    );
  }
  if (!isUnknown(job) && (typeof job !== "object" || job === null)) {
    findings.push(invalid(`job of ${caller} is what defineJob() makes, not ${describe(job)}.`, ["job"]));
  }
  if (given("description") && typeof description !== "string") {
    findings.push(invalid(`description of ${caller} is text, not ${describe(description)}.`, ["description"]));
  }
  if (given("defaultStatus") && defaultStatus !== "RUNNING" && defaultStatus !== "STOPPED") {
    findings.push(
      invalid(`defaultStatus of ${caller} is "RUNNING" or "STOPPED", not ${describe(defaultStatus)}.`, ["defaultStatus"]),
    );
  }
  const isTags =
    typeof tags === "object" && tags !== null && Object.values(tags).every((tag) => typeof tag === "string" || isUnknown(tag));
  if (given("tags") && !isTags)
    findings.push(invalid(`tags of ${caller} is an object of texts, not ${describe(tags)}.`, ["tags"]));
  return findings;
}

function invalid(message: string, path: DeclarationPath): Finding {
  return finding("invalid-option", message, path);
}
