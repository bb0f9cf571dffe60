import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../specs/unknown.ts";
import { checkSchedule, checkSensor } from "./checkSchedule.ts";

const job = { name: "load" };

describe("a schedule", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ["as it is meant", { name: "daily", job, cronSchedule: "0 6 * * *", executionTimezone: "Europe/Berlin" }, []],
    ["without a name, of several times", { job, cronSchedule: ["@daily", "0 12 * * 1-5"] }, []],
    ["of what is not known", { name: UNKNOWN, job: UNKNOWN, cronSchedule: UNKNOWN, executionTimezone: UNKNOWN }, []],
    ["of one time that is none", { job, cronSchedule: ["@daily", "0 25 * * *"] }, ["invalid-cron cronSchedule.1"]],
    ["of no time", { job, cronSchedule: [] }, ["invalid-cron cronSchedule"]],
    ["without a time", { job }, ["invalid-cron cronSchedule"]],
    [
      "in a zone that is none",
      { job, cronSchedule: "@daily", executionTimezone: "Berlin" },
      ["unknown-timezone executionTimezone"],
    ],
    ["of no job", { name: "a", cronSchedule: "@daily" }, ["invalid-option job"]],
    ["of a job by name", { job: "load", cronSchedule: "@daily" }, ["invalid-option job"]],
    ["with a name of other letters", { name: "a b", job, cronSchedule: "@daily" }, ["invalid-option name"]],
    ["with options that are none", { job, cron: "@daily", cronSchedule: "@daily" }, ["unknown-option cron"]],
    [
      "of another status",
      { job, cronSchedule: "@daily", defaultStatus: "on", tags: { a: 1 }, description: 1 },
      ["invalid-option description", "invalid-option defaultStatus", "invalid-option tags"],
    ],
  ])("%s", (_, options, expected) => {
    expect(checkSchedule(options).map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual(expected);
  });
});

describe("a sensor", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ["as it is meant", { name: "files", job, minimumIntervalSeconds: 30 }, []],
    ["without a name", { job }, ["invalid-option name"]],
    [
      "with an interval that is none",
      { name: "files", job, minimumIntervalSeconds: "30" },
      ["invalid-option minimumIntervalSeconds"],
    ],
  ])("%s", (_, options, expected) => {
    expect(checkSensor(options).map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual(expected);
  });
});
