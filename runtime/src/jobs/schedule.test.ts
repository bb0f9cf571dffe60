import { describe, expect, test } from "vitest";
import { Definitions } from "../definitions/definitions.ts";
import { defineJob } from "./defineJob.ts";
import { schedule } from "./schedule.ts";
import { sensor } from "./sensor.ts";

// biome-ignore lint/suspicious/noExplicitAny: it stands for what callers without types hand over.
const untyped = (value: unknown): any => value;
const job = defineJob({ name: "load" });
const daily = schedule({ job, cronSchedule: "@daily" });
const files = sensor({ name: "files", job }, () => ({ skipReason: "nothing new" }));

test("schedules and sensors carry what they were given, with what is usual", () => {
  expect(daily).toEqual({
    "~headwater": { kind: "schedule" },
    name: "load_schedule",
    job,
    cronSchedule: "@daily",
    executionTimezone: "UTC",
    defaultStatus: "STOPPED",
    tags: {},
  });
  expect(files).toMatchObject({ name: "files", minimumIntervalSeconds: 30, defaultStatus: "STOPPED" });
});

test("definitions have them, and their jobs", () => {
  const made = Definitions({ schedules: [daily], sensors: [files] });
  expect([made.schedules, made.sensors, made.jobs]).toEqual([[daily], [files], [job]]);
  const merged = Definitions.merge(made, Definitions({ schedules: [daily], jobs: [job] }));
  expect([merged.schedules, merged.sensors, merged.jobs]).toEqual([[daily], [files], [job]]);
});

describe("refused is", () => {
  test.each<[string, () => unknown, object]>([
    ["a time that is none", () => schedule({ job, cronSchedule: "0 25 * * *" }), { code: "invalid-cron" }],
    [
      "a zone that is none",
      () => schedule({ job, cronSchedule: "@daily", executionTimezone: "Berlin" }),
      { code: "unknown-timezone" },
    ],
    ["a job by name", () => schedule(untyped({ job: "load", cronSchedule: "@daily" })), { code: "invalid-option" }],
    [
      "an option that is none",
      () => sensor(untyped({ name: "a", job, interval: 5 }), () => undefined),
      { code: "unknown-option" },
    ],
    ["no options", () => schedule(untyped(undefined)), { name: "TypeError" }],
    ["no function", () => sensor({ name: "a", job }, untyped(5)), { name: "TypeError" }],
    ["another list", () => Definitions(untyped({ schedules: [job] })), { name: "TypeError" }],
    [
      "one name twice",
      () => Definitions({ schedules: [daily, schedule({ job, cronSchedule: "@hourly" })] }),
      { name: "TypeError" },
    ],
  ])("%s", (_, make, expected) => expect(make).toThrow(expect.objectContaining(expected)));
});
