import type { FailureCircumstances } from "@headwater/model";
import { isFailure } from "../retries/failure.ts";
import { isRetryRequested } from "../retries/retryRequested.ts";
import { isStepError } from "./stepError.ts";

/** What an error says about retries (spec 4.5): it asks for one itself, it refuses any, or it leaves that to the policy. */
export function failureCircumstances(thrown: unknown): Omit<FailureCircumstances, "random"> {
  if (isRetryRequested(thrown)) {
    const { maxRetries, secondsToWait } = thrown;
    return { retryRequested: { maxRetries, ...(secondsToWait === undefined ? {} : { secondsToWait }) } };
  }
  // A result that does not fit the declaration will not fit it the next time either.
  const refused = (isFailure(thrown) && !thrown.allowRetries) || isStepError(thrown);
  return refused ? { allowRetries: false } : {};
}
