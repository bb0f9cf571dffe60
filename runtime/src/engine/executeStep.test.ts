import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeyId, RunEvent } from "@headwater/model";
import { afterAll, expect, test, vi } from "vitest";
import { asset } from "../assets/asset.ts";
import { Definitions } from "../definitions/definitions.ts";
import { AssetIn } from "../dependencies/assetIn.ts";
import type { IOManager } from "../io/ioManager.ts";
import { MemoryIOManager } from "../io/memoryIOManager.ts";
import { resource } from "../resources/resource.ts";
import { MaterializeResult } from "../results/materializeResult.ts";
import type { StepOutcome, StepRequest } from "./driveRun.ts";
import { executeStep } from "./executeStep.ts";
import { type LoadedProject, loadDefinitions } from "./loadDefinitions.ts";
import type { StepEnvironment } from "./step.ts";

const folder = await mkdtemp(join(tmpdir(), "headwater-step-"));
afterAll(() => rm(folder, { recursive: true }));

/** A step of its own for an asset, with its checks. */
function request(project: LoadedProject, id: KeyId): StepRequest {
  const checks = [...project.graph.checks.values()].filter(({ asset, step }) => asset === id && step === undefined);
  return { key: id, assets: [id], checks: checks.map((check) => check.id) };
}

/** Executes the given steps of a project one after the other, and gives what the last one did. */
async function run(
  exports: Record<string, unknown>,
  ids: readonly KeyId[],
  environment: Partial<StepEnvironment> = {},
): Promise<StepOutcome> {
  const project = loadDefinitions([{ file: "a.ts", exports }]);
  const base = {
    runId: "run-1",
    signal: new AbortController().signal,
    projectFolder: folder,
    ioManagerDefault: MemoryIOManager(),
  };
  let outcome: StepOutcome = { events: [] };
  for (const id of ids) outcome = await executeStep(project, request(project, id), { ...base, ...environment });
  return outcome;
}

const types = ({ events }: StepOutcome) => events.map(({ type }) => type);
const raw = asset({ name: "raw" }, () => [{ at: new Date(0), tags: ["a"] }]);

test("a value", async () => {
  const { events, error } = await run({ raw }, ["raw"]);
  expect(error).toBeUndefined();
  expect(events).toEqual([
    { type: "HANDLED_OUTPUT", step: "raw", asset: "raw", ioManagerKey: "ioManager", metadata: {} },
    { type: "ASSET_MATERIALIZATION", step: "raw", asset: "raw", metadata: {}, tags: {}, valueStored: true },
  ]);
});

test("an input, through files of the project", async () => {
  const clean = asset({ name: "clean", ins: { input: raw } }, ({ input }) =>
    input.map(({ at, tags }) => [at.getTime(), ...tags]),
  );
  const project = loadDefinitions([{ file: "a.ts", exports: { raw, clean } }]);
  const environment = { runId: "run-1", signal: new AbortController().signal, projectFolder: folder };
  await executeStep(project, request(project, "raw"), environment);
  const { events } = await executeStep(project, request(project, "clean"), environment);
  expect(events).toEqual([
    { type: "LOADED_INPUT", step: "clean", inputName: "input", upstream: "raw" },
    {
      type: "HANDLED_OUTPUT",
      step: "clean",
      asset: "clean",
      ioManagerKey: "ioManager",
      metadata: { storedBytes: { type: "int", value: expect.any(Number) } },
    },
    { type: "ASSET_MATERIALIZATION", step: "clean", asset: "clean", metadata: {}, tags: {}, valueStored: true },
  ]);
});

test.each<[title: string, result: unknown, expected: readonly RunEvent[]]>([
  [
    "undefined",
    undefined,
    [{ type: "ASSET_MATERIALIZATION", step: "a", asset: "a", metadata: {}, tags: {}, valueStored: false }],
  ],
  [
    "null",
    null,
    [
      { type: "HANDLED_OUTPUT", step: "a", asset: "a", ioManagerKey: "ioManager", metadata: {} },
      { type: "ASSET_MATERIALIZATION", step: "a", asset: "a", metadata: {}, tags: {}, valueStored: true },
    ],
  ],
  [
    "a result without a value",
    MaterializeResult({ metadata: { rows: 3, at: new Date(0), big: 5n, list: [1] }, tags: { t: "v" } }),
    [
      {
        type: "ASSET_MATERIALIZATION",
        step: "a",
        asset: "a",
        metadata: {
          rows: { type: "int", value: 3 },
          at: { type: "timestamp", value: "1970-01-01T00:00:00.000Z" },
          big: { type: "int", value: 5 },
          list: { type: "json", value: [1] },
        },
        tags: { t: "v" },
        valueStored: false,
      },
    ],
  ],
  [
    "a result with a value",
    MaterializeResult({ value: 0 }),
    [
      { type: "HANDLED_OUTPUT", step: "a", asset: "a", ioManagerKey: "ioManager", metadata: {} },
      { type: "ASSET_MATERIALIZATION", step: "a", asset: "a", metadata: {}, tags: {}, valueStored: true },
    ],
  ],
])("%s is stored or not", async (_, result, expected) => {
  expect(await run({ a: asset({ name: "a" }, async () => result) }, ["a"])).toEqual({ events: expected });
});

