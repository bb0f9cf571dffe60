import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reduceProject } from "@headwater/model";
import { renameOutput } from "@headwater/protocol";
import { afterEach, describe, expect, test, vi } from "vitest";
import { startHostProcess } from "../client/src/runs/hostProcess.ts";
import { type ScratchProject, scratchProject, statuses } from "./project/scratchProject.ts";

const projects: ScratchProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

const header = 'import { asset, assetCheck } from "headwater";\n';
const files: Readonly<Record<string, string>> = {
  "src/up.ts": `${header}export const plain = asset(() => [1, 2]);
export const deep = asset({ key: ["shop", "deep"] }, () => 3);
`,
  "src/barrel.ts": 'export * from "./up.ts";\n',
  "src/down.ts": `${header}import { plain } from "./barrel.ts";
export const taken = asset({ ins: { rows: plain } }, ({ rows }) => rows.length);
export const named = asset({ deps: [["shop", "deep"]] }, ({ plain }: { plain: number[] }) => plain.length);
export const hasRows = assetCheck({ asset: "plain" }, ({ plain }: { plain: number[] }) => plain.length > 0);
`,
};
const renamedFiles = {
  "src/up.ts": files["src/up.ts"]?.replace("plain =", "numbers ="),
  "src/barrel.ts": files["src/barrel.ts"],
  "src/down.ts": files["src/down.ts"]
    ?.replace("import { plain }", "import { numbers }")
    .replace("rows: plain }", "rows: numbers }")
    .replace("({ plain }: { plain: number[] }) => plain.length)", "({ numbers: plain }: { plain: number[] }) => plain.length)")
    .replace('asset: "plain"', 'asset: "numbers"'),
};

function project(more: Readonly<Record<string, string>> = {}): ScratchProject {
  const made = scratchProject({ ...files, ...more });
  projects.push(made);
  return made;
}

const textsOf = (folder: string) =>
  Object.fromEntries(Object.keys(files).map((file) => [file, readFileSync(join(folder, file), "utf8")]));

