import { setTimeout as wait } from "node:timers/promises";
import { checkRetryPolicy, decideRetry } from "@headwater/model";
import { currentStep } from "../engine/currentStep.ts";
import { failureCircumstances } from "../engine/failureCircumstances.ts";
import { checkOptionNames, wrongOption } from "../options/readOptions.ts";
import type { RetryPolicy } from "../retries/retryPolicy.ts";

/** What `op()` takes. */
export interface OpOptions {
  /** How messages call it. Left out: the function's name. */
  readonly name?: string;
  /** When it is tried again by itself, without the operations before it. Left out: never. Spec 1.7, 4.5. */
  readonly retryPolicy?: RetryPolicy;
}

/**
 * Makes an operation: a part of a `graphAsset()` that is retried by itself (spec 3). It is called like the function that it
 * is made from, and gives a promise.
 *
 * @example
 * const fetchOrders = op({ retryPolicy: RetryPolicy({ maxRetries: 3, delay: 1 }) }, async (day: string) => …);
 * export const orders = graphAsset(async () => summarize(await fetchOrders("2026-01-01")));
 * @throws TypeError for an unknown option, and for one of the wrong kind
 */
export function op<A extends readonly unknown[], R>(
  options: OpOptions,
  work: (...given: A) => R | PromiseLike<R>,
): (...given: A) => Promise<R> {
  checkOptionNames("op", options, ["name", "retryPolicy"]);
  const { retryPolicy } = options;
  const [problem] = checkRetryPolicy(retryPolicy, ["retryPolicy"]);
  if (problem !== undefined) throw new TypeError(problem.message);
  if (typeof work !== "function") throw wrongOption("op", "the function", "a function", work);
  const name = options.name ?? (work.name === "" ? "op" : work.name);
  return async (...given) => {
    for (let retries = 0; ; retries++) {
      try {
        return await work(...given);
      } catch (thrown) {
        const step = currentStep();
        const circumstances = { ...failureCircumstances(thrown), random: Math.random() };
        const retry = step?.signal.aborted === true ? undefined : decideRetry(retryPolicy, retries, circumstances);
        if (retry === undefined) throw thrown;
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        step?.tell(`The operation "${name}" failed and is tried again in ${retry.seconds} s: ${message}`);
        await wait(retry.seconds * 1_000, undefined, step === undefined ? {} : { signal: step.signal });
      }
    }
  };
}
