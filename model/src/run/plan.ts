import { quote } from "../findings/quote.ts";
import type { CheckId } from "../graph/assetGraph.ts";
import type { KeyId } from "../keys/assetKey.ts";
import type { RetryPolicyData } from "../specs/retryPolicy.ts";
import { type LimitSlot, limitSlots, type TagConcurrencyLimit } from "./tagLimits.ts";

/**
 * Names a step within a run: the {@link KeyId} of the first asset that it computes, or the {@link CheckId} of the first
 * check, where it computes none.
 */
export type StepKey = string;

/** The steps of a run and what each waits for. Never changes while the run goes on. */
export interface RunPlan {
  readonly steps: readonly PlannedStep[];
  /** For each step, the indices of the steps that wait for it. */
  readonly downstream: readonly (readonly number[])[];
  /** How many steps may run at the same time; 1 or more. */
  readonly maxConcurrent: number;
  /** For each step, the tag limits that it counts against; absent where the run has none. */
  readonly limitSlots?: readonly (readonly LimitSlot[])[];
  readonly retryMode: RetryMode;
}

/**
 * What becomes of a step that wants a retry (spec 4.5): it is tried again, it fails, or the wish is told and left to
 * whoever asked for the run, for whom the step counts as not executed.
 */
export type RetryMode = "enabled" | "disabled" | "deferred";

export interface PlannedStep {
  readonly key: StepKey;
  /** The assets that it computes or observes, and the checks that it evaluates: a part of its unit, or all of it. */
  readonly assets: readonly KeyId[];
  readonly checks: readonly CheckId[];
  /** Indices of the steps that must end first. */
  readonly upstream: readonly number[];
  /**
   * What the step takes, each from one step or several: it is skipped where all sources of an input have ended without
   * giving it. Left out: one input for each upstream.
   */
  readonly inputs?: readonly (readonly PlannedSource[])[];
  /** Steps of a higher number start first (tag `dagster/priority`, spec 4.4). */
  readonly priority: number;
  /** What the run's tag limits count. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The pool of which the step takes a slot while it runs (spec 4.6). */
  readonly pool?: string;
  readonly retryPolicy?: RetryPolicyData;
}

/** Where an input comes from: an output of a step of the run. */
export interface PlannedSource {
  readonly step: number;
  /** An asset's key, a check's, or the name of an output. Left out: all that the step gives. */
  readonly output?: string;
}

/** How a run is carried out. */
export interface PlanOptions {
  /** How many steps may run at the same time: a whole number from 1, or `Infinity`. */
  readonly maxConcurrent: number;
  /** Limits of this run alone, on steps that carry a tag (spec 4.6). */
  readonly tagLimits?: readonly TagConcurrencyLimit[];
  /** `enabled` if left out. */
  readonly retryMode?: RetryMode;
}

/**
 * Makes a plan from steps in topological order.
 *
 * @throws RangeError when a step does not stand after its upstreams, or for another `maxConcurrent`: such a run would
 *   never end
 */
export function planRun(steps: readonly PlannedStep[], options: PlanOptions): RunPlan {
  const { maxConcurrent, tagLimits = [], retryMode = "enabled" } = options;
  if (!(maxConcurrent >= 1)) throw new RangeError(`At least one step must be allowed to run at a time, not ${maxConcurrent}.`);
  const downstream: number[][] = steps.map(() => []);
  for (const [index, step] of steps.entries()) {
    for (const upstream of step.upstream) {
      const list = upstream < index ? downstream[upstream] : undefined;
      if (list === undefined) throw new RangeError(`The step ${quote(step.key)} must stand after all its upstreams.`);
      list.push(index);
    }
  }
  const slots = tagLimits.length === 0 ? undefined : steps.map(({ tags = {} }) => limitSlots(tags, tagLimits));
  return { steps, downstream, maxConcurrent, retryMode, ...(slots === undefined ? {} : { limitSlots: slots }) };
}
