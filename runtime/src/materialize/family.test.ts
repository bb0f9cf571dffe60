import { describe, expect, test } from "vitest";
import { asset } from "../assets/asset.ts";
import { AssetOut } from "../assets/assetOut.ts";
import { AssetSpec } from "../assets/externalAsset.ts";
import { graphAsset } from "../assets/graphAsset.ts";
import { multiAsset } from "../assets/multiAsset.ts";
import { observableAsset } from "../assets/observableAsset.ts";
import { assetCheck, multiAssetCheck } from "../checks/assetCheck.ts";
import { AssetCheckSpec } from "../checks/assetCheckSpec.ts";
import { RunConfigError } from "../config/runConfig.ts";
import { type AnyDefinition, Definitions } from "../definitions/definitions.ts";
import { Executor } from "../executor/executor.ts";
import { op } from "../ops/op.ts";
import { resource } from "../resources/resource.ts";
import { AssetCheckResult } from "../results/assetCheckResult.ts";
import { DataVersion } from "../results/dataVersion.ts";
import { MaterializeResult } from "../results/materializeResult.ts";
import { ObserveResult } from "../results/observeResult.ts";
import { Output } from "../results/output.ts";
import { Failure } from "../retries/failure.ts";
import { RetryPolicy } from "../retries/retryPolicy.ts";
import { RetryRequested } from "../retries/retryRequested.ts";
import { type MaterializeOptions, materialize } from "./materialize.ts";

/** What a run comes to: the state of each asset and check, and why it failed. */
async function outcome(given: readonly (AnyDefinition | Definitions)[], options: MaterializeOptions = {}) {
  const { run, events } = await materialize(given, { raiseOnError: false, ...options });
  const failures = events.flatMap(({ event }) => (event.type === "STEP_FAILURE" ? event.error.message : []));
  const assets = [...run.assets.values()].map(({ key, status }) => `${key} ${status}`);
  const checks = [...run.checks.values()].map(({ id, status }) => `${id} ${status}`);
  return { status: run.status, all: [...assets, ...checks].join(", "), failure: failures[0] };
}

const outs = { a: AssetOut(), b: AssetOut() };

