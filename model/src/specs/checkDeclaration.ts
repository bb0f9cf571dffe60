import type { Finding } from "../findings/finding.ts";
import { checkAssetCheck, checkMultiAssetCheck } from "./assetCheck.ts";
import { checkAssetDeclaration } from "./checkAssetDeclaration.ts";
import type { AssetDeclaration, AssetSpec, CheckStepSpec } from "./declaration.ts";
import { checkExternalAsset, checkObservableAsset } from "./externalAsset.ts";
import { checkMultiAsset } from "./multiAsset.ts";
import { changeSpecs } from "./specChanges.ts";

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

/**
 * Applies every declaration rule (spec 1, 2.1 to 2.3, 3) to one call of `asset()` or its family, and then the changes that
 * were made afterwards.
 */
export function checkDeclaration(declaration: AssetDeclaration): CheckedDeclarations {
  const checked = checkFamily(declaration);
  const { changes = [] } = declaration;
  if (changes.length === 0) return checked;
  const fixed = declaration.family === "graphAsset" || declaration.family === "graphMultiAsset";
  return changeSpecs(checked, changes, fixed);
}

function checkFamily(declaration: AssetDeclaration): CheckedDeclarations {
  switch (declaration.family) {
    case "multiAsset":
    case "graphMultiAsset":
      return checkMultiAsset(declaration);
    case "externalAsset":
      return checkExternalAsset(declaration);
    case "observableAsset":
      return checkObservableAsset(declaration);
    case "assetCheck":
      return checkAssetCheck(declaration);
    case "multiAssetCheck":
      return checkMultiAssetCheck(declaration);
    default: {
      const { spec, keyUnknown, findings } = checkAssetDeclaration(declaration);
      return { specs: spec === undefined ? [] : [spec], checkSteps: [], keyUnknown, findings };
    }
  }
}
