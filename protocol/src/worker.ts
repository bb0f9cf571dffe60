import { type AssetSpec, type CheckStepSpec, severityNames } from "@headwater/model";
import * as z from "zod";
import { entriesOf } from "./metadata.ts";
import { runError, runEvent } from "./runEvents.ts";

/** A module of the user's project, built and ready to be imported. */
const builtModule = z.object({
  /** The source file, relative to the project, with `/`. */
  file: z.string(),
  /** The absolute path of the built file. */
  output: z.string(),
  /** Whether its exports are the default export of the built file. */
  isCommonJs: z.boolean(),
  /** What the file both declares and exports: an asset without a name that is found under `exported` is called `name`. */
  localExports: z.array(z.object({ exported: z.string(), name: z.string() })),
});

/** What the host says to a worker, over the IPC channel of the process. */
export const toWorker = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("load"),
    projectFolder: z.string(),
    modules: z.array(builtModule),
    /** The file whose `Definitions({ assets })` say exactly which assets count, relative as `file` is. */
    entry: z.string().exactOptional(),
    /** Whether the definitions are wanted back. */
    describe: z.boolean(),
  }),
  z.object({
    type: z.literal("execute"),
    runId: z.string(),
    step: z.object({ key: z.string(), assets: z.array(z.string()), checks: z.array(z.string()) }),
    /** How often the step was tried before. */
    retryNumber: z.int(),
    /** What is known of the latest materializations of the assets that the step loads or checks. */
    latest: z.array(z.object({ key: z.string(), runId: z.string(), valueStored: z.boolean() })),
  }),
  /** Asks the running step to stop: its context's signal is aborted. */
  z.object({ type: z.literal("abort") }),
]);

/** How the project wants its steps to be carried out (spec 4.6). */
const executor = z.object({
  maxConcurrent: z.int().min(1).exactOptional(),
  tagConcurrencyLimits: z.array(
    z.object({
      key: z.string(),
      value: z.union([z.string(), z.object({ applyLimitPerUniqueValue: z.boolean() })]).exactOptional(),
      limit: z.int().min(0),
    }),
  ),
});

/** Something wrong in the project, found while loading it. */
const loadProblem = z.object({
  code: z.string(),
  severity: z.enum(severityNames),
  message: z.string(),
  file: z.string().exactOptional(),
  /** The key of the asset that it is about. */
  asset: z.string().exactOptional(),
  /** Where in the declaration it belongs. */
  path: z.array(z.union([z.string(), z.number()])).exactOptional(),
  error: runError.exactOptional(),
});

/** Where a definition was found: a file as in `modules`, and the name under which it exports it. */
const definitionPlace = z.object({ file: z.string().exactOptional(), exportName: z.string().exactOptional() });

/** What a worker says to the host. */
export const fromWorker = z.discriminatedUnion("type", [
  /** A module is about to be imported: who waits for long, or hears that the process has ended, learns where. */
  z.object({ type: z.literal("loading"), file: z.string() }),
  z.object({
    type: z.literal("loaded"),
    problems: z.array(loadProblem),
    /** The specs of all assets and check steps, where they were asked for. Made by our own code in the worker. */
    specs: z.custom<readonly AssetSpec[]>(Array.isArray),
    checkSteps: z.custom<readonly CheckStepSpec[]>(Array.isArray),
    /** Of each of `specs`, and behind these of each of `checkSteps`. */
    places: z.array(definitionPlace),
    /** How many slots pools have. */
    pools: entriesOf(z.int().min(0)),
    executor,
  }),
  z.object({ type: z.literal("loadFailed"), error: runError }),
  z.object({
    type: z.literal("ended"),
    step: z.string(),
    events: z.array(runEvent),
    error: runError.exactOptional(),
    /** What the error says about retries (spec 4.5). */
    retryRequested: z.object({ maxRetries: z.number(), secondsToWait: z.number().exactOptional() }).exactOptional(),
    allowRetries: z.boolean().exactOptional(),
  }),
  /** An error that nobody caught. The process takes no more orders and ends. `step`: what was running, if anything was. */
  z.object({ type: z.literal("crashed"), step: z.string().exactOptional(), error: runError }),
]);

export type ToWorker = z.infer<typeof toWorker>;
export type FromWorker = z.infer<typeof fromWorker>;
export type BuiltModule = z.infer<typeof builtModule>;
export type LoadProblem = z.infer<typeof loadProblem>;
export type DefinitionPlace = z.infer<typeof definitionPlace>;
export type ExecutorSettings = z.infer<typeof executor>;
