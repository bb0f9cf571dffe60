import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RunEvent } from "@headwater/model";
import { afterEach, describe, expect, test, vi } from "vitest";
import { endLostRuns, endUnfinishedRun } from "./recovery.ts";
import { openStore, type Store } from "./store.ts";
import { StoreError } from "./storeError.ts";

const folders: string[] = [];
const stores: Store[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "headwater-store-"));
  folders.push(folder);
  return folder;
}

function open(folder: string): Store {
  const store = openStore(folder);
  stores.push(store);
  return store;
}

const enqueued: RunEvent = {
  type: "RUN_ENQUEUED",
  selection: "*",
  steps: [
    { key: "a", assets: [{ key: "a", groupName: "default" }], checks: [] },
    { key: "b", assets: [{ key: "b", groupName: "default" }], checks: ["b:check"] },
  ],
};
const materialized = (step: string, rows: number): RunEvent[] => [
  { type: "STEP_START", step },
  { type: "HANDLED_OUTPUT", step, asset: step, ioManagerKey: "ioManager", metadata: { path: { type: "text", value: step } } },
  {
    ...{ type: "ASSET_MATERIALIZATION", step, asset: step, tags: {}, valueStored: true },
    metadata: { rows: { type: "int", value: rows } },
  },
  { type: "STEP_SUCCESS", step },
];

describe("a store", () => {
  test("keeps what was appended, in order, for the next one that opens it", () => {
    const folder = newFolder();
    const first = open(folder);
    first.append("r1", [enqueued, { type: "RUN_START" }, ...materialized("a", 1)]);
    first.appendOutput("r1", { step: "a", stream: "stdout", timestamp: 5, text: "hello\n" });
    first.append("r2", [enqueued]);
    first.append("r1", [...materialized("b", 2), { type: "RUN_SUCCESS" }]);
    first.close();
    stores.length = 0;

    const second = open(folder);
    expect(second.runs(10)).toMatchObject([
      { runId: "r2", status: "QUEUED", steps: 2 },
      { runId: "r1", status: "SUCCESS", selection: "*" },
    ]);
    expect(second.unfinishedRuns()).toEqual(["r2"]);
    expect(second.events("r1").map(({ event }) => event.type)).toEqual([
      "RUN_ENQUEUED",
      "RUN_START",
      ...materialized("a", 1).map(({ type }) => type),
      ...materialized("b", 2).map(({ type }) => type),
      "RUN_SUCCESS",
    ]);
    expect(second.run("r1").assets.get("b")).toMatchObject({ status: "materialized", metadata: { rows: { value: 2 } } });
    expect(second.outputs("r1", "a")).toEqual([{ step: "a", stream: "stdout", timestamp: 5, text: "hello\n" }]);
    expect(second.latest().map(({ key, runId, metadata }) => [key, runId, Object.keys(metadata)])).toEqual([
      ["a", "r1", ["path", "rows"]],
      ["b", "r1", ["path", "rows"]],
    ]);
    expect(second.findRuns("r")).toEqual(["r1", "r2"]);
    expect(second.findRuns("r1")).toEqual(["r1"]);
    expect(second.findRuns("x")).toEqual([]);
  });

  test("tells of events after they are committed, many at once", async () => {
    const folder = newFolder();
    const store = open(folder);
    const told: string[][] = [];
    store.onCommitted((events) => {
      const reader = new DatabaseSync(join(folder, ".headwater/history.db"), { readOnly: true });
      const { count } = reader.prepare("SELECT count(*) AS count FROM events").get() as { count: number };
      reader.close();
      expect(count).toBeGreaterThanOrEqual(events.at(-1)?.id as number);
      told.push(events.map(({ event }) => event.type));
    });
    store.append("r", [enqueued]);
    store.append("r", [{ type: "RUN_START" }]);
    expect(told).toEqual([]);
    await vi.waitFor(() => expect(told).not.toEqual([]));
    expect(told).toEqual([["RUN_ENQUEUED", "RUN_START"]]);
  });

  test("keeps its folder out of git", () => {
    const folder = newFolder();
    open(folder);
    expect(readFileSync(join(folder, ".headwater/.gitignore"), "utf8")).toBe("*\n");
  });

  test("ends what a dead host left unfinished", () => {
    const store = open(newFolder());
    store.append("r", [enqueued, { type: "RUN_START" }, { type: "STEP_START", step: "a" }]);
    store.flush();
    expect(endLostRuns(store)).toEqual(["r"]);
    const run = store.run("r");
    expect(run.status).toBe("FAILURE");
    expect(run.assets.get("a")).toMatchObject({ status: "failed", error: { name: "HostLost" } });
    expect(run.assets.get("b")).toMatchObject({ status: "canceled" });
    expect(store.unfinishedRuns()).toEqual([]);
    expect(endLostRuns(store)).toEqual([]);
  });
});

