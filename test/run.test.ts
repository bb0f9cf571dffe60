import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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

/** Waits until something is so. */
async function until(isSo: () => boolean, patience = 20_000): Promise<void> {
  for (let waited = 0; !isSo(); waited += 20) {
    if (waited > patience) throw new Error(`It did not come about within ${patience} ms.`);
    await sleep(20);
  }
}

/** Waits until an asset has written the file `begun`. */
function begun(scratch: ScratchProject): Promise<void> {
  return until(() => existsSync(join(scratch.folder, "begun")));
}

/** Whether a process is alive; one that has ended but that nobody has waited for is not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

const assets = (text: string) => ({ "src/assets.ts": `import { asset, MaterializeResult } from "headwater";\n${text}` });

describe("materialize", () => {
  test("passes values with dates, lists and maps from one process to another", () => {
    const scratch = project(
      assets(`
        export const events = asset(() => [{ at: new Date(86_400_000), tags: new Map([["a", 1n]]) }, { at: new Date(0), tags: new Map() }]);
        export const latest = asset(({ events }) => events.map(({ at }) => at).sort((a, b) => b - a)[0]);
        export const told = asset(({ latest, events }) =>
          MaterializeResult({ metadata: { year: latest.getFullYear(), isDate: latest instanceof Date, n: events[0].tags.get("a"), list: Array.isArray(events) } }));
      `),
    );
    const output = scratch.json("materialize");
    expect(statuses(output)).toEqual({ events: "materialized", latest: "materialized", told: "materialized" });
    const { metadata } = output.run.assets[2];
    expect(metadata).toMatchObject({
      year: { type: "int", value: 1970 },
      isDate: { type: "bool", value: true },
      n: { type: "int", value: 1 },
      list: { type: "bool", value: true },
    });
    // A later run takes the stored values: nothing upstream is computed again.
    expect(statuses(scratch.json("materialize", "--select", "told"))).toEqual({ told: "materialized" });
  });

  test("stops what is downstream of a failure and nothing else, and says where it was thrown", () => {
    const scratch = project(
      assets(`
        export const fine = asset(() => 1);
        export const broken = asset(async () => {
          await null;
          throw new TypeError("no rows today");
        });
        export const below = asset({ deps: [broken] }, () => 2);
        export const furtherBelow = asset({ deps: [below] }, () => 3);
        export const beside = asset({ deps: [fine] }, () => 4);
      `),
    );
    const { status, stdout } = scratch.run("materialize");
    expect(status).toBe(1);
    expect(stdout).toContain("TypeError: no rows today");
    expect(stdout).toContain("at src/assets.ts:6:");
    const { runs } = scratch.json("runs");
    expect(runs).toMatchObject([{ status: "FAILURE", steps: 5 }]);
    const output = scratch.json("runs", runs[0].runId);
    expect(statuses(output)).toEqual({
      fine: "materialized",
      broken: "failed",
      below: "upstreamFailed",
      furtherBelow: "upstreamFailed",
      beside: "materialized",
    });
    const broken = output.run.assets.find(({ key }: { key: string }) => key === "broken");
    expect(broken.error.location).toMatchObject({ file: "src/assets.ts", line: 6 });
  });

  test.each([
    ["process.exit(3)", /exit code 3/],
    ["process.kill(process.pid, 'SIGKILL')", /SIGKILL/],
    [
      "setTimeout(() => { throw new Error('from a timer'); }); await new Promise(() => setTimeout(() => {}, 60_000))",
      /from a timer/,
    ],
    ["setTimeout(() => { throw null; }); await new Promise(() => {})", /not an Error was thrown: null/],
    ["Promise.reject(new Error('left floating')); await new Promise(() => {})", /left floating/],
    ["throw new Proxy({}, { getPrototypeOf() { throw new Error('hostile'); } })", /not an Error was thrown/],
  ])("an asset that does %s fails alone", (statement, message) => {
    const scratch = project(
      assets(`
        export const deadly = asset(async () => { console.log("last words"); ${statement}; });
        export const below = asset({ deps: [deadly] }, () => {});
        export const beside = asset(() => 1);
      `),
    );
    const output = scratch.json("materialize");
    expect(statuses(output)).toEqual({ deadly: "failed", below: "upstreamFailed", beside: "materialized" });
    expect(output.run.assets.find(({ key }: { key: string }) => key === "deadly").error.message).toMatch(message);
    expect(scratch.json("runs", output.run.runId).outputs).toMatchObject([{ step: "deadly", text: "last words\n" }]);
  });

  test("keeps what each step wrote apart", () => {
    const count = 20;
    const names = Array.from({ length: count }, (_, index) => `step${index}`);
    const scratch = project(
      assets(
        names
          .map((name) => `export const ${name} = asset(() => { console.log("${name} ä"); console.error("!${name}"); });`)
          .join("\n"),
      ),
    );
    const { run } = scratch.json("materialize", "--concurrency", "2");
    const { outputs } = scratch.json("runs", run.runId) as { outputs: { step: string; stream: string; text: string }[] };
    for (const name of names) {
      const of = (stream: string) => outputs.filter((output) => output.step === name && output.stream === stream);
      expect(of("stdout").map(({ text }) => text)).toEqual([`${name} ä\n`]);
      expect(of("stderr").map(({ text }) => text)).toEqual([`!${name}\n`]);
    }
  });

  test("keeps what a step writes faster than it is read with that step", () => {
    const scratch = project(
      assets(`
        export const loud = asset(() => { for (let line = 0; line < 60; line++) process.stdout.write("x".repeat(10_000)); });
        export const quiet = asset({ deps: [loud] }, () => { console.log("quiet"); process.exit(0); });
      `),
    );
    const { run } = scratch.json("materialize", "--concurrency", "1");
    const { outputs } = scratch.json("runs", run.runId) as { outputs: { step: string; text: string }[] };
    const of = (name: string) => outputs.filter(({ step }) => step === name).map(({ text }) => text);
    expect(of("loud").join("")).toHaveLength(600_000);
    expect(of("quiet")).toEqual(["quiet\n"]);
  });

  test("goes on when user code uses the channel to the parent process itself", () => {
    const scratch = project(assets('export const ready = asset(() => { process.send("ready"); return 1; });'));
    expect(statuses(scratch.json("materialize"))).toEqual({ ready: "materialized" });
  });

  test("goes on when nobody reads what it shows", async () => {
    const scratch = project(
      assets(`
        import { existsSync, writeFileSync } from "node:fs";
        export const gate = asset(async () => {
          writeFileSync("begun", "");
          while (!existsSync("open")) await new Promise((resolve) => setTimeout(resolve, 20));
        });
        export const after = asset({ deps: [gate] }, () => 1);
      `),
    );
    const running = scratch.start("materialize");
    await begun(scratch);
    running.process.stdout?.destroy();
    running.process.stderr?.destroy();
    scratch.write({ open: "" });
    expect(await running.finished).toMatchObject({ status: 0 });
    expect(scratch.json("runs").runs).toMatchObject([{ status: "SUCCESS" }]);
  });

  test("sets resources up for the steps that need them", () => {
    const scratch = project({
      "src/definitions.ts": `
        import { asset, Definitions, MaterializeResult, resource } from "headwater";
        export const usesCounter = asset(({ counter }) => MaterializeResult({ metadata: { counter } }));
        export default Definitions({ resources: { counter: resource({ setup: () => { console.log("up"); return 7; }, teardown: () => console.log("down") }) } });
      `,
    });
    const { run } = scratch.json("materialize");
    expect(run.assets[0].metadata.counter.value).toBe(7);
    const { outputs } = scratch.json("runs", run.runId) as { outputs: { text: string }[] };
    expect(outputs.map(({ text }) => text).join("")).toBe("up\ndown\n");
  });

  test("loads TypeScript that Node alone would not: paths, enums, JSON, import.meta, top-level await", () => {
    const scratch = project({
      "tsconfig.json": JSON.stringify({ compilerOptions: { paths: { "~/*": ["./src/*"] } } }),
      "src/lib/kind.ts": "export enum Kind { Small = 'small' }\nexport const here: string = import.meta.url;",
      "src/data.json": JSON.stringify({ rows: 3 }),
      "src/assets.ts": `
        import { asset, MaterializeResult } from "headwater";
        import { here, Kind } from "~/lib/kind";
        import data from "./data.json";
        const waited = await Promise.resolve(5);
        export const loaded = asset(() => MaterializeResult({ metadata: { kind: Kind.Small, rows: data.rows, waited, here, own: import.meta.filename } }));
      `,
    });
    const { metadata } = scratch.json("materialize").run.assets[0];
    expect(metadata.kind.value).toBe("small");
    expect(metadata.rows.value).toBe(3);
    expect(metadata.waited.value).toBe(5);
    expect(metadata.here.value).toMatch(/src\/lib\/kind\.ts$/);
    expect(metadata.own.value).toBe(join(scratch.folder, "src/assets.ts"));
  });
});

describe("loading", () => {
  const header = 'import { asset } from "headwater";\n';
  const outcome = (files: Readonly<Record<string, string>>) => {
    const { stdout, stderr } = project(files).run("materialize");
    return `${stdout}${stderr}`;
  };

  test.each<[title: string, files: Readonly<Record<string, string>>, expected: RegExp]>([
    [
      "a CommonJS project, with __dirname",
      {
        "package.json": "{}",
        "src/old.js": 'const { asset } = require("headwater");\nexports.old = asset(() => require("./other.js"));',
        "src/other.js": "module.exports = __dirname;",
        "src/older.cts": `${header}export const older = asset(() => __filename);`,
        "src/newer.mts": `${header}export const newer = asset(() => import.meta.resolve("./x"));`,
      },
      /3 materialized/,
    ],
    [
      "a package that is not installed",
      { "src/a.ts": `${header}import x from "@not/there/deep";\nexport const a = asset(() => x);` },
      /src\/a\.ts needs the package "@not\/there", which is not installed: npm install @not\/there\n$/,
    ],
    [
      "a file that is not there",
      { "src/a.ts": `${header}import x from "./there";\nexport const a = asset(() => x);` },
      /error src\/a\.ts:2:15 cannot be read: Could not resolve "\.\/there"\n$/,
    ],
    [
      "a file that imports a broken one",
      { "src/a.ts": `${header}import { b } from "./b";\nexport const a = asset(() => b);`, "src/b.ts": "export const b = ;" },
      /error src\/a\.ts cannot be loaded, since src\/b\.ts:1:18 cannot be read: Unexpected ";"\n$/,
    ],
    [
      "a module that ends the process",
      { "src/a.ts": `${header}process.exit(4);\nexport const a = asset(() => 1);` },
      /error The process that loaded src\/a\.ts ended by itself with exit code 4.*process\.exit/,
    ],
    [
      "a module that leaves an error uncaught",
      {
        "src/a.ts": `${header}Promise.reject(new Error("floating"));\nawait new Promise((r) => setTimeout(r, 1000));\nexport const a = asset(() => 1);`,
      },
      /error src\/a\.ts:2 left an error that nobody caught while the project was loaded: Error: floating\n$/,
    ],
  ])("%s", (_, files, expected) => expect(outcome(files)).toMatch(expected));

  test("takes TypeScript packages of the same workspace, with what they have installed for themselves", () => {
    const scratch = project({
      "packages/lib/package.json": '{ "name": "@own/lib", "type": "module", "exports": "./src/index.ts" }',
      "packages/lib/src/index.ts":
        'import { three } from "dep";\nexport enum Size { Big = 4 }\nexport const sum = three + Size.Big;',
      "packages/lib/node_modules/dep/package.json": '{ "name": "dep", "type": "module", "exports": "./index.js" }',
      "packages/lib/node_modules/dep/index.js": "export const three = 3;",
      "packages/pipe/package.json": '{ "name": "pipe", "type": "module" }',
      "packages/pipe/src/a.ts": `${header}import { sum } from "@own/lib";\nexport const a = asset(() => { throw new Error(String(sum)); });`,
      "node_modules/@own/.keep": "",
    });
    symlinkSync("../../packages/lib", join(scratch.folder, "node_modules/@own/lib"));
    expect(scratch.run("materialize", "--project", "packages/pipe").stdout).toMatch(/Error: 7\n\s+at src\/a\.ts:3:/);
  });

  test("finds the place of an error in a project that is reached through a link, and whose name is odd", () => {
    const scratch = project({
      "o d#d %41/package.json": "{}",
      "o d#d %41/a.ts": `${header}import { help } from "./help";\nexport const a = asset(async () => { await null; help(); });`,
      "o d#d %41/help.ts": '\n\nexport const help = () => { throw new Error("in help"); };',
    });
    symlinkSync("o d#d %41", join(scratch.folder, "link"));
    expect(scratch.run("materialize", "--project", "link").stdout).toMatch(/Error: in help\n\s+at help\.ts:3:/);
  });

  test("says where it waits, and can be canceled; then nothing is on record", async () => {
    const scratch = project({ "src/a.ts": `${header}await new Promise(() => {});\nexport const a = asset(() => 1);` });
    const running = scratch.start("materialize");
    await running.until("Still loading src/a.ts after 5 s");
    running.process.kill("SIGINT");
    const { status, stderr, stdout } = await running.finished;
    expect(status).toBe(1);
    expect(stderr).toContain("Canceled before the run began.");
    expect(stdout).toBe("");
    expect(scratch.json("runs").runs).toEqual([]);
  });

  test("takes the code as it is when the run starts", () => {
    const scratch = project({ "src/a.ts": `${header}export const a = asset(() => { throw new Error("old"); });` });
    expect(scratch.run("materialize").stdout).toContain("Error: old");
    scratch.write({ "src/a.ts": `${header}export const b = asset(() => { throw new Error("new"); });` });
    expect(scratch.run("materialize").stdout).toMatch(/✗ b.*\n\s+Error: new/);
  });
});

describe("cancel", () => {
  test.each([
    ["waits for ever", "await new Promise(() => setInterval(() => {}, 1000))"],
    ["spins for ever", "for (;;);"],
  ])("Ctrl-C ends a run whose asset %s, as canceled", async (_, statement) => {
    const scratch = project(
      assets(`
        export const endless = asset(async () => { console.log("begun"); ${statement} });
        export const below = asset({ deps: [endless] }, () => {});
        export const quick = asset(() => 1);
      `),
    );
    const running = scratch.start("materialize", "--concurrency", "2");
    await running.until("✓ quick");
    running.process.kill("SIGINT");
    const { status, stdout } = await running.finished;
    expect(status).toBe(1);
    expect(stdout).toContain("2 canceled");
    const { runs } = scratch.json("runs");
    expect(runs).toMatchObject([{ status: "CANCELED" }]);
    expect(statuses(scratch.json("runs", runs[0].runId))).toEqual({
      endless: "canceled",
      below: "canceled",
      quick: "materialized",
    });
  });

  test("Ctrl-C again ends it at once, and with it all its assets", async () => {
    const scratch = project(
      assets(`
        import { writeFileSync } from "node:fs";
        export const endless = asset(() => { writeFileSync("begun", ""); for (;;); });
        export const below = asset({ deps: [endless] }, () => {});
      `),
    );
    const running = scratch.start("materialize");
    await begun(scratch);
    running.process.kill("SIGINT");
    await running.until("Canceling…");
    running.process.kill("SIGINT");
    expect(await running.finished).toMatchObject({ status: 1, stderr: expect.stringContaining("Stopped.") });
    const { runs } = scratch.json("runs");
    expect(runs).toMatchObject([{ status: "CANCELED" }]);
    expect(statuses(scratch.json("runs", runs[0].runId))).toEqual({ endless: "canceled", below: "canceled" });
  });

  test("tells the compute function through its signal", async () => {
    const scratch = project(
      assets(`
        import { writeFileSync } from "node:fs";
        export const polite = asset((_, context) => new Promise((resolve, reject) => {
          const timer = setInterval(() => {}, 1000);
          context.signal.addEventListener("abort", () => { clearInterval(timer); writeFileSync("tidied", ""); reject(context.signal.reason); });
          writeFileSync("begun", "");
        }));
      `),
    );
    const running = scratch.start("materialize");
    await begun(scratch);
    running.process.kill("SIGINT");
    await running.finished;
    expect(existsSync(join(scratch.folder, "tidied"))).toBe(true);
    expect(scratch.json("runs").runs).toMatchObject([{ status: "CANCELED" }]);
  });
});

describe("a second process on a project that is running", () => {
  const slow = assets(`
    import { existsSync, writeFileSync } from "node:fs";
    export const gate = asset(async () => {
      writeFileSync("begun", "");
      while (!existsSync("open")) await new Promise((resolve) => setTimeout(resolve, 20));
    });
    export const quick = asset(() => 1);
  `);
  test("attaches, queues its run, and sees it through", async () => {
    const scratch = project(slow);
    const first = scratch.start("materialize", "--select", "gate");
    await begun(scratch);
    const second = scratch.start("materialize", "--select", "quick");
    await second.until("Queued: 1 before this one.");
    expect(second.output()).toContain(`Attached to process ${first.process.pid}`);
    expect(scratch.json("runs").runs.map(({ status }: { status: string }) => status)).toEqual(["QUEUED", "STARTED"]);
    scratch.write({ open: "" });
    expect(await second.finished).toMatchObject({ status: 0 });
    expect(await first.finished).toMatchObject({ status: 0 });
    expect(scratch.json("runs").runs.map(({ status }: { status: string }) => status)).toEqual(["SUCCESS", "SUCCESS"]);
  });

  test("which is one of several that start at the same moment, gets its run all the same", async () => {
    const scratch = project(assets("export const quick = asset(() => 1);"));
    const started = [1, 2, 3, 4].map(() => scratch.start("materialize"));
    for (const { finished } of started) expect(await finished).toMatchObject({ status: 0 });
    const { runs } = scratch.json("runs");
    expect(runs.map(({ status }: { status: string }) => status)).toEqual(started.map(() => "SUCCESS"));
  });

  test("may be killed: its run and the host go on", async () => {
    const scratch = project(slow);
    const first = scratch.start("materialize", "--select", "gate");
    await begun(scratch);
    const second = scratch.start("materialize", "--select", "quick");
    await second.until("Queued");
    second.process.kill("SIGKILL");
    await second.finished;
    scratch.write({ open: "" });
    expect(await first.finished).toMatchObject({ status: 0 });
    expect(scratch.json("runs").runs.map(({ status }: { status: string }) => status)).toEqual(["SUCCESS", "SUCCESS"]);
  });

  test("cancels its own run alone", async () => {
    const scratch = project(slow);
    const first = scratch.start("materialize", "--select", "gate");
    await begun(scratch);
    const second = scratch.start("materialize", "--select", "quick");
    await second.until("Queued");
    second.process.kill("SIGINT");
    scratch.write({ open: "" });
    expect(await second.finished).toMatchObject({ status: 1 });
    expect(await first.finished).toMatchObject({ status: 0 });
  });

  test("hears it when the host is killed; the run ends as failed and no worker is left, nor what one has started", async () => {
    const scratch = project({
      ...slow,
      "src/child.ts": `
        import { spawn } from "node:child_process";
        import { writeFileSync } from "node:fs";
        import { asset } from "headwater";
        export const child = asset(() => { writeFileSync("pids", [process.pid, spawn("sleep", ["60"]).pid].join(" ")); });
      `,
    });
    expect(scratch.run("materialize", "--select", "child")).toMatchObject({ status: 0 });
    const pids = () => readFileSync(join(scratch.folder, "pids"), "utf8").split(" ").map(Number);
    await until(() => !pids().some(isAlive), 1_000);
    const first = scratch.start("materialize", "--select", "child gate", "--concurrency", "2");
    await begun(scratch);
    await until(() => pids().some(isAlive));
    const second = scratch.start("materialize", "--select", "quick");
    await second.until("Queued");
    const { address } = JSON.parse(readFileSync(join(scratch.folder, ".headwater/host.json"), "utf8"));
    first.process.kill("SIGKILL");
    const { status, stderr } = await second.finished;
    await until(() => !pids().some(isAlive), 3_000);
    expect(status).toBe(1);
    expect(stderr).toContain(`The process that ran this project (${first.process.pid}) has ended`);
    const { runs } = scratch.json("runs");
    expect(runs.map(({ status }: { status: string }) => status)).toEqual(["FAILURE", "FAILURE", "SUCCESS"]);
    expect(statuses(scratch.json("runs", runs[1].runId))).toEqual({ child: "materialized", gate: "failed" });
    // The next run starts as if nothing had been.
    scratch.write({ open: "" });
    expect(scratch.run("materialize")).toMatchObject({ status: 0 });
    expect(existsSync(dirname(address))).toBe(false);
  });
});
