import { partitionsOutput } from "@headwater/protocol";
import { afterAll, describe, expect, test } from "vitest";
import { scratchProject } from "./project/scratchProject.ts";

const scratch = scratchProject({
  "src/assets.ts": `
    import {
      asset, DailyPartitionsDefinition, DynamicPartitionsDefinition, HourlyPartitionsDefinition, MultiPartitionsDefinition,
      StaticPartitionsDefinition,
    } from "headwater";
    const date = DailyPartitionsDefinition({ startDate: "2026-01-01", endDate: "2026-01-05", timezone: "Europe/Berlin" });
    const region = StaticPartitionsDefinition({ partitionKeys: ["eu", "us"] });
    export const orders = asset({ key: ["shop", "orders"], partitionsDef: date }, () => 1);
    export const sales = asset({ partitionsDef: MultiPartitionsDefinition({ region, date }) }, () => 1);
    export const visits = asset(
      {
        partitionsDef: HourlyPartitionsDefinition({
          startDate: "2014-01-01-00:00", endDate: "2025-05-31-00:00", timezone: "America/New_York",
        }),
      },
      () => 1,
    );
    export const customers = asset({ partitionsDef: DynamicPartitionsDefinition({ name: "customers" }) }, () => 1);
    export const guesses = asset({ partitionsDef: StaticPartitionsDefinition({ partitionKeys: process.argv }) }, () => 1);
    export const twice = asset({ partitionsDef: StaticPartitionsDefinition({ partitionKeys: ["a", "a"] }) }, () => 1);
    export const whole = asset(() => 1);
    throw new Error("This code is never run.");
  `,
});
afterAll(() => scratch.remove());

const lines = (...keys: readonly string[]) => keys.map((key) => `${key}\n`).join("");

describe("the partitions of an asset", () => {
  test.each<[args: readonly string[], output: string]>([
    [["shop/orders"], lines("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04")],
    [["shop/orders", "--range", "2026-01-02...2026-01-03"], lines("2026-01-02", "2026-01-03")],
    [["shop/orders", "--range", "2026-01-04"], lines("2026-01-04")],
    [["shop/orders", "--count"], "4\n"],
    [["sales", "--range", "2026-01-01|us...2026-01-03|us"], lines("2026-01-01|us", "2026-01-02|us", "2026-01-03|us")],
    [["sales", "--count"], "8\n"],
    [["visits", "--count"], "100031\n"],
    [
      ["visits", "--range", "2024-11-03-00:00...2024-11-03-02:00"],
      lines("2024-11-03-00:00", "2024-11-03-01:00", "2024-11-03-01:00-0500", "2024-11-03-02:00"),
    ],
  ])("%j", (args, output) => {
    expect(scratch.run("partitions", ...args)).toEqual({ status: 0, stdout: output, stderr: "" });
  });

  test.each<[args: readonly string[], status: number, said: RegExp]>([
    [["ordres"], 2, /No asset has the key "ordres"/],
    [["whole"], 2, /whole has no partitions/],
    [["customers"], 1, /"customers" .* are dynamic: .* live in its store/],
    [["guesses"], 1, /cannot be known without running its code/],
    [["twice"], 1, /"headwater check" says what is wrong/],
    [["shop/orders", "--range", "2025-12-31...2026-01-02"], 2, /--range: .*"2025-12-31" is before the first partition/],
    [["shop/orders", "--range", "2026-01-02...2026-01-09"], 2, /--range: .*"2026-01-09" is after the last partition/],
    [["shop/orders", "--range", "2026-01-03...2026-01-02"], 2, /--range: .*before its start/],
    [["shop/orders", "--range", "2026-01-01...2026-01-02...2026-01-03"], 2, /--range: There is no partition/],
    [["shop/orders", "--range", "2026-01-01..2026-01-02"], 2, /A range is written with three dots\./],
    [["sales", "--range", "2026-01-01|us...2026-01-03"], 2, /"2026-01-03" says one dimension only: .* as "date\|region"/],
    [[], 2, /missing required argument/],
  ])("%j is refused", (args, status, said) => {
    const finished = scratch.run("partitions", ...args);
    expect(finished).toMatchObject({ status, stdout: "" });
    expect(finished.stderr).toMatch(said);
  });

  test("fit their schema", () => {
    const { count, definition, partitions } = partitionsOutput.parse(scratch.json("partitions", "shop/orders"));
    expect([count, definition.kind, partitions?.[0]]).toEqual([
      4,
      "daily",
      { key: "2026-01-01", start: Date.UTC(2025, 11, 31, 23), end: Date.UTC(2026, 0, 1, 23) },
    ]);
    expect(partitionsOutput.parse(scratch.json("partitions", "sales", "--range", "2026-01-02|eu")).partitions).toEqual([
      { key: "2026-01-02|eu" },
    ]);
    expect(partitionsOutput.parse(scratch.json("partitions", "visits", "--count"))).not.toHaveProperty("partitions");
  });
});
