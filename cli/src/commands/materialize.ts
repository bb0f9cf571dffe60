import { emptyRun, isFinished, type RunView, reduceRun, type StoredRunEvent } from "@headwater/model";
import { commandOutputVersion, type StartRunResult } from "@headwater/protocol";
import { exitCodes } from "../commandError.ts";
import { HostLost } from "../host/cannotRun.ts";
import { connectToHost, type HostConnection } from "../host/connection.ts";
import type { RunListener } from "../host/runService.ts";
import { findProject } from "../project/findProject.ts";
import { runProgress } from "../terminal/progress.ts";
import { count, styleFor } from "../terminal/style.ts";
import { runToJson } from "./json.ts";

export interface MaterializeOptions {
  readonly project: string;
  readonly select: string;
  readonly concurrency?: number;
  readonly fromFailure?: string;
  readonly json?: boolean;
}

/** How often to look for another host when the one asked ends before it has taken the run. */
const attempts = 3;

/** How often the progress is drawn, in milliseconds. */
const frameTime = 30;

/** How often the time that has passed is shown. */
const tick = 1_000;

const endSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `headwater materialize`: starts a run, shows how it goes, cancels it on Ctrl-C. */
export async function materialize(options: MaterializeOptions): Promise<number> {
  const projectFolder = findProject(options.project);
  const progress = options.json ? undefined : runProgress(process.stdout);
  const style = styleFor(process.stderr);
  const say = (text: string) => {
    progress?.clear();
    process.stderr.write(`${text}\n`);
  };

  let view: RunView = emptyRun("");
  const ended = Promise.withResolvers<void>();
  const events = inBatches((batch) => {
    view = reduceRun(view, batch);
    progress?.show(view, batch);
    if (isFinished(view.status)) ended.resolve();
  });

  let connection: HostConnection | undefined;
  const stopNow = () => {
    say("Stopped.");
    connection?.close();
    process.exit(exitCodes.failed);
  };
  let onSignal = (): void => {
    say("Canceled before the run began.");
    connection?.close();
    process.exit(exitCodes.failed);
  };
  const handleSignal = () => onSignal();
  for (const signal of endSignals) process.on(signal, handleSignal);
  let ticking: NodeJS.Timeout | undefined;
  let started: StartRunResult;
  try {
    for (let attempt = 1; ; attempt++) {
      progress?.wait("loading the project");
      try {
        connection = await connectToHost(projectFolder, "headwater materialize");
        const { select: selection, concurrency, fromFailure } = options;
        const params = {
          selection,
          ...(concurrency === undefined ? {} : { concurrency }),
          ...(fromFailure === undefined ? {} : { fromFailureOf: fromFailure }),
        };
        started = await connection.startRun(params, events.add, { tell: (message) => say(style("dim", message)) });
        break;
      } catch (error) {
        connection?.close();
        connection = undefined;
        if (!(error instanceof HostLost) || attempt === attempts) throw error;
      }
    }
    progress?.clear();
    view = { ...view, runId: started.runId };
    const { cancelRun, lost, isHost } = connection;
    onSignal = () => {
      // Once the run has ended, only those of others are left.
      if (isFinished(view.status)) stopNow();
      onSignal = stopNow;
      say("Canceling… (Ctrl-C again to stop at once)");
      cancelRun(started.runId).catch(() => {});
    };
    if (!options.json) {
      for (const problem of started.problems) {
        const colour = problem.severity === "error" ? "red" : "yellow";
        const { file, message } = problem;
        const place = file === undefined || message.includes(file) ? "" : `${style("cyan", file)}  `;
        say(`${style(colour, problem.severity)} ${style("dim", problem.code)} ${place}${message}`);
      }
      if (started.leftOut.length > 0)
        say(`Left out, since they cannot run: ${started.leftOut.map(({ key }) => key).join(", ")}.`);
      if (!isHost) say(style("dim", `Attached to process ${connection.pid}, which runs this project.`));
      if (started.ahead > 0) say(style("dim", `Queued: ${started.ahead} before this one.`));
    }
    ticking = setInterval(() => progress?.show(view, []), tick);
    await Promise.race([
      ended.promise,
      lost.then((error) => {
        // The end of the run may be among the last that the host said.
        events.flush();
        if (!isFinished(view.status)) throw error;
      }),
    ]);
    clearInterval(ticking);
    progress?.end(view);
    if (options.json) {
      const { problems, leftOut } = started;
      const output = { version: commandOutputVersion, command: "materialize", run: runToJson(view), problems, leftOut };
      process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
    }
    const others = connection.unfinished();
    if (others > 0)
      say(style("dim", `Waiting for ${count(others, "run")} of other processes that this one drives. (Ctrl-C stops them)`));
    await connection.idle();
  } finally {
    clearInterval(ticking);
    progress?.clear();
    for (const signal of endSignals) process.off(signal, handleSignal);
    connection?.close();
  }
  const broken = started.leftOut.length > 0 || started.problems.some(({ severity }) => severity === "error");
  return view.status === "SUCCESS" && !broken ? exitCodes.fine : exitCodes.failed;
}

/** Reducing copies the assets of a run, so events wait a moment for others; more often than this nobody can see. */
function inBatches(handle: RunListener): { add: RunListener; flush(): void } {
  let waiting: StoredRunEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    handle(batch);
  };
  return {
    flush,
    add(events) {
      for (const event of events) waiting.push(event);
      timer ??= setTimeout(flush, frameTime);
    },
  };
}
