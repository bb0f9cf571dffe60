import type { Backoff, Jitter, RetryPolicyData } from "@headwater/model";

/** When and how often a failed step is tried again (spec 1.7). Plain data. */
export type RetryPolicy = RetryPolicyData;

/** What `RetryPolicy()` takes. */
export interface RetryPolicyOptions {
  /** How many times after the first attempt: a whole number from 0. 1 if left out. */
  readonly maxRetries?: number;
  /** Seconds before the next attempt, 0 or more. */
  readonly delay?: number;
  /** How the delay grows: `linear` is delay × attempt, `exponential` is (2^attempt − 1) × delay. Needs `delay`. */
  readonly backoff?: Backoff;
  /** How the delay is spread: `full` from 0 to the delay, `plusMinus` around it. Needs `delay`. */
  readonly jitter?: Jitter;
}

/**
 * Says when a failed step is tried again (spec 1.7). Plain data, which the `asset()` that takes it validates. A step that
 * throws a `RetryRequested` says so itself, which beats its policy.
 */
export function RetryPolicy(options: RetryPolicyOptions = {}): RetryPolicy {
  return { maxRetries: 1, ...options };
}
