// Compiles, or a type has gone wrong: `tsc -p runtime` judges this file. What must be an error
// stands behind @ts-expect-error.
import { asset } from "../assets/asset.ts";
import {
  DailyPartitionsDefinition,
  DynamicPartitionsDefinition,
  HourlyPartitionsDefinition,
  MonthlyPartitionsDefinition,
  MultiPartitionsDefinition,
  type PartitionsDefinition,
  StaticPartitionsDefinition,
  TimeWindowPartitionsDefinition,
  WeeklyPartitionsDefinition,
} from "./partitionsDefinition.ts";

const date = DailyPartitionsDefinition({ startDate: "2026-01-01", endDate: "2027-01-01", timezone: "Europe/Berlin" });
const region = StaticPartitionsDefinition({ partitionKeys: ["eu", "us"] });

// Whatever makes a definition can be given where one is taken, and so can its data.
const all: readonly PartitionsDefinition[] = [
  date,
  region,
  HourlyPartitionsDefinition({ startDate: "2026-01-01-00:00", minuteOffset: 15 }),
  WeeklyPartitionsDefinition({ startDate: "2026-01-01", dayOffset: 1, hourOffset: 6 }),
  MonthlyPartitionsDefinition({ startDate: "2026-01-01", dayOffset: 12, endOffset: 1 }),
  TimeWindowPartitionsDefinition({ cron: "0 */6 * * *", startDate: "2026-01-01", fmt: "%Y-%m-%d %H:%M", exclusions: [] }),
  DynamicPartitionsDefinition({ name: "customers" }),
  MultiPartitionsDefinition({ date, region }),
  { kind: "static", partitionKeys: ["a"] },
];
for (const partitionsDef of all) asset({ partitionsDef }, () => 1);

// @ts-expect-error time begins somewhere
DailyPartitionsDefinition({});
// @ts-expect-error an hour has no hour
HourlyPartitionsDefinition({ startDate: "2026-01-01-00:00", hourOffset: 1 });
// @ts-expect-error a day has no day
DailyPartitionsDefinition({ startDate: "2026-01-01", dayOffset: 1 });
// @ts-expect-error a week has its own schedule
WeeklyPartitionsDefinition({ startDate: "2026-01-01", cron: "@weekly" });
// @ts-expect-error a schedule is needed
TimeWindowPartitionsDefinition({ startDate: "2026-01-01" });
// @ts-expect-error keys are texts
StaticPartitionsDefinition({ partitionKeys: [1] });
// @ts-expect-error the keys are kept under a name
DynamicPartitionsDefinition({});
// @ts-expect-error a dimension is a definition
MultiPartitionsDefinition({ date: ["2026-01-01"] });
// @ts-expect-error partitions are of one of those kinds
asset({ partitionsDef: { kind: "yearly", startDate: "2026-01-01" } }, () => 1);
