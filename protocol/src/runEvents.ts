import type { MetadataValue, RunError, RunEvent, StoredRunEvent } from "@headwater/model";
import * as z from "zod";

const sourceLocation = z.object({ file: z.string(), line: z.int(), column: z.int() });

/** An error as it passes between processes. */
export const runError: z.ZodType<RunError> = z.object({
  name: z.string(),
  message: z.string(),
  stack: z.exactOptional(z.string()),
  location: z.exactOptional(sourceLocation),
  get cause() {
    return z.exactOptional(runError);
  },
});

/** A metadata value (spec 4.2). */
export const metadataValue: z.ZodType<MetadataValue> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), value: z.string() }),
  z.object({ type: z.literal("int"), value: z.union([z.number(), z.string()]) }),
  z.object({ type: z.literal("float"), value: z.number() }),
  z.object({ type: z.literal("bool"), value: z.boolean() }),
  z.object({ type: z.literal("timestamp"), value: z.string() }),
  z.object({ type: z.literal("json"), value: z.unknown() }),
  z.object({ type: z.literal("null"), value: z.null() }),
]);

const metadata = z.record(z.string(), metadataValue);
const step = z.string();

/** What happens in a run (spec 4.3). */
export const runEvent: z.ZodType<RunEvent> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("RUN_ENQUEUED"),
    steps: z.array(z.object({ key: z.string(), groupName: z.string() })),
    selection: z.string(),
  }),
  z.object({ type: z.literal("RUN_START") }),
  z.object({ type: z.literal("RUN_SUCCESS") }),
  z.object({ type: z.literal("RUN_FAILURE"), error: z.exactOptional(runError) }),
  z.object({ type: z.literal("RUN_CANCELING") }),
  z.object({ type: z.literal("RUN_CANCELED") }),
  z.object({ type: z.literal("STEP_START"), step }),
  z.object({ type: z.literal("LOADED_INPUT"), step, inputName: z.string(), upstream: z.string() }),
  z.object({ type: z.literal("HANDLED_OUTPUT"), step, ioManagerKey: z.string(), metadata }),
  z.object({
    type: z.literal("ASSET_MATERIALIZATION"),
    step,
    metadata,
    tags: z.record(z.string(), z.string()),
    valueStored: z.boolean(),
  }),
  z.object({ type: z.literal("STEP_SUCCESS"), step }),
  z.object({ type: z.literal("STEP_FAILURE"), step, error: runError }),
  z.object({
    type: z.literal("ASSET_FAILED_TO_MATERIALIZE"),
    step,
    reason: z.enum(["failed", "upstreamFailed", "canceled"]),
    because: z.exactOptional(z.string()),
  }),
]);

/** An event with its place in the history. */
export const storedRunEvent: z.ZodType<StoredRunEvent> = z.object({
  id: z.int(),
  runId: z.string(),
  timestamp: z.number(),
  event: runEvent,
});
