import { severityNames } from "@headwater/model";
import * as z from "zod";
import { begunStatuses } from "./assetStatus.ts";
import { carried } from "./carried.ts";
import { metadata } from "./metadata.ts";
import { runError } from "./runEvents.ts";

/**
 * What the commands write with `--json`. `version` grows when a field is removed, renamed or given another meaning; new
 * fields may come at any time (docs/compatibility.md). Keys are user strings, as in `staging/orders`; times are
 * milliseconds since the epoch; lines and columns count from 1; files are relative to the project with `/`.
 */
export const commandOutputVersion = 1;

const version = z.literal(commandOutputVersion);
const severity = z.enum(severityNames);
const place = z.object({
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  endLine: z.number().int(),
  endColumn: z.number().int(),
});

const dependency = z.object({
  from: z.string(),
  to: z.string(),
  /** `data` passes a value, `order` only waits. */
  kind: z.enum(["data", "order"]),
  inputName: z.string().exactOptional(),
});

/** `headwater check --json` */
export const checkOutput = z.object({
  version,
  command: z.literal("check"),
  diagnostics: z.array(
    place.extend({
      code: z.string(),
      severity,
      message: z.string(),
      related: z.array(place.extend({ message: z.string() })),
      suggestions: z.array(z.string()),
    }),
  ),
  summary: z.object({
    assets: z.number().int(),
    files: z.number().int(),
    errors: z.number().int(),
    warnings: z.number().int(),
    informations: z.number().int(),
    hints: z.number().int(),
  }),
  /** With `--loaded`: what only loading knows. Dependencies and attributes are of assets that the analysis knows too. */
  loaded: z
    .object({
      assets: z.array(z.object({ key: z.string(), file: z.string().exactOptional() })),
      dependencies: z.array(dependency),
      attributes: z.array(z.object({ key: z.string(), names: z.array(z.string()) })),
      checks: z.array(z.object({ asset: z.string(), name: z.string() })),
    })
    .exactOptional(),
});

const asset = z.object({
  key: z.string(),
  /** The segments of the key. */
  path: z.array(z.string()),
  /** `stub`: a key that is depended on but described nowhere. */
  kind: z.enum(["materializable", "external", "stub"]),
  groupName: z.string(),
  kinds: z.array(z.string()),
  owners: z.array(z.string()),
  description: z.string().exactOptional(),
  /** Where it is declared; absent for a stub. */
  source: place.exactOptional(),
  /** With `--loaded`: only loading knows this asset. */
  loaded: z.literal(true).exactOptional(),
  /** With `--loaded`: properties of which only loading knows something, or more. */
  loadedAttributes: z.array(z.string()).exactOptional(),
});

/** `headwater graph --json` */
export const graphOutput = z.object({
  version,
  command: z.literal("graph"),
  /** In topological order. */
  nodes: z.array(asset),
  edges: z.array(
    dependency.extend({
      /** With `--loaded`: only loading knows this edge. */
      loaded: z.literal(true).exactOptional(),
    }),
  ),
});

const conditionEvaluation = z.object({
  /** The operand or operator, as `newlyUpdated`. */
  kind: z.string(),
  label: z.string().exactOptional(),
  /** The asset that it was evaluated for, or the check, as `asset:check`. */
  target: z.string(),
  /** For how many partitions it was asked; an asset without partitions counts one. */
  candidates: z.number().int(),
  /** For how many of these it is true. */
  true: z.number().int(),
  /** Which, where there are no more than 100. */
  partitions: z.array(z.string()).exactOptional(),
  /** In a few words. */
  why: z.string(),
  get children() {
    return z.array(conditionEvaluation);
  },
});

/** `headwater automation explain <asset> --json` */
export const automationExplainOutput = z.object({
  version,
  command: z.literal("automation explain"),
  target: z.string(),
  /** In short. */
  condition: z.string(),
  /** When it was evaluated. */
  time: z.number(),
  /** `history`: as if it had been evaluated since the first event, and nothing had been requested. */
  evaluatedFrom: z.literal("history"),
  /** How many events of the history told something. */
  facts: z.number().int(),
  /** How many evaluations that took. */
  ticks: z.number().int(),
  evaluation: conditionEvaluation,
});

/** `headwater list --json` */
export const listOutput = z.object({
  version,
  command: z.literal("list"),
  assets: z.array(
    asset.extend({
      latestMaterialization: z.object({ runId: z.string(), timestamp: z.number(), metadata }).exactOptional(),
    }),
  ),
});

const staleCause = z.object({
  /** The asset that it is about. */
  key: z.string(),
  partition: z.string().exactOptional(),
  category: z.enum(["CODE", "DATA", "DEPENDENCIES"]),
  reason: z.enum([
    "NEW_CODE_VERSION",
    "NEW_DEPENDENCY_DATA_VERSION",
    "NEW_DEPENDENCY_MATERIALIZATION",
    "ADDED_DEPENDENCY",
    "REMOVED_DEPENDENCY",
    "NEW_INPUT",
    "NEW_DATA_VERSION",
    "NEW_MATERIALIZATION",
  ]),
  dependency: z.string().exactOptional(),
  dependencyPartition: z.string().exactOptional(),
  /** The reason in words. */
  message: z.string(),
  /** What has happened to the dependency. */
  get children() {
    return z.array(staleCause).exactOptional();
  },
});

