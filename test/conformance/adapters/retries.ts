import { calculateDelay, type KeyId, mostSpecificPolicy, type RunEvent } from "@headwater/model";
import {
  type AnyAsset,
  AssetDefinitionError,
  asset,
  Definitions,
  Failure,
  RetryPolicy,
  RetryRequested,
  resource,
} from "headwater";
import { loadDefinitions } from "headwater/engine";
import { type Adapter, type Got, NotImplemented } from "../adapter.ts";
import { runWord } from "../harness/answers.ts";
import { bareMetadata, makeInstance } from "../harness/instance.ts";
import { makeWorkshop, planOf, runSteps } from "../harness/steps.ts";
import { declare, optional, type Written } from "./declarations.ts";

const samples = 100;

const isMore = (bound: unknown, got: unknown) => (got as number) > (bound as number);

export const adapter: Adapter = {
  agrees: {
    greaterThan: (bound, lowest) => (lowest as number) > (bound as number),
    lessThan: (bound, highest) => (highest as number) < (bound as number),
    elapsedGreaterThan: isMore,
    gapsGreaterThan: (bounds, gaps) =>
      (bounds as readonly number[]).length === (gaps as readonly number[]).length &&
      (bounds as readonly number[]).every((bound, index) => isMore(bound, (gaps as readonly number[])[index])),
    // Of several steps those are asked for that are named.
    retries: (expected, got) =>
      typeof expected === "number"
        ? total(got) === expected
        : Object.entries(expected as object).every(([name, count]) => (got as Written)[name] === count),
    events: (expected, got) => Object.entries(expected as object).every(([name, count]) => (got as Written)[name] === count),
  },
  async run({ given }) {
    const runs = ["step", "steps", "jobPolicy", "resource"].some((field) => field in given);
    if (runs) return dies.test(given.step) ? runInProcesses(given) : runAnswers(given);
    if ("asset" in given) return orRefused(() => ({ policyOnStep: policyOf(given.asset) ?? null }));
    if ("attempt" in given) return delayOf(RetryPolicy(given.policy), given.attempt);
    return orRefused(() => ({ ok: policyOf({ name: "a", retryPolicy: given.policy }) !== undefined }));
  },
};

/** The exact delay; with jitter the lowest and the highest of some, over all that chance can be. */
function delayOf(policy: RetryPolicy, attempt: number): Got {
  if (policy.jitter === undefined) return { delay: calculateDelay(policy, attempt, 0.5) };
  const delays = Array.from({ length: samples }, (_, index) => calculateDelay(policy, attempt, (index + 0.5) / samples));
  return { greaterThan: Math.min(...delays), lessThan: Math.max(...delays) };
}

/** Runs steps as assets of their names. */
async function runAnswers(given: Written): Promise<Got> {
  const starts = new Map<string, number[]>();
  let broken = given.resource === "fails to start once";
  const made = stepsOf(given).map(({ name, does, policy, maxRetries }) => {
    const behave = behaviour(does, maxRetries, given);
    return asset({ name, ...(policy === undefined ? {} : { retryPolicy: RetryPolicy(policy) }), ...needs(given) }, () => {
      const own = starts.get(name) ?? [];
      starts.set(name, [...own, Date.now()]);
      return behave(own.length + 1);
    });
  });
  const setup = () => {
    if (!broken) return 1;
    broken = false;
    throw new Error("The resource does not start.");
  };
  const definitions = Definitions({
    assets: made,
    resources: given.resource === undefined ? {} : { store: resource({ setup }) },
  });
  const project = loadDefinitions([{ file: "case.ts", exports: { default: definitions } }], { entry: "case.ts" });
  const begun = Date.now();
  const run = await makeInstance(project).run(given.selection === undefined ? undefined : { assets: given.selection }, {
    ...(given.jobPolicy === undefined ? {} : { retryPolicy: RetryPolicy(given.jobPolicy) }),
    ...(given.mode === undefined ? {} : { retryMode: retryModeOf(given.mode) }),
  });
  const [first = []] = starts.values();
  const failures = run.events.filter((event) => event.type === "STEP_FAILURE");
  return {
    run: runWord(run),
    attempts: first.length,
    gapsGreaterThan: first.slice(1).map((time, index) => (time - (first[index] as number) + 1) / 1_000),
    elapsedGreaterThan: (Date.now() - begun + 1) / 1_000,
    retries: retriesOf(run.events),
    failureHookCalls: failures.length,
    failureMetadata: bareMetadata(failures[0]?.error.metadata ?? {}),
    events: countsOf(run.events),
  };
}

const dies = /^its process (dies|exits) (at the first attempt|the first time|at every attempt|every time)$/;