describe("several assets of one function", () => {
  const cases: [title: string, compute: () => unknown, all: string, failure: string | undefined][] = [
    ["by name", () => ({ a: 1, b: 2 }), "a materialized, b materialized", undefined],
    [
      "as a list of results",
      () => [Output(1, { outputName: "a" }), MaterializeResult({ assetKey: "b", metadata: { rows: 2 } })],
      "a materialized, b materialized",
      undefined,
    ],
    [
      "one after the other",
      async function* () {
        yield Output(1, { outputName: "a" });
        yield Output(2, { outputName: "b" });
      },
      "a materialized, b materialized",
      undefined,
    ],
    [
      "one, and then an error",
      function* () {
        yield Output(1, { outputName: "a" });
        throw new Error("half way");
      },
      "a materialized, b failed",
      "half way",
    ],
    ["one of two", () => ({ a: 1 }), "a failed, b failed", 'The step "both" ended without a result for "b"'],
    [
      "nothing",
      () => undefined,
      "a failed, b failed",
      'The step "both" has several outputs, so it returns an object like { a: …, b: … }, not nothing.',
    ],
    ["a number", () => 5, "a failed, b failed", "not a single number."],
    [
      "an output that it does not have",
      () => ({ a: 1, b: 2, c: 3 }),
      "a failed, b failed",
      'gave the output "c", but its outputs are "a", "b".',
    ],
    ["a result without a key", () => MaterializeResult({}), "a failed, b failed", "does not say which it is about"],
    [
      "a result for another key",
      () => [MaterializeResult({ assetKey: "x" })],
      "a failed, b failed",
      'gave a result for "x", but it computes "a", "b".',
    ],
    [
      "one of them twice",
      () => [Output(1, { outputName: "a" }), Output(1, { outputName: "a" })],
      "a failed, b failed",
      'gave "a" twice.',
    ],
  ];
  test.each(cases)("are given %s", async (_, compute, all, failure) => {
    const found = await outcome([multiAsset({ name: "both", outs }, compute)]);
    expect(found).toMatchObject({ all, status: failure === undefined ? "SUCCESS" : "FAILURE" });
    if (failure !== undefined) expect(found.failure).toContain(failure);
  });

  test("are loaded by others under their names", async () => {
    const both = multiAsset({ name: "both", outs }, () => ({ a: 1, b: 2 }));
    const sum = asset({ name: "sum", ins: { one: both.outs.a, other: both.outs.b } }, ({ one, other }) => one + other);
    expect((await materialize([both, sum])).valueOf(sum)).toBe(3);
  });

  test("may be optional: what is downstream is skipped", async () => {
    const some = multiAsset({ name: "some", outs: { a: AssetOut(), b: AssetOut({ isRequired: false }) } }, () => ({ a: 1 }));
    const after = asset({ name: "after" }, ({ b }) => b);
    const last = asset({ name: "last", deps: [after] }, () => 1);
    const other = asset({ name: "other" }, ({ a }) => a);
    expect(await outcome([some, after, last, other])).toMatchObject({
      status: "SUCCESS",
      all: "a materialized, b skipped, other materialized, after skipped, last skipped",
    });
  });

  test("may be computed in part, and know which", async () => {
    const seen: unknown[] = [];
    const cut = multiAsset(
      { name: "cut", specs: [AssetSpec({ key: "a" }), AssetSpec({ key: "b" })], canSubset: true },
      (_, context) => {
        seen.push(context.selectedAssetKeys, context.selectedOutputNames);
        return context.selectedAssetKeys.map((assetKey) => MaterializeResult({ assetKey }));
      },
    );
    expect(await outcome([cut], { select: "b" })).toMatchObject({ all: "b materialized" });
    expect(seen).toEqual([[{ path: ["b"] }], ["b"]]);
  });

  test("are refused in part where they belong together", async () => {
    const both = multiAsset({ name: "both", outs }, () => ({ a: 1, b: 2 }));
    await expect(materialize([both], { select: "a" })).rejects.toThrow('"both" computes "a", "b" together');
  });

  test("of specs carry no value and need no result", async () => {
    const described = multiAsset(
      { name: "described", specs: [AssetSpec({ key: "a" }), AssetSpec({ key: "b", skippable: true })] },
      () => undefined,
    );
    expect(await outcome([described])).toMatchObject({ all: "a materialized, b skipped", status: "SUCCESS" });
  });
});

test("an asset whose output is optional may yield nothing", async () => {
  const maybe = asset({ name: "maybe", outputRequired: false }, function* () {});
  const after = asset({ name: "after" }, ({ maybe: value }) => value);
  expect(await outcome([maybe, after])).toMatchObject({ status: "SUCCESS", all: "maybe skipped, after skipped" });
});

test("what is skipped is skipped, although something else upstream failed", async () => {
  const maybe = asset({ name: "maybe", outputRequired: false }, function* () {});
  const broken = asset({ name: "broken" }, () => {
    throw new Error("no");
  });
  const both = asset({ name: "both", deps: [broken] }, ({ maybe: value }) => value);
  const behind = asset({ name: "behind", deps: [broken] }, () => 1);
  expect(await outcome([maybe, broken, both, behind])).toMatchObject({
    status: "FAILURE",
    all: "maybe skipped, broken failed, both skipped, behind upstreamFailed",
  });
});

