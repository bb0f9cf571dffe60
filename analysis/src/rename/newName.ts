import { type AssetKey, checkDeclaration, keyId, toUserString } from "@headwater/model";
import type { IndexedProject } from "../naming/indexedProject.ts";
import type { AnalyzedAsset } from "../projectAnalysis.ts";
import { identifier } from "./keyEdits.ts";

/** What no constant of a module can be called. ECMA-262, 12.7.2 and 13.1.1. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public return " +
    "static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** Why an asset cannot have a name, in a sentence; undefined where it can. */
export function whyNot(
  project: IndexedProject,
  asset: AnalyzedAsset,
  newName: string,
  withConstant: boolean,
): string | undefined {
  const key: AssetKey = { path: [...asset.spec.key.path.slice(0, -1), newName] };
  const { findings } = checkDeclaration({
    family: asset.spec.materializable ? "asset" : "externalAsset",
    options: { key: { path: key.path } },
    nameRequired: false,
    parameters: { kind: "unknown" },
    resourceKeys: new Set(),
  });
  const [wrong] = findings.filter(({ severity }) => severity === "error");
  if (wrong !== undefined) return wrong.message;
  if (withConstant && (!identifier.test(newName) || reserved.has(newName))) {
    return `The asset is called after its constant, and ${JSON.stringify(newName)} cannot be the name of one: give the asset a name in its options first.`;
  }
  const [other] = project.index.all(keyId(key));
  if (other !== undefined && other !== asset) {
    return `There is an asset ${JSON.stringify(toUserString(key))} already, in ${other.file}:${other.nameRange.start.line + 1}.`;
  }
  return undefined;
}
