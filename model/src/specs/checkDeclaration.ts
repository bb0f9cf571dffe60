import { checkAssetCheck, checkMultiAssetCheck } from "./assetCheck.ts";
import { checkAssetDeclaration } from "./checkAssetDeclaration.ts";
import type { CheckedDeclarations } from "./checkedDeclarations.ts";
import type { AssetDeclaration } from "./declaration.ts";
import { checkExternalAsset, checkObservableAsset } from "./externalAsset.ts";
import { checkMultiAsset } from "./multiAsset.ts";
import { changeSpecs } from "./specChanges.ts";

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
