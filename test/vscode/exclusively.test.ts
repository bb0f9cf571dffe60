import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exclusively } from "./exclusively.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headwater-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const lock = () => join(folder, "deep", "lock");

describe("exclusively", () => {
  test("lets one work after the other, and lets go also after a failure", async () => {
    const seen: string[] = [];
    const work = (name: string) =>
      exclusively(lock(), async () => {
        seen.push(`${name} begins`);
        await sleep(50);
        seen.push(`${name} ends`);
        if (name === "a") throw new Error("a fails");
      });
    const [first] = await Promise.allSettled([work("a"), work("b")]);
    expect(first.status).toBe("rejected");
    expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends"]);
    expect(existsSync(lock())).toBe(false);
  });

  test.each([
    { owner: "no such process", content: "4194303", age: 0 },
    { owner: "a process that took over the id of one long gone", content: String(process.pid), age: 10 * 60 },
    { owner: "a process that ended before it wrote its id", content: "", age: 10 * 60 },
  ])("takes over the lock of $owner", async ({ content, age }) => {
    await exclusively(lock(), async () => undefined);
    writeFileSync(lock(), content);
    const then = Date.now() / 1000 - age;
    utimesSync(lock(), then, then);
    expect(await exclusively(lock(), async () => "done", 2_000)).toBe("done");
  });

  test("says who holds it when patience ends", async () => {
    await exclusively(lock(), async () => {
      await expect(exclusively(lock(), async () => undefined, 10)).rejects.toThrow(`Process ${process.pid} has held`);
    });
  });
});
