import { spawn } from "node:child_process";
import {
  type PlannedSource,
  type PlannedStep,
  type PlanOptions,
  planRun,
  poolOf,
  type RunEvent,
  type RunPlan,
  type RunStatus,
} from "@headwater/model";
import { Failure } from "headwater";
import { createPools, driveRun, type Pools, type StepOutcome, type StepRequest, stepFailure } from "headwater/engine";
import { NotImplemented } from "../adapter.ts";
import type { Written } from "../adapters/declarations.ts";
import { defaultValue } from "./formulas.ts";

/** What a step without assets does, and what is kept of it from one run to the next. */
export interface Workshop {
  readonly values: Map<string, unknown>;
  /** How often each step was called. */
  readonly calls: Map<string, number>;
  readonly config: Readonly<Record<string, unknown>>;
  /** True: each step is a process of its own. */
  readonly inProcesses: boolean;
  /** How many steps are being executed now, as each step saw it. */
  readonly active: { now: number; seen: number[] };
}

export function makeWorkshop(given: Partial<Pick<Workshop, "config" | "inProcesses">> = {}): Workshop {
  return { values: new Map(), calls: new Map(), config: {}, inProcesses: false, active: { now: 0, seen: [] }, ...given };
}

/** The plan of steps as a case writes them, in topological order. */
export function planOf(steps: readonly Written[], options: PlanOptions): RunPlan {
  const place = new Map(steps.map(({ name }, index) => [name as string, index]));
  return planRun(
    steps.map((step): PlannedStep => {
      const sources = (step.params ?? []).map((param: string) => sourceOf(param, place));
      const byTag = step.limitNamedBy === "tag";
      const pool = poolOf(byTag ? undefined : step.pool, byTag ? { "dagster/concurrency_key": step.pool } : {});
      return {
        key: step.name,
        assets: [],
        checks: [],
        upstream: [...new Set<number>(sources.map((source: PlannedSource) => source.step))],
        inputs: step.fanIn === true ? [sources] : sources.map((source: PlannedSource) => [source]),
        priority: 0,
        ...(pool === undefined ? {} : { pool }),
      };
    }),
    options,
  );
}

/** `step`, or `step.output`; the name of a step may hold dots itself. */
function sourceOf(param: string, place: ReadonlyMap<string, number>): PlannedSource {
  const whole = place.get(param);
  if (whole !== undefined) return { step: whole };
  const dot = param.lastIndexOf(".");
  const step = place.get(param.slice(0, dot));
  if (step === undefined) throw new NotImplemented(`the source ${param}`);
  return { step, output: param.slice(dot + 1) };
}

/** A run of steps without assets. */
export interface StepsRun {
  readonly status: RunStatus;
  readonly events: readonly RunEvent[];
}

export async function runSteps(
  plan: RunPlan,
  steps: readonly Written[],
  workshop: Workshop,
  {
    pools = createPools(),
    signal = new AbortController().signal,
    execute = (request) => work(request, steps, workshop),
  }: { pools?: Pools; signal?: AbortSignal; execute?: (request: StepRequest) => Promise<StepOutcome> } = {},
): Promise<StepsRun> {
  const events: RunEvent[] = [];
  const status = await driveRun({
    plan,
    pools,
    signal,
    record: (happened) => events.push(...happened),
    executor: { execute, cancel: () => {} },
  });
  return { status, events };
}

async function work({ key }: StepRequest, steps: readonly Written[], workshop: Workshop): Promise<StepOutcome> {
  const step = steps.find(({ name }) => name === key);
  const call = (workshop.calls.get(key) ?? 0) + 1;
  workshop.calls.set(key, call);
  const { active } = workshop;
  active.seen.push(++active.now);
  try {
    // Others get the chance to start meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const fails =
      step.outcome === "fails" ||
      (step.outcome === "fails the first time" && call === 1) ||
      (typeof step.outcome === "string" && step.outcome.startsWith("fails explicitly"));
    if (workshop.inProcesses) {
      const code = await exitCode(exits(step, call) ? 1 : 0);
      if (code !== 0)
        return { events: [], error: { name: "WorkerExited", message: `The process exited with the code ${code}.` } };
    }
    if (fails) return { events: [], ...stepFailure(failureOf(step), process.cwd()) };
    const outputs = Object.keys(step.outputs ?? {});
    const value = step.returns === "its config" ? workshop.config[key] : (step.returns ?? defaultFor(step, workshop));
    workshop.values.set(key, value);
    // Steps inside another: that one gives what the last of them does.
    if (key.includes(".")) workshop.values.set(key.slice(0, key.lastIndexOf(".")), value);
    for (const output of step.produces ?? []) workshop.values.set(`${key}.${output}`, value);
    return { events: [], missing: step.produces === undefined ? [] : outputs.filter((name) => !step.produces.includes(name)) };
  } finally {
    active.now--;
  }
}

function exits({ outcome }: Written, call: number): boolean {
  return outcome === "its process exits" || (outcome === "its process exits the first time" && call === 1);
}

function failureOf({ outcome }: Written): Error {
  if (!outcome.startsWith("fails explicitly")) return new Error("The step fails.");
  return new Failure({
    ...(outcome.includes("description") ? { description: "The step fails." } : {}),
    ...(outcome.includes("metadata") ? { metadata: { label: "text" } } : {}),
  });
}

/** @throws NotImplemented for a step that ends in a way that is not known here */
export function checkOutcomes(steps: readonly Written[], inProcesses: boolean): void {
  for (const { outcome } of steps) {
    const ways = /^(fails( the first time| explicitly( with .*)?)?|succeeds)$/;
    const exits = /^its process exits( the first time)?$/;
    if (outcome === undefined || ways.test(outcome) || (inProcesses && exits.test(outcome))) continue;
    throw new NotImplemented(`a step that ${JSON.stringify(outcome)}`);
  }
}

function defaultFor({ name, params = [] }: Written, { values }: Workshop): unknown {
  return defaultValue(
    name,
    params.map((param: string) => values.get(param)),
  );
}

/** Runs a process that exits so. */
function exitCode(code: number): Promise<number | null> {
  const child = spawn(process.execPath, ["-e", `process.exit(${code})`], { stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.on("exit", resolve);
    child.on("error", reject);
  });
}

/** The keys of the steps that ended so, in the order of the events. */
export function stepsThat(events: readonly RunEvent[], type: "STEP_SUCCESS" | "STEP_FAILURE" | "STEP_SKIPPED"): string[] {
  return events.flatMap((event) => (event.type === type ? event.step : []));
}
