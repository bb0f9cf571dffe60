import { type FindingCode, PlanError, SelectionError } from "@headwater/model";
import { AssetDefinitionError } from "headwater";

/** What the tables call kinds of error. */
export type Category =
  | "invalid-definition"
  | "invalid-argument"
  | "invariant-violation"
  | "invalid-selection"
  | "cycle"
  | "missing-output";

/** Codes whose category is not that of a declaration that breaks a rule. */
const categories: Readonly<Partial<Record<FindingCode, Category>>> = {
  "invalid-option": "invalid-argument",
  "unknown-option": "invalid-argument",
  "invalid-key": "invalid-argument",
  "input-key-with-prefix": "invalid-argument",
  "output-key-with-prefix": "invalid-argument",
  "invalid-internal-dependency": "invalid-argument",
  "input-without-output": "invalid-argument",
  "different-partitions": "invalid-argument",
  "group-given-twice": "invalid-argument",
  "unknown-output": "invalid-argument",
  "fixed-dependency": "invalid-argument",
  "no-time-dimension": "invalid-argument",
  "duplicate-dependency": "invariant-violation",
  "invalid-project": "invariant-violation",
  cycle: "cycle",
  "step-cycle": "cycle",
};

/** The category of a finding's code. */
export function categoryOfCode(code: FindingCode): Category {
  return categories[code] ?? "invalid-definition";
}

/** The category of what our functions throw; undefined for what is no refusal. */
export function categoryOfError(error: unknown): Category | undefined {
  if (error instanceof AssetDefinitionError) return categoryOfCode(error.code);
  if (error instanceof SelectionError || error instanceof PlanError) return "invalid-selection";
  return undefined;
}
