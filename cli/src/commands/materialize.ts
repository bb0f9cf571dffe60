import { emptyRun, isFinished, type RunView, reduceRun, type StoredRunEvent } from "@headwater/model";
import { commandOutputVersion, type StartRunResult } from "@headwater/protocol";
import { exitCodes } from "../commandError.ts";
import { HostLost } from "../host/cannotRun.ts";
import { connectToHost, type HostConnection } from "../host/connection.ts";
import { findProject } from "../project/findProject.ts";
import { runProgress } from "../terminal/progress.ts";
import { styleFor } from "../terminal/style.ts";
import { runToJson } from "./json.ts";

export interface MaterializeOptions {
  readonly project: string;
  readonly select: string;
  readonly concurrency?: number;
  readonly json?: boolean;
}

/** How often to look for another host when the one asked ends before it has taken the run. */
const attempts = 3;

/** How often the progress is drawn, in milliseconds. */
const frameTime = 30;

/** `headwater materialize`: starts a run, shows how it goes, cancels it on Ctrl-C. */
export async function materialize(options: MaterializeOptions): Promise<number> {
  const projectFolder = findProject(options.project);
  const progress = options.json ? undefined : runProgress(process.stdout);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const style = styleFor(process.stderr);

  let view: RunView = emptyRun("");
  const ended = Promise.withResolvers<void>();
  const onEvents = inBatches((events) => {
    view = reduceRun(view, events);
    progress?.show(view, events);
    if (isFinished(view.status)) ended.resolve();
  });

  const { connection, started } = await start(projectFolder, options, onEvents);
  view = { ...view, runId: started.runId };
  const onInterrupt = interruption(connection, started.runId, say);
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  try {
    if (!options.json) {
      for (const problem of started.problems) {
        const colour = problem.severity === "error" ? "red" : "yellow";
        say(`${style(colour, problem.severity)} ${style("dim", problem.code)} ${problem.message}`);
      }
      if (started.leftOut.length > 0)
        say(`Left out, since they cannot run: ${started.leftOut.map(({ key }) => key).join(", ")}.`);
      if (!connection.isHost) say(style("dim", `Attached to process ${connection.pid}, which runs this project.`));
      if (started.ahead > 0) say(style("dim", `Queued: ${started.ahead} before this one.`));
    }
    await Promise.race([ended.promise, connection.lost.then((error) => Promise.reject(error))]);
    progress?.end(view);
    if (options.json) {
      const { problems, leftOut } = started;
      const output = { version: commandOutputVersion, command: "materialize", run: runToJson(view), problems, leftOut };
      process.stdout.write(`${JSON.stringify(output, undefined, 2)}\n`);
    }
    if (connection.isHost) await connection.idle();
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onInterrupt);
    connection.close();
  }
  const broken = started.leftOut.length > 0 || started.problems.some(({ severity }) => severity === "error");
  return view.status === "SUCCESS" && !broken ? exitCodes.fine : exitCodes.failed;
}

/** Reducing copies the assets of a run, so events wait a moment for others; more often than this nobody can see. */
function inBatches(handle: (events: readonly StoredRunEvent[]) => void): (events: readonly StoredRunEvent[]) => void {
  let waiting: StoredRunEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  return (events) => {
    waiting = waiting.concat(events);
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      const batch = waiting;
      waiting = [];
      timer = undefined;
      handle(batch);
    }, frameTime);
  };
}

async function start(
  projectFolder: string,
  { select, concurrency }: MaterializeOptions,
  onEvents: (events: readonly StoredRunEvent[]) => void,
): Promise<{ connection: HostConnection; started: StartRunResult }> {
  for (let attempt = 1; ; attempt++) {
    const connection = await connectToHost(projectFolder, "headwater materialize");
    try {
      const params = { selection: select, ...(concurrency === undefined ? {} : { concurrency }) };
      return { connection, started: await connection.startRun(params, onEvents) };
    } catch (error) {
      connection.close();
      if (!(error instanceof HostLost) || attempt === attempts) throw error;
    }
  }
}

/** Ctrl-C cancels the run and waits for its end; a second one ends this process and its workers at once. */
function interruption(connection: HostConnection, runId: string, say: (text: string) => void): () => void {
  let asked = false;
  return () => {
    if (asked) {
      connection.close();
      process.exit(exitCodes.failed);
    }
    asked = true;
    say("Canceling… (Ctrl-C again to stop at once)");
    connection.cancelRun(runId).catch(() => {});
  };
}
