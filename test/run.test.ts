import { existsSync } from "node:fs";
import { join } from "node:path";
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

/** Waits until an asset has written the file `begun`. */
async function begun(scratch: ScratchProject): Promise<void> {
  for (let waited = 0; !existsSync(join(scratch.folder, "begun")); waited += 20) {
    if (waited > 20_000) throw new Error("The asset did not begin within 20 s.");
    await sleep(20);
  }
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

  test("hears it when the host is killed; the run ends as failed and no worker is left", async () => {
    const scratch = project(slow);
    const first = scratch.start("materialize", "--select", "gate");
    await begun(scratch);
    const second = scratch.start("materialize", "--select", "quick");
    await second.until("Queued");
    first.process.kill("SIGKILL");
    const { status, stderr } = await second.finished;
    expect(status).toBe(1);
    expect(stderr).toContain(`The process that ran this project (${first.process.pid}) has ended`);
    const { runs } = scratch.json("runs");
    expect(runs.map(({ status }: { status: string }) => status)).toEqual(["FAILURE", "FAILURE"]);
    expect(statuses(scratch.json("runs", runs[1].runId))).toEqual({ gate: "failed" });
    // The next run starts as if nothing had been.
    scratch.write({ open: "" });
    expect(scratch.run("materialize")).toMatchObject({ status: 0 });
  });
});
