import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import type { ResourceContext } from "../resources/resource.ts";
import { type DuckDB, DuckDBResource, type DuckDBResourceOptions, duckdbResource } from "./duckdbResource.ts";
import type { DuckDBParameters } from "./parameters.ts";

const folder = await mkdtemp(join(tmpdir(), "headwater-duckdb-"));
afterAll(() => rm(folder, { recursive: true }));

function makeContext(signal = new AbortController().signal): ResourceContext & { readonly said: string[] } {
  const said: string[] = [];
  const say = (...values: readonly unknown[]) => said.push(values.join(" "));
  const log = { info: say, warn: say, error: say };
  return {
    resourceKey: "duckdb",
    assetKey: { path: ["a"] },
    runId: "run",
    log,
    signal,
    projectFolder: folder,
    resources: {},
    said,
  };
}

async function use<T>(options: DuckDBResourceOptions, work: (duckdb: DuckDB) => Promise<T>, context = makeContext()): Promise<T> {
  const { setup, teardown } = DuckDBResource(options);
  const duckdb = await setup(context);
  try {
    return await work(duckdb);
  } finally {
    await teardown?.(duckdb, context);
  }
}

test("what one step writes the next one reads, and the folder is made", async () => {
  const database = "data/deep/shop.duckdb";
  await use({ database }, async (duckdb) => {
    await duckdb.execute(
      "create table t (id integer, happened timestamp, tags varchar[]); insert into t values (1, '2024-02-29 12:00:00', ['a'])",
    );
    expect(
      await duckdb.execute("insert into t values ($id, $happened, $tags)", { id: 2, happened: new Date(0), tags: ["b", "c"] }),
    ).toBe(1);
  });
  await use({ database, lockTimeout: 0 }, async (duckdb) => {
    expect(await duckdb.query<{ id: number; happened: Date; tags: string[] }>("from t where id >= ? order by id", [1])).toEqual([
      { id: 1, happened: new Date("2024-02-29T12:00:00Z"), tags: ["a"] },
      { id: 2, happened: new Date(0), tags: ["b", "c"] },
    ]);
    expect(await duckdb.query("select count(*) as count from t")).toEqual([{ count: 2n }]);
  });
});

test.each<[title: string, sql: string, parameters: DuckDBParameters | undefined, expected: unknown]>([
  ["nothing", "select 1 as v", undefined, 1],
  ["null", "select ? as v", [null], null],
  ["a text", "select ? as v", ["a"], "a"],
  ["a large whole number", "select $1 + 1 as v", [3_000_000_000], 3_000_000_001n],
  ["a fraction", "select ? as v", [0.5], 0.5],
  ["a boolean", "select ? as v", [true], true],
  ["a bigint", "select ?::hugeint as v", [2n ** 100n], 2n ** 100n],
  ["a date", "select ? as v", [new Date(1e12 + 1)], new Date(1e12 + 1)],
  ["bytes", "select ? as v", [new Uint8Array([1, 2])], Buffer.from([1, 2])],
  ["a list", "select ? as v", [[1, 2]], [1, 2]],
  ["a struct", "select ? as v", [{ a: 1, b: ["x"] }], { a: 1, b: ["x"] }],
  ["a day", "select date '2024-02-29' as v", undefined, new Date("2024-02-29")],
  ["a decimal", "select 1.5::decimal(4, 2) as v", undefined, 1.5],
])("%s passes", async (_, sql, parameters, expected) => {
  expect(await use({ database: ":memory:" }, (duckdb) => duckdb.query(sql, parameters))).toEqual([{ v: expected }]);
});

test.each<[title: string, value: unknown, expected: string]>([
  ["undefined", undefined, "The parameter $1 is undefined: give null for no value."],
  ["a function", () => 1, "The parameter $1 is a function."],
  ["no date", [new Date(Number.NaN)], "The parameter $1[0] is a date that does not exist."],
])("%s is refused", async (_, value, expected) => {
  const asked = use({ database: ":memory:" }, (duckdb) => duckdb.query("select ?", [value] as DuckDBParameters));
  await expect(asked).rejects.toThrow(expected);
});

