import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromEscapedString, type RunEvent } from "@headwater/model";
import { afterEach, describe, expect, test } from "vitest";
import { consoleLog } from "../context/assetContext.ts";
import { isValueNotFound } from "../io/ioManager.ts";
import { V8FileIOManager } from "../io/v8FileIOManager.ts";
import { openStore, type Store } from "../store/store.ts";
import { CannotCarry, carryHistory, finishCarrying, previewCarry } from "./carryHistory.ts";

const folders: string[] = [];
const stores: Store[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "headwater-carry-"));
  folders.push(folder);
  return folder;
}

const storageOf = (folder: string) => join(folder, ".headwater", "storage");

function open(folder: string) {
  const store = openStore(folder);
  stores.push(store);
  return { store, storage: storageOf(folder) };
}

function save(folder: string, key: string, value: unknown) {
  return V8FileIOManager({ folder: storageOf(folder) }).handleOutput(
    { assetKey: fromEscapedString(key), runId: "r1", log: consoleLog, addOutputMetadata: () => {} },
    value,
  );
}

async function load(folder: string, key: string): Promise<unknown> {
  try {
    return await V8FileIOManager({ folder: storageOf(folder) }).loadInput({
      assetKey: { path: ["down"] },
      upstreamKey: fromEscapedString(key),
      inputName: "up",
      runId: "r2",
      log: consoleLog,
      metadata: {},
    });
  } catch (error) {
    if (isValueNotFound(error)) return "nothing";
    throw error;
  }
}

function materialization(key: string, valueStored = true, ioManagerKey = "ioManager"): RunEvent[] {
  return [
    { type: "RUN_ENQUEUED", selection: key, steps: [{ key, assets: [{ key, groupName: "g" }], checks: [`${key}:rows`] }] },
    { type: "RUN_START" },
    { type: "STEP_START", step: key },
    { type: "HANDLED_OUTPUT", step: key, asset: key, ioManagerKey, metadata: {} },
    { type: "ASSET_MATERIALIZATION", step: key, asset: key, metadata: {}, tags: {}, valueStored },
    { type: "STEP_SUCCESS", step: key },
    { type: "RUN_SUCCESS" },
  ];
}

/** A project in which assets were materialized, each in a run of its own, with its key as its value. */
async function project(...keys: readonly string[]) {
  const folder = newFolder();
  const places = open(folder);
  for (const [at, key] of keys.entries()) {
    places.store.append(`r${at + 1}`, materialization(key));
    places.store.appendOutput(`r${at + 1}`, { step: key, stream: "stdout", timestamp: 1, text: `${key}\n` });
    places.store.flush();
    await save(folder, key, `the value of ${key}`);
  }
  return { folder, places };
}

/** What a history and its stored values tell of keys. */
async function told(folder: string, store: Store, ...keys: readonly string[]) {
  const latest = store.latest().map(({ key }) => key);
  return Promise.all(
    keys.map(async (key) => ({
      key,
      latest: latest.includes(key),
      runs: store.runsOf(key),
      outputs: store.runs(100).filter(({ runId }) => store.outputs(runId, key).length > 0).length,
      value: await load(folder, key),
    })),
  );
}

const gone = (key: string) => ({ key, latest: false, runs: 0, outputs: 0, value: "nothing" });

describe("the history and the value of an asset", () => {
  test.each([
    ["to another name", "old", "new"],
    ["to a longer key", "old", "shop/old"],
    ["to a key before it", "shop/old", "shop"],
    ["to a key that no file can be called", "old", "a\\/b/CON/ä"],
  ])("go %s", async (_, from, to) => {
    const { folder, places } = await project(from, "other", "ol");
    expect(previewCarry(places, { from, to })).toEqual({ runs: 1, value: "carried" });
    expect(await told(folder, places.store, to)).toEqual([gone(to)]);
    expect(carryHistory(places, { from, to })).toEqual({ runs: 1, value: "carried" });
    expect(await told(folder, places.store, from, to, "other", "ol")).toEqual([
      gone(from),
      { key: to, latest: true, runs: 1, outputs: 1, value: `the value of ${from}` },
      { key: "other", latest: true, runs: 1, outputs: 1, value: "the value of other" },
      { key: "ol", latest: true, runs: 1, outputs: 1, value: "the value of ol" },
    ]);
    expect(places.store.run("r1").assets.get(to)).toMatchObject({ status: "materialized" });
    expect([...places.store.run("r1").checks.keys()]).toEqual([`${to}:rows`]);
    expect(places.store.valueMoves()).toEqual([]);
    // Nothing is left that a later asset of the old key could take for its own.
    expect(carryHistory(places, { from, to: "third" })).toEqual({ runs: 0, value: "none" });
  });

  test("come back", async () => {
    const { folder, places } = await project("old");
    const before = places.store.events("r1");
    carryHistory(places, { from: "old", to: "new" });
    carryHistory(places, { from: "new", to: "old" });
    expect(places.store.events("r1")).toEqual(before);
    expect(await load(folder, "old")).toBe("the value of old");
  });

  test("leave the values of keys that begin with it", async () => {
    const { folder, places } = await project("shop", "shop/orders");
    carryHistory(places, { from: "shop", to: "store" });
    expect(await load(folder, "shop/orders")).toBe("the value of shop/orders");
    expect(await load(folder, "store")).toBe("the value of shop");
    expect(readdirSync(join(storageOf(folder), "shop"))).toEqual(["orders"]);
  });
});

