import type { CallExpression, FileFacts } from "@headwater/analysis";
import { CodeActionKind } from "vscode-languageserver";
import { expressionsAround } from "../text/expressionsAround.ts";
import { propertyOf, withProperty } from "./fixes/listEdits.ts";
import { declaredAssetAt } from "./knownFile.ts";
import { type CodeActionProvider, editOf } from "./provider.ts";

const title = "Add the name explicitly";

/** The functions whose assets a constant or a function may name. */
const named: ReadonlySet<string> = new Set(["asset", "graphAsset", "observableAsset", "externalAsset"]);

/** Where an asset is declared that its constant or function names: the name as an option, so that each can have its own. */
export const nameExplicitly: CodeActionProvider = {
  kind: CodeActionKind.RefactorRewrite,
  provide(requested, { range }, context) {
    const found = declaredAssetAt(context, requested, range.start);
    const name = found?.asset.spec.key.path.at(-1);
    if (found === undefined || name === undefined) return [];
    const { facts, asset } = found;
    const span = { start: asset.callRange.startOffset, end: asset.callRange.endOffset };
    const call = expressionsAround(facts, span).at(-1)?.expression;
    // What changes an asset, or a helper, has other arguments.
    if (call?.kind !== "call" || !declaresOne(call, facts)) return [];
    const [first, second] = call.args;
    if (first === undefined || first.spread) return [];
    const option = `name: ${JSON.stringify(name)}`;
    if (first.value.kind === "function" && second === undefined) {
      const at = first.span.start;
      const added = { start: at, end: at, newText: `{ ${option} }, ` };
      return [editOf(requested.document, title, CodeActionKind.RefactorRewrite, [added])];
    }
    if (first.value.kind !== "object") return [];
    const options = first.value;
    const isNamed = propertyOf(options, "name") !== undefined || propertyOf(options, "key") !== undefined;
    // What is spread into the options may have a name too.
    if (isNamed || options.properties.some((each) => each.kind === "spread" || typeof each.key !== "string")) return [];
    return [editOf(requested.document, title, CodeActionKind.RefactorRewrite, [withProperty(options, option)])];
  },
};

/** Whether a call is one of a function of ours that makes one asset. */
function declaresOne({ callee }: CallExpression, { imports }: FileFacts): boolean {
  const ours = imports.flatMap(({ specifier, names }) => (specifier === "headwater" ? names : []));
  if (callee.kind === "identifier") return ours.some(({ local, imported }) => local === callee.name && named.has(imported));
  if (callee.kind !== "member" || callee.object.kind !== "identifier" || !named.has(callee.name)) return false;
  const { name } = callee.object;
  return ours.some(({ local, imported }) => local === name && imported === "*");
}
