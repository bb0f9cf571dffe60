import { type FromWorker, type LoadProblem, type ToWorker, toWorker } from "@headwater/protocol";
import { executeStep, type LoadedModule, type LoadedProject, loadDefinitions, toRunError } from "headwater/engine";
import { importBuilt } from "./importBuilt.ts";
import { loadErrorMessage } from "./loadErrorMessage.ts";
import { endWithChildren, watchParent } from "./watchParent.ts";
import { writeAtOnce } from "./writeAtOnce.ts";

/**
 * A worker: loads the user's modules once and computes steps, one at a time. It is the only kind of process in which
 * user code runs, and it may be killed at any moment.
 */

let projectFolder = process.cwd();
let project: Promise<LoadedProject> | undefined;
let loading: string | undefined;
let running: { readonly step: string; readonly abort: AbortController } | undefined;
let crashed = false;

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
      if (!crashed) void execute(request);
      break;
    case "abort":
      running?.abort.abort(new Error("The run was canceled."));
      break;
  }
});

writeAtOnce();

// The host is gone, so nobody waits for what this process does.
process.on("disconnect", endWithChildren);
watchParent();

// An error that nobody catches belongs to the step that is running: it fails with it, not with a bare exit code.
process.on("uncaughtException", crash);
process.on("unhandledRejection", crash);

function crash(thrown: unknown): void {
  if (crashed) return;
  crashed = true;
  const error = toRunError(thrown, projectFolder);
  if (loading === undefined) {
    send({ type: "crashed", ...(running === undefined ? {} : { step: running.step }), error }, () => process.exit(1));
    return;
  }
  // By the time it is heard of, the next file may be loading.
  const place = error.location === undefined ? loading : `${error.location.file}:${error.location.line}`;
  const message = `${place} left an error that nobody caught while the project was loaded: ${error.name}: ${error.message}`;
  send({ type: "loadFailed", error: { ...error, message } }, () => process.exit(1));
}

async function load(request: Extract<ToWorker, { type: "load" }>): Promise<LoadedProject> {
  const modules: LoadedModule[] = [];
  const problems: LoadProblem[] = [];
  for (const { file, localExports, ...built } of request.modules) {
    loading = file;
    send({ type: "loading", file });
    try {
      modules.push({ file, exports: await importBuilt(built), localExports });
    } catch (thrown) {
      const error = toRunError(thrown, projectFolder);
      problems.push({ code: "load-failed", severity: "error", message: loadErrorMessage(file, error), file, error });
    }
  }
  loading = undefined;
  const loaded = loadDefinitions(modules, request.entry === undefined ? {} : { entry: request.entry });
  const { specs, checkSteps, places } = request.describe ? loaded : { specs: [], checkSteps: [], places: [] };
  const { maxConcurrent, tagConcurrencyLimits } = loaded.executor;
  send({
    type: "loaded",
    problems: [...problems, ...loaded.problems.map((problem) => ({ ...problem, path: [...problem.path] }))],
    specs,
    checkSteps,
    places: [...places],
    pools: Object.fromEntries(loaded.pools),
    executor: { tagConcurrencyLimits: [...tagConcurrencyLimits], ...(maxConcurrent === undefined ? {} : { maxConcurrent }) },
  });
  return loaded;
}

async function execute({ runId, step, retryNumber, latest }: Extract<ToWorker, { type: "execute" }>): Promise<void> {
  const abort = new AbortController();
  running = { step: step.key, abort };
  const known = new Map(latest.map(({ key, ...value }) => [key, value]));
  try {
    const outcome = await executeStep(await (project as Promise<LoadedProject>), step, {
      runId,
      projectFolder,
      signal: abort.signal,
      retryNumber,
      latest: (key) => known.get(key),
    });
    if (!crashed) send({ type: "ended", step: step.key, ...outcome, events: [...outcome.events] });
  } catch (error) {
    if (!crashed) send({ type: "ended", step: step.key, events: [], error: toRunError(error, projectFolder) });
  } finally {
    running = undefined;
  }
}

function send(message: FromWorker, then: () => void = () => {}): void {
  if (process.connected) process.send?.(message, then);
}