describe("checks", () => {
  const orders = asset({ name: "orders" }, () => [1, 2, 3]);
  const report = asset({ name: "report" }, ({ orders: list }) => list.length);
  const gate = (passed: boolean, severity: "WARN" | "ERROR", blocking = true) =>
    assetCheck({ name: "gate", asset: orders, blocking }, () => AssetCheckResult({ passed, severity, metadata: { nulls: 1 } }));

  test.each<[check: AnyDefinition, status: string, all: string]>([
    [gate(true, "ERROR"), "SUCCESS", "orders materialized, report materialized, orders:gate passed"],
    [gate(false, "WARN"), "SUCCESS", "orders materialized, report materialized, orders:gate warned"],
    [gate(false, "ERROR", false), "SUCCESS", "orders materialized, report materialized, orders:gate error"],
    [gate(false, "ERROR"), "FAILURE", "orders materialized, report upstreamFailed, orders:gate error"],
  ])("of their own step: %#", async (check, status, all) => {
    expect(await outcome([orders, report, check])).toMatchObject({ status, all });
  });

  test.each<[returned: unknown, instead: string]>([
    [{ passed: true }, "not a plain object."],
    [true, "not a plain boolean."],
    [null, "not null."],
    [[true], "not a list of other things."],
  ])("cannot return %j", async (returned, instead) => {
    const check = assetCheck({ name: "gate", asset: orders }, (() => returned) as () => never);
    expect((await outcome([orders, check])).failure).toBe(
      `The step "orders:gate" evaluates checks, so it has to return AssetCheckResult({ passed, … }) or a list of these, ${instead}`,
    );
  });

  test("load the asset, and others", async () => {
    const seen: unknown[] = [];
    const check = assetCheck({ name: "size", asset: orders, additionalIns: { report } }, ({ orders: list, report: count }) => {
      seen.push(list, count);
      return AssetCheckResult({ passed: list?.length === count });
    });
    expect(await outcome([orders, report, check])).toMatchObject({
      all: "orders materialized, report materialized, orders:size passed",
    });
    expect(seen).toEqual([[1, 2, 3], 3]);
  });

  const own = (results: () => unknown) =>
    asset({ name: "own", checkSpecs: [AssetCheckSpec({ name: "inner", blocking: true })] }, results as () => never);
  test.each<[title: string, results: () => unknown, all: string, failure: string | undefined]>([
    [
      "a result that carries it",
      () => MaterializeResult({ value: 1, checkResults: [AssetCheckResult({ passed: true })] }),
      "own materialized, after materialized, own:inner passed",
      undefined,
    ],
    [
      "a list",
      () => [Output(1), AssetCheckResult({ passed: true, checkName: "inner" })],
      "own materialized, after materialized, own:inner passed",
      undefined,
    ],
    [
      "a blocking one that does not pass",
      () => MaterializeResult({ value: 1, checkResults: [AssetCheckResult({ passed: false })] }),
      "own materialized, after upstreamFailed, own:inner error",
      'The blocking check "inner" of "own" did not pass, so nothing downstream is computed.',
    ],
    ["none", () => 1, "own failed, after upstreamFailed, own:inner notEvaluated", 'without a result for the check "own:inner"'],
    [
      "one that was not declared",
      () => [Output(1), AssetCheckResult({ passed: true, checkName: "other" })],
      "own failed, after upstreamFailed, own:inner notEvaluated",
      'gave a result for the check "other", but it was asked to evaluate "own:inner".',
    ],
  ])("in the step of their asset: %s", async (_, results, all, failure) => {
    const after = asset({ name: "after" }, ({ own: value }) => value);
    const found = await outcome([own(results), after]);
    expect(found).toMatchObject({ all, status: failure === undefined ? "SUCCESS" : "FAILURE" });
    if (failure !== undefined) expect(found.failure).toContain(failure);
  });

  test("several in one step", async () => {
    const several = multiAssetCheck(
      {
        name: "several",
        specs: [AssetCheckSpec({ name: "one", asset: "orders" }), AssetCheckSpec({ name: "two", asset: "report" })],
      },
      () => [
        AssetCheckResult({ passed: true, assetKey: "orders" }),
        AssetCheckResult({ passed: false, severity: "WARN", assetKey: "report", checkName: "two" }),
      ],
    );
    expect(await outcome([orders, report, several])).toMatchObject({
      all: "orders materialized, report materialized, orders:one passed, report:two warned",
    });
  });
});

