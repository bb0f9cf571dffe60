import type { AssetSpec, KeyId, RunError } from "@headwater/model";
import type { BuiltModule, FromWorker, LoadProblem, ToWorker } from "@headwater/protocol";
import type { StepExecutor, StepOutcome } from "headwater/engine";
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
  readonly problems: readonly LoadProblem[];
}

/** Warm worker processes that have one build of the project loaded. */
export interface WorkerPool {
  /** Loads the project in a worker, which stays for the steps to come. */
  describe(): Promise<Loaded>;
  executorFor(run: RunOnPool): StepExecutor;
  /** Ends all workers. */
  close(): void;
}

/** What the steps of a run need besides the pool. */
export interface RunOnPool {
  readonly runId: string;
  /** The upstreams of a step whose latest materialization stored no value. */
  withoutValue(step: KeyId): KeyId[];
  onOutput(step: KeyId, stream: "stdout" | "stderr", text: string): void;
}

/** How long a canceled step may take to end by itself, in milliseconds. */
const grace = 2_000;

interface Job {
  readonly step: KeyId;
  readonly run: RunOnPool;
  readonly settle: (outcome: StepOutcome) => void;
  canceled: boolean;
}

interface Member {
  readonly process: WorkerProcess;
  readonly loaded: PromiseWithResolvers<Loaded>;
  job: Job | undefined;
}

/** Makes a pool. A worker is started when a step finds none idle; how many there are follows from how many steps run. */
export function makePool(build: ProjectBuild): WorkerPool {
  const members = new Set<Member>();

  const spawn = (describe: boolean): Member => {
    const loaded = Promise.withResolvers<Loaded>();
    // Who waits for it hears of a failure; nobody may be waiting.
    loaded.promise.catch(() => {});
    const member: Member = {
      job: undefined,
      loaded,
      process: startWorker(build.projectFolder, {
        onMessage: (message) => receive(member, message),
        onOutput: (stream, text) => member.job?.run.onOutput(member.job.step, stream, text),
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

  const receive = (member: Member, message: FromWorker) => {
    switch (message.type) {
      case "loaded":
        member.loaded.resolve(message);
        break;
      case "loadFailed":
        member.loaded.reject(Object.assign(new Error(message.error.message), { runError: message.error }));
        break;
      case "ended": {
        const { job } = member;
        member.job = undefined;
        if (job === undefined) break;
        // A worker that was told to stop may be left in any state.
        if (job.canceled) retire(member);
        job.settle({ events: message.events, ...(message.error === undefined ? {} : { error: message.error }) });
        break;
      }
    }
  };

  const leave = (member: Member, exit: WorkerExit) => {
    members.delete(member);
    const { job } = member;
    member.job = undefined;
    const error = exitError(job?.step, exit);
    member.loaded.reject(Object.assign(new Error(error.message), { runError: error }));
    job?.settle({ events: [], error });
  };

  const retire = (member: Member) => {
    members.delete(member);
    member.process.kill();
  };

  return {
    describe: () => spawn(true).loaded.promise,

    executorFor: (run) => ({
      execute(step) {
        const { promise, resolve } = Promise.withResolvers<StepOutcome>();
        const idle = [...members].find((member) => member.job === undefined && member.process.isAlive());
        const member = idle ?? spawn(false);
        const job: Job = { step, run, settle: resolve, canceled: false };
        member.job = job;
        const message: ToWorker = { type: "execute", runId: run.runId, step, withoutValue: run.withoutValue(step) };
        // The worker takes messages in order, so the step waits there until the project is loaded.
        member.process.send(message);
        member.loaded.promise.catch((error: Error & { runError: RunError }) => {
          if (member.job !== job) return;
          member.job = undefined;
          retire(member);
          resolve({ events: [], error: error.runError });
        });
        return promise;
      },
      cancel(step) {
        const member = [...members].find(({ job }) => job?.step === step && job.run === run);
        if (member?.job === undefined) return;
        member.job.canceled = true;
        member.process.send({ type: "abort" });
        const { job } = member;
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

function exitError(step: KeyId | undefined, { code, signal }: WorkerExit): RunError {
  const what = step === undefined ? "The process that loads the project" : `The process that computed "${step}"`;
  const why =
    signal === null
      ? `ended by itself with exit code ${code ?? "unknown"}: the code called process.exit(), or ran out of memory`
      : `was ended by ${signal}: a native library may have crashed, or the machine ran out of memory`;
  return { name: "ProcessExited", message: `${what} ${why}.` };
}
