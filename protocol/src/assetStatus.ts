import type { AssetStatus } from "@headwater/model";
import * as z from "zod";
import { entriesOf, metadata } from "./metadata.ts";
import { runError } from "./runEvents.ts";

/** The states of an asset whose step has begun, or will not begin any more. */
export const begunStatuses = [
  "running",
  "waitingToRetry",
  "materialized",
  "observed",
  "skipped",
  "failed",
  "upstreamFailed",
  "canceled",
] as const;

/** What an asset is doing or did last (model's `AssetStatus`). */
export const assetStatus: z.ZodType<AssetStatus> = z.object({
  key: z.string(),
  activity: z.exactOptional(z.enum(["queued", ...begunStatuses])),
  runId: z.exactOptional(z.string()),
  startTime: z.exactOptional(z.number()),
  endTime: z.exactOptional(z.number()),
  error: z.exactOptional(runError),
  because: z.exactOptional(z.string()),
  checks: z.exactOptional(
    z.array(
      z.object({
        name: z.string(),
        status: z.enum(["passed", "warned", "error"]),
        blocking: z.boolean(),
        description: z.exactOptional(z.string()),
      }),
    ),
  ),
  latestMaterialization: z.exactOptional(z.object({ runId: z.string(), timestamp: z.number(), metadata })),
  latestRecord: z.exactOptional(z.object({ eventId: z.int(), timestamp: z.number(), tags: entriesOf(z.string()) })),
});
