import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import * as headwater from "./index.ts";

const {
  AssetDep,
  AutomationCondition,
  asset,
  DailyPartitionsDefinition,
  DynamicPartitionsDefinition,
  HourlyPartitionsDefinition,
  MonthlyPartitionsDefinition,
  MultiPartitionsDefinition,
  TimeWindowPartitionsDefinition,
  WeeklyPartitionsDefinition,
  Definitions,
  MaterializeResult,
  RetryPolicy,
  resource,
  StaticPartitionsDefinition,
} = headwater;

// What callers without types can hand over.
// biome-ignore lint/suspicious/noExplicitAny: it stands for whatever the callee takes.
const untyped = (value: unknown): any => value;

test.each<[title: string, made: unknown, expected: object]>([
  ["RetryPolicy", RetryPolicy(), { maxRetries: 1 }],
  [
    "RetryPolicy with options",
    RetryPolicy({ maxRetries: 3, delay: 2, backoff: "linear", jitter: "full" }),
    { maxRetries: 3, delay: 2, backoff: "linear", jitter: "full" },
  ],
  [
    "StaticPartitionsDefinition",
    StaticPartitionsDefinition({ partitionKeys: ["a", "b"] }),
    { kind: "static", partitionKeys: ["a", "b"] },
  ],
  [
    "DailyPartitionsDefinition",
    DailyPartitionsDefinition({ startDate: "2024-02-29" }),
    { kind: "daily", startDate: "2024-02-29" },
  ],
  [
    "DailyPartitionsDefinition with an end",
    DailyPartitionsDefinition({ startDate: "2024-01-01", endDate: "2024-01-02", timezone: "Europe/Berlin" }),
    { kind: "daily", startDate: "2024-01-01", endDate: "2024-01-02", timezone: "Europe/Berlin" },
  ],
  [
    "HourlyPartitionsDefinition",
    HourlyPartitionsDefinition({ startDate: "2026-01-01-00:00" }),
    { kind: "hourly", startDate: "2026-01-01-00:00" },
  ],
  [
    "WeeklyPartitionsDefinition",
    WeeklyPartitionsDefinition({ startDate: "2026-01-01", dayOffset: 1 }),
    { kind: "weekly", startDate: "2026-01-01", dayOffset: 1 },
  ],
  [
    "MonthlyPartitionsDefinition",
    MonthlyPartitionsDefinition({ startDate: "2026-01-01" }),
    { kind: "monthly", startDate: "2026-01-01" },
  ],
  [
    "TimeWindowPartitionsDefinition",
    TimeWindowPartitionsDefinition({ cron: "@daily", startDate: "2026-01-01" }),
    { kind: "timeWindow", cron: "@daily", startDate: "2026-01-01" },
  ],
  ["DynamicPartitionsDefinition", DynamicPartitionsDefinition({ name: "customers" }), { kind: "dynamic", name: "customers" }],
  [
    "MultiPartitionsDefinition",
    MultiPartitionsDefinition({ a: StaticPartitionsDefinition({ partitionKeys: [] }) }),
    { kind: "multi", dimensions: { a: { kind: "static", partitionKeys: [] } } },
  ],
  ["eager", AutomationCondition.eager(), { kind: "eager" }],
  ["onMissing", AutomationCondition.onMissing(), { kind: "onMissing" }],
  [
    "onCron",
    AutomationCondition.onCron("0 6 * * *", "Europe/Berlin"),
    { kind: "onCron", cron: "0 6 * * *", timezone: "Europe/Berlin" },
  ],
  ["onCron with an alias", AutomationCondition.onCron("@daily"), { kind: "onCron", cron: "@daily", timezone: "UTC" }],
])("%s is plain data", (_, made, expected) => {
  expect(made).toEqual(expected);
  expect(JSON.parse(JSON.stringify(made))).toEqual(expected);
});

test.each<[title: string, make: () => unknown, message: string]>([
  ["an unknown option of AssetDep", () => AssetDep("a", untyped({ key: "b" })), 'no option "key"'],
  ["a resource without setup", () => resource(untyped({})), "takes setup"],
  ["a teardown that is no function", () => resource(untyped({ setup: () => 1, teardown: 1 })), "teardown"],
  ["an unknown option of a resource", () => resource(untyped({ setup: () => 1, setUp: 1 })), 'no option "setUp"'],
  ["metadata that is a list", () => MaterializeResult(untyped({ metadata: [1] })), "metadata of a MaterializeResult"],
  ["an unknown option of Definitions", () => Definitions(untyped({ asset: [] })), 'no option "asset"'],
  ["something else as an asset", () => Definitions(untyped({ assets: [5] })), "item 1 is of the kind number"],
  ["an asset that is not there yet", () => Definitions(untyped({ assets: [undefined] })), "importing each other"],
  ["assets that are no list", () => Definitions(untyped({ assets: {} })), "is a list of assets"],
  ["half an I/O manager", () => Definitions(untyped({ ioManagers: { a: { loadInput: () => 1 } } })), 'The I/O manager "a"'],
])("%s is refused", (_, make, message) => {
  expect(make).toThrow(TypeError);
  expect(make).toThrow(message);
});

test("two copies of the package take each other's things", async () => {
  vi.resetModules();
  const other = (await import("./index.ts")) as typeof headwater;
  expect(other.asset).not.toBe(asset);
  const raw = other.asset({ name: "raw" }, () => other.MaterializeResult({ value: 1 }));
  const clean = asset(
    {
      name: "clean",
      ins: { input: other.AssetIn({ key: raw }) },
      deps: [other.AssetDep(raw)],
      requiredResourceKeys: ["db"],
      checkSpecs: [other.AssetCheckSpec({ name: "checked" })],
    },
    ({ input, db }) =>
      other.MaterializeResult({
        value: input + db,
        metadata: { report: other.MetadataValue.url("https://a") },
        checkResults: [other.AssetCheckResult({ passed: true, checkName: "checked" })],
      }),
  );
  const definitions = other.Definitions({ assets: [raw], resources: { db: other.resource({ setup: () => 2 }) } });
  const outcome = await headwater.materialize([definitions, clean]);
  expect(outcome.valueOf(clean)).toBe(3);
  expect(outcome.metadataOf(clean)).toEqual({ report: { type: "url", value: "https://a" } });
});

test("importing the package loads nothing heavy", () => {
  const script = `
    const { registerHooks } = await import("node:module");
    const heavy = [];
    registerHooks({ resolve: (specifier, context, next) => {
      if (/sqlite|duckdb|esbuild|worker_threads/.test(specifier)) heavy.push(specifier);
      return next(specifier, context);
    } });
    await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
    console.log(JSON.stringify(heavy));`;
  const options = ["--conditions=@headwater/source", "--input-type=module", "--no-warnings", "--eval", script];
  expect(execFileSync(process.execPath, options, { encoding: "utf8", cwd: fileURLToPath(new URL(".", import.meta.url)) })).toBe(
    "[]\n",
  );
});
