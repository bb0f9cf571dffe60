import type { Finding } from "../findings/finding.ts";
import type { AssetSpec, CheckStepSpec } from "./declaration.ts";

/** What the rules make of a declaration of any family. */
export interface CheckedDeclarations {
  /** The assets whose keys are right and known: of those that are computed together, all with the same `unit`. */
  readonly specs: readonly AssetSpec[];
  /** The steps that only evaluate checks; at most one. */
  readonly checkSteps: readonly CheckStepSpec[];
  /** True where assets exist whose keys cannot be known without running the code. */
  readonly keyUnknown: boolean;
  /** Everything that is wrong, all at once. */
  readonly findings: readonly Finding[];
}
