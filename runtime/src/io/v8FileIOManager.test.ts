import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { consoleLog } from "../context/assetContext.ts";
import { isValueNotFound } from "./ioManager.ts";
import { V8FileIOManager } from "./v8FileIOManager.ts";

const base = await mkdtemp(join(tmpdir(), "headwater-io-"));
afterAll(() => rm(base, { recursive: true }));
let count = 0;

/** An I/O manager with one asset in a folder of its own. */
function makeStorage(name = "raw") {
  const folder = join(base, String(count++));
  const manager = V8FileIOManager({ folder });
  const metadata: Record<string, unknown> = {};
  const save = async (value: unknown, runId = "run-1") =>
    manager.handleOutput(
      { assetKey: { path: [name] }, runId, log: consoleLog, addOutputMetadata: (added) => Object.assign(metadata, added) },
      value,
    );
  const load = async (upstream = name) =>
    manager.loadInput({
      assetKey: { path: ["down"] },
      upstreamKey: { path: [upstream] },
      inputName: upstream,
      runId: "run-2",
      log: consoleLog,
      metadata: {},
    });
  const at = (file: string) => join(folder, name, file);
  const valueFile = async () => at((JSON.parse(await readFile(at("value.json"), "utf8")) as { file: string }).file);
  return { save, load, at, valueFile, metadata, folder };
}

const cyclic: { self?: unknown; list: number[] } = { list: [1] };
cyclic.self = cyclic;

test.each<[title: string, value: unknown]>([
  ["null", null],
  ["a number", 1.5],
  ["NaN", Number.NaN],
  ["a text", "ä\0🌊"],
  ["a bigint", 2n ** 70n],
  ["a date", new Date("2024-02-29T12:00:00Z")],
  ["an invalid date", new Date(Number.NaN)],
  ["rows with dates and lists", [{ at: new Date(0), tags: ["a", null], nested: { at: new Date(1) } }]],
  ["a Map of Sets", new Map([["a", new Set([1, 2n])]])],
  ["a Map with dates as keys", new Map([[new Date(0), 1]])],
  ["bytes", new Uint8Array([1, 2, 3])],
  ["floats", new Float64Array([0.1, -0])],
  ["a buffer", Buffer.from("abc")],
  ["an expression", /a+/gi],
  ["a sparse list", Object.assign([], { 0: 1, 2: 3 })],
  ["undefined inside", { a: undefined, b: [undefined] }],
  ["a cycle", cyclic],
  ["an own __proto__", JSON.parse('{"__proto__": 1}')],
  ["an empty object", {}],
])("%s survives", async (_, value) => {
  const { save, load } = makeStorage();
  await save(value);
  expect(await load()).toEqual(value);
});

test("errors survive with their message", async () => {
  const { save, load } = makeStorage();
  await save(new RangeError("too far"));
  const loaded = (await load()) as Error;
  expect([loaded instanceof RangeError, loaded.message]).toEqual([true, "too far"]);
});

test.each<[title: string, value: unknown, expected: string]>([
  ["a function", () => 1, "value is a function"],
  ["a function in a list", { rows: [{}, { format: () => 1 }] }, "value.rows[1].format is a function"],
  ["a symbol", { "a-b": Symbol("x") }, 'value["a-b"] is a symbol'],
  ["a promise", [Promise.resolve(1)], "value[0] is a promise (await it first)"],
  ["a promise in a Map", new Map([["a", Promise.resolve(1)]]), 'value.get("a") is a promise (await it first)'],
  ["a generator", (function* () {})(), "value is a generator (collect it into a list first)"],
  ["a weak map", { cache: new WeakMap() }, "value.cache is a weak collection"],
])("%s cannot be stored, and the place is named", async (_, value, expected) => {
  const { save, load } = makeStorage();
  await expect(save(value)).rejects.toThrow(
    `The value of "raw" cannot be stored: ${expected}. Return plain data, or name another I/O manager in ioManagerKey.`,
  );
  await expect(load()).rejects.toSatisfy(isValueNotFound);
});

