import cronstrue from "cronstrue";

/** A cron text in words, as "At 06:00, Monday through Friday"; undefined for what is none. */
export function describeCron(cron: string): string | undefined {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true, throwExceptionOnParseError: true });
  } catch {
    return undefined;
  }
}
