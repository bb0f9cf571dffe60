/** Which rule a step's result broke (spec 4.1). */
export type StepErrorCode =
  | "missing-output"
  | "missing-check-result"
  | "unknown-output"
  | "unexpected-check"
  | "output-order"
  | "wrong-result"
  | "several-assets"
  | "asset-check-failed";

/** A step did not end as its declaration says. The message tells how to mend it. */
export class StepError extends Error {
  override readonly name: string = "StepError";
  readonly code: StepErrorCode;

  constructor(code: StepErrorCode, message: string) {
    super(message);
    this.code = code;
    if (code === "asset-check-failed") this.name = "AssetCheckFailed";
  }
}

/** Whether a step ended not as its declaration says. Never throws, not even for a hostile proxy. */
export function isStepError(thrown: unknown): thrown is StepError {
  try {
    return thrown instanceof StepError;
  } catch {
    return false;
  }
}
