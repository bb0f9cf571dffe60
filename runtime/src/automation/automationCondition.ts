/**
 * When an asset asks to be materialized by itself (spec 6): plain data. Accepted and carried; not acted on yet.
 */
export type AutomationCondition =
  | { readonly kind: "eager" }
  | { readonly kind: "onMissing" }
  | { readonly kind: "onCron"; readonly cron: string; readonly timezone: string };

const aliases = ["@hourly", "@daily", "@weekly", "@monthly", "@yearly"];

/** Makes automation conditions (spec 6.3). */
export const AutomationCondition = {
  /** Whenever an upstream is updated. */
  eager(): AutomationCondition {
    return { kind: "eager" };
  },
  /** As soon as it can be computed for the first time. */
  onMissing(): AutomationCondition {
    return { kind: "onMissing" };
  },
  /**
   * Once after each tick of a cron schedule, when all upstreams have been updated since.
   *
   * @param cron five fields separated by blanks, or one of `@hourly @daily @weekly @monthly @yearly`. That each field is
   *   right is not checked yet
   * @param timezone an IANA name such as `Europe/Berlin`; `UTC` if left out
   * @throws TypeError for anything else
   */
  onCron(cron: string, timezone = "UTC"): AutomationCondition {
    if (typeof cron !== "string" || (!aliases.includes(cron) && cron.trim().split(/\s+/).length !== 5)) {
      throw new TypeError(
        `A cron schedule has five fields, as in "0 6 * * *", or is one of ${aliases.join(" ")}; not ${JSON.stringify(cron)}.`,
      );
    }
    return { kind: "onCron", cron, timezone: knownTimezone(timezone) };
  },
};

/**
 * Returns the name of a time zone if this machine knows it.
 *
 * @throws TypeError if it does not
 */
export function knownTimezone(timezone: unknown): string {
  try {
    if (typeof timezone === "string" && timezone !== "") {
      new Intl.DateTimeFormat("en", { timeZone: timezone });
      return timezone;
    }
  } catch {
    // Not a time zone: said below.
  }
  throw new TypeError(`A time zone is an IANA name such as "Europe/Berlin", not ${JSON.stringify(timezone)}.`);
}
