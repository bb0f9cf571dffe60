import { isDeepStrictEqual } from "node:util";
import {
  beginWalk,
  type EarlierStep,
  type KeyId,
  type PlannedStep,
  planReexecution,
  planRun,
  planSelection,
  type RunEvent,
  type RunSelection,
  readOutcomes,
  recoverWalk,
  stepState,
} from "@headwater/model";
import { resource } from "headwater";
import { createPools, type LoadedProject, nextWake } from "headwater/engine";
import type { Adapter, Got } from "../adapter.ts";
import { idOf, orError, projectError, resultError, runWord, sameKeys } from "../harness/answers.ts";
import { evaluate } from "../harness/formulas.ts";
import { bareMetadata, type Carried, makeInstance, makeStorage, materialized } from "../harness/instance.ts";
import { projectOf } from "../harness/projects.ts";
import { selectAssets, selectSteps } from "../harness/selections.ts";
import { makeWorkshop, planOf, runSteps, stepsThat, type Workshop } from "../harness/steps.ts";
import type { Written } from "./declarations.ts";

const within = (expected: unknown, got: unknown) => (got as number) <= (expected as number);

export const adapter: Adapter = {
  unordered: ["executed", "executedDerived", "failureCarries", "possiblyInFlight", "ready"],
  remarks: ["tolerance"],
  agrees: {
    materialized: sameKeys,
    planned: sameKeys,
    values: holds,
    stored: holds,
    assets: holds,
    steps: holds,
    stepsDerived: holds,
    metadata: holds,
    configSeen: holds,
    resourceSeen: holds,
    maxActiveAtMost: within,
    maxActiveMoreThan: (expected, got) => (got as number) > (expected as number),
    sleepBeforeRetryEvent: near,
    sleepAfterRetryEvent: near,
  },
  async run({ given }) {
    if ("tagLimits" in given) return tagLimit(given);
    if ("steps" in given) return stepsAnswers(given);
    return assetsAnswers(given);
  },
};

/** Whether a step may start beside those that run, within limits on tags. */
function tagLimit({ tagLimits, running, candidate }: Written): Got {
  const limits = tagLimits.map(({ value, ...limit }: Written) => ({
    ...limit,
    ...(value === undefined
      ? {}
      : { value: typeof value === "string" ? value : { applyLimitPerUniqueValue: value.perUniqueValue } }),
  }));
  const steps = [...running, candidate].map(
    (tags, index): PlannedStep => ({ key: `${index}`, assets: [], checks: [], upstream: [], priority: 0, tags }),
  );
  const { state } = beginWalk(planRun(steps, { maxConcurrent: Number.POSITIVE_INFINITY, tagLimits: limits }));
  return { blocked: stepState(state, steps.length - 1) !== "running" };
}

async function assetsAnswers(given: Written): Promise<Got> {
  const storage = makeStorage();
  for (const [name, value] of storedBefore(given.storedBefore)) storage.values.set(name, value);
  const seen = { config: {} as Record<string, unknown>, resources: {} as Record<string, unknown> };
  const answer = await orError(() =>
    projectOf(given.assets, [], {
      storage,
      values: given.values,
      prefix: given.keyPrefix,
      resources: resourcesOf(given.resources, seen.resources),
      seen: (name, _, { config }) => {
        if (config !== undefined) seen.config[name] = config;
      },
    }),
  );
  if ("error" in answer) return { run: "refused", error: answer.error };
  const project = answer.made;
  const instance = makeInstance(project, storage);
  if (given.selection !== undefined) {
    // What cuts a unit is refused whatever else is wrong.
    const cut = await orError(() =>
      planSelection(project.graph, { assets: selectAssets(given.selection, project.graph) }, { maxConcurrent: 1 }),
    );
    if ("error" in cut) return { run: "refused", error: cut.error };
  }
  const refused = projectError(project);
  if (refused !== undefined) return { run: "refused", error: refused };
  if (given.earlierRun !== undefined) await instance.run();
  const ran = await orError(() => {
    const selection: RunSelection | undefined =
      given.selection === undefined ? undefined : { assets: selectAssets(given.selection, project.graph) };
    return instance.run(selection, {}, given.config);
  });
  if ("error" in ran) return { run: "refused", error: ran.error };
  const run = ran.made;
  const failed = resultError(run);
  return {
    run: runWord(run),
    assets: Object.fromEntries(given.assets.flatMap((written: Written) => assetStates(written, run))),
    planned: run.plan.steps.flatMap(({ assets }) => assets),
    materialized: materialized(run.events),
    materializationCount: materialized(run.events).length,
    first: materialized(run.events)[0],
    executed: stepsThat(run.events, "STEP_SUCCESS"),
    values: byName(storage.values),
    stored: byName(storage.values),
    metadata: Object.fromEntries([...run.view.assets].map(([id, { metadata }]) => [id, bareMetadata(metadata)])),
    stepCount: run.plan.steps.length,
    stepOrder: run.plan.steps.map(({ assets }) => stepWord(assets, project)),
    configSeen: seen.config,
    resourceSeen: seen.resources,
    ...(failed === undefined ? {} : { error: failed }),
  };
}