describe("an observable asset", () => {
  test.each<[result: () => unknown, version: string | undefined]>([
    [() => DataVersion("7"), "7"],
    [() => ObserveResult({ dataVersion: DataVersion("8"), metadata: { bytes: 5 } }), "8"],
    [() => undefined, undefined],
  ])("is observed where it is named: %#", async (result, version) => {
    const file = observableAsset({ key: ["lake", "file"] }, result as () => never);
    const { events, run } = await materialize([file], { select: 'key:"lake/file"' });
    const observed = events.find(({ event }) => event.type === "ASSET_OBSERVATION")?.event;
    expect([
      run.assets.get("lake/file")?.status,
      observed && "dataVersion" in observed ? observed.dataVersion : undefined,
    ]).toEqual(["observed", version]);
  });

  test("gives no value", async () => {
    const file = observableAsset({ key: "file" }, (() => 5) as () => never);
    expect((await outcome([file], { select: "file" })).failure).toContain("nothing is stored for an external asset");
  });
});

describe("retries", () => {
  /** An asset that throws so often before it succeeds. */
  const shaky = (times: number, thrown: () => unknown, retryPolicy?: ReturnType<typeof RetryPolicy>) => {
    let left = times;
    const numbers: number[] = [];
    const made = asset({ name: "shaky", ...(retryPolicy === undefined ? {} : { retryPolicy }) }, (_, { retryNumber }) => {
      numbers.push(retryNumber);
      if (left-- > 0) throw thrown();
      return numbers.length;
    });
    return { made, numbers };
  };

  test.each<
    [
      title: string,
      times: number,
      thrown: () => unknown,
      policy: ReturnType<typeof RetryPolicy> | undefined,
      attempts: number[],
      status: string,
    ]
  >([
    ["as its policy says", 2, () => new Error("busy"), RetryPolicy({ maxRetries: 2 }), [0, 1, 2], "SUCCESS"],
    ["no more often", 9, () => new Error("busy"), RetryPolicy({ maxRetries: 2, delay: 0.001 }), [0, 1, 2], "FAILURE"],
    ["never without a policy", 1, () => new Error("busy"), undefined, [0], "FAILURE"],
    ["as it asks itself", 1, () => new RetryRequested({ maxRetries: 3, secondsToWait: 0.001 }), undefined, [0, 1], "SUCCESS"],
    [
      "not where the failure refuses",
      1,
      () => new Failure({ allowRetries: false }),
      RetryPolicy({ maxRetries: 3 }),
      [0],
      "FAILURE",
    ],
  ])("%s", async (_, times, thrown, policy, attempts, status) => {
    const { made, numbers } = shaky(times, thrown, policy);
    expect((await outcome([made])).status).toBe(status);
    expect(numbers).toEqual(attempts);
  });

  test("are not spent on a result that does not fit", async () => {
    let calls = 0;
    const wrong = asset({ name: "wrong", retryPolicy: RetryPolicy({ maxRetries: 3 }) }, () => {
      calls++;
      return MaterializeResult({ assetKey: "other" });
    });
    expect((await outcome([wrong])).failure).toContain('gave a result for "other"');
    expect(calls).toBe(1);
  });

  test("of an operation leave the others alone", async () => {
    const calls: string[] = [];
    const first = op({ name: "first" }, async () => calls.push("first"));
    const second = op({ name: "second", retryPolicy: RetryPolicy({ maxRetries: 2 }) }, async () => {
      calls.push("second");
      if (calls.length < 4) throw new Error("busy");
      return calls.length;
    });
    const graph = graphAsset({ name: "graph" }, async () => {
      await first();
      return second();
    });
    const made = await materialize([graph]);
    expect([calls, made.valueOf(graph)]).toEqual([["first", "second", "second", "second"], 4]);
    const told = made.events.flatMap(({ event }) => (event.type === "ENGINE_EVENT" ? event.message : []));
    expect(told).toEqual(Array(2).fill('The operation "second" failed and is tried again in 0 s: busy'));
  });
});

