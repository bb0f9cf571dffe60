import type { CompletionList } from "vscode-languageserver";
import { completeSchedule } from "../schedules/completeSchedule.ts";
import { scheduleTextAt } from "../schedules/scheduleText.ts";
import type { CompletionPlace } from "./place.ts";
import { rangeBetween } from "./replaced.ts";

/** Usual schedules in a cron text, the names of all in a time zone's; undefined outside of such texts. */
export function completeScheduleText({ document, text, offset, imports }: CompletionPlace): CompletionList | undefined {
  const schedule = scheduleTextAt(text, offset, imports);
  if (schedule === undefined) return undefined;
  const inner = rangeBetween(document, schedule.start, schedule.end);
  return { isIncomplete: false, items: completeSchedule(schedule, inner) };
}
