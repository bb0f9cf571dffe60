import type { AssetStatus } from "@headwater/model";
import * as z from "zod";
import { metadataValue, runError } from "./runEvents.ts";

/** What an asset is doing or did last (model's `AssetStatus`). */
export const assetStatus: z.ZodType<AssetStatus> = z.object({
  key: z.string(),
  activity: z.enum(["queued", "running", "materialized", "failed", "upstreamFailed", "canceled"]).exactOptional(),
  runId: z.string().exactOptional(),
  startTime: z.number().exactOptional(),
  endTime: z.number().exactOptional(),
  error: runError.exactOptional(),
  because: z.string().exactOptional(),
  latestMaterialization: z
    .object({ runId: z.string(), timestamp: z.number(), metadata: z.record(z.string(), metadataValue) })
    .exactOptional(),
});