describe("headwater rename", () => {
  test("shows what it would change, and changes nothing", () => {
    const scratch = project();
    scratch.run("materialize");
    const { status, stdout } = scratch.run("rename", "shop/deep", "shop/flat", "--dry-run");
    expect(status).toBe(0);
    expect(stdout).toBe(`src/down.ts
  4 - export const named = asset({ deps: [["shop", "deep"]] }, ({ plain }: { plain: number[] }) => plain.length);
  4 + export const named = asset({ deps: [["shop", "flat"]] }, ({ plain }: { plain: number[] }) => plain.length);

src/up.ts
  3 - export const deep = asset({ key: ["shop", "deep"] }, () => 3);
  3 + export const deep = asset({ key: ["shop", "flat"] }, () => 3);

"shop/deep" would be renamed to "shop/flat" in 2 places of 2 files.
1 run of the history and the stored value would be carried.
`);
    expect(textsOf(scratch.folder)).toEqual(files);
    expect(Object.keys(statuses(scratch.json("materialize", "--select", 'key:"shop/deep"')))).toEqual(["shop/deep"]);
  });

  test("changes the files, and carries history and value", () => {
    const scratch = project();
    scratch.run("materialize");
    const planned = renameOutput.parse(scratch.json("rename", "plain", "numbers", "--dry-run"));
    const done = renameOutput.parse(scratch.json("rename", "plain", "numbers"));
    expect({ ...done, dryRun: true }).toEqual(planned);
    expect(done).toMatchObject({ from: "plain", to: "numbers", dryRun: false, history: { runs: 1, value: "carried" } });
    expect(done.edits).toContainEqual({
      ...{ file: "src/up.ts", line: 2, column: 14, endLine: 2, endColumn: 19, newText: "numbers" },
    });
    expect(textsOf(scratch.folder)).toEqual(renamedFiles);
    expect(scratch.run("check").status).toBe(0);
    const latest = scratch
      .json("list")
      .assets.map((each: { key: string; latestMaterialization?: object }) => [
        each.key,
        each.latestMaterialization !== undefined,
      ]);
    expect(latest).toContainEqual(["numbers", true]);
    // Its value is loaded under the new key.
    expect(statuses(scratch.json("materialize", "--select", "taken,named"))).toEqual({
      taken: "materialized",
      named: "materialized",
    });
    const [, first] = scratch.json("runs").runs;
    expect(statuses(scratch.json("runs", first.runId))).toMatchObject({ numbers: "materialized", taken: "materialized" });
  });

  test("carries what was renamed elsewhere", () => {
    const scratch = project();
    scratch.run("materialize");
    expect(scratch.run("rename", "plain", "numbers", "--only-history")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('"plain" is still declared, in src/up.ts:2: leave out --only-history'),
    });
    scratch.write(renamedFiles as Record<string, string>);
    expect(scratch.run("rename", "plain", "numbers", "--only-history")).toMatchObject({
      status: 0,
      stdout: "1 run of the history and the stored value were carried.\n",
    });
    expect(scratch.run("rename", "plain", "numbers", "--only-history").stderr).toContain("has a history of its own");
    expect(textsOf(scratch.folder)).toEqual(renamedFiles);
  });

  test("needs no history", () => {
    const scratch = project();
    expect(scratch.json("rename", "plain", "numbers").history).toEqual({ runs: 0, value: "none" });
    expect(textsOf(scratch.folder)).toEqual(renamedFiles);
  });

  test("says what only another I/O manager can carry", () => {
    const scratch = project({
      "src/up.ts": `import { asset, Definitions } from "headwater";
let kept;
export const plain = asset({ ioManagerKey: "warehouse" }, () => [1]);
export const defs = Definitions({ ioManagers: { warehouse: { handleOutput: (_, value) => { kept = value; }, loadInput: () => kept } } });
`,
      "src/down.ts": "export {};\n",
    });
    scratch.run("materialize");
    const { stdout } = scratch.run("rename", "plain", "numbers");
    expect(stdout).toContain('1 run of the history was carried. The value was stored by the I/O manager "warehouse"');
  });

  test("leaves line ends and marks of files as they are", () => {
    const scratch = project({ "src/up.ts": `\uFEFF${files["src/up.ts"]?.replaceAll("\n", "\r\n")}` });
    scratch.run("rename", "shop/deep", "shop/flat");
    const expected = `\uFEFF${files["src/up.ts"]?.replaceAll("\n", "\r\n").replace('"deep"', '"flat"')}`;
    expect(readFileSync(join(scratch.folder, "src/up.ts"), "utf8")).toBe(expected);
  });
});

describe("other projects of a workspace", () => {
  const manifest = (name: string) => JSON.stringify({ name, type: "module", dependencies: { headwater: "*" } });
  const workspace = (reports: string) =>
    project({
      "package.json": '{ "private": true, "workspaces": ["packages/*"] }',
      "packages/sales/package.json": manifest("sales"),
      "packages/sales/assets.ts": `${header}export const a = asset({ name: "orders" }, () => 1);\n`,
      "packages/reports/package.json": manifest("reports"),
      "packages/reports/assets.ts": `${header}${reports}\n`,
    });
  const run = (scratch: ScratchProject, ...args: string[]) => scratch.run("rename", "--project", "packages/sales", ...args);
  const reportsIn = ({ folder }: ScratchProject) => readFileSync(join(folder, "packages/reports/assets.ts"), "utf8");

  test("that name the asset are changed too", () => {
    const scratch = workspace('export const report = asset({ deps: ["orders"] }, () => 1);');
    const { status, stdout } = run(scratch, "orders", "sold");
    expect([status, stdout]).toEqual([0, expect.stringContaining("in 2 places of 2 files")]);
    expect(reportsIn(scratch)).toBe(`${header}export const report = asset({ deps: ["sold"] }, () => 1);\n`);
    expect(readFileSync(join(scratch.folder, "packages/sales/assets.ts"), "utf8")).toContain('name: "sold"');
  });

  test("that would mean another asset then are a reason to refuse", () => {
    const scratch = workspace('export const sold = asset({ deps: ["orders"] }, () => 1);');
    const { status, stderr } = run(scratch, "orders", "sold");
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('reports names it and has an asset "sold" of its own, which would be meant instead.'),
    ]);
    expect(reportsIn(scratch)).toContain('deps: ["orders"]');
  });
});

