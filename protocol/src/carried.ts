import type { Carried } from "@headwater/model";
import * as z from "zod";

/** What a renamed key takes along (model's `Carried`). */
export const carried: z.ZodType<Carried> = z.object({
  runs: z.number().int(),
  value: z.enum(["carried", "none", "elsewhere", "damaged", "waiting"]),
  ioManagerKey: z.string().exactOptional(),
  problem: z.string().exactOptional(),
});