test.each<[title: string, compute: () => unknown, expected: string]>([
  [
    "metadata",
    () => MaterializeResult({ metadata: { rows: 1, bad: () => 1 } }),
    'The metadata "bad" could not be resolved to a kind, since it is a function',
  ],
  ["metadata of a class", () => MaterializeResult({ metadata: { bad: new Map() } }), "since it is an object of the class Map"],
  [
    "an invalid date",
    () => MaterializeResult({ metadata: { bad: new Date(Number.NaN) } }),
    "since it is a date that does not exist",
  ],
  ["a tag", () => MaterializeResult({ tags: { "a b": "" } }), "The result has a wrong tag."],
  ["an unknown option", () => MaterializeResult({ metdata: {} } as object), 'MaterializeResult has no option "metdata"'],
  ["a generator that yields nothing", function* () {}, 'The step "a" ended without a result for "a"'],
  [
    "a synchronous error",
    () => {
      throw new RangeError("too far");
    },
    "too far",
  ],
  ["a rejection", async () => Promise.reject(new RangeError("too far")), "too far"],
  [
    "a text",
    () => {
      throw "plain";
    },
    "A value that is not an Error was thrown: 'plain'",
  ],
])("%s fails the step", async (_, compute, expected) => {
  const { events, error } = await run({ a: asset({ name: "a" }, compute) }, ["a"]);
  expect(error?.message).toContain(expected);
  expect(events).toEqual([]);
});

test("the context", async () => {
  const seen = vi.fn();
  const a = asset({ name: "a", ins: {} }, (inputs, { assetKey, runId, signal, log }) => {
    seen(inputs, assetKey, runId, signal.aborted, Object.keys(log));
  });
  await run({ a }, ["a"]);
  expect(seen).toHaveBeenCalledExactlyOnceWith({}, { path: ["a"] }, "run-1", false, ["info", "warn", "error"]);
});

test("a step of a cancelled run does not begin", async () => {
  const compute = vi.fn();
  const signal = AbortSignal.abort(new Error("The run was canceled."));
  const { error } = await run({ a: asset({ name: "a", ins: {} }, () => compute()) }, ["a"], { signal });
  expect([error?.message, compute.mock.calls]).toEqual(["The run was canceled.", []]);
});

const clean = asset({ name: "clean" }, ({ raw: input }) => input);
test.each<[title: string, exports: Record<string, unknown>, stored: boolean | undefined, expected: string]>([
  [
    "never computed",
    { raw, clean },
    undefined,
    'The input "raw" needs the value of "raw", which was never computed, or whose value was removed. Compute it too: headwater materialize --select "+clean"',
  ],
  [
    "without a value",
    { raw, clean },
    false,
    'The input "raw" needs the value of "raw", but its latest materialization stored none: return a value there, or move "raw" to deps here if only its order matters.',
  ],
  ["external", { clean }, undefined, 'The input "raw" needs the value of "raw", which is external'],
])("an upstream that was %s is named", async (_, exports, stored, expected) => {
  const { error, events } = await run(exports, ["clean"], {
    latest: () => (stored === undefined ? undefined : { runId: "run-0", valueStored: stored }),
  });
  expect(error?.message).toContain(expected);
  expect(events).toEqual([]);
});

/** An I/O manager that says what it is asked. */
function makeManager(name: string, said: string[]): IOManager {
  return {
    handleOutput: ({ assetKey, addOutputMetadata }, value) => {
      said.push(`${name} stores ${assetKey.path} ${value}`);
      addOutputMetadata({ by: name });
    },
    loadInput: ({ assetKey, upstreamKey, inputName, metadata }) => {
      said.push(`${name} loads ${upstreamKey.path} as ${inputName} for ${assetKey.path} ${JSON.stringify(metadata)}`);
      return `from ${name}`;
    },
  };
}