test("the sidecar says what is stored, and the older value goes", async () => {
  const { save, load, at, folder, metadata } = makeStorage();
  await save("one");
  await save("two", "run-7");
  const sidecar = JSON.parse(await readFile(at("value.json"), "utf8"));
  expect(sidecar).toEqual({
    format: "v8",
    formatVersion: 1,
    key: ["raw"],
    file: expect.stringMatching(/^value-[0-9a-f]{16}\.v8$/),
    size: expect.any(Number),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    runId: "run-7",
  });
  expect(metadata).toEqual({ storedBytes: sidecar.size });
  expect((await readdir(join(folder, "raw"))).sort()).toEqual([sidecar.file, "value.json"]);
  expect(await load()).toBe("two");
});

test("a write that was cut off leaves the older value, and is cleared away later", async () => {
  const { save, load, at, folder } = makeStorage();
  await save("whole");
  const leftovers = ["value-00.v8.tmp", "value-01.v8", "value.json02.tmp"];
  for (const name of leftovers) await writeFile(at(name), "half");
  expect(await load()).toBe("whole");
  await save("next");
  expect(await readdir(join(folder, "raw"))).toHaveLength(5);
  for (const name of leftovers) await utimes(at(name), 0, 0);
  await save("last");
  expect(await readdir(join(folder, "raw"))).toHaveLength(2);
  expect(await load()).toBe("last");
});

test.each<[title: string, damage: (storage: ReturnType<typeof makeStorage>) => Promise<void>, expected: string]>([
  ["a truncated value", async ({ valueFile }) => writeFile(await valueFile(), "x"), "its file has 1 bytes instead of 6"],
  ["a changed value", async ({ valueFile }) => writeFile(await valueFile(), "abcdef"), "its content was changed"],
  ["a lost value", async ({ valueFile }) => rm(await valueFile()), "its file is missing"],
  ["a broken sidecar", async ({ at }) => writeFile(at("value.json"), "{"), "its value.json is not JSON"],
  [
    "an empty sidecar",
    async ({ at }) => writeFile(at("value.json"), "null"),
    "its value.json is of a format that this version does not know",
  ],
  [
    "a sidecar that points elsewhere",
    async ({ at }) => {
      const sidecar = JSON.parse(await readFile(at("value.json"), "utf8"));
      await writeFile(at("value.json"), JSON.stringify({ ...sidecar, file: "../../x" }));
    },
    "its value.json lacks something",
  ],
])("%s gives one sentence, and can be mended", async (_, damage, expected) => {
  const storage = makeStorage();
  await storage.save("ab");
  await damage(storage);
  await expect(storage.load()).rejects.toThrow(
    `The stored value of "raw" is damaged: ${expected}. Compute it again: headwater materialize --select "raw"`,
  );
  await storage.save("cd");
  expect(await storage.load()).toBe("cd");
});

test("a folder that another key has taken is refused", async () => {
  const { save, load, at } = makeStorage();
  await save(1);
  const sidecar = JSON.parse(await readFile(at("value.json"), "utf8"));
  await writeFile(at("value.json"), JSON.stringify({ ...sidecar, key: ["Raw"] }));
  await expect(load()).rejects.toThrow('"raw" and "Raw" share a folder');
  await expect(save(2)).rejects.toThrow('"raw" and "Raw" share a folder');
});

test("readers see whole values while a writer replaces them", async () => {
  const { save, load } = makeStorage();
  await save([0, 0]);
  let writing = true;
  const reader = async () => {
    while (writing) {
      const [one, other] = (await load()) as [number, number];
      expect(one).toBe(other);
    }
  };
  const readers = [reader(), reader()];
  for (let round = 1; round <= 50; round++) await save([round, round]);
  writing = false;
  await Promise.all(readers);
  expect(await load()).toEqual([50, 50]);
});
