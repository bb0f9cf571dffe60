import { readFileSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { brotliDecompressSync } from "node:zlib";
import { loadTypeChecking, makeRegistry } from "@headwater/analysis";
import type { RegistryAnswer, TypesAnswer, TypesQuestion, TypesThreadData } from "./messages.ts";

/** Whether this is the thread that compares types. */
export function isTypesThread(): boolean {
  return !isMainThread && (workerData as Partial<TypesThreadData> | null)?.isTypesThread === true;
}

/** Answers the questions of the thread that has started this one, or makes the registry that it was started for. */
async function serveTypes(): Promise<void> {
  const { libraries: file, registry } = workerData as TypesThreadData;
  const libraries = file === undefined ? undefined : readLibraries(file);
  if (registry !== undefined) {
    const { root, source, remembered } = registry;
    const answer: RegistryAnswer = { made: await makeRegistry(root, source, remembered, libraries) };
    parentPort?.postMessage(answer);
    return;
  }
  const open = new Map<string, string>();
  const questions: TypesQuestion[] = [];
  // Questions may come while the compiler is being loaded.
  let answerNext = () => {};
  parentPort?.on("message", (question: TypesQuestion) => {
    questions.push(question);
    answerNext();
  });
  const checking = await loadTypeChecking((path) => open.get(path), libraries);
  answerNext = () => {
    for (const { id, edges, texts, canceled } of questions.splice(0)) {
      for (const [path, text] of texts) {
        if (text === null) open.delete(path);
        else open.set(path, text);
      }
      const flag = new Int32Array(canceled);
      const isCanceled = () => Atomics.load(flag, 0) === 1;
      const verdicts = isCanceled() ? undefined : checking.compare(edges, isCanceled);
      const answer: TypesAnswer = verdicts === undefined ? { id } : { id, verdicts };
      parentPort?.postMessage(answer);
    }
  };
  answerNext();
}

/** The compiler's declarations by their names, as the build packs them. */
function readLibraries(file: string): ReadonlyMap<string, string> {
  const texts = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Readonly<Record<string, string>>;
  return new Map(Object.entries(texts));
}

if (isTypesThread()) void serveTypes();
