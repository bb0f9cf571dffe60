import { existsSync } from "node:fs";
import { join } from "node:path";
import { staleOutput } from "@headwater/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { type ScratchProject, scratchProject } from "./project/scratchProject.ts";

const projects: ScratchProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

function project(text: string): ScratchProject {
  const made = scratchProject({ "src/assets.ts": text });
  projects.push(made);
  return made;
}

const header = 'import { asset, DataVersion, MaterializeResult, observableAsset } from "headwater";\n';
const orders = (codeVersion: string) => `export const orders = asset({ codeVersion: ${codeVersion} }, () => 1);\n`;
const others = `
  export const clean = asset({ ins: { orders } }, ({ orders: n }) => n + 1);
  export const report = asset({ deps: [clean], codeVersion: "1" }, () => 1);
`;

/** `key STATUS reason…`, as the command tells it. */
function told(scratch: ScratchProject, ...args: string[]): string[] {
  const { assets } = staleOutput.parse(scratch.json("stale", ...args));
  return assets.map(({ key, status, causes }) => [key, status, ...causes.map(({ reason }) => reason)].join(" "));
}

describe("headwater stale", () => {
  test("follows code and runs, and judges by direct upstreams", () => {
    const scratch = project(header + orders('"1"') + others);
    expect(told(scratch)).toEqual(["orders MISSING", "clean MISSING", "report MISSING"]);
    scratch.run("materialize");
    expect(told(scratch)).toEqual(["orders FRESH", "clean FRESH", "report FRESH"]);

    // The same code with the same inputs gives the same data version.
    scratch.run("materialize", "--select", "key:orders");
    expect(told(scratch)).toEqual(["orders FRESH", "clean FRESH", "report FRESH"]);

    scratch.write({ "src/assets.ts": header + orders('"2"') + others });
    expect(told(scratch)).toEqual(["orders STALE NEW_CODE_VERSION", "clean FRESH", "report FRESH"]);
    const { status, stdout } = scratch.run("stale");
    expect(status).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "ASSET   STATUS  WHY",
      'orders  stale   "orders" has a new code version',
      'clean   fresh   but "orders" further up is stale',
      'report  fresh   but "orders" further up is stale',
      "",
      "It comes from this:",
      '  "orders" has a new code version, which makes orders stale',
      "",
      "3 assets: 1 stale, 0 missing, 2 fresh.",
      "",
    ]);

    scratch.run("materialize", "--select", "key:orders");
    expect(told(scratch)).toEqual(["orders FRESH", "clean STALE NEW_DEPENDENCY_DATA_VERSION", "report FRESH"]);
    const [clean] = staleOutput.parse(scratch.json("stale", "--select", "key:clean")).assets;
    expect(clean?.rootCauses).toMatchObject([{ key: "orders", reason: "NEW_DATA_VERSION" }]);

    // "clean" has no code version: it is other data each time, whatever it read.
    scratch.run("materialize", "--select", "key:clean");
    expect(told(scratch)).toEqual(["orders FRESH", "clean FRESH", "report STALE NEW_DEPENDENCY_MATERIALIZATION"]);
    scratch.run("materialize", "--select", "key:report");
    expect(told(scratch)).toEqual(["orders FRESH", "clean FRESH", "report FRESH"]);
  });

  test("follows what an observation finds", () => {
    const text = (version: string) => `${header}
      export const feed = observableAsset({ key: "feed" }, () => DataVersion("${version}"));
      export const copy = asset({ deps: [feed], codeVersion: "1" }, () => 1);
    `;
    const scratch = project(text("1"));
    scratch.run("materialize", "--select", "key:feed");
    scratch.run("materialize");
    scratch.run("materialize", "--select", "key:feed");
    expect(told(scratch)).toEqual(["copy FRESH"]);
    scratch.write({ "src/assets.ts": text("2") });
    expect(told(scratch)).toEqual(["copy FRESH"]);
    scratch.run("materialize", "--select", "key:feed");
    expect(told(scratch)).toEqual(["copy STALE NEW_DEPENDENCY_DATA_VERSION"]);
  });

  test("runs no user code, says what only that knows, and learns it with --loaded", () => {
    const sentinel = 'import { writeFileSync } from "node:fs"; writeFileSync("ran", "");\n';
    const scratch = project(sentinel + header + orders("String(Math.max(1, 2))"));
    const [asset] = staleOutput.parse(scratch.json("stale")).assets;
    expect(asset).toMatchObject({ status: "MISSING", unknown: ["codeVersion"] });
    expect(scratch.run("stale").stdout).toMatch(/only running the code tells its code version[\s\S]*With --loaded/);
    expect(existsSync(join(scratch.folder, "ran"))).toBe(false);
    scratch.run("materialize");
    scratch.write({ "src/assets.ts": sentinel + header + orders("String(Math.max(2, 3))") });
    expect(told(scratch)).toEqual(["orders FRESH"]);
    expect(told(scratch, "--loaded")).toEqual(["orders STALE NEW_CODE_VERSION"]);
  });

  test("refuses what is no selection", () => {
    const scratch = project(header + orders('"1"'));
    expect(scratch.run("stale", "--select", "key:").status).toBe(2);
    expect(scratch.run("stale", "--select", "group:elsewhere").stdout).toMatch(/matches no asset/);
  });
});
