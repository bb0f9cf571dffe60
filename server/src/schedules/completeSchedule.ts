import { type CompletionItem, CompletionItemKind, type Range } from "vscode-languageserver";
import { describeCron } from "./describeCron.ts";
import type { ScheduleText } from "./scheduleText.ts";

/** The schedules that most are variations of, the most frequent first. */
const presets = [
  "@hourly",
  "@daily",
  "@weekly",
  "@monthly",
  "@yearly",
  "*/15 * * * *",
  "0 */6 * * *",
  "0 6 * * *",
  "0 6 * * MON-FRI",
  "0 6 * * MON",
  "0 6 1 * *",
];

/** Usual schedules for a cron text, with what they say in words; the names of all time zones, UTC and the machine's own first. */
export function completeSchedule({ kind }: ScheduleText, inner: Range): CompletionItem[] {
  const texts = kind === "cron" ? presets : timezones();
  return texts.map((text, at) => ({
    label: text,
    kind: CompletionItemKind.Constant,
    sortText: String(at).padStart(3, "0"),
    filterText: text,
    textEdit: { range: inner, newText: text },
    ...(kind === "cron" ? { detail: describeCron(text) ?? "" } : {}),
  }));
}

let zones: readonly string[] | undefined;

function timezones(): readonly string[] {
  zones ??= [...new Set(["UTC", Intl.DateTimeFormat().resolvedOptions().timeZone, ...Intl.supportedValuesOf("timeZone")])];
  return zones;
}
