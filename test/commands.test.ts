import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  automationExplainOutput,
  checkOutput,
  graphOutput,
  listOutput,
  materializeOutput,
  runOutput,
  runsOutput,
} from "@headwater/protocol";
import { openStore } from "headwater/engine";
import { afterEach, describe, expect, test } from "vitest";
import { type ScratchProject, scratchProject, statuses } from "./project/scratchProject.ts";

const projects: ScratchProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

function project(files: Readonly<Record<string, string>>): ScratchProject {
  const made = scratchProject(files);
  projects.push(made);
  return made;
}

const header = 'import { asset } from "headwater";\n';
const chain = {
  "src/assets.ts": `${header}
    export const first = asset({ groupName: "a", kinds: ["typescript"], owners: ["team:x"], description: "The first." }, () => [1, 2]);
    export const second = asset({ groupName: "b", deps: ["elsewhere"] }, ({ first }: { first: number[] }) => first.length);
    export const third = asset({ groupName: "b", ins: { n: second } }, ({ n }) => console.log(n));
  `,
};

describe("what --json writes fits its schema", () => {
  test("for every command", () => {
    const scratch = project(chain);
    expect(checkOutput.parse(scratch.json("check")).summary).toMatchObject({ assets: 3, errors: 0, warnings: 1 });
    const graph = graphOutput.parse(scratch.json("graph"));
    expect(graph.nodes.map(({ key, kind }) => [key, kind])).toEqual([
      ["first", "materializable"],
      ["elsewhere", "stub"],
      ["second", "materializable"],
      ["third", "materializable"],
    ]);
    expect(graph.edges).toEqual([
      { from: "first", to: "second", kind: "data", inputName: "first" },
      { from: "elsewhere", to: "second", kind: "order" },
      { from: "second", to: "third", kind: "data", inputName: "n" },
    ]);
    expect(graph.nodes[0]?.source).toMatchObject({ file: "src/assets.ts", line: 3 });
    expect(runsOutput.parse(scratch.json("runs")).runs).toEqual([]);
    const { run } = materializeOutput.parse(scratch.json("materialize"));
    expect(run.status).toBe("SUCCESS");
    expect(runsOutput.parse(scratch.json("runs")).runs).toMatchObject([{ runId: run.runId, status: "SUCCESS" }]);
    expect(runOutput.parse(scratch.json("runs", run.runId.slice(0, 8))).outputs).toMatchObject([{ step: "third", text: "2\n" }]);
    const { assets } = listOutput.parse(scratch.json("list"));
    expect(assets.map(({ latestMaterialization }) => latestMaterialization?.runId)).toEqual([run.runId, run.runId, run.runId]);
  });
});