test("a run that nobody drives any more is canceled with its assets; one that has ended stays as it is", () => {
  const store = open(newFolder());
  store.append("r", [enqueued, { type: "RUN_START" }, { type: "STEP_START", step: "a" }]);
  endUnfinishedRun(store, "r", "canceled");
  const { status, assets } = store.run("r");
  expect([status, assets.get("a")?.status, assets.get("b")?.status]).toEqual(["CANCELED", "canceled", "canceled"]);
  const before = store.events("r").length;
  endUnfinishedRun(store, "r", { name: "E", message: "m" });
  expect(store.events("r")).toHaveLength(before);
});

test("what comes after the end is not written, and nothing breaks by it", async () => {
  const store = open(newFolder());
  const failures: StoreError[] = [];
  store.onFailed((error) => failures.push(error));
  store.close();
  store.append("r", [enqueued]);
  store.appendOutput("r", { step: "a", stream: "stdout", timestamp: 5, text: "late" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  store.flush();
  store.close();
  expect(failures).toEqual([]);
});

test("a store that is opened before its maker has made the tables waits for them", () => {
  const folder = newFolder();
  mkdirSync(join(folder, ".headwater"));
  writeFileSync(join(folder, ".headwater/history.db"), "");
  const [one, other] = [open(folder), open(folder)];
  one?.append("r", [enqueued]);
  one?.flush();
  expect(other?.runs(10)).toHaveLength(1);
});

test.skipIf(process.platform === "win32")("a store whose file is removed says so, and takes no more", () => {
  const folder = newFolder();
  const store = open(folder);
  const failures: StoreError[] = [];
  store.onFailed((error) => failures.push(error));
  store.append("r", [enqueued]);
  store.flush();
  rmSync(join(folder, ".headwater"), { recursive: true });
  store.append("r", [{ type: "RUN_START" }]);
  store.flush();
  store.append("r", [{ type: "RUN_SUCCESS" }]);
  store.flush();
  expect(failures.map(({ code }) => code)).toEqual(["store-removed"]);
});

test("the latest materialization or observation of each asset tells its tags", () => {
  const folder = newFolder();
  const store = open(folder);
  const news = (type: "ASSET_MATERIALIZATION" | "ASSET_OBSERVATION", asset: string, version: string): RunEvent => {
    const base = { step: asset, asset, metadata: {}, tags: { "dagster/data_version": version } };
    return type === "ASSET_OBSERVATION" ? { type, ...base } : { type, ...base, valueStored: false };
  };
  const first = store.append("r", [enqueued, news("ASSET_MATERIALIZATION", "a", "1"), news("ASSET_OBSERVATION", "b", "2")]);
  const [second] = store.append("r", [news("ASSET_MATERIALIZATION", "a", "3")]);
  store.flush();
  expect(store.events("r")).toEqual([...first, second]);
  const versions = store.latestRecords().map(({ asset, eventId, tags }) => [asset, eventId, tags["dagster/data_version"]]);
  expect(versions).toEqual([
    ["b", first[2]?.id, "2"],
    ["a", second?.id, "3"],
  ]);
});

test("a store of version 1 is brought up", () => {
  const folder = newFolder();
  open(folder).close();
  stores.length = 0;
  const database = new DatabaseSync(join(folder, ".headwater/history.db"));
  const insert = database.prepare("INSERT INTO events (run_id, timestamp, body) VALUES ('r', 1, ?)");
  for (const body of [
    { type: "RUN_ENQUEUED", steps: [{ key: "a", groupName: "g" }], selection: "*" },
    { type: "STEP_START", step: "a" },
    { type: "ASSET_MATERIALIZATION", step: "a", metadata: {}, tags: {}, valueStored: true },
    { type: "STEP_SUCCESS", step: "a" },
    { type: "RUN_SUCCESS" },
  ]) {
    insert.run(JSON.stringify(body));
  }
  database.exec("DROP TABLE value_moves; DROP TABLE asset_versions; PRAGMA user_version = 1");
  database.close();
  const store = open(folder);
  const run = store.run("r");
  expect([run.status, run.assets.get("a")]).toMatchObject(["SUCCESS", { status: "materialized", groupName: "g" }]);
  // What was recorded before data versions were is there, without one.
  expect(store.latestRecords()).toEqual([{ asset: "a", eventId: 3, timestamp: 1, tags: {} }]);
});

describe("a store that cannot be used says so in one sentence and changes nothing", () => {
  const refusal = (folder: string): StoreError => {
    try {
      open(folder);
    } catch (error) {
      expect(error).toBeInstanceOf(StoreError);
      return error as StoreError;
    }
    throw new Error("It opened.");
  };

  test("no database at all", () => {
    const folder = newFolder();
    mkdirSync(join(folder, ".headwater"));
    const garbage =
      "this is no database, but somebody's notes, and they are long enough to be a header of one hundred bytes or so";
    writeFileSync(join(folder, ".headwater/history.db"), garbage);
    expect(refusal(folder)).toMatchObject({ code: "store-damaged" });
    expect(readFileSync(join(folder, ".headwater/history.db"), "utf8")).toBe(garbage);
  });

  test("a database of a newer version", () => {
    const folder = newFolder();
    open(folder).close();
    stores.length = 0;
    const database = new DatabaseSync(join(folder, ".headwater/history.db"));
    database.exec("PRAGMA user_version = 999");
    database.close();
    const error = refusal(folder);
    expect(error.code).toBe("store-newer");
    expect(error.message).toContain("update headwater");
  });

  test("a file where the folder should be", () => {
    const folder = newFolder();
    writeFileSync(join(folder, ".headwater"), "");
    expect(refusal(folder).message).toMatch(/^\.headwater cannot be used/);
    expect(existsSync(join(folder, ".headwater"))).toBe(true);
  });
});

test("no acknowledged event is lost when the process is killed", async () => {
  const folder = newFolder();
  const program = join(folder, "writer.mjs");
  const store = join(import.meta.dirname, "../../dist/engine.js");
  writeFileSync(
    program,
    `import { openStore } from ${JSON.stringify(store)};
     const store = openStore(${JSON.stringify(folder)});
     store.onCommitted((events) => process.send(events.at(-1).id));
     const more = () => { store.append("r", [{ type: "STEP_START", step: "a" }, { type: "STEP_SUCCESS", step: "a" }]); setImmediate(more); };
     more();`,
  );
  for (let round = 0; round < 5; round++) {
    const child = fork(program, [], { execArgv: ["--disable-warning=ExperimentalWarning"] });
    let acknowledged = 0;
    child.on("message", (id: number) => {
      acknowledged = id;
    });
    await once(child, "message");
    await new Promise((resolve) => setTimeout(resolve, 50 + round * 20));
    child.kill("SIGKILL");
    await once(child, "close");
    const reader = openStore(folder);
    const ids = reader.events("r").map(({ id }) => id);
    reader.close();
    expect(acknowledged).toBeGreaterThan(0);
    expect(ids.at(-1)).toBeGreaterThanOrEqual(acknowledged);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  }
});
