import type { AssetSpec, CheckStepSpec, KeyId, RunError, StepKey } from "@headwater/model";
import type { BuiltModule, DefinitionPlace, ExecutorSettings, FromWorker, LoadProblem } from "@headwater/protocol";
import type { LatestValue, StepExecutor, StepOutcome, StepRequest } from "headwater/engine";
import { startWorker, type WorkerExit, type WorkerProcess } from "./workerProcess.ts";

/** The user's project as a worker has to load it. */
export interface ProjectBuild {
  readonly projectFolder: string;
  readonly hash: string;
  readonly modules: readonly BuiltModule[];
  readonly entry?: string;
}

/** What loading gave. */
export interface Loaded {
  readonly specs: readonly AssetSpec[];
  readonly checkSteps: readonly CheckStepSpec[];
  /** Where each of `specs` was found, and behind these each of `checkSteps`. */
  readonly places: readonly DefinitionPlace[];
  readonly problems: readonly LoadProblem[];
  /** How many slots pools have. */
  readonly pools: Readonly<Record<string, number>>;
  readonly executor: ExecutorSettings;
}

/** The project could not be loaded at all. */
export class LoadFailed extends Error {
  override readonly name = "LoadFailed";
  readonly error: RunError;

  constructor(error: RunError) {
    super(error.message);
    this.error = error;
  }
}

/** Warm worker processes that have one build of the project loaded. */
export interface WorkerPool {
  /**
   * Loads the project in a worker, which stays for the steps to come.
   *
   * @throws LoadFailed
   */
  describe(): Promise<Loaded>;
  /** The file that {@link describe} is loading now. */
  loadingFile(): string | undefined;
  executorFor(run: RunOnPool): StepExecutor;
  /** Ends all workers. */
  close(): void;
}

/** What the steps of a run need besides the pool. */
export interface RunOnPool {
  readonly runId: string;
  /** What is known of the latest materializations of the assets that a step loads or checks. */
  latest(step: StepRequest): ({ readonly key: KeyId } & LatestValue)[];
  onOutput(step: StepKey, stream: "stdout" | "stderr", text: string): void;
}

/** How long a canceled step may take to end by itself, in milliseconds. */
const grace = 2_000;

interface Job {
  readonly step: StepRequest;
  readonly attempt: number;
  readonly run: RunOnPool;
  readonly settle: (outcome: StepOutcome) => void;
  canceled: boolean;
  /** Another worker had it and crashed before it began. */
  readonly moved: boolean;
}

interface Member {
  readonly process: WorkerProcess;
  readonly loaded: PromiseWithResolvers<Loaded>;
  loading: string | undefined;
  job: Job | undefined;
  /** What it computed last: what it writes while it has nothing to do was left running there. */
  lastJob: Job | undefined;
}

/** Makes a pool. A worker is started when a step finds none idle; how many there are follows from how many steps run. */
export function makePool(build: ProjectBuild): WorkerPool {
  const members = new Set<Member>();
  let describing: Member | undefined;

  const spawn = (describe: boolean): Member => {
    const loaded = Promise.withResolvers<Loaded>();
    // Who waits for it hears of a failure; nobody may be waiting.
    loaded.promise.catch(() => {});
    const member: Member = {
      loading: undefined,
      job: undefined,
      lastJob: undefined,
      loaded,
      process: startWorker(build.projectFolder, {
        onMessage: (message) => receive(member, message),
        onOutput: (stream, text) => tellOutput(member, stream, text),
        onExit: (exit) => leave(member, exit),
      }),
    };
    members.add(member);
    const { projectFolder, entry } = build;
    member.process.send({
      type: "load",
      projectFolder,
      modules: [...build.modules],
      describe,
      ...(entry === undefined ? {} : { entry }),
    });
    return member;
  };

  const tellOutput = (member: Member, stream: "stdout" | "stderr", text: string) => {
    const job = member.job ?? member.lastJob;
    job?.run.onOutput(job.step.key, stream, text);
  };

  /** Gives a job to an idle worker. It takes messages in order, so the job waits there until the project is loaded. */
  const assign = (job: Job) => {
    const idle = [...members].find((member) => member.job === undefined && member.process.isAlive());
    const member = idle ?? spawn(false);
    const { run, attempt } = job;
    const { key, assets, checks } = job.step;
    member.job = job;
    member.process.send({
      type: "execute",
      runId: run.runId,
      step: { key, assets: [...assets], checks: [...checks] },
      retryNumber: attempt - 1,
      latest: run.latest(job.step),
    });
    member.loaded.promise.catch(({ error }: LoadFailed) => {
      if (member.job !== job) return;
      member.job = undefined;
      retire(member);
      job.settle({ events: [], error });
    });
  };

  const receive = (member: Member, message: FromWorker) => {
    switch (message.type) {
      case "loading":
        member.loading = message.file;
        break;
      case "loaded":
        member.loading = undefined;
        member.loaded.resolve(message);
        break;
      case "loadFailed":
        member.loaded.reject(new LoadFailed(message.error));
        break;
      case "ended": {
        const { job } = member;
        member.job = undefined;
        if (job === undefined) break;
        member.lastJob = job;
        // A worker that was told to stop may be left in any state.
        if (job.canceled) retire(member);
        const { type: _, step: __, ...outcome } = message;
        job.settle(outcome);
        break;
      }
      case "crashed": {
        const { job } = member;
        const { error, step } = message;
        member.job = undefined;
        retire(member);
        if (step === undefined) {
          const text = `An error that nobody caught, after the step had ended: ${error.stack ?? `${error.name}: ${error.message}`}\n`;
          member.lastJob?.run.onOutput(member.lastJob.step.key, "stderr", text);
        }
        if (job === undefined) break;
        // What it had not begun when it crashed, another worker computes.
        if (step !== undefined || job.canceled || job.moved) job.settle({ events: [], error });
        else assign({ ...job, moved: true });
        break;
      }
    }
  };

  const leave = (member: Member, exit: WorkerExit) => {
    members.delete(member);
    const { job } = member;
    member.job = undefined;
    const error = exitError(job?.step.key, member.loading, exit);
    member.loaded.reject(new LoadFailed(error));
    job?.settle({ events: [], error });
  };

  const retire = (member: Member) => {
    members.delete(member);
    member.process.kill();
  };

  return {
    describe: () => {
      describing = spawn(true);
      return describing.loaded.promise;
    },
    loadingFile: () => describing?.loading,

    executorFor: (run) => ({
      execute: (step, attempt) => new Promise((settle) => assign({ step, attempt, run, settle, canceled: false, moved: false })),
      cancel(step) {
        const member = [...members].find(({ job }) => job?.step.key === step && job.run === run);
        const job = member?.job;
        if (member === undefined || job === undefined) return;
        job.canceled = true;
        member.process.send({ type: "abort" });
        setTimeout(() => {
          if (member.job === job) member.process.kill();
        }, grace).unref();
      },
    }),

    close() {
      for (const member of members) retire(member);
    },
  };
}

function exitError(step: KeyId | undefined, loading: string | undefined, { code, signal }: WorkerExit): RunError {
  const why =
    signal === null
      ? `ended by itself with exit code ${code ?? "unknown"}: the code called process.exit(), or ran out of memory`
      : `was ended by ${signal}: a native library may have crashed, or the machine ran out of memory`;
  if (loading !== undefined) return { name: "ProcessExited", message: `The process that loaded ${loading} ${why}.` };
  const what = step === undefined ? "The process that loads the project" : `The process that computed "${step}"`;
  return { name: "ProcessExited", message: `${what} ${why}.` };
}