describe("automation explain", () => {
  const files = {
    "src/assets.ts": `import { asset, assetCheck, AutomationCondition } from "headwater";
      export const raw = asset(() => 1);
      export const orders = asset({ automationCondition: AutomationCondition.eager() }, ({ raw }) => raw);
      export const fine = assetCheck({ asset: orders, automationCondition: AutomationCondition.eager() }, () => ({ passed: true }));
      export const own = asset({ automationCondition: globalThis.condition }, () => 1);
      export const wrong = asset({ automationCondition: AutomationCondition.onCron("never") }, () => 1);`,
  };

  test("says whether a condition is true now, and why", () => {
    const scratch = project(files);
    const before = automationExplainOutput.parse(scratch.json("automation", "explain", "orders"));
    expect(before).toMatchObject({ target: "orders", condition: "eager", facts: 0, evaluation: { candidates: 1, true: 0 } });
    expect(before.evaluation.children.map(({ kind, true: count }) => [kind, count])).toEqual([
      ["inLatestTimeWindow", 1],
      ["since", 0],
      ["not", 0],
      ["not", 0],
      ["not", 0],
    ]);
    scratch.write({ "src/assets.ts": files["src/assets.ts"].replace(/export const wrong.*/, "") });
    scratch.run("materialize", "--select", "raw");
    const after = automationExplainOutput.parse(scratch.json("automation", "explain", "orders"));
    expect(after.evaluation.true).toBe(1);
    // What is to be requested with it counts as updated.
    expect(automationExplainOutput.parse(scratch.json("automation", "explain", "orders:fine")).evaluation.true).toBe(1);
    const { stdout } = scratch.run("automation", "explain", "orders");
    expect(stdout).toContain("orders would be requested now.");
    expect(stdout).toContain("✓ not anyDepsMissing: this is not true");
    expect(stdout).toContain("✗ missing: it has been executed");
    scratch.run("materialize", "--select", "orders");
    expect(scratch.run("automation", "explain", "orders").stdout).toContain("orders would not be requested now.");
  });

  test("takes an asset as a whole whose partitions only its code knows", () => {
    const scratch = project({
      "src/assets.ts": `import { asset, AutomationCondition, StaticPartitionsDefinition } from "headwater";
        const region = StaticPartitionsDefinition({ partitionKeys: globalThis.regions });
        export const sales = asset({ partitionsDef: region, automationCondition: AutomationCondition.missing() }, () => 1);`,
    });
    const { status, stdout } = scratch.run("automation", "explain", "sales");
    expect(status).toBe(0);
    expect(stdout).toContain("The partitions of sales cannot be told without running its code: it is taken as a whole.");
    expect(stdout).toContain("✓ missing: it was never executed");
  });

  test.each([
    ["an asset that there is not", "odrers", "There is no asset or check odrers. Did you mean orders?"],
    ["an asset without a condition", "raw", "raw has no automation condition"],
    ["what is not known without running code", "own", "as far as its code tells without being run"],
    ["a schedule that is none", "wrong", "(invalid-cron)"],
  ])("refuses %s", (_, name, message) => {
    const { status, stderr } = project(files).run("automation", "explain", name);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("selections", () => {
  test.each([
    ["*", ["first", "second", "third"]],
    ["second", ["second"]],
    ["+second", ["first", "second"]],
    ["second+", ["second", "third"]],
    ["1+third", ["second", "third"]],
    ["first,third", ["first", "third"]],
  ])("%s", (select, keys) => {
    const scratch = project(chain);
    expect(Object.keys(statuses(scratch.json("materialize", "--select", `+${"third"}`)))).toHaveLength(3);
    expect(Object.keys(statuses(scratch.json("materialize", "--select", select)))).toEqual(keys);
    expect(scratch.json("runs").runs[0].selection).toBe(select);
  });
});

describe("exit codes and sentences", () => {
  test.each([
    ["an unknown command", ["mateiralize"], 2, /Did you mean materialize/],
    ["an unknown option", ["check", "--jsn"], 2, /--json/],
    ["a severity that is none", ["check", "--fail-on", "fatal"], 2, /error, warning, information/],
    ["a concurrency that is none", ["materialize", "--concurrency", "0"], 2, /whole number from 1/],
    ["an unknown key", ["materialize", "--select", "secnd"], 2, /Did you mean "second"/],
    ["a selection with a syntax error", ["materialize", "--select", "second++"], 2, /--select/],
    ["a key that is declared nowhere", ["materialize", "--select", "elsewhere"], 2, /No asset has the key "elsewhere"/],
    ["an unknown run", ["runs", "zzz"], 2, /headwater runs/],
    ["a folder that is not there", ["check", "--project", "nowhere"], 2, /no folder nowhere/],
    ["a warning", ["check"], 0, /1 warning/],
    ["a warning, with --fail-on warning", ["check", "--fail-on", "warning"], 1, /unknown-dependency/],
  ])("%s", (_, args, code, text) => {
    const { status, stdout, stderr } = project(chain).run(...args);
    expect(stdout + stderr).toMatch(text);
    expect(status).toBe(code);
  });

  test.each([
    ["materialize", "--select", "secnd"],
    ["materialize", "--concurrency", "many"],
    ["runs", "zzz"],
    ["check", "--project", "nowhere"],
    ["list", "--select", "second++"],
  ])("with --json, an error leaves standard output empty: %s %s %s", (...args) => {
    const { status, stdout, stderr } = project(chain).run(...args, "--json");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^error/);
  });

  test("the start of an id that several runs have", () => {
    const scratch = project(chain);
    const store = openStore(scratch.folder);
    for (const runId of ["abc", "abd"]) store.append(runId, [{ type: "RUN_ENQUEUED", steps: [], selection: "*" }]);
    store.close();
    const { status, stderr } = scratch.run("runs", "ab");
    expect(status).toBe(2);
    expect(stderr).toBe('error Several runs have an id that starts with "ab": give more of it.\n');
    expect(scratch.json("runs", "abd").run.runId).toBe("abd");
  });

  test.skipIf(!existsSync("/dev/full"))("output that cannot be written", () => {
    const scratch = project(chain);
    const bin = join(import.meta.dirname, "../runtime/bin/headwater.mjs");
    const { status, stderr } = spawnSync(process.execPath, [bin, "check", "--json"], {
      cwd: scratch.folder,
      encoding: "utf8",
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
    });
    expect(stderr).toMatch(/^\S*error\S* Not all of the output could be written: ENOSPC/);
    expect(status).toBe(1);
  });

  test("no package.json", () => {
    const folder = mkdtempSync(join(tmpdir(), "headwater-empty-"));
    const { status, stderr } = project(chain).run("check", "--project", folder);
    rmSync(folder, { recursive: true });
    expect(status).toBe(2);
    expect(stderr).toMatch(/No package\.json was found/);
  });

  test("no assets", () => {
    const scratch = project({ "src/index.ts": "export const nothing = 1;" });
    expect(scratch.run("check")).toMatchObject({ status: 0, stdout: expect.stringContaining("No assets") });
    expect(scratch.run("graph").stdout).toContain("No assets");
    expect(scratch.run("list").stdout).toContain("No assets");
    const { status, stderr } = scratch.run("materialize");
    expect(status).toBe(1);
    expect(stderr).toMatch(/nothing to materialize.*export a constant made with asset\(\)/);
  });

  test("a Node that is too old", () => {
    const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.11.1" } });`;
    const bin = join(import.meta.dirname, "../runtime/bin/headwater.mjs");
    const args = ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`, bin, "check"];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toBe("headwater needs Node 22.13 or newer, this is 20.11.1: install a newer Node and run it again.\n");
  });
});

describe("no user code runs", () => {
  test.each([["check"], ["graph"], ["list"], ["stale"], ["runs"]])("on %s", (command) => {
    const sentinel = 'import { writeFileSync } from "node:fs"; writeFileSync("ran", "");\n';
    const scratch = project({ "src/assets.ts": `${sentinel}${chain["src/assets.ts"]}` });
    expect(scratch.run(command).status).toBe(0);
    expect(existsSync(join(scratch.folder, "ran"))).toBe(false);
    scratch.run("materialize");
    expect(existsSync(join(scratch.folder, "ran"))).toBe(true);
  });
});

describe("a file that is broken is named, and the others work", () => {
  test.each([
    ["by a syntax error", 'export const lost = asset({ name: "lost" }, () => ;', /src\/broken\.ts/],
    [
      "by throwing while it is loaded",
      'throw new Error("no such variable");\nexport const lost = asset(() => 1);',
      /no such variable/,
    ],
  ])("%s", (_, text, message) => {
    const scratch = project({ "src/fine.ts": `${header}export const fine = asset(() => 1);`, "src/broken.ts": header + text });
    const { status, stdout, stderr } = scratch.run("materialize");
    expect(stdout).toContain("✓ fine");
    expect(stderr).toMatch(message);
    expect(stderr).toContain("src/broken.ts");
    expect(status).toBe(1);
  });

  test("check names the place of a syntax error", () => {
    const scratch = project({ "src/broken.ts": `${header}export const lost = asset({ name: "lost" }, () => ;` });
    const { status, stdout } = scratch.run("check");
    expect(stdout).toMatch(/src\/broken\.ts:2:\d+ {2}error {2}syntax-error/);
    expect(status).toBe(1);
  });

  test("an asset with an error is left out with what is downstream, and refused when it is asked for by name", () => {
    const scratch = project({
      "src/assets.ts": `${header}
        export const fine = asset(() => 1);
        export const wrong = asset(({ fien }) => fien);
        export const below = asset({ deps: [wrong] }, () => 2);`,
    });
    const output = scratch.json("materialize");
    expect(statuses(output)).toEqual({ fine: "materialized" });
    expect(output.leftOut.map(({ key }: { key: string }) => key)).toEqual(["wrong", "below"]);
    const { status, stderr } = scratch.run("materialize", "--select", "below");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error "below" cannot run: it depends on "wrong", which cannot run: .*"fien"/);
    expect(scratch.json("runs").runs).toHaveLength(1);
  });
});

describe("a state folder that cannot be used", () => {
  test("is a damaged history: one sentence, and the file is left as it is", () => {
    const scratch = project(chain);
    mkdirSync(join(scratch.folder, ".headwater"));
    writeFileSync(join(scratch.folder, ".headwater/history.db"), "somebody's notes".repeat(100));
    const { status, stderr } = scratch.run("materialize");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error \.headwater\/history\.db is damaged.*\(store-damaged\)\n$/);
    expect(readdirSync(join(scratch.folder, ".headwater"))).toContain("history.db");
  });

  test("has a damaged lock", () => {
    const scratch = project(chain);
    mkdirSync(join(scratch.folder, ".headwater"));
    writeFileSync(join(scratch.folder, ".headwater/host.lock"), "somebody's notes".repeat(100));
    const { status, stderr } = scratch.run("materialize");
    expect(status).toBe(1);
    expect(stderr).toBe("error .headwater/host.lock is damaged, and holds nothing: remove it, then run again. (store-damaged)\n");
  });

  test("is removed while a run goes on", async () => {
    const scratch = project({
      "src/assets.ts": `${header}
        import { rmSync } from "node:fs";
        export const ruthless = asset(() => rmSync(".headwater", { recursive: true }));
        export const after = asset({ deps: [ruthless] }, () => 1);`,
    });
    const { status, stderr } = scratch.run("materialize");
    expect(stderr).toMatch(/^error \.headwater\/history\.db was removed while it was in use.*\(store-removed\)\n$/);
    expect(status).toBe(1);
    expect(scratch.run("materialize", "--select", "after")).toMatchObject({ status: 0 });
  });

  const isRoot = process.getuid?.() === 0;
  const mounted = (options: string, files: Readonly<Record<string, string>>) => {
    const scratch = project(files);
    const folder = join(scratch.folder, ".headwater");
    mkdirSync(folder);
    const mount = (...args: string[]) => spawnSync("mount", args).status === 0;
    if (!mount("-t", "tmpfs", "-o", options, "tmpfs", folder)) throw new Error("This machine does not let root mount a tmpfs.");
    const remove = () => spawnSync("umount", ["-l", folder]);
    return { scratch, folder, mount, remove };
  };

  test.skipIf(!isRoot)("is on a disk that is read-only", () => {
    const place = mounted("size=10m", chain);
    try {
      expect(place.scratch.run("materialize").status).toBe(0);
      place.mount("-o", "remount,ro", place.folder);
      const finished = place.scratch.run("materialize");
      expect(finished.stderr).toMatch(/^error \.headwater\S* cannot be written.*\(store-read-only\)\n$/);
      expect(finished.status).toBe(1);
      place.mount("-o", "remount,rw", place.folder);
      expect(place.scratch.json("runs").runs).toMatchObject([{ status: "SUCCESS" }]);
    } finally {
      place.remove();
    }
  });

  test.skipIf(!isRoot)("is on a disk that fills up while a run goes on: what was told is kept, the run ends", () => {
    const place = mounted("size=400k", {
      "src/assets.ts": `${header}
        export const small = asset(() => 1);
        export const loud = asset({ deps: [small] }, async () => {
          for (let at = 0; at < 200; at++) { console.log("x".repeat(10_000)); await new Promise((resolve) => setTimeout(resolve, 5)); }
        });`,
    });
    try {
      const finished = place.scratch.run("materialize");
      expect(finished.stderr).toMatch(/the disk is full.*\(store-full\)/);
      expect(finished.stdout).toContain("✓ small");
      expect(finished.status).toBe(1);
      place.mount("-o", "remount,size=20m", place.folder);
      const { runs } = place.scratch.json("runs") as { runs: { runId: string; status: string }[] };
      expect(runs).toMatchObject([{ status: "FAILURE" }]);
      expect(statuses(place.scratch.json("runs", runs[0]?.runId as string)).small).toBe("materialized");
    } finally {
      place.remove();
    }
  });
});