function storedBefore(given: Written): readonly (readonly [KeyId, unknown])[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given.map((name) => [name, 1]) : Object.entries(given);
}

/** Resources as a case writes them: a value, or a formula over others. */
function resourcesOf(
  given: Readonly<Record<string, unknown>> = {},
  seen: Record<string, unknown>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      resource({
        requiredResourceKeys: typeof value === "string" ? (value.match(/[A-Za-z_]\w*/g) ?? []) : [],
        setup: ({ resources }) => {
          seen[name] = evaluate(value, resources);
          return seen[name];
        },
      }),
    ]),
  );
}

/** How the tables call what became of an asset. */
function assetStates({ name, key, outs, specs }: Written, { events, plan, view }: Carried): [string, string][] {
  const names: readonly Written[] =
    outs !== undefined ? Object.keys(outs) : specs !== undefined ? specs.map((spec: Written) => spec.key) : [key ?? name];
  return names.map((own) => {
    const id = idOf(own);
    if (materialized(events).includes(id)) return [id, "materialized"];
    const step = plan.steps.find(({ assets }) => assets.includes(id))?.key;
    const ended = (type: RunEvent["type"]) =>
      events.some((event) => event.type === type && "step" in event && event.step === step);
    if (step === undefined) return [id, "not-run"];
    if (ended("STEP_SKIPPED")) return [id, "skipped"];
    if (ended("STEP_FAILURE")) return [id, view.assets.get(id)?.status ?? "failed"];
    return [id, ended("STEP_SUCCESS") ? "not-materialized" : "not-run"];
  });
}

function stepWord(assets: readonly KeyId[], { graph }: LoadedProject): unknown {
  const [first] = assets;
  const spec = first === undefined ? undefined : graph.nodes.get(first)?.spec;
  return spec?.unit === undefined ? first : { unit: spec.stepName, keys: [...assets].sort() };
}

/** Values by key, and by the last segment of the key. */
function byName(values: ReadonlyMap<KeyId, unknown>): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...values].flatMap(([id, value]) => [[id, value] as const, [id.split("/").at(-1), value] as const]));
}

async function stepsAnswers(given: Written): Promise<Got> {
  const steps = given.steps.map((step: Written) => ({ ...step, limitNamedBy: given.limitNamedBy }));
  if ("eventsBeforeCrash" in given) return recovery(steps, given.eventsBeforeCrash);
  if ("claimsInPool" in given) return wakes(given);
  const pools = createPools(given.poolLimits);
  if ("then" in given || given.granularity !== undefined) return claims(given, steps, pools);
  const inProcesses = given.executor === "one process per step" || given.executor === "process-per-step";
  const maxConcurrent = given.executor === "in-process" ? 1 : 8;
  const plan = planOf(steps, { maxConcurrent });
  const workshop = makeWorkshop({ config: given.previousRun?.config ?? {}, inProcesses });
  if (given.concurrentRuns !== undefined) {
    const runs = await Promise.all(
      Array.from({ length: given.concurrentRuns }, () => runSteps(plan, steps, workshop, { pools })),
    );
    const { active, waiting, assigned } = pools.info("foo");
    return {
      runs: runs.map(({ status }) => (status === "SUCCESS" ? "success" : "failure")),
      maxActive: Math.max(...workshop.active.seen),
      pool: { active, waiting, assigned },
    };
  }
  if (given.previousRun === undefined) {
    const chosen = selectionOf(given.selection, steps);
    const selected = chosen === undefined ? plan : planReexecution(plan, new Map(), chosen, { maxConcurrent });
    return stepAnswers(await runSteps(selected, steps, workshop, { pools }), steps, workshop);
  }
  const first = selectionOf(given.previousRun.selection, steps);
  const parent = first === undefined ? plan : planReexecution(plan, new Map(), first, { maxConcurrent });
  const { events } = await runSteps(parent, steps, workshop);
  const again = await orError(() => {
    const { fromFailure, steps: chosen } = given.reexecute;
    const choice = fromFailure === true ? "fromFailure" : (selectionOf(chosen, steps) ?? []);
    return planReexecution(parent, readOutcomes(events), choice, { maxConcurrent });
  });
  if ("error" in again) return { run: "refused", error: again.error };
  return stepAnswers(await runSteps(again.made, steps, workshop), steps, workshop);
}

