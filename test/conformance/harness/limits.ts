import { beginWalk, type PlannedStep, planRun, stepState } from "@headwater/model";
import { createPools, nextWake } from "headwater/engine";
import { type Got, NotImplemented } from "../adapter.ts";
import type { Written } from "../adapters/declarations.ts";
import { makeWorkshop, planOf, runSteps } from "./steps.ts";

/** Whether a step may start beside those that run, within limits on tags. */
export function tagLimit({ tagLimits, running, candidate }: Written): Got {
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

/** How long a run sleeps whose claims are always refused. */
export async function wakes({ steps, claimCheckIntervalSeconds, events }: Written): Promise<Got> {
  const checkInterval = claimCheckIntervalSeconds * 1_000;
  const due: number[] = [];
  const before = nextWake(0, due, checkInterval);
  for (const [, what, { waitSeconds } = { waitSeconds: 0 }] of events) if (what === "upForRetry") due.push(waitSeconds * 1_000);
  const after = nextWake(0, due, checkInterval);
  const full = steps.flatMap(({ pool }: Written) => (pool === undefined ? [] : [[pool, 0]]));
  const ready: string[] = [];
  const close = new AbortController();
  const run = runSteps(planOf(steps, { maxConcurrent: 8 }), steps, makeWorkshop(), {
    pools: createPools(Object.fromEntries(full)),
    signal: close.signal,
    execute: async ({ key }) => {
      ready.push(key);
      return { events: [] };
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  close.abort();
  await run;
  return { ready, sleepBeforeRetryEvent: (before ?? 0) / 1_000, sleepAfterRetryEvent: (after ?? 0) / 1_000 };
}

/** How the claims of a run stand that does not go on. */
export async function claims(given: Written, steps: readonly Written[], pools: ReturnType<typeof createPools>): Promise<Got> {
  if (![undefined, "step"].includes(given.granularity)) throw new NotImplemented(`the granularity ${given.granularity}`);
  const [pool = ""] = Object.keys(given.poolLimits);
  const change = given.then === undefined ? undefined : limitAfter(given.then);
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
    const { active, waiting, assigned } = pools.info(pool);
    return { active, waiting, assigned };
  };
  await settled();
  const before = { ready: started.length, pool: info() };
  if (change === undefined) close.abort();
  else pools.setLimit(change.pool, change.limit);
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
  close.abort();
  stuck.resolve();
  await run;
  return answer;
}

/** A limit that is taken away, or given anew, in the words of the tables. */
function limitAfter(words: string): { readonly pool: string; readonly limit: number | undefined } {
  const [, pool, limit] = /^the limit of (\w+) is (?:deleted|set to (\d+))$/.exec(words) ?? [];
  if (pool === undefined) throw new NotImplemented(`pools of which ${words}`);
  return { pool, limit: limit === undefined ? undefined : Number(limit) };
}
