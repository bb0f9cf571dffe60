import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nodeFiles } from "./nodeFiles.ts";

const folder = mkdtempSync(join(tmpdir(), "headwater-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (path: string, content: string | Buffer) => writeFileSync(join(folder, path), content);
mkdirSync(join(folder, "inner"));
write("plain.ts", "export const a = 1;\n");
write("empty.ts", "");
write("mark.ts", "\uFEFFexport const a = 1;");
write("only-mark.ts", "\uFEFF");
write("other.ts", 'export const a = "ü, 漢, 🙂";');
write("broken.ts", Buffer.from([0x61, 0xff, 0xfe, 0xc3]));
write("large.ts", `// ${"ä".repeat(300_000)}`);
write("inner/one.ts", "");
symlinkSync("plain.ts", join(folder, "link.ts"));
symlinkSync("nowhere.ts", join(folder, "dangling.ts"));
symlinkSync("inner", join(folder, "linked"));

describe("files on disk", () => {
  it.each([
    ["plain.ts", 20],
    ["empty.ts", 0],
    ["mark.ts", 19],
    ["only-mark.ts", 0],
    ["other.ts", 28],
    ["broken.ts", 4],
    ["large.ts", 300_003],
    ["link.ts", 20],
    ["linked/one.ts", 0],
    ["dangling.ts", undefined],
    ["missing.ts", undefined],
    ["plain.ts/below.ts", undefined],
  ])("%s is read and looked at in one step as in two", (path, length) => {
    const files = nodeFiles(folder);
    const { text, stamp } = files.readStamped(path);
    expect({ text, stamp }).toEqual({ text: files.read(path), stamp: files.stamp(path) });
    expect(text?.length).toBe(length);
    expect(stamp?.[3]).toBe(length === undefined ? undefined : path === "link.ts");
  });

  it("a folder is no file", () => {
    const files = nodeFiles(folder);
    expect(files.stamp("inner")).toBeNull();
    expect(() => files.readStamped("inner")).toThrow("EISDIR");
  });

  it("links are not listed, a first listing counts once", () => {
    const listed = ["broken.ts", "empty.ts", "inner/one.ts", "large.ts", "mark.ts", "only-mark.ts", "other.ts", "plain.ts"];
    expect([...nodeFiles(folder).list()].sort()).toEqual(listed);
    const files = nodeFiles(folder, "plain.ts\0link.ts\0linked/one.ts");
    expect(files.list()).toEqual(["plain.ts", "linked/one.ts"]);
    expect([...files.list()].sort()).toEqual(listed);
  });
});
