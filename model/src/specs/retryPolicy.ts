import { type DeclarationPath, type Finding, finding } from "../findings/finding.ts";
import { checkOptionNames, describe, isRecord } from "./options.ts";
import { isUnknown } from "./unknown.ts";

/** How the delay grows with the attempt: `linear` is delay × attempt, `exponential` (2^attempt − 1) × delay. */
export type Backoff = "linear" | "exponential";

/** How the delay is spread: `full` is anywhere from 0 to the delay, `plusMinus` the delay ± the base delay. */
export type Jitter = "full" | "plusMinus";

/** When and how often a failed step is tried again (spec 1.7). */
export interface RetryPolicyData {
  /** How many times after the first attempt; a whole number from 0. */
  readonly maxRetries: number;
  /** Seconds before the next attempt, 0 or more. */
  readonly delay?: number;
  readonly backoff?: Backoff;
  readonly jitter?: Jitter;
}

/**
 * Spec 1.7: back-off and jitter shape a delay, so they need one. Says nothing about what is no object at all: that is for
 * the rule of the options' kinds.
 */
export function checkRetryPolicy(policy: unknown, path: DeclarationPath): Finding[] {
  if (!isRecord(policy)) return [];
  const findings = checkOptionNames(policy, "RetryPolicy()", ["maxRetries", "delay", "backoff", "jitter"], path);
  const report = (option: string, message: string) => findings.push(finding("invalid-retry-policy", message, [...path, option]));
  const known = (option: string) => (isUnknown(policy[option]) ? undefined : (policy[option] ?? undefined));
  const maxRetries = known("maxRetries");
  if (maxRetries !== undefined && !(Number.isInteger(maxRetries) && (maxRetries as number) >= 0)) {
    report("maxRetries", `maxRetries is a whole number from 0, not ${describe(maxRetries)}.`);
  }
  const delay = known("delay");
  if (delay !== undefined && !(typeof delay === "number" && Number.isFinite(delay) && delay >= 0)) {
    report("delay", `delay is a number of seconds from 0, not ${describe(delay)}.`);
  }
  const backoff = known("backoff");
  if (backoff !== undefined && backoff !== "linear" && backoff !== "exponential") {
    report("backoff", `backoff is "linear" or "exponential", not ${describe(backoff)}.`);
  }
  const jitter = known("jitter");
  if (jitter !== undefined && jitter !== "full" && jitter !== "plusMinus") {
    report("jitter", `jitter is "full" or "plusMinus", not ${describe(jitter)}.`);
  }
  if (policy.delay === undefined || policy.delay === null) {
    if (backoff !== undefined) report("backoff", "backoff needs a delay to grow: add delay (in seconds).");
    if (jitter !== undefined) report("jitter", "jitter needs a delay to spread: add delay (in seconds).");
  }
  return findings;
}

/** What is right and known of a policy; one retry where nothing is said of how many. */
export function retryPolicyOf(policy: unknown): RetryPolicyData | undefined {
  if (!isRecord(policy)) return undefined;
  const wrong = new Set(checkRetryPolicy(policy, []).map(({ path }) => path[0]));
  const right = Object.entries(policy).filter(
    ([option, value]) => !wrong.has(option) && value !== undefined && value !== null && !isUnknown(value),
  );
  return { maxRetries: 1, ...Object.fromEntries(right) };
}

/**
 * Seconds to wait before a retry (spec 1.7). With base delay d and retry n: d without back-off, d × n for `linear`,
 * (2^n − 1) × d for `exponential`; then `full` jitter takes a random share of that, and `plusMinus` adds a random offset
 * between −d and d, whatever the back-off. Never negative, and finite however great n is.
 *
 * @param attempt the number of the retry, from 1
 * @param random where chance fell, from 0 up to but not including 1, as `Math.random()` gives it
 * @throws RangeError for another attempt or another random number
 */
export function calculateDelay(policy: RetryPolicyData, attempt: number, random: number): number {
  if (!(Number.isInteger(attempt) && attempt >= 1))
    throw new RangeError(`A retry's number is a whole number from 1, not ${attempt}.`);
  if (!(random >= 0 && random < 1)) throw new RangeError(`Where chance fell is a number from 0 to below 1, not ${random}.`);
  const base = policy.delay ?? 0;
  if (base === 0) return 0;
  // Shares of the base delay, so that no step on the way overflows before the last.
  const share = Math.min(growth(policy.backoff, attempt), Number.MAX_VALUE);
  const shaken = policy.jitter === "full" ? random * share : policy.jitter === "plusMinus" ? share + 2 * random - 1 : share;
  return Math.min(base * shaken, Number.MAX_VALUE);
}

function growth(backoff: Backoff | undefined, attempt: number): number {
  if (backoff === undefined) return 1;
  return backoff === "linear" ? attempt : 2 ** attempt - 1;
}
