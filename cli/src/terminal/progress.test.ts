import { Writable } from "node:stream";
import {
  type AssetRunView,
  type CheckRunView,
  emptyRun,
  type MetadataValue,
  type RunEvent,
  type RunView,
  reduceRun,
  type StepParts,
  type StoredRunEvent,
} from "@headwater/model";
import { describe, expect, test } from "vitest";
import { runProgress } from "./progress.ts";

/** A terminal that keeps what is written to it. */
function terminal(columns: number, isTTY = true) {
  let written = "";
  const sink = new Writable({
    decodeStrings: false,
    write(text: string, _, done) {
      written += text;
      done();
    },
  });
  const stream = Object.assign(sink, { columns, isTTY }) as unknown as NodeJS.WriteStream;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are not what these tests are about.
  return { stream, written: () => written.replace(/\x1b\[\d+m/g, "") };
}

function run(status: RunView["status"], ...assets: (Partial<AssetRunView> & { key: string })[]): RunView {
  const views = assets.map((asset) => [asset.key, { groupName: "g", status: "notStarted", metadata: {}, ...asset }] as const);
  return {
    runId: "0123456789",
    status,
    selection: "*",
    checks: new Map(),
    steps: new Map(),
    assets: new Map<string, AssetRunView>(views),
  };
}

/** A run of the step `a`, which also checks it, and of `m`, after some events; and these events. */
function after(...events: RunEvent[]): [RunView, StoredRunEvent[]] {
  const steps = [
    { key: "a", assets: [{ key: "a", groupName: "g" }], checks: ["a:check"] },
    { key: "m", assets: [{ key: "m", groupName: "g" }], checks: [] },
  ];
  const stored = ([{ type: "RUN_ENQUEUED", steps, selection: "*" }, ...events] as const).map((event, id) => ({
    ...{ id, runId: "0123456789", timestamp: id * 1_000 },
    event,
  }));
  return [reduceRun(emptyRun("0123456789"), stored), stored];
}

describe("the live line", () => {
  test.each([
    [80, "  0/2  computing a_long_name, another"],
    [20, "  0/2  computing a…"],
    [2, "…"],
    // A pseudo-terminal that does not know its size.
    [0, "  0/2  computing a_long_name, another"],
  ])("fits into %s columns", (columns, expected) => {
    const { stream, written } = terminal(columns);
    runProgress(stream).show(
      run("STARTED", { key: "a_long_name", status: "running" }, { key: "another", status: "running" }),
      [],
    );
    expect(written()).toBe(expected);
  });

  test("is erased before anything else is written", () => {
    const { stream, written } = terminal(80);
    const progress = runProgress(stream);
    progress.wait("loading");
    progress.show(run("STARTED", { key: "a", status: "running" }), []);
    progress.clear();
    progress.clear();
    progress.show(run("CANCELING", { key: "a", status: "running" }), []);
    progress.end(run("CANCELED", { key: "a", status: "canceled" }));
    const erase = "\r\x1b[2K";
    expect(written()).toBe(`  loading${erase}  0/1  computing a${erase}  0/1  canceling a${erase}Canceled: 1 canceled.\n`);
  });

  test("is not for what is no terminal", () => {
    const { stream, written } = terminal(80, false);
    const progress = runProgress(stream);
    progress.wait("loading");
    progress.show(run("STARTED", { key: "a", status: "running" }), []);
    expect(written()).toBe("");
  });
});

describe("what has ended", () => {
  const start: RunEvent = { type: "STEP_START", step: "a" };
  const materialized = (metadata: Readonly<Record<string, MetadataValue>>): RunEvent[] => [
    start,
    { type: "ASSET_MATERIALIZATION", step: "a", asset: "a", metadata, tags: {}, valueStored: true },
  ];
  const failed = (message: string): RunEvent[] => [
    start,
    { type: "STEP_FAILURE", step: "a", error: { name: "Error", message } },
    { type: "ASSET_FAILED_TO_MATERIALIZE", step: "a", asset: "a", reason: "failed" },
  ];
  const evaluated = (passed: boolean, severity: "WARN" | "ERROR"): RunEvent => ({
    ...{ type: "ASSET_CHECK_EVALUATION", step: "a", check: "a:check", asset: "a", passed, severity },
    ...{ blocking: true, metadata: { nulls: { type: "int", value: 3 } }, description: "no nulls" },
  });
  test.each<[title: string, events: RunEvent[], expected: string]>([
    ["metadata of several lines", materialized({ n: { type: "text", value: "a\n b\x1b[2Jc" } }), "  ✓ a  1.0 s  n a bc\n"],
    ["a message with control characters", failed("one\r\x1b[31mtwo\x07"), "  ✗ a  1.0 s\n      Error: onetwo\n"],
    [
      "a message of many lines",
      failed("m\n".repeat(30)),
      `  ✗ a  1.0 s\n      Error: m\n${"      m\n".repeat(19)}      … and 10 more lines\n`,
    ],
    [
      "a check that warns, and one that fails its step",
      [
        ...materialized({}),
        evaluated(false, "ERROR"),
        { type: "STEP_FAILURE", step: "a", error: { name: "AssetCheckFailed", message: "It did not pass." } },
      ],
      "  ✓ a  1.0 s\n    ✗ a:check  no nulls  nulls 3\n  ✗ a\n      AssetCheckFailed: It did not pass.\n",
    ],
    ["a check that only warns", [evaluated(false, "WARN")], "    ! a:check  no nulls  nulls 3\n"],
    ["a step that is skipped", [{ type: "STEP_SKIPPED", step: "m", because: "a" }], "  – m  skipped, since a was not given\n"],
    ["an optional output", [start, { type: "STEP_SUCCESS", step: "a" }], "  – a  skipped, since it gave nothing\n"],
    [
      "a step that is tried again",
      [start, { type: "STEP_UP_FOR_RETRY", step: "a", error: { name: "Error", message: "busy" }, secondsToWait: 2 }],
      "  ↻ a  trying again in 2.0 s, since it failed: Error: busy\n",
    ],
    [
      "an asset behind a failure",
      [{ type: "ASSET_FAILED_TO_MATERIALIZE", step: "m", asset: "m", reason: "upstreamFailed", because: "a" }],
      "  ○ m  not computed, since a was not\n",
    ],
    ["what the executor has to say", [{ type: "ENGINE_EVENT", step: "a", message: "Waits." }], "  a: Waits.\n"],
  ])("%s", (_, events, expected) => {
    const { stream, written } = terminal(80, false);
    runProgress(stream).show(...after(...events));
    expect(written()).toBe(expected);
  });
});

const unevaluated = (id: string): CheckRunView => ({
  ...{ id, status: "notEvaluated", metadata: {}, error: { name: "Error", message: "no" } },
});

test.each<[run: RunView, expected: string]>([
  [run("SUCCESS", { key: "a", status: "materialized" }), "1 materialized.\n"],
  [run("CANCELED", { key: "a", status: "materialized" }), "Canceled: 1 materialized.\n"],
  [run("CANCELED"), "Canceled: nothing materialized.\n"],
  [
    {
      ...run("FAILURE", { key: "a", status: "failed" }),
      // Of two checks that were not evaluated for an error, one belongs to the asset's own step.
      error: { name: "Error", message: "no" },
      steps: new Map<string, StepParts>([
        ["a", { assets: ["a"], checks: ["a:in"] }],
        ["a:late", { assets: [], checks: ["a:late"] }],
      ]),
      checks: new Map(["a:in", "a:late"].map((id) => [id, unevaluated(id)])),
    },
    "error no\n1 check failed, 1 failed.\n",
  ],
])("the last line: %#", (ended, expected) => {
  const { stream, written } = terminal(80, false);
  runProgress(stream).end(ended);
  expect(written()).toBe(expected);
});