/** `headwater stale --json`: the assets that can be computed */
export const staleOutput = z.object({
  version,
  command: z.literal("stale"),
  assets: z.array(
    z.object({
      key: z.string(),
      status: z.enum(["FRESH", "STALE", "MISSING"]),
      /** Of what is stale: by dependency, and of one code before data before dependencies. */
      causes: z.array(staleCause),
      /** What the causes come from, the nearest first. */
      rootCauses: z.array(staleCause),
      /** A stale asset further up; the nearest, where a direct one is. */
      staleUpstream: z.string().exactOptional(),
      /** What only running the code tells, and that partitions were not told apart: there may be further causes. */
      unknown: z.array(z.enum(["codeVersion", "dependencies", "partitions"])),
    }),
  ),
});

/** `headwater partitions <asset> --json` */
export const partitionsOutput = z.object({
  version,
  command: z.literal("partitions"),
  asset: z.string(),
  /** As the constructors make it, `kind` first. */
  definition: z.looseObject({ kind: z.string() }),
  /** How many were asked for: all that exist now, or those of the range. */
  count: z.number().int(),
  /** In their order; absent with `--count`. Windows of time have their start and their end, which is left out. */
  partitions: z
    .array(z.object({ key: z.string(), start: z.number().exactOptional(), end: z.number().exactOptional() }))
    .exactOptional(),
});

const runStatus = z.enum(["QUEUED", "STARTED", "CANCELING", "SUCCESS", "FAILURE", "CANCELED"]);
const assetRun = z.object({
  key: z.string(),
  groupName: z.string(),
  /** `skipped`: an optional output was not given, here or upstream. */
  status: z.enum(["notStarted", ...begunStatuses]),
  startTime: z.number().exactOptional(),
  endTime: z.number().exactOptional(),
  metadata,
  error: runError.exactOptional(),
  /** The step that stopped this asset. */
  because: z.string().exactOptional(),
});
const checkRun = z.object({
  /** The asset's key, a colon and the check's name. */
  id: z.string(),
  asset: z.string().exactOptional(),
  status: z.enum(["notStarted", "running", "passed", "warned", "error", "notEvaluated"]),
  blocking: z.boolean().exactOptional(),
  description: z.string().exactOptional(),
  metadata,
  endTime: z.number().exactOptional(),
  error: runError.exactOptional(),
  because: z.string().exactOptional(),
});
const run = z.object({
  runId: z.string(),
  status: runStatus,
  selection: z.string(),
  enqueueTime: z.number().exactOptional(),
  startTime: z.number().exactOptional(),
  endTime: z.number().exactOptional(),
  error: runError.exactOptional(),
  /** The run of which this one ran a part again. */
  parentRunId: z.string().exactOptional(),
  assets: z.array(assetRun),
  checks: z.array(checkRun),
});

/** `headwater materialize --json`, after the run has ended */
export const materializeOutput = z.object({
  version,
  command: z.literal("materialize"),
  run,
  problems: z.array(z.object({ code: z.string(), severity, message: z.string(), file: z.string().exactOptional() })),
  /** Assets that the selection means but that cannot run. */
  leftOut: z.array(z.object({ key: z.string(), reason: z.string() })),
});

/** `headwater runs --json`, the newest first */
export const runsOutput = z.object({
  version,
  command: z.literal("runs"),
  runs: z.array(
    z.object({
      runId: z.string(),
      status: runStatus,
      selection: z.string(),
      steps: z.number().int(),
      enqueueTime: z.number(),
      startTime: z.number().exactOptional(),
      endTime: z.number().exactOptional(),
    }),
  ),
});

/** `headwater runs <run> --json` */
export const runOutput = z.object({
  version,
  command: z.literal("runs"),
  run,
  outputs: z.array(z.object({ step: z.string(), stream: z.enum(["stdout", "stderr"]), timestamp: z.number(), text: z.string() })),
});

/** `headwater rename --json` */
export const renameOutput = z.object({
  version,
  command: z.literal("rename"),
  from: z.string(),
  to: z.string(),
  /** Whether nothing was changed, and this is what would be. */
  dryRun: z.boolean(),
  /** The places as they were before, each with what stands there afterwards. */
  edits: z.array(place.extend({ newText: z.string() })),
  history: carried,
});

/** `headwater types --json` */
export const typesOutput = z.object({
  version,
  command: z.literal("types"),
  /** The registry, relative to the project's folder. */
  file: z.string(),
  /** `current`: it is as the code says; `written` just now; `outdated`, with `--check`. */
  state: z.enum(["current", "written", "outdated"]),
  /** What each asset holds, by the text of its key; `any` where that cannot be told. */
  types: z.array(z.object({ key: z.string(), type: z.string() })),
});