/** Runs a step that is a process of its own, and takes it down. */
async function runInProcesses({ step, policy, executor }: Written): Promise<Got> {
  if (executor !== "one process per step") throw new NotImplemented("a process that dies where steps have none of their own");
  const once = dies.exec(step)?.[2]?.includes("first") === true;
  const steps = [{ name: "step", outcome: once ? "its process exits the first time" : "its process exits" }];
  const plan = planOf(steps, { maxConcurrent: 1 });
  const planned = plan.steps.map((one) => ({ ...one, ...optional("retryPolicy", policy && RetryPolicy(policy)) }));
  const { status, events } = await runSteps({ ...plan, steps: planned }, steps, makeWorkshop({ inProcesses: true }));
  return { run: status === "SUCCESS" ? "success" : "failure", retries: retriesOf(events), events: countsOf(events) };
}

function retryModeOf(words: string): "deferred" | "disabled" {
  if (words.includes("disabled")) return "disabled";
  if (words.includes("left to somebody else")) return "deferred";
  throw new NotImplemented(`runs in which ${words}`);
}

interface Step {
  readonly name: string;
  readonly does: string;
  readonly policy?: Written;
  readonly maxRetries?: number;
}

function stepsOf(given: Written): Step[] {
  const { step, steps, policy, maxRetries, failsWith } = given;
  if (Array.isArray(steps)) {
    return steps.map((does: string, index) => {
      const limit = /limit (\d+)/.exec(does)?.[1];
      return { name: `step_${index}`, does, ...(limit === undefined ? {} : { maxRetries: Number(limit) }) };
    });
  }
  if (steps === undefined)
    return [{ name: "step", does: failsWith === undefined ? (step ?? "succeeds") : failsWith, policy, maxRetries }];
  return Object.entries<Written>(steps).map(([name, told]) => {
    if (typeof told === "string") return { name, does: told };
    const { stepPolicy, invocationPolicy, failsWith: how } = told;
    return { name, does: how ?? given.allSteps, policy: mostSpecificPolicy(invocationPolicy, stepPolicy) };
  });
}

function needs({ resource: needed }: Written): { requiredResourceKeys?: readonly string[] } {
  return needed === undefined ? {} : { requiredResourceKeys: ["store"] };
}

/** What a step does at its attempts, told in the words of the tables. */
function behaviour(
  does: string,
  maxRetries: number | undefined,
  { metadata, allowRetries }: Written,
): (attempt: number) => number {
  const once = /(at the first attempt|the first time)(, then succeeds)?$/.test(does);
  const failing = (fail: () => never) => (attempt: number) => (once && attempt > 1 ? 1 : fail());
  if (/^asks for a retry (every time|at the first attempt)/.test(does)) {
    return failing(() => {
      throw new RetryRequested(optional("maxRetries", maxRetries));
    });
  }
  if (does === "explicit failure") {
    return failing(() => {
      throw new Failure({
        description: "It fails.",
        ...optional("metadata", metadata),
        ...optional("allowRetries", allowRetries),
      });
    });
  }
  if (/^always fails?$/.test(does) || (does.startsWith("fails") && once)) {
    return failing(() => {
      throw new Error("It fails.");
    });
  }
  if (does === "succeeds") return () => 1;
  throw new NotImplemented(`a step that ${does}`);
}

function retriesOf(events: readonly RunEvent[]): Readonly<Record<KeyId, number>> {
  const counts: Record<KeyId, number> = {};
  for (const event of events) {
    if (event.type === "STEP_START") counts[event.step] ??= 0;
    if (event.type === "STEP_UP_FOR_RETRY") counts[event.step] = (counts[event.step] ?? 0) + 1;
  }
  return counts;
}

function total(counts: unknown): number {
  return Object.values(counts as Readonly<Record<string, number>>).reduce((sum, count) => sum + count, 0);
}

function countsOf(events: readonly RunEvent[]): Readonly<Record<string, number>> {
  const count = (type: RunEvent["type"]) => events.filter((event) => event.type === type).length;
  return {
    start: count("STEP_START"),
    upForRetry: count("STEP_UP_FOR_RETRY"),
    restarted: count("STEP_RESTARTED"),
    success: count("STEP_SUCCESS"),
    failure: count("STEP_FAILURE"),
  };
}

function policyOf(written: Written) {
  const made = declare(written);
  return "specs" in made ? made.specs[0]?.retryPolicy : (made as AnyAsset).spec.retryPolicy;
}

function orRefused(answer: () => Got): Got {
  try {
    return answer();
  } catch (error) {
    if (error instanceof AssetDefinitionError) return { ok: false, error: { category: "invalid-definition" } };
    throw error;
  }
}
