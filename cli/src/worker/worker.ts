import { pathToFileURL } from "node:url";
import { type FromWorker, type LoadProblem, type ToWorker, toWorker } from "@headwater/protocol";
import { executeStep, type LoadedModule, type LoadedProject, loadDefinitions, toRunError } from "headwater/engine";
import { watchParent } from "./watchParent.ts";

/**
 * A worker: loads the user's modules once and computes steps, one at a time. It is the only kind of process in which
 * user code runs, and it may be killed at any moment.
 */

let projectFolder = process.cwd();
let project: Promise<LoadedProject> | undefined;
let running: { readonly step: string; readonly abort: AbortController } | undefined;

process.on("message", (message) => {
  const request = toWorker.parse(message);
  switch (request.type) {
    case "load":
      projectFolder = request.projectFolder;
      project = load(request);
      // A step that waits for the project hears of the failure too.
      project.catch((error) => send({ type: "loadFailed", error: toRunError(error, projectFolder) }));
      break;
    case "execute":
      void execute(request);
      break;
    case "abort":
      running?.abort.abort(new Error("The run was canceled."));
      break;
  }
});

// The host is gone, so nobody waits for what this process does.
process.on("disconnect", () => process.exit());
watchParent();

// An error that nobody catches belongs to the step that is running: it fails with it, not with a bare exit code.
process.on("uncaughtException", (error) => {
  if (running === undefined) {
    process.stderr.write(`${error.stack ?? error}\n`);
    process.exit(1);
  }
  send({ type: "ended", step: running.step, events: [], error: toRunError(error, projectFolder) }, () => process.exit(1));
});

async function load(request: Extract<ToWorker, { type: "load" }>): Promise<LoadedProject> {
  const modules: LoadedModule[] = [];
  const problems: LoadProblem[] = [];
  for (const { file, output, localExports } of request.modules) {
    try {
      modules.push({ file, exports: (await import(pathToFileURL(output).href)) as Record<string, unknown>, localExports });
    } catch (error) {
      const runError = toRunError(error, projectFolder);
      const place = runError.location === undefined ? file : `${runError.location.file}:${runError.location.line}`;
      const message = `${file} threw while it was loaded, at ${place}: ${runError.message}`;
      problems.push({ code: "load-failed", severity: "error", message, file, error: runError });
    }
  }
  const loaded = loadDefinitions(modules, request.entry === undefined ? {} : { entry: request.entry });
  send({ type: "loaded", problems: [...problems, ...loaded.problems], specs: request.describe ? loaded.specs : [] });
  return loaded;
}

async function execute({ runId, step, withoutValue }: Extract<ToWorker, { type: "execute" }>): Promise<void> {
  const abort = new AbortController();
  running = { step, abort };
  try {
    const outcome = await executeStep(await (project as Promise<LoadedProject>), step, {
      runId,
      projectFolder,
      signal: abort.signal,
      isValueStored: (key) => !withoutValue.includes(key),
    });
    send({ type: "ended", step, events: [...outcome.events], ...(outcome.error === undefined ? {} : { error: outcome.error }) });
  } catch (error) {
    send({ type: "ended", step, events: [], error: toRunError(error, projectFolder) });
  } finally {
    running = undefined;
  }
}

function send(message: FromWorker, then: () => void = () => {}): void {
  if (process.connected) process.send?.(message, then);
}
