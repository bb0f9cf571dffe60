import { Worker } from "node:worker_threads";
import type { MadeRegistry } from "@headwater/analysis";
import type { RegistryAnswer, RegistryQuestion, TypesThreadData } from "./messages.ts";
import type { ThreadOptions } from "./threadOracle.ts";

/** How long a registry may take, in milliseconds. */
const longest = 120_000;

/**
 * Makes a registry in a thread of its own, which ends with it: the compiler lets go of nothing that it has read.
 *
 * @throws Error where it fails, takes too long or is aborted
 */
export function makeRegistryInThread(
  { entry, libraries }: Pick<ThreadOptions, "entry" | "libraries">,
  registry: RegistryQuestion,
  signal: AbortSignal,
): Promise<MadeRegistry> {
  const { promise, resolve, reject } = Promise.withResolvers<MadeRegistry>();
  const data: TypesThreadData = { isTypesThread: true, registry, ...(libraries === undefined ? {} : { libraries }) };
  // What the compiler would write belongs to nobody: the standard output is the client's.
  const worker = new Worker(entry, { workerData: data, stdout: true, stderr: true });
  worker.unref();
  worker.once("message", ({ made }: RegistryAnswer) => resolve(made));
  worker.once("error", reject);
  worker.once("exit", () => reject(new Error("The thread ended without an answer.")));
  const both = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  both.addEventListener("abort", () => reject(both.reason as Error), { once: true });
  const ended = () => void worker.terminate();
  promise.then(ended, ended);
  return promise;
}
