import type { FileFacts } from "@headwater/analysis";
import { expressionsAround } from "../text/expressionsAround.ts";
import type { ScheduleText } from "./scheduleText.ts";

const options: ReadonlySet<string> = new Set(["timezone", "executionTimezone"]);

/**
 * The time zone that is given with a cron text, as the code says it: `UTC` where none is given, undefined where it is not a
 * plain text.
 */
export function timezoneBeside(facts: FileFacts, { start, end }: ScheduleText): string | undefined {
  const around = expressionsAround(facts, { start, end });
  const call = around.findLast(({ expression }) => expression.kind === "call")?.expression;
  const object = around.findLast(({ expression }) => expression.kind === "object")?.expression;
  // The nearest of the two is what the text is given to.
  if (call?.kind === "call" && (object === undefined || object.span.start < call.span.start)) {
    const given = call.args[1]?.value;
    return given === undefined ? "UTC" : literal(given);
  }
  if (object?.kind !== "object") return undefined;
  for (const property of object.properties) {
    if (property.kind !== "property" || typeof property.key !== "string") return undefined;
    if (options.has(property.key)) return literal(property.value);
  }
  return "UTC";
}

function literal(expression: { readonly kind: string; readonly value?: unknown }): string | undefined {
  return expression.kind === "literal" && typeof expression.value === "string" ? expression.value : undefined;
}