test("I/O managers: an input's own, else its upstream's, else the default", async () => {
  const said: string[] = [];
  const one = asset({ name: "one", ioManagerKey: "first" }, () => 1);
  const two = asset({ name: "two" }, () => 2);
  const both = asset(
    { name: "both", ins: { a: one, b: AssetIn({ key: one, inputManagerKey: "second", metadata: { x: 1 } }), c: two } },
    ({ a, b, c }) => [a, b, c].join(),
  );
  const ioManagers = {
    first: makeManager("first", said),
    second: makeManager("second", said),
    ioManager: makeManager("own", said),
  };
  const { events } = await run({ one, two, both, d: Definitions({ ioManagers }) }, ["one", "both"]);
  expect(said).toEqual([
    "first stores one 1",
    "first loads one as a for both {}",
    'second loads one as b for both {"x":1}',
    "own loads two as c for both {}",
    "own stores both from first,from second,from own",
  ]);
  expect(events.at(-2)).toMatchObject({ type: "HANDLED_OUTPUT", metadata: { by: { type: "text", value: "own" } } });
});

test("an I/O manager that throws fails the step", async () => {
  const broken: IOManager = {
    handleOutput: () => {
      throw new Error("full");
    },
    loadInput: () => {
      throw new Error("gone");
    },
  };
  const exports = { raw, clean, d: Definitions({ ioManagers: { ioManager: broken } }) };
  expect((await run(exports, ["raw"])).error?.message).toBe("full");
  expect((await run(exports, ["clean"])).error?.message).toBe("gone");
});

/** Two resources that say when they are set up and torn down, and an asset that takes both. */
function makeResources(fail: readonly string[]) {
  const said: string[] = [];
  const say = (text: string) => {
    said.push(text);
    if (fail.includes(text)) throw new Error(text);
  };
  const open = (name: string) =>
    resource({
      setup: async () => {
        say(`open ${name}`);
        return name;
      },
      teardown: async (value) => say(`close ${value}`),
    });
  const a = asset({ name: "a", requiredResourceKeys: ["two"] }, async ({ one, two, plain }) =>
    say(`compute ${one} ${two} ${plain}`),
  );
  const exports = { a, d: Definitions({ resources: { one: open("one"), two: open("two"), unused: open("unused"), plain: 5 } }) };
  return { said, exports };
}

test.each<[title: string, fail: readonly string[], said: readonly string[], error: string | undefined, logged: number]>([
  ["all goes well", [], ["open two", "open one", "compute one two 5", "close one", "close two"], undefined, 0],
  [
    "the computation fails",
    ["compute one two 5"],
    ["open two", "open one", "compute one two 5", "close one", "close two"],
    "compute one two 5",
    0,
  ],
  ["the second setup fails", ["open one"], ["open two", "open one", "close two"], "open one", 0],
  ["a teardown fails", ["close one"], ["open two", "open one", "compute one two 5", "close one", "close two"], "close one", 0],
  [
    "both teardowns fail",
    ["close one", "close two"],
    ["open two", "open one", "compute one two 5", "close one", "close two"],
    "close one",
    1,
  ],
  [
    "computation and teardown fail",
    ["compute one two 5", "close one"],
    ["open two", "open one", "compute one two 5", "close one", "close two"],
    "compute one two 5",
    1,
  ],
  ["setup and teardown fail", ["open one", "close two"], ["open two", "open one", "close two"], "open one", 1],
])("resources: %s", async (_, fail, expected, message, logged) => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  try {
    const { said, exports } = makeResources(fail);
    const outcome = await run(exports, ["a"]);
    expect(said).toEqual(expected);
    expect(outcome.error?.message).toBe(message);
    expect(types(outcome)).toEqual(message === undefined ? ["ASSET_MATERIALIZATION"] : []);
    expect(log).toHaveBeenCalledTimes(logged);
  } finally {
    log.mockRestore();
  }
});

test("what the project does not have fails the step", async () => {
  expect((await run({ raw }, ["gone"])).error?.message).toBe('The project as it is loaded now has no asset "gone".');
  const a = asset({ name: "a", requiredResourceKeys: ["db"] }, ({ db }) => db);
  expect((await run({ a }, ["a"])).error?.message).toBe('No Definitions give the resource "db".');
});
