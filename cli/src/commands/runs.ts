import { isFinished } from "@headwater/model";
import { commandOutputVersion } from "@headwater/protocol";
import { endLostRuns, hasStore, openStateFolder, openStore, type RunSummary, type Store } from "headwater/engine";
import { CommandError, exitCodes } from "../commandError.ts";
import { takeLock } from "../host/lock.ts";
import { findProject } from "../project/findProject.ts";
import { runProgress } from "../terminal/progress.ts";
import { duration, styleFor } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import { runToJson } from "./json.ts";

export interface RunsOptions {
  readonly project: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** `headwater runs`: the latest runs, or one of them with what its assets wrote. */
export async function runs(id: string | undefined, options: RunsOptions): Promise<number> {
  const projectFolder = findProject(options.project);
  if (!hasStore(projectFolder)) {
    if (id !== undefined) throw noRun(id);
    if (options.json) writeJson({ version: commandOutputVersion, command: "runs", runs: [] });
    else process.stdout.write('No runs yet: start one with "headwater materialize".\n');
    return exitCodes.fine;
  }
  const store = openStore(projectFolder);
  try {
    endRunsOfDeadHost(projectFolder, store);
    if (id === undefined) showRuns(store.runs(options.limit), options);
    else showRun(store, id, options);
    return exitCodes.fine;
  } finally {
    store.close();
  }
}

/** Where no host is alive, what it left unfinished ends here, so that nobody reads of a run that goes on for ever. */
function endRunsOfDeadHost(projectFolder: string, store: Store): void {
  if (store.unfinishedRuns().length === 0) return;
  const lock = takeLock(openStateFolder(projectFolder));
  if (lock === undefined) return;
  endLostRuns(store);
  lock.release();
}

function showRuns(list: readonly RunSummary[], { json }: RunsOptions): void {
  if (json) {
    writeJson({ version: commandOutputVersion, command: "runs", runs: list });
    return;
  }
  const style = styleFor(process.stdout);
  const rows = list.map(({ runId, status, steps, selection, enqueueTime, startTime, endTime }) => [
    runId.slice(0, 8),
    style(status === "SUCCESS" ? "green" : status === "FAILURE" ? "red" : "yellow", status),
    new Date(enqueueTime).toISOString().replace("T", " ").slice(0, 19),
    startTime !== undefined && endTime !== undefined ? duration(endTime - startTime) : "",
    String(steps),
    selection,
  ]);
  process.stdout.write(`${table([["RUN", "STATUS", "QUEUED AT (UTC)", "TOOK", "ASSETS", "SELECTION"], ...rows])}\n`);
}

function showRun(store: Store, id: string, { json }: RunsOptions): void {
  const [runId, other] = store.findRuns(id);
  if (runId === undefined) throw noRun(id);
  if (other !== undefined) throw new CommandError(`Several runs have an id that starts with "${id}": give more of it.`);
  const run = store.run(runId);
  const outputs = store.outputs(runId);
  if (json) {
    writeJson({ version: commandOutputVersion, command: "runs", run: runToJson(run), outputs });
    return;
  }
  const style = styleFor(process.stdout);
  const progress = runProgress(process.stdout);
  progress.show(run, store.events(runId));
  progress.clear();
  if (isFinished(run.status)) progress.end(run);
  else process.stdout.write(`${style("yellow", run.status)}: it has not ended yet.\n`);
  for (const [step, parts] of Map.groupBy(outputs, (output) => output.step)) {
    process.stdout.write(`\n${style("bold", step)} wrote:\n`);
    for (const { stream, text } of parts) process.stdout.write(stream === "stderr" ? style("red", text) : text);
    if (!parts.at(-1)?.text.endsWith("\n")) process.stdout.write("\n");
  }
}

function noRun(id: string): CommandError {
  return new CommandError(`No run's id starts with "${id}": see "headwater runs".`);
}

function writeJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
