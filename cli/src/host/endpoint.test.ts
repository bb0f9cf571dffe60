import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { forgetEndpoint, newEndpoint, publishEndpoint, readEndpoint, withdrawEndpoint } from "./endpoint.ts";

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "headwater-test-"));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test("what a killed host left behind is removed", () => {
  const state = newFolder();
  const endpoint = newEndpoint("linux");
  publishEndpoint(state, endpoint);
  writeFileSync(endpoint.address, "");
  expect(readEndpoint(state)).toEqual(endpoint);
  forgetEndpoint(state);
  expect(readEndpoint(state)).toBeUndefined();
  expect(existsSync(dirname(endpoint.address))).toBe(false);
});

test("nothing else is removed, whatever the file says", () => {
  const state = newFolder();
  const elsewhere = join(newFolder(), "headwater-mine");
  mkdirSync(elsewhere);
  for (const address of [join(elsewhere, "host.sock"), join(newFolder(), "notes")]) {
    writeFileSync(address, "");
    publishEndpoint(state, { ...newEndpoint("win32"), address });
    forgetEndpoint(state);
    expect(existsSync(address)).toBe(true);
  }
});

test("a host takes back its own endpoint, and leaves that of its successor", () => {
  const state = newFolder();
  const [mine, next] = [newEndpoint("linux"), newEndpoint("linux")];
  publishEndpoint(state, next);
  withdrawEndpoint(state, mine);
  expect(existsSync(dirname(mine.address))).toBe(false);
  expect(readEndpoint(state)).toEqual(next);
  withdrawEndpoint(state, next);
  expect(readEndpoint(state)).toBeUndefined();
});
