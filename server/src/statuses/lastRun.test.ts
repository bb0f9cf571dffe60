import type { AssetStatus } from "@headwater/model";
import { expect, test } from "vitest";
import { lastRunText } from "./lastRun.ts";

const minute = 60_000;
const latest: AssetStatus["latestMaterialization"] = {
  runId: "r",
  timestamp: -2 * minute,
  metadata: { row_count: { type: "int", value: 151 } },
};

test.each<[status: Partial<AssetStatus> | undefined, expected: string | undefined]>([
  [undefined, undefined],
  [{}, undefined],
  [{ activity: "queued" }, "queued"],
  [{ activity: "running" }, "running…"],
  [{ activity: "waitingToRetry" }, "waiting to retry"],
  [{ activity: "materialized", latestMaterialization: latest }, "✓ 2 min ago, row_count 151"],
  [{ activity: "observed", endTime: -minute }, "✓ observed 1 min ago"],
  [{ activity: "skipped", endTime: -minute, latestMaterialization: latest }, "skipped 1 min ago"],
  [{ activity: "failed", endTime: -5 * minute, latestMaterialization: latest }, "✗ failed 5 min ago"],
  [{ activity: "upstreamFailed", because: "raw" }, "✗ upstream raw failed"],
  [{ activity: "upstreamFailed" }, "✗ upstream failed"],
  [{ activity: "canceled", endTime: -3 * 60 * minute }, "canceled 3 h ago"],
])("%j", (status, expected) => {
  expect(lastRunText(status && { key: "a", ...status }, 0)).toBe(expected);
});
