import { Writable } from "node:stream";
import type { AssetRunView, RunView } from "@headwater/model";
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
  return { runId: "0123456789", status, selection: "*", assets: new Map<string, AssetRunView>(views) };
}

const end = (step: string) => ({ id: 1, runId: "r", timestamp: 0, event: { type: "STEP_SUCCESS", step } }) as const;
const failed = (message: string): Partial<AssetRunView> => ({ status: "failed", error: { name: "Error", message } });

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
  test.each<[title: string, asset: Partial<AssetRunView>, expected: string]>([
    [
      "metadata of several lines",
      { status: "materialized", metadata: { n: { type: "text", value: "a\n b\x1b[2Jc" } } },
      "  ✓ a    n a bc\n",
    ],
    ["a message with control characters", failed("one\r\x1b[31mtwo\x07"), "  ✗ a  \n      Error: onetwo\n"],
    [
      "a message of many lines",
      failed("m\n".repeat(30)),
      `  ✗ a  \n      Error: m\n${"      m\n".repeat(19)}      … and 10 more lines\n`,
    ],
  ])("%s", (_, asset, expected) => {
    const { stream, written } = terminal(80, false);
    runProgress(stream).show(run("STARTED", { key: "a", ...asset }), [end("a")]);
    expect(written()).toBe(expected);
  });
});

test.each<[run: RunView, expected: string]>([
  [run("SUCCESS", { key: "a", status: "materialized" }), "1 materialized.\n"],
  [run("CANCELED", { key: "a", status: "materialized" }), "Canceled: 1 materialized.\n"],
  [run("CANCELED"), "Canceled: nothing materialized.\n"],
])("the last line: %#", (ended, expected) => {
  const { stream, written } = terminal(80, false);
  runProgress(stream).end(ended);
  expect(written()).toBe(expected);
});