function selectionOf(clauses: Written, steps: readonly Written[]): readonly string[] | undefined {
  return clauses === undefined ? undefined : selectSteps([clauses].flat(), steps);
}

function stepAnswers(
  { status, events }: { status: string; events: readonly RunEvent[] },
  steps: readonly Written[],
  workshop: Workshop,
): Got {
  const [success, failed, skipped] = (["STEP_SUCCESS", "STEP_FAILURE", "STEP_SKIPPED"] as const).map((type) =>
    stepsThat(events, type),
  ) as [string[], string[], string[]];
  const states = Object.fromEntries(
    steps.map(({ name }) => [
      name,
      success.includes(name) ? "succeeded" : failed.includes(name) ? "failed" : skipped.includes(name) ? "skipped" : "not-run",
    ]),
  );
  const error = events.flatMap((event) => (event.type === "STEP_FAILURE" ? event.error : []))[0];
  return {
    run: status === "SUCCESS" ? "success" : "failure",
    executed: success,
    executedDerived: success,
    executedCount: success.length,
    failedCount: failed.length,
    skippedCount: skipped.length,
    steps: states,
    stepsDerived: states,
    values: Object.fromEntries(workshop.values),
    activeSeenByEveryStep: new Set(workshop.active.seen).size === 1 ? workshop.active.seen[0] : workshop.active.seen,
    maxActiveAtMost: Math.max(...workshop.active.seen),
    maxActiveMoreThan: Math.max(...workshop.active.seen),
    failureCarries: [
      ...(error?.message === undefined ? [] : ["description"]),
      ...(error?.metadata === undefined ? [] : ["metadata"]),
    ],
  };
}

/** Where a run stands that ended in a crash. */
function recovery(steps: readonly Written[], told: readonly (readonly [string, string])[]): Got {
  const plan = planOf(steps, { maxConcurrent: 1 });
  const success = told.filter(([, what]) => what === "success").map(([step]) => [step, { state: "success" }] as const);
  const { state, inFlight } = recoverWalk(plan, new Map<string, EarlierStep>(success));
  const ready = plan.steps.filter((_, step) => stepState(state, step) === "ready");
  return {
    possiblyInFlight: inFlight.map((step) => plan.steps[step]?.key),
    readyAfterRecovery: ready.map(({ key }) => key),
  };
}

/** How long a run sleeps whose claims are always refused. */
function wakes({ steps, claimCheckIntervalSeconds, events }: Written): Got {
  const checkInterval = claimCheckIntervalSeconds * 1_000;
  const due: number[] = [];
  const before = nextWake(0, due, checkInterval);
  for (const [, what, { waitSeconds } = { waitSeconds: 0 }] of events) if (what === "upForRetry") due.push(waitSeconds * 1_000);
  const after = nextWake(0, due, checkInterval);
  const ready = steps.filter(({ pool }: Written) => pool === undefined).map(({ name }: Written) => name);
  return { ready, sleepBeforeRetryEvent: (before ?? 0) / 1_000, sleepAfterRetryEvent: (after ?? 0) / 1_000 };
}

/** How the claims of a run stand that does not go on. */
async function claims(given: Written, steps: readonly Written[], pools: ReturnType<typeof createPools>): Promise<Got> {
  const plan = planOf(steps, { maxConcurrent: 8 });
  const close = new AbortController();
  const started: string[] = [];
  const stuck = Promise.withResolvers<void>();
  const run = runSteps(plan, steps, makeWorkshop(), {
    pools,
    signal: close.signal,
    execute: async ({ key }) => {
      started.push(key);
      await stuck.promise;
      return { events: [] };
    },
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
  const info = () => {
    const { active, waiting, assigned } = pools.info("foo");
    return { active, waiting, assigned };
  };
  await settled();
  const before = { ready: started.length, pool: info() };
  if ("then" in given) pools.setLimit("foo", undefined);
  else close.abort();
  await settled();
  const after = info();
  const answer = {
    ready: before.ready,
    pool: before.pool,
    afterClosing: after,
    readyBefore: before.ready,
    waitingBefore: before.pool.waiting > 0,
    readyAfter: started.length,
    waitingAfter: after.waiting > 0,
  };
  stuck.resolve();
  await run;
  return answer;
}

/** Whether what is expected is all there; there may be more. */
function holds(expected: unknown, got: unknown): boolean {
  return Object.entries(expected as object).every(([name, value]) => isDeepStrictEqual((got as Written)?.[name], value));
}

function near(expected: unknown, got: unknown, test: { readonly expect: Written }): boolean {
  return Math.abs((expected as number) - (got as number)) <= (test.expect.tolerance ?? 0);
}
