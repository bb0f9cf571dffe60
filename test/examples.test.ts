import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOutput, graphOutput, materializeOutput } from "@headwater/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { statuses } from "./project/scratchProject.ts";

const root = join(import.meta.dirname, "..");
const command = join(root, "runtime/bin/headwater.mjs");

const copies: string[] = [];
afterEach(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

/**
 * An example in a temporary folder whose name is awkward in SQL and in URLs, with the packages in its own node_modules or,
 * hoisted as in a workspace of npm, in that of the folder above.
 */
function copyOf(example: string, packages: "hoisted" | "own"): string {
  const above = realpathSync(mkdtempSync(join(tmpdir(), "headwater-example-")));
  copies.push(above);
  const folder = join(above, "it's 100 %");
  const generated = [".headwater", "node_modules"].map((name) => join(root, "examples", example, name));
  cpSync(join(root, "examples", example), folder, { recursive: true, filter: (path) => !generated.includes(path) });
  symlinkSync(join(root, "node_modules"), join(packages === "own" ? folder : above, "node_modules"), "dir");
  return folder;
}

function run(folder: string, ...args: string[]): unknown {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args, "--json"], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`headwater ${args.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`);
  return JSON.parse(stdout);
}

function materialize(folder: string, ...args: string[]) {
  const { run: result } = materializeOutput.parse(run(folder, "materialize", ...args));
  const metadata = new Map(result.assets.map(({ key, metadata }) => [key, metadata]));
  return {
    statuses: statuses({ run: result }),
    metadata: (asset: string, name: string) => metadata.get(asset)?.[name],
  };
}

const int = (value: number) => ({ type: "int", value });
const text = (value: string) => ({ type: "text", value });

type Metadata = readonly [asset: string, name: string, value: object];

describe.each<[example: string, assets: number, groups: string[], metadata: readonly Metadata[]]>([
  [
    "customers",
    10,
    ["ingestion", "transform", "marts", "reporting"],
    [
      ["raw_customers", "row_count", int(188)],
      ["clean_customers", "row_count", int(151)],
      ["clean_customers", "dropped", int(37)],
      ["raw_orders", "row_count", int(900)],
      ["clean_orders", "row_count", int(851)],
      ["monthly_sales", "months", int(20)],
      ["sales_report", "strongest_country", text("FR")],
    ],
  ],
  [
    "flights",
    17,
    ["ingestion", "analysis", "reporting"],
    [
      ["raw_flights", "row_count", int(3_000_000)],
      ["raw_airports", "row_count", int(3376)],
      ["raw_routes", "row_count", int(5366)],
      ["raw_weather", "row_count", int(2922)],
      ["flights", "row_count", int(2_999_659)],
      ["flights", "dropped", int(341)],
      ["airports", "row_count", int(3376)],
      ["airports", "without_city", int(12)],
      ["busiest_routes", "row_count", int(100)],
      ["daily_delays", "row_count", int(181)],
      ["airport_delays", "row_count", int(156)],
      ["weather_days", "row_count", int(2922)],
      ["weather_and_delays", "row_count", int(12)],
      ["airport_delays", "worst", text("Bangor International")],
      ["delay_map", "airports", int(156)],
      ["delay_map", "routes", int(100)],
    ],
  ],
])("examples/%s", (example, assets, groups, metadata) => {
  test("has no findings, and materializes as a whole", () => {
    const folder = copyOf(example, "hoisted");
    const { diagnostics, summary } = checkOutput.parse(run(folder, "check"));
    expect(diagnostics).toEqual([]);
    expect(summary.assets).toBe(assets);
    const { nodes } = graphOutput.parse(run(folder, "graph"));
    expect(new Set(nodes.map(({ groupName }) => groupName))).toEqual(new Set(groups));
    expect(nodes.filter(({ kind }) => kind !== "materializable")).toEqual([]);
    const done = materialize(folder);
    expect(done.statuses).toEqual(Object.fromEntries(nodes.map(({ key }) => [key, "materialized"])));
    expect(metadata.map(([asset, name]) => [asset, name, done.metadata(asset, name)])).toEqual(metadata);
  });
});

test("examples/flights finds its data in a node_modules of its own", () => {
  const done = materialize(copyOf("flights", "own"), "--select", "raw_airports");
  expect(done.statuses).toEqual({ raw_airports: "materialized" });
});
