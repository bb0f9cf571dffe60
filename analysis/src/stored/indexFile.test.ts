import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { readIndex, writeIndex } from "./indexFile.ts";

const folder = mkdtempSync(join(tmpdir(), "headwater-index-"));
const path = join(folder, "one.index");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
});

interface Sections {
  readonly first: ReadonlyMap<string, readonly number[]>;
  readonly second: { readonly text: string };
}
const sections: Sections = {
  first: new Map([["a", [1, 2, 3]]]),
  second: { text: "an umlaut: ü; ".repeat(50) },
};
const read = (build = "build") => {
  const index = readIndex<Sections>(path, build);
  return index && { first: index.section("first"), second: index.section("second") };
};
const write = (what = sections, build = "build") => writeIndex<Sections>(path, build, what);

describe("an index on disk", () => {
  it("gives back what was written, and leaves nothing beside it", () => {
    expect(read()).toBeUndefined();
    expect(write()).toBe(true);
    expect(read()).toEqual(sections);
    expect(readdirSync(folder)).toEqual(["one.index"]);
  });

  it("of another build is as good as absent, and is replaced", () => {
    write();
    expect(read("another build")).toBeUndefined();
    write(sections, "another build");
    expect(read()).toBeUndefined();
    expect(read("another build")).toEqual(sections);
  });

  it("that is cut off anywhere gives a section as it was or not at all", () => {
    write();
    const whole = readFileSync(path);
    for (let part = 0; part < 50; part++) {
      writeFileSync(path, whole);
      truncateSync(path, Math.floor((whole.length * part) / 50));
      const found = read();
      for (const name of ["first", "second"] as const) expect([undefined, sections[name]]).toContainEqual(found?.[name]);
      expect(found?.second).toBeUndefined();
    }
  });

  it("with changed bytes gives a section as it was or not at all", () => {
    write();
    const whole = readFileSync(path);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] as number) ^ change;
        writeFileSync(path, bytes);
        const found = read();
        for (const name of ["first", "second"] as const) expect([undefined, sections[name]]).toContainEqual(found?.[name]);
        expect(found).not.toEqual(sections);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["nothing", ""],
    ["a text", "no index"],
    ["the beginning alone", "headwater index 1\n"],
    ["zeros", "\0".repeat(200)],
  ])("is none where %s stands", (_, text) => {
    writeFileSync(path, text);
    expect(read()).toBeUndefined();
    expect(write()).toBe(true);
    expect(read()).toEqual(sections);
  });

  it("that is replaced while it is read gives nothing of the other", () => {
    write();
    const before = readIndex<Sections>(path, "build");
    write({ first: new Map(), second: { text: "other" } });
    expect(before?.section("second")).toBeUndefined();
  });

  it("is whole at any time while others write it", async () => {
    const texts = ["one", "two"].map((name) => name.repeat(20_000));
    const source = `
      const { workerData } = require("node:worker_threads");
      import(workerData.module).then(({ writeIndex }) => {
        for (let time = 0; time < 40; time++) writeIndex(workerData.path, "build", { first: new Map(), second: { text: workerData.text } });
      });`;
    const module = new URL("./indexFile.ts", import.meta.url).href;
    const writers = texts.map((text) => new Worker(source, { eval: true, workerData: { module, path, text } }));
    let running = writers.length;
    const ended = writers.map(
      (writer) =>
        new Promise<void>((resolve, reject) => {
          writer.once("error", reject);
          writer.once("exit", () => {
            running--;
            resolve();
          });
        }),
    );
    let found = 0;
    let damaged = 0;
    while (running > 0) {
      const wasThere = existsSync(path);
      const index = readIndex<Sections>(path, "build");
      const text = index?.section("second")?.text;
      if (text !== undefined && texts.includes(text)) found++;
      else if (text !== undefined || (wasThere && index === undefined)) damaged++;
      await new Promise(setImmediate);
    }
    await Promise.all(ended);
    expect(damaged).toBe(0);
    expect(found).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual(["one.index"]);
  });

  it("is not written where that cannot be, and what is there stays", () => {
    write();
    mkdirSync(join(folder, "taken.index"));
    expect(writeIndex(join(folder, "taken.index"), "build", sections)).toBe(false);
    expect(writeIndex(join(path, "below.index"), "build", sections)).toBe(false);
    expect(writeIndex(path, "build", { first: () => "no data" })).toBe(false);
    expect(read()).toEqual(sections);
    expect(readdirSync(folder).sort()).toEqual(["one.index", "taken.index"]);
  });

  it("is not written where the disk is full", async () => {
    write();
    // The folder's file system has room: the write itself fails, as it does on a full one.
    const source = `
      const { workerData } = require("node:worker_threads");
      const fs = require("node:fs");
      const { writeSync } = fs;
      fs.writeSync = () => { throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" }); };
      require("node:module").syncBuiltinESMExports();
      import(workerData.module).then(({ writeIndex }) => require("node:worker_threads").parentPort.postMessage(writeIndex(workerData.path, "build", { first: 1 })));`;
    const writer = new Worker(source, {
      eval: true,
      workerData: { module: new URL("./indexFile.ts", import.meta.url).href, path },
    });
    expect(await new Promise((resolve) => writer.once("message", resolve))).toBe(false);
    expect(read()).toEqual(sections);
    expect(readdirSync(folder)).toEqual(["one.index"]);
  });

  it("takes away what others began long ago and did not finish", () => {
    const [old, recent, foreign] = ["one.index.a.tmp", "one.index.b.tmp", "two.index.c.tmp"].map((name) => join(folder, name));
    for (const each of [old, recent, foreign] as string[]) writeFileSync(each, "");
    utimesSync(old as string, 0, 0);
    utimesSync(foreign as string, 0, 0);
    write();
    expect(readdirSync(folder).sort()).toEqual(["one.index", "one.index.b.tmp", "two.index.c.tmp"]);
  });

  it("goes once nobody has used it for two months, and one that is read is used", () => {
    const at = (name: string, days: number) => {
      const file = join(folder, `${name.repeat(32)}.index`);
      expect(writeIndex<Sections>(file, "build", sections)).toBe(true);
      const time = Date.now() / 1000 - days * 86_400;
      utimesSync(file, time, time);
      return file;
    };
    const [recent, read] = [at("a", 50), at("b", 59)];
    expect(readIndex<Sections>(read, "build")).toBeDefined();
    expect(Date.now() - statSync(read).mtimeMs).toBeLessThan(86_400_000);
    const forgotten = at("c", 61);
    const foreign = join(folder, "notes.index");
    writeFileSync(foreign, "");
    utimesSync(foreign, 0, 0);
    write();
    expect([recent, read, forgotten, foreign, path].map((file) => existsSync(file))).toEqual([true, true, false, true, true]);
  });
});
