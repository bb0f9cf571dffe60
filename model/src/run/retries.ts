import { calculateDelay, type RetryPolicyData } from "../specs/retryPolicy.ts";

/** What is known of a failure beside that it happened (spec 4.5). */
export interface FailureCircumstances {
  /** The step asked for a retry itself; that beats its policy. */
  readonly retryRequested?: {
    /** How many times after the first attempt. */
    readonly maxRetries: number;
    readonly secondsToWait?: number;
  };
  /** False where the failure says that no policy shall retry it. */
  readonly allowRetries?: boolean;
  /** A number from 0 to below 1, of which jitter is made. 0.5 if left out. */
  readonly random?: number;
}

/** The policy of a step: the most specific of those given, that of the call before the step's, that before the run's. */
export function mostSpecificPolicy(...policies: readonly (RetryPolicyData | undefined)[]): RetryPolicyData | undefined {
  return policies.find((policy) => policy !== undefined);
}

/**
 * Whether a step that failed is tried again, and in how many seconds (spec 4.5).
 *
 * @param retries how often it was tried again already
 */
export function decideRetry(
  policy: RetryPolicyData | undefined,
  retries: number,
  { retryRequested, allowRetries, random = 0.5 }: FailureCircumstances,
): { readonly seconds: number } | undefined {
  if (retryRequested !== undefined) {
    return retries < retryRequested.maxRetries ? { seconds: retryRequested.secondsToWait ?? 0 } : undefined;
  }
  if (policy === undefined || allowRetries === false || retries >= policy.maxRetries) return undefined;
  return { seconds: calculateDelay(policy, retries + 1, random) };
}