describe("what cannot go along is told", () => {
  test.each<[string, (folder: string, store: Store) => unknown, object]>([
    ["nothing was ever computed", () => {}, { runs: 0, value: "none" }],
    ["no value was stored", (_, store) => store.append("r", materialization("old", false)), { runs: 1, value: "none" }],
    [
      "another I/O manager has stored it",
      (_, store) => store.append("r", materialization("old", true, "warehouse")),
      { runs: 1, value: "elsewhere", ioManagerKey: "warehouse" },
    ],
    [
      "the value is damaged",
      (folder, store) => {
        store.append("r", materialization("old"));
        mkdirSync(join(storageOf(folder), "old"), { recursive: true });
        writeFileSync(join(storageOf(folder), "old", "value.json"), "{");
      },
      { runs: 1, value: "damaged", problem: expect.stringMatching(/^The stored value of "old" is damaged: its value.json/) },
    ],
    [
      "the run failed",
      (_, store) => store.append("r", materialization("old").slice(0, 3).concat({ type: "RUN_FAILURE" })),
      { runs: 1, value: "none" },
    ],
  ])("%s", async (_, make, expected) => {
    const folder = newFolder();
    const places = open(folder);
    await make(folder, places.store);
    places.store.flush();
    expect(carryHistory(places, { from: "old", to: "new" })).toEqual(expected);
    expect(places.store.runsOf("old")).toBe(0);
  });
});

describe("it is refused, and nothing changes, where", () => {
  test.each<[string, (folder: string, store: Store) => unknown, RegExp]>([
    ["a run goes on", (_, store) => store.append("r9", materialization("other").slice(0, 3)), /^A run is going on: wait/],
    ["a run is queued", (_, store) => store.append("r9", materialization("other").slice(0, 1)), /^A run is going on: wait/],
    [
      "the new key has a history",
      (_, store) => store.append("r9", materialization("new")),
      /^"new" has a history of its own, which would be mixed with that of "old": 1 run tells of it\.$/,
    ],
    ["the new key has a value", (folder) => save(folder, "new", 1), /^A value of "new" is stored already/],
  ])("%s", async (_, make, message) => {
    const { folder, places } = await project("old");
    await make(folder, places.store);
    places.store.flush();
    const before = await told(folder, places.store, "old", "new");
    expect(() => carryHistory(places, { from: "old", to: "new" })).toThrow(CannotCarry);
    expect(() => carryHistory(places, { from: "old", to: "new" })).toThrow(message);
    expect(await told(folder, places.store, "old", "new")).toEqual(before);
  });
});

