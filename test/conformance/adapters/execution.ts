import { isDeepStrictEqual } from "node:util";
import {
  type EarlierStep,
  type KeyId,
  planReexecution,
  planSelection,
  type RunEvent,
  type RunSelection,
  readOutcomes,
  recoverWalk,
  stepState,
} from "@headwater/model";
import { resource } from "headwater";
import { createPools, type LoadedProject } from "headwater/engine";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";
import { orError, projectError, resultError, runWord, sameKeys } from "../harness/answers.ts";
import { evaluate } from "../harness/formulas.ts";
import { bareMetadata, type Carried, makeInstance, makeStorage, materialized } from "../harness/instance.ts";
import { claims, tagLimit, wakes } from "../harness/limits.ts";
import { projectOf } from "../harness/projects.ts";
import { selectAssets, selectSteps } from "../harness/selections.ts";
import { checkOutcomes, makeWorkshop, planOf, runSteps, stepsThat, type Workshop } from "../harness/steps.ts";
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
    if ("steps" in given) {
      const answer = await orError(() => stepsAnswers(given));
      return "error" in answer ? { run: "refused", error: answer.error } : answer.made;
    }
    return assetsAnswers(given);
  },
};

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
    assets: byName(new Map(project.graph.order.map((id) => [id, assetState(id, run)]))),
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
        requiredResourceKeys: isFormula(value, given) ? (value.match(/[A-Za-z_]\w*/g) ?? []) : [],
        setup: ({ resources }) => {
          seen[name] = isFormula(value, given) ? evaluate(value, resources) : value;
          return seen[name];
        },
      }),
    ]),
  );
}

/** A text that computes, or that names another resource. */
function isFormula(value: unknown, given: Readonly<Record<string, unknown>>): value is string {
  return typeof value === "string" && (/[+*()]/.test(value) || Object.hasOwn(given, value));
}

/** How the tables call what became of an asset. */
function assetState(id: KeyId, { events, plan, view }: Carried): string {
  if (materialized(events).includes(id)) return "materialized";
  const step = plan.steps.find(({ assets }) => assets.includes(id))?.key;
  const ended = (type: RunEvent["type"]) => events.some((event) => event.type === type && "step" in event && event.step === step);
  if (step === undefined) return "not-run";
  if (ended("STEP_SKIPPED")) return "skipped";
  if (ended("STEP_FAILURE")) return view.assets.get(id)?.status ?? "failed";
  return ended("STEP_SUCCESS") ? "not-materialized" : "not-run";
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
  if ("claimsInPool" in given) return wakes({ ...given, steps });
  const pools = createPools(given.poolLimits);
  if ("then" in given || given.granularity !== undefined) return claims(given, steps, pools);
  const inProcesses = given.executor === "one process per step" || given.executor === "process-per-step";
  if (!inProcesses && ![undefined, "in-process", "delegating"].includes(given.executor))
    throw new NotImplemented(`the executor ${given.executor}`);
  checkOutcomes(steps, inProcesses);
  const maxConcurrent = given.executor === "in-process" ? 1 : 8;
  const plan = planOf(steps, { maxConcurrent });
  const workshop = makeWorkshop({ config: given.previousRun?.config ?? {}, inProcesses });
  if (given.concurrentRuns !== undefined) {
    const runs = await Promise.all(
      Array.from({ length: given.concurrentRuns }, () => runSteps(plan, steps, workshop, { pools })),
    );
    const [pool = ""] = Object.keys(given.poolLimits);
    const { active, waiting, assigned } = pools.info(pool);
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
  const { fromFailure, steps: chosen } = given.reexecute;
  const choice = fromFailure === true ? "fromFailure" : (selectionOf(chosen, steps) ?? []);
  const again = planReexecution(parent, readOutcomes(events), choice, { maxConcurrent });
  return stepAnswers(await runSteps(again, steps, workshop), steps, workshop);
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
  const strange = told.find(([, what]) => !["start", "output", "success", "failure"].includes(what));
  if (strange !== undefined) throw new NotImplemented(`the event ${strange[1]} before a crash`);
  const plan = planOf(steps, { maxConcurrent: 8 });
  const ended = told.flatMap(([step, what]): (readonly [string, EarlierStep])[] => {
    if (what === "success") return [[step, { state: "success" }]];
    return what === "failure" ? [[step, { state: "failed" }]] : [];
  });
  const { state, inFlight } = recoverWalk(plan, new Map(ended));
  const ready = plan.steps.filter((_, step) => stepState(state, step) === "ready");
  return {
    possiblyInFlight: inFlight.map((step) => plan.steps[step]?.key),
    readyAfterRecovery: ready.map(({ key }) => key),
  };
}

/** Whether what is expected is all there; there may be more. */
function holds(expected: unknown, got: unknown): boolean {
  return Object.entries(expected as object).every(([name, value]) => isDeepStrictEqual((got as Written)?.[name], value));
}

function near(expected: unknown, got: unknown, test: { readonly expect: Written }): boolean {
  return Math.abs((expected as number) - (got as number)) <= (test.expect.tolerance ?? 0);
}
