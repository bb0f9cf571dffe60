import { Worker } from "node:worker_threads";
import type { TypeOracle, TypeVerdict } from "@headwater/analysis";
import type { TypesAnswer, TypesQuestion, TypesThreadData } from "./messages.ts";

/** How the thread is started, and how long it may take. */
export interface ThreadOptions {
  /** The file to start: the server itself, or its source. */
  readonly entry: string;
  readonly libraries?: string;
  /** How long an answer may take before the thread is ended, in milliseconds. */
  readonly deadline?: number;
  /** How long the thread is kept without a question, in milliseconds. */
  readonly idle?: number;
}

/** An oracle that works in a thread of its own. */
export interface ThreadOracle extends TypeOracle {
  /** False once the thread has died so often that it is not started again. */
  isAlive(): boolean;
}

/** How often the thread may die before it is not started any more. */
const mostDeaths = 3;

interface Waiting {
  readonly take: (verdicts: readonly TypeVerdict[] | undefined) => void;
}

/** Makes an oracle whose thread is started by the first question, ended when it is idle, and started anew when it died. */
export function threadOracle({ entry, libraries, deadline = 30_000, idle = 300_000 }: ThreadOptions): ThreadOracle {
  let worker: Worker | undefined;
  let deaths = 0;
  let lastId = 0;
  let idling: NodeJS.Timeout | undefined;
  const waiting = new Map<number, Waiting>();
  /** The texts that the thread knows. */
  const sent = new Map<string, string>();

  const end = () => {
    const ended = worker;
    worker = undefined;
    sent.clear();
    clearTimeout(idling);
    for (const { take } of [...waiting.values()]) take(undefined);
    void ended?.terminate();
  };
  const died = (which: Worker) => {
    if (worker !== which) return;
    deaths++;
    end();
  };
  const start = (): Worker => {
    const data: TypesThreadData = { isTypesThread: true, ...(libraries === undefined ? {} : { libraries }) };
    // What the compiler would write belongs to nobody: the standard output is the client's.
    const started = new Worker(entry, { workerData: data, stdout: true, stderr: true });
    started.unref();
    started.on("message", ({ id, verdicts }: TypesAnswer) => waiting.get(id)?.take(verdicts));
    started.on("error", () => died(started));
    started.on("exit", () => died(started));
    return started;
  };
  const changedTexts = (texts: ReadonlyMap<string, string>): TypesQuestion["texts"] => {
    const changed: [string, string | null][] = [];
    for (const [path, text] of texts) if (sent.get(path) !== text) changed.push([path, text]);
    for (const path of sent.keys()) if (!texts.has(path)) changed.push([path, null]);
    for (const [path, text] of changed) {
      if (text === null) sent.delete(path);
      else sent.set(path, text);
    }
    return changed;
  };

  return {
    isAlive: () => deaths < mostDeaths,
    compare(edges, texts, signal) {
      if (deaths >= mostDeaths || signal.aborted) return Promise.resolve(undefined);
      if (edges.length === 0) return Promise.resolve([]);
      worker ??= start();
      const asked = worker;
      clearTimeout(idling);
      const id = ++lastId;
      const canceled = new SharedArrayBuffer(4);
      const { promise, resolve } = Promise.withResolvers<readonly TypeVerdict[] | undefined>();
      const late = setTimeout(() => died(asked), deadline);
      late.unref();
      const cancel = () => {
        Atomics.store(new Int32Array(canceled), 0, 1);
        resolve(undefined);
      };
      signal.addEventListener("abort", cancel, { once: true });
      waiting.set(id, {
        take(verdicts) {
          waiting.delete(id);
          clearTimeout(late);
          signal.removeEventListener("abort", cancel);
          if (verdicts !== undefined) deaths = 0;
          resolve(verdicts);
          if (waiting.size > 0 || worker === undefined) return;
          idling = setTimeout(end, idle);
          idling.unref();
        },
      });
      const question: TypesQuestion = { id, edges, texts: changedTexts(texts), canceled };
      asked.postMessage(question);
      return promise;
    },
    dispose: end,
  };
}