describe("limits", () => {
  /** Assets that say how many of them run at the same time. */
  function crowd(options: object) {
    let running = 0;
    let most = 0;
    const assets = ["a", "b", "c", "d"].map((name) =>
      asset({ name, ...options }, async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 10));
        running--;
      }),
    );
    return { assets, most: () => most };
  }

  test.each<[title: string, options: object, definitions: Parameters<typeof Definitions>[0], most: number]>([
    ["none", {}, {}, 4],
    ["a pool", { pool: "db" }, { pools: { db: 1 } }, 1],
    ["a tag", { opTags: { db: "x" } }, { executor: Executor({ tagConcurrencyLimits: [{ key: "db", limit: 2 }] }) }, 2],
  ])("%s", async (_, options, definitions, expected) => {
    const { assets, most } = crowd(options);
    expect((await outcome([...assets, Definitions(definitions)], { maxConcurrent: 4 })).status).toBe("SUCCESS");
    expect(most()).toBe(expected);
  });

  test("the executor's own", async () => {
    const { assets, most } = crowd({});
    await materialize([...assets, Definitions({ executor: Executor({ maxConcurrent: 3 }) })]);
    expect(most()).toBe(3);
  });
});

describe("configuration", () => {
  const schema = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value: unknown) => {
        const { limit } = value as { limit?: unknown };
        if (typeof limit === "number") return { value: { limit: limit + 1 } };
        return { issues: [{ message: "expected a number", path: ["limit"] }] };
      },
    },
  } as const;
  const limited = asset({ name: "limited", configSchema: schema }, ({ config }) => config.limit);

  test("is what the schema makes of it", async () => {
    expect((await materialize([limited], { config: { limited: { limit: 4 } } })).valueOf(limited)).toBe(5);
  });

  test.each([
    [{ limited: { limit: "x" } }, 'The configuration of "limited" does not fit: limit: expected a number.'],
    [{}, 'The configuration of "limited" does not fit: limit: expected a number.'],
    [
      { limited: { limit: 1 }, limted: 1 },
      'No asset of this run that takes configuration is named "limted". Did you mean "limited"?',
    ],
  ])("that does not fit runs nothing: %j", async (config, message) => {
    await expect(materialize([limited], { config })).rejects.toThrow(new RunConfigError(message));
  });
});

describe("resources that are made of others", () => {
  const said: string[] = [];
  const open = (name: string, requiredResourceKeys: readonly string[] = []) =>
    resource({
      requiredResourceKeys,
      setup: ({ resources }) => {
        said.push(`open ${name}`);
        return `${name}(${Object.values(resources).join()})`;
      },
      teardown: () => {
        said.push(`close ${name}`);
      },
    });
  const user = asset({ name: "user", requiredResourceKeys: ["api"] }, ({ api }) => api);

  test("are opened after them and closed before", async () => {
    const definitions = Definitions({ resources: { api: open("api", ["http"]), http: open("http"), other: open("other") } });
    expect((await materialize([user, definitions])).valueOf(user)).toBe("api(http())");
    expect(said).toEqual(["open http", "open api", "close api", "close http"]);
  });

  test.each([
    [{ api: open("api", ["http"]) }, 'the resource "http"'],
    [{ api: open("api", ["http"]), http: open("http", ["api"]) }, "api → http → api"],
  ])("are refused where that cannot be: %#", async (resources, message) => {
    await expect(materialize([user, Definitions({ resources })])).rejects.toThrow(message);
  });
});

test("a run that is aborted starts nothing more, and says so", async () => {
  const abort = new AbortController();
  const first = asset({ name: "first" }, () => abort.abort());
  const second = asset({ name: "second", deps: [first] }, () => 1);
  const { run } = await materialize([first, second], { signal: abort.signal, raiseOnError: false });
  expect([run.status, run.assets.get("second")?.status]).toEqual(["CANCELED", "canceled"]);
});