test(":memory: is empty for each step", async () => {
  await use({ database: ":memory:" }, (duckdb) => duckdb.execute("create table t (id integer)"));
  await expect(use({ database: ":memory:" }, (duckdb) => duckdb.query("from t"))).rejects.toThrow(
    /Table with name t does not exist/,
  );
});

test("two steps of one process may have the same file open", async () => {
  const options = { database: "shared.duckdb", lockTimeout: 0 };
  await use(options, async (one) => {
    await one.execute("create table t as select 1 as id");
    await use(options, async (other) => expect(await other.query("from t")).toEqual([{ id: 1 }]));
    expect(await one.query("from t")).toEqual([{ id: 1 }]);
  });
});

/** Another process that has the file open until it is told to end, or for good. */
async function startHolder(database: string): Promise<ChildProcess> {
  const script = join(folder, "hold.mjs");
  const api = fileURLToPath(import.meta.resolve("@duckdb/node-api"));
  await writeFile(
    script,
    `import { createRequire } from "node:module";
     const { DuckDBInstance } = createRequire(import.meta.url)(${JSON.stringify(api)});
     const instance = await DuckDBInstance.create(process.argv[2]);
     const connection = await instance.connect();
     await connection.run("create table if not exists held as select 1 as id");
     console.log("open");
     process.stdin.once("data", () => { connection.closeSync(); instance.closeSync(); console.log("closed"); process.stdin.unref(); });`,
  );
  const child = spawn(process.execPath, [script, join(folder, database)], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout as NodeJS.ReadableStream, "data");
  return child;
}

test("a step waits for another process, and says so once", async () => {
  const holder = await startHolder("held.duckdb");
  const context = makeContext();
  // The holder lets go a while after the step has said that it waits, however long it takes to say so.
  let heard = 0;
  const release = setInterval(() => {
    if (context.said.length > 0 && ++heard === 20) holder.stdin?.write("close\n");
  }, 50);
  try {
    const rows = await use({ database: "held.duckdb" }, (duckdb) => duckdb.query("from held"), context);
    expect(rows).toEqual([{ id: 1 }]);
    expect(context.said).toEqual([`Waiting for the database "held.duckdb", which another process has open (PID ${holder.pid}).`]);
  } finally {
    clearInterval(release);
    holder.kill("SIGKILL");
  }
});

test("a step gives up after lockTimeout, and at once when the run is cancelled", async () => {
  const holder = await startHolder("stuck.duckdb");
  try {
    await expect(use({ database: "stuck.duckdb", lockTimeout: 0.2 }, async () => {})).rejects.toThrow(
      `The database "stuck.duckdb" was still open in another process (PID ${holder.pid}) after 0.2 seconds. End that process, or raise lockTimeout.`,
    );
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    await expect(use({ database: "stuck.duckdb" }, async () => {}, makeContext(abort.signal))).rejects.toThrow(/abort/i);
  } finally {
    holder.kill("SIGKILL");
  }
});

test("without the package there is one sentence", async () => {
  const missing = Object.assign(new Error("Cannot find package '@duckdb/node-api' imported from x"), {
    code: "ERR_MODULE_NOT_FOUND",
  });
  const { setup } = duckdbResource({ database: ":memory:" }, () => Promise.reject(missing));
  await expect(setup(makeContext())).rejects.toThrow(
    "DuckDBResource needs a package that is not installed: npm install @duckdb/node-api",
  );
});

test("a file that is no database is DuckDB's own error", async () => {
  await writeFile(join(folder, "text.duckdb"), "x".repeat(5000));
  await expect(use({ database: "text.duckdb" }, async () => {})).rejects.toThrow(/not a valid DuckDB database file/);
});

test.each<[title: string, options: object]>([
  ["no database", {}],
  ["an empty one", { database: "" }],
  ["a negative time", { database: "x", lockTimeout: -1 }],
  ["a time that is none", { database: "x", lockTimeout: "1" }],
  ["an unknown option", { database: "x", path: "y" }],
])("DuckDBResource refuses %s", (_, options) => {
  expect(() => DuckDBResource(options as DuckDBResourceOptions)).toThrow(TypeError);
});