describe("it is refused, and nothing changes, where", () => {
  test.each<[string, readonly string[], number, RegExp]>([
    ["nobody has the key", ["plane", "x"], 1, /No asset has the key "plane"\. Did you mean "plain"\?/],
    ["the new key is taken", ["plain", "taken"], 1, /There is an asset "taken" already, in src\/down\.ts:3\./],
    [
      "the name cannot be a constant's",
      ["plain", "class"],
      1,
      /called after its constant, and "class" cannot be the name of one/,
    ],
    [
      "the editor refuses it too",
      ["plain", "rows"],
      1,
      /src\/down\.ts:3 has the name rows for something else\.|an input called rows already/,
    ],
    [
      "more than the last segment changes",
      ["shop/deep", "store/deep"],
      1,
      /Only the last segment of a key can be renamed, so "shop\/deep" can become "shop\/deep", not "store\/deep"/,
    ],
    ["the key stays", ["plain", "plain"], 2, /The key is called so already/],
    ["it is no key", ["plain", "a//b"], 2, /"a\/\/b" is not a key/],
    ["the new key is missing", ["plain"], 2, /missing required argument 'new'/],
  ])("%s", (_, args, exitCode, message) => {
    const scratch = project();
    const { status, stderr, stdout } = scratch.run("rename", ...args);
    expect([status, stdout]).toEqual([exitCode, ""]);
    expect(stderr).toMatch(message);
    expect(textsOf(scratch.folder)).toEqual(files);
  });

  test("a run goes on, in another process", async () => {
    const scratch = project({
      "src/slow.ts": `${header}export const slow = asset(async () => { console.log("begun"); await new Promise(() => setInterval(() => {}, 1000)); });\n`,
    });
    const running = scratch.start("materialize", "--select", "slow");
    await vi.waitFor(() => expect(scratch.json("runs").runs[0]?.status).toBe("STARTED"), 20_000);
    const { status, stderr } = scratch.run("rename", "plain", "numbers");
    expect([status, stderr]).toEqual([1, expect.stringContaining("A run is going on: wait until it has ended, or cancel it")]);
    expect(textsOf(scratch.folder)).toEqual(files);
    running.process.kill("SIGINT");
    await running.finished;
  });

  test.skipIf(process.platform === "win32")("one of the files cannot be written, as on a full disk", () => {
    const long = { "src/down.ts": `${files["src/down.ts"]}${`// ${"x".repeat(97)}\n`.repeat(40)}` };
    const scratch = project(long);
    const command = `ulimit -f 2; exec "$0" node_modules/headwater/bin/headwater.mjs rename plain numbers`;
    const { status, stderr } = spawnSync("bash", ["-c", command, process.execPath], { cwd: scratch.folder, encoding: "utf8" });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/src\/down\.ts cannot be written: EFBIG.*; nothing was changed/)]);
    expect(textsOf(scratch.folder)).toEqual({ ...files, ...long });
    expect(readdirSync(join(scratch.folder, "src")).sort()).toEqual(["barrel.ts", "down.ts", "up.ts"]);
  });

  test("a file is not UTF-8", () => {
    const scratch = project();
    const bytes = Buffer.concat([Buffer.from(files["src/down.ts"] as string), Buffer.from([0x2f, 0x2f, 0xe4, 0x0a])]);
    writeFileSync(join(scratch.folder, "src/down.ts"), bytes);
    expect(scratch.run("rename", "plain", "numbers").stderr).toContain("src/down.ts cannot be written: it is not UTF-8");
    expect(readFileSync(join(scratch.folder, "src/down.ts"))).toEqual(bytes);
  });
});

