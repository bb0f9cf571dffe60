import { severityNames } from "@headwater/model";
import * as z from "zod";
import { assetStatus } from "./assetStatus.ts";
import { carried } from "./carried.ts";
import { storedRunEvent } from "./runEvents.ts";

/** What a project's history has to show at once. */
const past = z.object({
  /** The latest materializations. */
  assets: z.array(assetStatus),
  /** The events of the newest run and of those that have not ended. */
  events: z.array(storedRunEvent),
});

/**
 * What an editor, a command line or an agent says to the host of a project: JSON-RPC 2.0 with LSP's framing over a local
 * socket. `initialize` comes first.
 */
export const hostRequests = {
  /** Shows the secret of the endpoint file and agrees on the version. */
  initialize: {
    method: "initialize",
    params: z.object({ protocolVersion: z.number().int(), secret: z.string(), client: z.string() }),
    result: z.object({ protocolVersion: z.number().int(), headwaterVersion: z.string(), pid: z.number().int() }),
  },
  /** Prepares a run and puts it into the queue. Its events follow as `runEvents` until it has ended. */
  startRun: {
    method: "run/start",
    params: z.object({
      /** A selection, as in `+orders`; `*` for everything. */
      selection: z.string(),
      /** How many steps may run at the same time; the host's default when absent. */
      concurrency: z.number().int().min(1).exactOptional(),
      /**
       * An earlier run of which to run again what failed and what was not executed because of that (spec 4.11). The
       * selection is then that run's, and the one given here is not looked at.
       */
      fromFailureOf: z.string().exactOptional(),
    }),
    result: z.object({
      runId: z.string(),
      /** How many runs are to end before this one starts. */
      ahead: z.number().int(),
      /** What is wrong in the project but does not keep this run from starting. */
      problems: z.array(
        z.object({
          code: z.string(),
          severity: z.enum(severityNames),
          message: z.string(),
          file: z.string().exactOptional(),
        }),
      ),
      /** Assets that the selection means but that cannot run, each with why. */
      leftOut: z.array(z.object({ key: z.string(), reason: z.string() })),
    }),
  },
  /** Asks to hear of every run of the project, and gives what happened so far. */
  subscribe: {
    method: "runs/subscribe",
    params: z.object({}),
    result: past,
  },
  /** What the steps of a run wrote. */
  runLog: {
    method: "run/log",
    params: z.object({ runId: z.string() }),
    result: z.object({
      events: z.array(storedRunEvent),
      outputs: z.array(
        z.object({ step: z.string(), stream: z.enum(["stdout", "stderr"]), timestamp: z.number(), text: z.string() }),
      ),
    }),
  },
  /** Cancels a run that this or another client started. False: it had ended. */
  cancelRun: {
    method: "run/cancel",
    params: z.object({ runId: z.string() }),
    result: z.object({ canceled: z.boolean() }),
  },
  /** Gives the history and the stored value of an asset to the key that it has now; refused while a run goes on. */
  carryHistory: {
    method: "history/carry",
    /** With `dryRun` it is only said what would be carried. */
    params: z.object({ from: z.string(), to: z.string(), dryRun: z.boolean().exactOptional() }),
    result: carried,
  },
} as const;

/** What the host tells its clients unasked. */
export const hostNotifications = {
  /** What a `run/start` that has not been answered yet waits for, in a sentence for the user. */
  waiting: { method: "run/waiting", params: z.object({ message: z.string() }) },
  /** New events of the runs that the client started or, once it subscribed, of all; in order, after they are on record. */
  runEvents: { method: "run/events", params: z.object({ events: z.array(storedRunEvent) }) },
  /** The history of a client that subscribed was changed: this stands in the place of all that it was told before. */
  history: { method: "runs/history", params: past },
} as const;

/** Where a host listens: the content of `.headwater/host.json`. */
export const hostEndpoint = z.object({
  protocolVersion: z.number().int(),
  pid: z.number().int(),
  /** The path of a local socket, or the name of a named pipe on Windows. */
  address: z.string(),
  secret: z.string(),
});

export type HostEndpoint = z.infer<typeof hostEndpoint>;
export type InitializeResult = z.infer<typeof hostRequests.initialize.result>;
export type StartRunParams = z.infer<typeof hostRequests.startRun.params>;
export type StartRunResult = z.infer<typeof hostRequests.startRun.result>;
export type SubscribeResult = z.infer<typeof hostRequests.subscribe.result>;
export type CarryParams = z.infer<typeof hostRequests.carryHistory.params>;
export type RunLog = z.infer<typeof hostRequests.runLog.result>;
export type ProjectProblem = StartRunResult["problems"][number];

/** JSON-RPC error codes of the host, beside those of the JSON-RPC specification. */
export const hostErrors = {
  /** The other end speaks another version of the protocol, or does not know the secret. */
  refused: -32001,
  /** The request is well-formed, but the run cannot start: the message says why. */
  cannotRun: -32002,
  /** The selection cannot be read, or names what does not exist. */
  invalidSelection: -32003,
} as const;
