import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TypeEdge } from "@headwater/analysis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ThreadOptions, type ThreadOracle, threadOracle } from "./threadOracle.ts";

// Threads that do as they are told by the name of the input that they are asked about.
const thread = `
const { parentPort } = require("node:worker_threads");
const known = new Map();
parentPort.on("message", ({ id, edges, texts, canceled }) => {
  for (const [path, text] of texts) if (text === null) known.delete(path); else known.set(path, text);
  const [{ input: { name } }] = edges;
  if (name === "die") process.exit(1);
  if (name === "throw") throw new Error("no");
  if (name === "hang") for (;;) if (Atomics.load(new Int32Array(canceled), 0) === 1) return parentPort.postMessage({ id });
  if (name === "spin") for (;;);
  parentPort.postMessage({ id, verdicts: [{ kind: "mismatch", upstreamType: [...known.keys()].join(), inputType: String(texts.length) }] });
});`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "headwater-thread-"));
  writeFileSync(join(folder, "thread.cjs"), thread);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(options: Partial<ThreadOptions> = {}): ThreadOracle {
  return threadOracle({ entry: join(folder, "thread.cjs"), ...options });
}

const place = { file: "/a.ts", start: 0, end: 1 };
const ask = (oracle: ThreadOracle, name: string, texts: Record<string, string> = {}, signal = new AbortController().signal) => {
  const edge: TypeEdge = { upstream: place, downstream: place, input: { name, place } };
  return oracle.compare([edge], new Map(Object.entries(texts)), signal);
};
const answer = (known: string, sent: number) => [{ kind: "mismatch", upstreamType: known, inputType: String(sent) }];

describe("a thread that compares types", () => {
  test("is sent the texts that have changed, and which are closed", async () => {
    const oracle = start();
    expect(await ask(oracle, "x", { a: "1", b: "1" })).toEqual(answer("a,b", 2));
    expect(await ask(oracle, "x", { a: "1", b: "2" })).toEqual(answer("a,b", 1));
    expect(await ask(oracle, "x", { b: "2" })).toEqual(answer("b", 1));
    oracle.dispose();
    // A new thread knows nothing.
    expect(await ask(oracle, "x", { b: "2" })).toEqual(answer("b", 1));
    oracle.dispose();
  });

  test("hears that nobody waits any more, and goes on with the next question", async () => {
    const oracle = start();
    const canceling = new AbortController();
    const first = ask(oracle, "hang", {}, canceling.signal);
    const second = ask(oracle, "x", { a: "1" });
    canceling.abort();
    expect(await first).toBeUndefined();
    expect(await second).toEqual(answer("a", 1));
    oracle.dispose();
  });

  test("is ended at its deadline, and a new one answers", async () => {
    const oracle = start({ deadline: 300 });
    expect(await ask(oracle, "spin")).toBeUndefined();
    oracle.dispose();
    const patient = start();
    expect(await ask(patient, "x", { a: "1" })).toEqual(answer("a", 1));
    patient.dispose();
  });

  test.each(["die", "throw"])("is started anew where it ends by itself (%s), but not for ever", async (how) => {
    const oracle = start();
    for (let times = 0; times < 2; times++) {
      expect(await ask(oracle, how)).toBeUndefined();
      expect(oracle.isAlive()).toBe(true);
    }
    expect(await ask(oracle, "x")).toEqual(answer("", 0));
    for (let times = 0; times < 3; times++) expect(await ask(oracle, how)).toBeUndefined();
    expect(oracle.isAlive()).toBe(false);
    expect(await ask(oracle, "x")).toBeUndefined();
  });

  test("that cannot be started answers nothing", async () => {
    const oracle = threadOracle({ entry: join(folder, "lost.cjs") });
    for (let times = 0; times < 3; times++) expect(await ask(oracle, "x")).toBeUndefined();
    expect(oracle.isAlive()).toBe(false);
  });
});