test("an editor that follows the runs hears of it", async () => {
  const scratch = project();
  scratch.run("materialize");
  let view = reduceProject({ runs: new Map(), assets: new Map() }, []);
  const host = await startHostProcess({
    node: { path: process.execPath, env: {} },
    command: join(scratch.folder, "node_modules/headwater/bin/headwater.mjs"),
    projectFolder: scratch.folder,
    onEvents: () => {},
    onHistory: (past) => {
      view = reduceProject({ runs: new Map(), assets: new Map(past.assets.map((asset) => [asset.key, asset])) }, past.events);
    },
    onOutput: () => {},
  });
  try {
    // The host is the editor's: the command asks it.
    expect(scratch.run("rename", "plain", "numbers").status).toBe(0);
    await vi.waitFor(() => expect(view.assets.get("numbers")?.latestMaterialization).toBeDefined(), 20_000);
    expect(view.assets.has("plain")).toBe(false);
    await expect(host.carryHistory({ from: "taken", to: "numbers" })).rejects.toThrow('"numbers" has a history of its own');
    expect(await host.carryHistory({ from: "numbers", to: "plain" })).toEqual({ runs: 1, value: "carried" });
    await vi.waitFor(() => expect(view.assets.has("plain")).toBe(true), 20_000);
  } finally {
    host.dispose();
    await host.ended;
  }
});

/** Kills the command before its n-th change of a file or of the history. */
const killer = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync } from "node:sqlite";
let left = Number(process.env.KILL_AT);
const count = (owner, name, concerns) => {
  const real = owner[name];
  owner[name] = function (...given) {
    if (concerns(String(given.at(-1) ?? "")) && left-- === 0) process.kill(process.pid, "SIGKILL");
    return real.apply(this, given);
  };
};
count(fs, "renameSync", (to) => /src|value/.test(to));
count(fs, "rmSync", () => true);
syncBuiltinESMExports();
count(DatabaseSync.prototype, "exec", (sql) => sql === "COMMIT");
`;

test("after a kill at any point it can be done to its end, and nothing is lost", () => {
  const original = project();
  original.run("materialize");
  const tools = mkdtempSync(join(tmpdir(), "headwater-kill-"));
  writeFileSync(join(tools, "killer.mjs"), killer);
  let kills = 0;
  try {
    for (let at = 0; ; at++) {
      const scratch = project();
      rmSync(scratch.folder, { recursive: true });
      cpSync(original.folder, scratch.folder, { recursive: true, verbatimSymlinks: true });
      const { status, signal } = spawnSync(
        process.execPath,
        [
          "--import",
          join(tools, "killer.mjs"),
          join(scratch.folder, "node_modules/headwater/bin/headwater.mjs"),
          "rename",
          "plain",
          "numbers",
        ],
        { cwd: scratch.folder, env: { ...process.env, KILL_AT: String(at) }, encoding: "utf8" },
      );
      if (status === 0) break;
      expect(signal).toBe("SIGKILL");
      kills++;
      const isDeclared = scratch.json("list").assets.some(({ key }: { key: string }) => key === "plain");
      const again = scratch.run("rename", "plain", "numbers", ...(isDeclared ? [] : ["--only-history"]));
      // Where the history was carried before the end, that is what the command says.
      if (again.status !== 0) expect(again.stderr).toContain('"numbers" has a history of its own');
      expect(textsOf(scratch.folder)).toEqual(renamedFiles);
      expect(statuses(scratch.json("materialize", "--select", "taken"))).toEqual({ taken: "materialized" });
      expect(
        scratch.json("list").assets.find(({ key }: { key: string }) => key === "numbers").latestMaterialization,
      ).toBeDefined();
    }
  } finally {
    rmSync(tools, { recursive: true });
  }
  expect(kills).toBeGreaterThan(4);
}, 120_000);
