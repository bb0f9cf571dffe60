import type { FileFacts } from "@headwater/analysis";
import { callsAround } from "../text/callsAround.ts";
import { type StringPlace, stringAt } from "../text/stringAt.ts";

/** A text that says when something happens. */
export interface ScheduleText extends StringPlace {
  readonly kind: "cron" | "timezone";
}

const onCron = /(?:^| )AutomationCondition\.(?:onCron|cronTickPassed|allDepsUpdatedSinceCron)\((\d)$/;
const cronOption = /(?:^| )(?:schedule\(0 \{cronSchedule(?: \[)?|TimeWindowPartitionsDefinition\(0 \{cron)$/;
const timezoneOption =
  /(?:^| )(?:schedule\(0 \{(?:executionTimezone|timezone)|(?:Hourly|Daily|Weekly|Monthly|TimeWindow)PartitionsDefinition\(0 \{timezone)$/;

/**
 * The cron text or time zone that holds an offset: an argument of a condition, or an option of a schedule or of a partitions
 * definition. It looks at the text alone, so that it works while the code around is half-written.
 */
export function scheduleTextAt(text: string, offset: number, imports: FileFacts["imports"]): ScheduleText | undefined {
  const place = stringAt(text, offset);
  const kind = place && kindOf(callsAround(place, imports));
  if (place === undefined || kind === undefined) return undefined;
  // Without its closing quote a text seems to hold what stands behind it.
  return { ...place, kind, end: place.closed ? place.end : offset };
}

function kindOf(around: string): ScheduleText["kind"] | undefined {
  const argument = onCron.exec(around)?.[1];
  if (argument !== undefined) return argument === "0" ? "cron" : argument === "1" ? "timezone" : undefined;
  return cronOption.test(around) ? "cron" : timezoneOption.test(around) ? "timezone" : undefined;
}
