import { keyAsText } from "@headwater/analysis";
import { type AssetKey, type KeyId, toUserString } from "@headwater/model";
import { CodeActionKind } from "vscode-languageserver";
import type { Project } from "../workspace/project.ts";
import { endOfStatement } from "./fixes/newAsset.ts";
import { freeName, importName } from "./importEdits.ts";
import { declaredAssetAt } from "./knownFile.ts";
import { type CodeActionProvider, editOf } from "./provider.ts";

/** Where an asset is declared: a check of it, below the declaration, that has still to say what must hold. */
export const generateCheck: CodeActionProvider = {
  kind: CodeActionKind.Refactor,
  provide(requested, { range }, context) {
    const found = declaredAssetAt(context, requested, range.start);
    // Where an entry lists what counts, a check that it does not list would not.
    if (found === undefined || found.project.analysis?.entry?.listsAssets) return [];
    const { text, facts, project, asset } = found;
    const { spec, callRange, bindingName } = asset;
    const span = { start: callRange.startOffset, end: callRange.endOffset };
    const constant = facts.bindings.find(({ name, value }) => name === bindingName && value.span.start === span.start);
    const isHeld = constant !== undefined && spec.unit === undefined;
    const imported = importName(text, facts, {
      specifier: "headwater",
      isIt: (specifier) => specifier === "headwater",
      imported: "assetCheck",
      wanted: "assetCheck",
    });
    const name = freeName(facts, `${isHeld ? constant.name : identifierOf(spec.key).replace(/^(?=\d)/, "_")}Check`);
    const subject = isHeld ? constant.name : keyAsText(spec.key, '"');
    const options = `{ asset: ${subject}, name: ${JSON.stringify(freeCheckName(project, asset.id, spec.key))} }`;
    const body = '() => {\n  throw new Error("This check is not written yet.");\n}';
    const end = endOfStatement(text, { facts, span });
    const added = { start: end, end, newText: `\n\nexport const ${name} = ${imported.local}(${options}, ${body});` };
    const title = `Generate a check for ${toUserString(spec.key)}`;
    return [editOf(requested.document, title, CodeActionKind.Refactor, [...imported.edits, added])];
  },
};

function identifierOf({ path }: AssetKey): string {
  return (path.at(-1) ?? "").replace(/[^A-Za-z0-9_]+/g, "_");
}

/** A name that no check of the asset has. */
function freeCheckName({ analysis }: Project, id: KeyId, key: AssetKey): string {
  const ofAsset = [...(analysis?.graph.checks.values() ?? [])].filter(({ asset }) => asset === id);
  const taken = new Set(ofAsset.map(({ spec }) => spec.name));
  const wanted = `${identifierOf(key)}_check`;
  let name = wanted;
  for (let at = 2; taken.has(name); at++) name = `${wanted}_${at}`;
  return name;
}
