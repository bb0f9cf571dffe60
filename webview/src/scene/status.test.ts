import type { AssetStatus } from "@headwater/model";
import { expect, test } from "vitest";
import { customersGraph } from "../../../test/page/graphs.ts";
import { announcedWord, statusLook, tallies, tallyWords } from "./status.ts";

const now = 1_000_000_000_000;
const error = { name: "Error", message: "m" };
const latestMaterialization = { runId: "r", timestamp: now - 3 * 3_600_000, metadata: {} };

test.each<[Partial<AssetStatus> | undefined, string, string]>([
  [undefined, "none", "Never materialized"],
  [{}, "none", "Never materialized"],
  [{ latestMaterialization }, "success", "Materialized 3 h ago"],
  [{ activity: "materialized", endTime: now - 100 }, "success", "Materialized just now"],
  [{ activity: "materialized" }, "success", "Materialized"],
  [{ activity: "materialized", endTime: now + 5000 }, "success", "Materialized just now"],
  [{ activity: "running", startTime: now - 12_000, latestMaterialization }, "running", "Running 12 s"],
  [{ activity: "running", startTime: now + 500 }, "running", "Running 0 s"],
  [{ activity: "failed", endTime: now - 90_000, error, latestMaterialization }, "failure", "Failed 1 min ago"],
  [{ activity: "upstreamFailed", because: "x" }, "warning", "Upstream failed"],
  [{ activity: "canceled", endTime: now - 49 * 3_600_000 }, "canceled", "Canceled 2 d ago"],
  [{ activity: "queued" }, "queued", "Queued"],
])("%o is %s: %s", (status, tone, words) => {
  const look = statusLook({ kind: "materializable" }, status === undefined ? undefined : { key: "a", ...status }, now);
  expect([look.tone, look.words]).toEqual([tone, words]);
});

test("what is not materialized here has a run only where it was observed", () => {
  expect(statusLook({ kind: "external" }, undefined, now).words).toBe("External");
  expect(statusLook({ kind: "external" }, { key: "a", activity: "observed", endTime: now }, now).words).toBe("Observed just now");
  expect(statusLook({ kind: "stub" }, undefined, now).words).toBe("Not declared here");
  expect(announcedWord({ key: "a", activity: "failed" })).toBe("failed");
  expect(announcedWord(undefined)).toBeUndefined();
});

test("groups are counted", () => {
  const statuses = new Map<string, AssetStatus>([
    ["top_customers", { key: "top_customers", activity: "failed" }],
    ["monthly_sales", { key: "monthly_sales", activity: "running" }],
  ]);
  const counted = tallies(customersGraph, statuses);
  expect([...counted.keys()]).toEqual(["ingestion", "transform", "marts", "reporting"]);
  expect(tallyWords(counted.get("marts") ?? { total: 0, failed: 0, running: 0, errors: 0 })).toEqual([
    "5 assets",
    "1 failed",
    "1 running",
  ]);
  expect(tallyWords({ total: 1, failed: 0, running: 0, errors: 1 })).toEqual(["1 asset", "1 error"]);
});
