import type { RunError, RunEvent, StoredRunEvent } from "@headwater/model";
import * as z from "zod";
import { entriesOf, metadata } from "./metadata.ts";

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
  metadata: z.exactOptional(metadata),
});

const step = z.string();

const severity = z.enum(["WARN", "ERROR"]);
const news = { step, asset: z.string(), metadata, tags: entriesOf(z.string()), dataVersion: z.exactOptional(z.string()) };

/** What happens in a run (spec 4.3). */
export const runEvent: z.ZodType<RunEvent> = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("RUN_ENQUEUED"),
    steps: z.array(
      z.object({
        key: z.string(),
        assets: z.array(z.object({ key: z.string(), groupName: z.string() })),
        checks: z.array(z.string()),
      }),
    ),
    selection: z.string(),
    parentRunId: z.exactOptional(z.string()),
  }),
  z.object({ type: z.literal("RUN_START") }),
  z.object({ type: z.literal("RUN_SUCCESS") }),
  z.object({ type: z.literal("RUN_FAILURE"), error: z.exactOptional(runError) }),
  z.object({ type: z.literal("RUN_CANCELING") }),
  z.object({ type: z.literal("RUN_CANCELED") }),
  z.object({ type: z.literal("STEP_START"), step }),
  z.object({ type: z.literal("STEP_UP_FOR_RETRY"), step, error: runError, secondsToWait: z.number() }),
  z.object({ type: z.literal("STEP_RESTARTED"), step, attempt: z.int() }),
  z.object({ type: z.literal("LOADED_INPUT"), step, inputName: z.string(), upstream: z.string() }),
  z.object({ type: z.literal("HANDLED_OUTPUT"), step, asset: z.string(), ioManagerKey: z.string(), metadata }),
  z.object({ type: z.literal("ASSET_MATERIALIZATION"), ...news, valueStored: z.boolean() }),
  z.object({ type: z.literal("ASSET_OBSERVATION"), ...news }),
  z.object({
    type: z.literal("ASSET_CHECK_EVALUATION"),
    step,
    check: z.string(),
    asset: z.string(),
    passed: z.boolean(),
    severity,
    blocking: z.boolean(),
    description: z.exactOptional(z.string()),
    metadata,
    targetRunId: z.exactOptional(z.string()),
  }),
  z.object({ type: z.literal("STEP_SUCCESS"), step }),
  z.object({ type: z.literal("STEP_FAILURE"), step, error: runError }),
  z.object({ type: z.literal("STEP_SKIPPED"), step, because: z.string() }),
  z.object({
    type: z.literal("ASSET_FAILED_TO_MATERIALIZE"),
    step,
    asset: z.string(),
    reason: z.enum(["failed", "upstreamFailed", "canceled"]),
    because: z.exactOptional(z.string()),
  }),
  z.object({ type: z.literal("ENGINE_EVENT"), step: z.exactOptional(step), message: z.string() }),
]);

/** An event with its place in the history. */
export const storedRunEvent: z.ZodType<StoredRunEvent> = z.object({
  id: z.int(),
  runId: z.string(),
  timestamp: z.number(),
  event: runEvent,
});
