import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type ScratchProject, scratchProject, statuses } from "./project/scratchProject.ts";

const projects: ScratchProject[] = [];
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

function project(text: string): ScratchProject {
  const made = scratchProject({ "src/assets.ts": text });
  projects.push(made);
  return made;
}

const checksOf = (output: { run: { checks: { id: string; status: string }[] } }) =>
  Object.fromEntries(output.run.checks.map(({ id, status }) => [id, status]));

describe("in worker processes", () => {
  test("a multi-asset is one step; a part of it is computed, skipped, checked and loaded as its members say", () => {
    const scratch = project(`
      import { appendFileSync } from "node:fs";
      import { asset, assetCheck, AssetCheckResult, AssetCheckSpec, AssetOut, MaterializeResult, multiAsset, Output } from "headwater";

      const split = multiAsset(
        { name: "split", outs: { good: AssetOut(), bad: AssetOut({ isRequired: false }) }, checkSpecs: [AssetCheckSpec({ name: "any", asset: "good" })] },
        function* () {
          yield Output([1, 2], { outputName: "good", metadata: { rows: 2 } });
          yield AssetCheckResult({ passed: true, checkName: "any" });
        },
      );
      export { split };
      export const sum = asset({ ins: { good: split.outs.good } }, ({ good }) => good[0] + good[1]);
      export const report = asset({ deps: [split.outs.bad] }, () => 1);
      export const positive = assetCheck({ asset: sum, blocking: true }, ({ sum: value }) =>
        AssetCheckResult({ passed: (value ?? 0) > 0, metadata: { value } }));
      export const small = assetCheck({ asset: sum }, ({ sum: value }) =>
        AssetCheckResult({ passed: (value ?? 0) < 3, severity: "WARN", description: "is it small?" }));
      export const last = asset({ deps: [sum] }, () => MaterializeResult({ metadata: { done: true } }));
    `);
    const { status, stdout } = scratch.run("materialize");
    expect(stdout).toContain("✓ good");
    expect(stdout).toMatch(/bad +skipped, since it gave nothing/);
    expect(stdout).toMatch(/report +skipped, since bad was not given/);
    expect(stdout).toContain("✓ sum:positive  value 3");
    expect(stdout).toContain("! sum:small  is it small?");
    expect(stdout).toMatch(/3 materialized, 2 skipped, 2 checks passed, 1 check did not pass in/);
    expect(status).toBe(0);

    const output = scratch.json("materialize", "--select", "sum+");
    expect(statuses(output)).toEqual({ sum: "materialized", last: "materialized" });
    expect(checksOf(output)).toEqual({ "sum:positive": "passed", "sum:small": "warned" });
    const cut = scratch.run("materialize", "--select", "good");
    expect(cut.status).toBe(1);
    expect(cut.stderr).toContain('"split" computes "good", "bad" together, so "good" cannot be computed without "bad"');
  });

  test("a blocking check that does not pass fails the run after its asset is recorded", () => {
    const scratch = project(`
      import { asset, assetCheck, AssetCheckResult } from "headwater";
      export const orders = asset(() => []);
      export const notEmpty = assetCheck({ asset: orders, blocking: true }, ({ orders }) =>
        AssetCheckResult({ passed: (orders ?? []).length > 0 }));
      export const report = asset(({ orders }) => orders.length);
    `);
    const { status, stdout } = scratch.run("materialize");
    expect(status).toBe(1);
    expect(stdout).toContain("✗ orders:notEmpty");
    expect(stdout).toContain('The blocking check "notEmpty" of "orders" did not pass, so nothing downstream is computed.');
    expect(statuses(scratch.json("runs", scratch.json("runs").runs[0].runId))).toEqual({
      orders: "materialized",
      report: "upstreamFailed",
    });
  });

  test("a step is tried again in another process where its own has died, and after the delay of its policy", () => {
    const scratch = project(`
      import { existsSync, writeFileSync } from "node:fs";
      import { asset, RetryPolicy } from "headwater";
      export const shaky = asset({ retryPolicy: RetryPolicy({ maxRetries: 2, delay: 0.05, backoff: "linear" }) }, (_, { retryNumber }) => {
        if (retryNumber === 0) process.exit(7);
        if (retryNumber === 1) throw new Error("still busy");
        return retryNumber;
      });
      export const after = asset(({ shaky }) => shaky);
    `);
    const { status, stdout } = scratch.run("materialize");
    expect(status).toBe(0);
    expect(stdout).toMatch(/↻ shaky +trying again in 50 ms, since it failed: .*exit code 7/);
    expect(stdout).toMatch(/↻ shaky +trying again in 100 ms, since it failed: Error: still busy/);
    expect(stdout).toContain("2 materialized in");
  });

  test("what failed is run again, with what it needs loaded as it was left", () => {
    const scratch = project(`
      import { appendFileSync, existsSync } from "node:fs";
      import { asset } from "headwater";
      const note = (name) => appendFileSync("computed", name + " ");
      export const raw = asset(() => { note("raw"); return [1, 2, 3]; });
      export const beside = asset(() => note("beside"));
      export const clean = asset(({ raw }) => { note("clean"); if (!existsSync("mended")) throw new Error("not yet"); return raw.length; });
      export const report = asset(({ clean }) => { note("report"); return clean; });
    `);
    const failed = scratch.json("materialize", "--concurrency", "1");
    expect(statuses(failed)).toMatchObject({ clean: "failed", report: "upstreamFailed" });
    scratch.write({ mended: "" });
    const again = scratch.json("materialize", "--from-failure", failed.run.runId.slice(0, 8));
    expect(statuses(again)).toEqual({ clean: "materialized", report: "materialized" });
    expect(again.run).toMatchObject({ parentRunId: failed.run.runId, status: "SUCCESS", selection: "*" });
    expect(readFileSync(join(scratch.folder, "computed"), "utf8")).toBe("raw beside clean clean report ");
    expect(scratch.run("materialize", "--from-failure", again.run.runId).stderr).toContain("Nothing failed in that run");
    expect(scratch.run("materialize", "--from-failure", "zzz").stderr).toContain("No run's id starts with");
  });

  test("pools and tag limits hold back steps, over all workers", () => {
    const scratch = project(`
      import { appendFileSync, readFileSync } from "node:fs";
      import { asset, Definitions, Executor } from "headwater";
      const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      // Each waits until as many have begun as may go on at once, however long workers take to start.
      const busy = (kind, together) => async () => {
        appendFileSync(kind, "+");
        const begun = () => readFileSync(kind, "utf8").split("+").length - 1;
        for (let waited = 0; begun() < together && waited < 20_000; waited += 10) await pause(10);
        await pause(60);
        appendFileSync(kind, "-");
      };
      export const assets = ["a", "b", "c"].map((name) => asset({ name, pool: "one" }, busy("pool", 1)));
      export const others = ["d", "e", "f", "g"].map((name) => asset({ name, opTags: { db: "x" } }, busy("tag", 2)));
      export default Definitions({ pools: { one: 1 }, executor: Executor({ tagConcurrencyLimits: [{ key: "db", limit: 2 }] }) });
    `);
    expect(scratch.run("materialize", "--concurrency", "6").status).toBe(0);
    const most = (file: string) => {
      let [running, highest] = [0, 0];
      for (const sign of readFileSync(join(scratch.folder, file), "utf8")) {
        running += sign === "+" ? 1 : -1;
        highest = Math.max(highest, running);
      }
      return highest;
    };
    expect([most("pool"), most("tag")]).toEqual([1, 2]);
  });

  test("an observable asset is observed where it is named, and a check of it is about the latest materialization", () => {
    const scratch = project(`
      import { asset, assetCheck, AssetCheckResult, DataVersion, externalAsset, observableAsset, ObserveResult } from "headwater";
      export const lake = externalAsset({ key: ["lake", "events.parquet"] });
      export const feed = observableAsset({ key: "feed" }, () => ObserveResult({ dataVersion: DataVersion("v1"), metadata: { bytes: 12 } }));
      export const users = asset({ deps: [feed, lake] }, () => 1);
      export const fresh = assetCheck({ asset: users }, () => AssetCheckResult({ passed: true }));
    `);
    expect(statuses(scratch.json("materialize"))).toEqual({ users: "materialized" });
    const { stdout, status } = scratch.run("materialize", "--select", "feed");
    expect([status, stdout]).toEqual([0, expect.stringMatching(/◉ feed +observed +.*bytes 12/)]);
    const refused = scratch.run("materialize", "--select", 'key:"lake/events.parquet"');
    expect(refused.stderr).toContain('"lake/events.parquet" is external');
  });
});

test("the history of a run says everything, one event after the other", () => {
  const scratch = project(`
    import { AssetCheckResult, AssetCheckSpec, asset, MaterializeResult } from "headwater";
    export const one = asset({ checkSpecs: [AssetCheckSpec({ name: "ok" })] }, () =>
      MaterializeResult({ value: 1, checkResults: [AssetCheckResult({ passed: true })] }));
  `);
  scratch.run("materialize");
  const { stdout } = scratch.run("runs", scratch.json("runs").runs[0].runId);
  expect(stdout).toContain("one:ok");
});
