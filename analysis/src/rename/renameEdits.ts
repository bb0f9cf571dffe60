import type { IndexedProject } from "../naming/indexedProject.ts";
import type { AnalyzedAsset } from "../projectAnalysis.ts";
import { constantEdits } from "./constantEdits.ts";
import { isNamedByConstant, type KeyEdit, keyEdits, type Refusal } from "./keyEdits.ts";
import { whyNot } from "./newName.ts";

/**
 * What has to be written for the last segment of an asset's key to be another one: in its declaration, in every text, selection
 * and input that names it, and at the constant that gives it its name, with all that refers to it.
 *
 * @returns a refusal, as a sentence for the user, where the name is not allowed or a place cannot be changed
 */
export async function renameEdits(
  project: IndexedProject,
  asset: AnalyzedAsset,
  newName: string,
): Promise<readonly KeyEdit[] | Refusal> {
  const withConstant = isNamedByConstant(asset);
  const refused = whyNot(project, asset, newName, withConstant);
  if (refused !== undefined) return { refused };
  const ofKey = keyEdits(project, asset, newName, withConstant);
  if ("refused" in ofKey) return ofKey;
  const ofConstant = withConstant ? await constantEdits(project, asset, newName) : [];
  return "refused" in ofConstant ? ofConstant : withoutRepeats([...ofConstant, ...ofKey]);
}

/** An input that is the constant too, in a shorthand, is changed once. */
function withoutRepeats(edits: readonly KeyEdit[]): KeyEdit[] {
  const places = new Set<string>();
  return edits.filter(({ file, range }) => {
    const place = `${file} ${range.startOffset}`;
    return !places.has(place) && places.add(place);
  });
}
