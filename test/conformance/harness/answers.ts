import { isDeepStrictEqual } from "node:util";
import {
  hasWarnings,
  type KeyId,
  keyId,
  NothingFailedError,
  PlanError,
  SelectionError,
  UnknownStepError,
} from "@headwater/model";
import { AssetDefinitionError, RunConfigError } from "headwater";
import { type LoadedProject, StepError } from "headwater/engine";
import { categoryOfCode, categoryOfError } from "../adapters/categories.ts";
import type { Written } from "../adapters/declarations.ts";
import type { Carried } from "./instance.ts";

/** A refusal or failure under the name that the tables have for its kind. */
export interface ErrorAnswer {
  readonly category: string;
}

/** Calls a function that may refuse; what it refuses with comes back as an answer. */
export async function orError<T>(
  ask: () => T | Promise<T>,
): Promise<{ readonly made: T } | { readonly error: ErrorAnswer; readonly thrown: unknown }> {
  try {
    return { made: await ask() };
  } catch (thrown) {
    const category = categoryOf(thrown);
    if (category === undefined) throw thrown;
    return { error: { category }, thrown };
  }
}

/** The error for which a loaded project must not run. */
export function projectError({ problems }: LoadedProject): ErrorAnswer | undefined {
  const problem = problems.find(({ severity }) => severity === "error");
  return problem === undefined ? undefined : { category: categoryOfCode(problem.code) };
}

/** The error of the first step that failed because its result did not fit its declaration. */
export function resultError({ thrown }: Carried): ErrorAnswer | undefined {
  const error = thrown.find((one) => one instanceof StepError && one.code !== "asset-check-failed");
  if (!(error instanceof StepError)) return undefined;
  const missing = error.code === "missing-output" || error.code === "missing-check-result";
  return { category: missing ? "missing-output" : "invariant-violation" };
}

function categoryOf(thrown: unknown): string | undefined {
  // The tables speak of a unit that is cut, not of the selection that cuts it.
  if (thrown instanceof PlanError) return thrown.code === "step-cycle" ? "cycle" : "invalid-argument";
  if (thrown instanceof UnknownStepError) return "unknown-step";
  if (thrown instanceof NothingFailedError) return "invalid-argument";
  if (thrown instanceof RunConfigError) return "invalid-config";
  if (thrown instanceof SelectionError) return "invalid-selection";
  return thrown instanceof AssetDefinitionError ? categoryOfError(thrown) : undefined;
}

/** How the tables call the end of a run. */
export function runWord({ status, view }: Pick<Carried, "status" | "view">): string {
  if (status !== "SUCCESS") return "failure";
  return hasWarnings(view) ? "success-with-warnings" : "success";
}

/** A key of a case, which may be a text or a list of segments. */
export function idOf(key: Written): KeyId {
  return keyId({ path: [key].flat() });
}

/** The key of an asset that a case declares, by its own `key` or by prefix and name. */
export function declaredId({ key, keyPrefix, name }: Written): KeyId {
  return idOf(key ?? [keyPrefix ?? [], name].flat());
}

/** Whether keys of a case are those that were got, in any order. */
export function sameKeys(expected: unknown, got: unknown): boolean {
  const ids = (expected as readonly Written[]).map(idOf);
  return isDeepStrictEqual(ids.sort(), [...(got as readonly KeyId[])].sort());
}