describe("a value that waits to be moved", () => {
  /** A history that was carried while the value stayed, as after a crash. */
  async function waiting() {
    const { folder, places } = await project("old");
    const file = readdirSync(join(storageOf(folder), "old")).find((name) => name.endsWith(".v8"));
    places.store.rename({ from: "old", to: "new" }, file);
    return { folder, places };
  }

  test("is moved later", async () => {
    const { folder, places } = await waiting();
    expect(places.store.valueMoves()).toHaveLength(1);
    expect(finishCarrying(places)).toBeUndefined();
    expect(await told(folder, places.store, "old", "new")).toEqual([
      gone("old"),
      { key: "new", latest: true, runs: 1, outputs: 1, value: "the value of old" },
    ]);
    expect(finishCarrying(places)).toBeUndefined();
  });

  test("stays behind a newer one of the new key", async () => {
    const { folder, places } = await waiting();
    await save(folder, "new", "newer");
    expect(finishCarrying(places)).toBeUndefined();
    expect(places.store.valueMoves()).toEqual([]);
    expect(await load(folder, "new")).toBe("newer");
  });

  test("stays where the old key has a newer one", async () => {
    const { folder, places } = await waiting();
    await save(folder, "old", "newer");
    finishCarrying(places);
    expect(await load(folder, "old")).toBe("newer");
    expect(await load(folder, "new")).toBe("nothing");
  });

  test("is said to wait where its folder cannot be made", async () => {
    const { folder, places } = await project("old");
    writeFileSync(join(storageOf(folder), "new"), "in the way");
    const carried = carryHistory(places, { from: "old", to: "new/deep" });
    expect(carried).toMatchObject({ runs: 1, value: "waiting", problem: expect.stringContaining("ENOTDIR") });
    expect(await load(folder, "old")).toBe("the value of old");
    rmSync(join(storageOf(folder), "new"));
    expect(finishCarrying(places)).toBeUndefined();
    expect(await load(folder, "new/deep")).toBe("the value of old");
  });

  test.skipIf(process.platform === "win32")(
    "is found where both keys have one folder, as on file systems that ignore case",
    async () => {
      const { folder, places } = await project("Raw");
      symlinkSync("Raw", join(storageOf(folder), "raw"));
      expect(carryHistory(places, { from: "Raw", to: "raw" })).toEqual({ runs: 1, value: "carried" });
      expect(await load(folder, "raw")).toBe("the value of Raw");
    },
  );
});

/**
 * Kills the process before its n-th change of the disk: calls of node:fs that write, and statements of SQLite. The number of
 * changes is written where none is left to kill before.
 */
const killer = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync, StatementSync } from "node:sqlite";
let left = Number(process.env.KILL_AT);
const count = (owner, name) => {
  const real = owner[name];
  owner[name] = function (...given) {
    if (globalThis.counting && left-- === 0) process.kill(process.pid, "SIGKILL");
    return real.apply(this, given);
  };
};
for (const name of ["mkdirSync", "renameSync", "openSync", "writeSync", "fsyncSync", "closeSync", "rmSync", "rmdirSync"]) count(fs, name);
syncBuiltinESMExports();
count(DatabaseSync.prototype, "exec");
count(StatementSync.prototype, "run");
`;

test("it is whole or not at all, wherever the process is killed", async () => {
  const { folder: original, places } = await project("old", "other");
  places.store.append("r3", materialization("old", true));
  places.store.flush();
  places.store.close();
  stores.length = 0;
  const before = { key: "old", latest: true, runs: 2, outputs: 1, value: "the value of old" };
  const seen = { before: 0, after: 0 };
  const tools = newFolder();
  writeFileSync(join(tools, "killer.mjs"), killer);
  writeFileSync(
    join(tools, "carry.mjs"),
    `import { openStore, carryHistory } from ${JSON.stringify(join(import.meta.dirname, "../../dist/engine.js"))};
     const folder = process.argv[2];
     const store = openStore(folder);
     globalThis.counting = true;
     carryHistory({ store, storage: folder + "/.headwater/storage" }, { from: "old", to: "shop/new" });
     globalThis.counting = false;
     store.close();`,
  );
  for (let at = 0; ; at++) {
    const folder = newFolder();
    cpSync(original, folder, { recursive: true });
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "--import", join(tools, "killer.mjs"), join(tools, "carry.mjs"), folder],
      { env: { ...process.env, KILL_AT: String(at) }, encoding: "utf8" },
    );
    if (status === 0) break;
    expect(signal, stderr).toBe("SIGKILL");
    const survived = open(folder);
    expect(finishCarrying(survived)).toBeUndefined();
    const [old, now, other] = await told(folder, survived.store, "old", "shop/new", "other");
    const isBefore = old?.latest === true;
    seen[isBefore ? "before" : "after"]++;
    expect([old, now], `killed before change ${at}`).toEqual(
      isBefore ? [before, gone("shop/new")] : [gone("old"), { ...before, key: "shop/new" }],
    );
    expect(other).toMatchObject({ latest: true, value: "the value of other" });
    // Whatever was cut off can be done again.
    if (isBefore) expect(carryHistory(survived, { from: "old", to: "shop/new" })).toEqual({ runs: 2, value: "carried" });
    expect(await load(folder, "shop/new")).toBe("the value of old");
    expect(existsSync(join(storageOf(folder), "old", "value.json"))).toBe(false);
    expect(readdirSync(join(storageOf(folder), "shop/new"))).toHaveLength(2);
    survived.store.close();
  }
  expect(seen.before).toBeGreaterThan(5);
  expect(seen.after).toBeGreaterThan(10);
});
