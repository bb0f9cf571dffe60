import { escapeFor } from "@headwater/analysis";
import { type AssetKey, type AssetNode, type KeyId, toStoredString, toUserString } from "@headwater/model";
import { type CompletionItem, CompletionItemKind, type CompletionList, type Range } from "vscode-languageserver";
import { dependencyTextAt } from "../text/dependencyText.ts";
import { type StringContent, stringAt } from "../text/stringAt.ts";
import { assetAt } from "../workspace/assetAt.ts";
import type { Project } from "../workspace/project.ts";
import { nearestKeys } from "./nearestKeys.ts";
import { assetAround, type CompletionPlace } from "./place.ts";
import { rangeBetween, sortTextAt } from "./replaced.ts";

/** The keys that a dependency's text may name, the nearest first; undefined outside of such texts. */
export function completeDependency(place: CompletionPlace): CompletionList | undefined {
  const { workspace, project, document, path, file, text, offset, imports } = place;
  const content =
    dependencyTextAt(text, offset, imports) ??
    // The call of a helper, whose options only the evaluation sees through.
    (assetAt(workspace, path, text, offset)?.kind === "dependency" ? stringAt(text, offset) : undefined);
  if (content === undefined) return undefined;
  const own = assetAround(place, content.start, content.end);
  const typed = text.slice(content.start, Math.max(content.start, Math.min(offset, content.end)));
  const { ids, isComplete } = nearestKeys(project, { file, group: own?.spec.groupName, own: own?.id }, typed);
  const inner = rangeBetween(document, content.start, content.end);
  const items = ids.flatMap((id, at) => {
    const node = project.analysis?.graph.nodes.get(id);
    return node === undefined ? [] : [itemOf(node, at, content, inner)];
  });
  const others = keysElsewhere(place, typed);
  const more = others.nodes.map(({ node, name }, at) => ({ ...itemOf(node, items.length + at, content, inner), detail: name }));
  return { isIncomplete: !isComplete || !others.isComplete, items: [...items, ...more] };
}

/** The keys of other projects, which are external in this one. */
function keysElsewhere({ workspace, project }: CompletionPlace, typed: string) {
  const seen = new Set<KeyId>();
  const nodes: { readonly node: AssetNode; readonly name: string }[] = [];
  let isComplete = true;
  for (const other of workspace.projects()) {
    if (other === project) continue;
    const found = nearestKeys(other, { file: "" }, typed);
    isComplete &&= found.isComplete;
    for (const id of found.ids) {
      const node = project.index.get(id) === undefined && !seen.has(id) ? other.analysis?.graph.nodes.get(id) : undefined;
      if (node !== undefined && other.index.get(id) !== undefined) nodes.push({ node, name: other.name });
      seen.add(id);
    }
  }
  return { nodes, isComplete };
}

/** What is shown of an asset beside its key. */
export function describeAsset({ analysis }: Project, id: KeyId): Pick<CompletionItem, "detail" | "documentation"> {
  const node = analysis?.graph.nodes.get(id);
  return node === undefined ? {} : describeNode(node);
}

function describeNode({ groupName, spec }: AssetNode): Pick<CompletionItem, "detail" | "documentation"> {
  const detail = [groupName, ...(spec?.kinds ?? [])].join(" · ");
  return { detail, ...(spec?.description === undefined ? {} : { documentation: spec.description }) };
}

function itemOf(node: AssetNode, at: number, content: StringContent, inner: Range): CompletionItem {
  const label = toUserString(node.key);
  const base: CompletionItem = {
    label,
    ...describeNode(node),
    kind: CompletionItemKind.Reference,
    sortText: sortTextAt(at),
  };
  if (node.key.path.length === 1) {
    return { ...base, filterText: label, textEdit: { range: inner, newText: escapeFor(content.quote, label) } };
  }
  // One text is one segment, so a longer key takes the place of the quotes too.
  const range: Range = {
    start: { line: inner.start.line, character: inner.start.character - 1 },
    end: { line: inner.end.line, character: inner.end.character + (content.closed ? 1 : 0) },
  };
  return { ...base, filterText: content.quote + label, textEdit: { range, newText: listIn(node.key, content.quote) } };
}

/** `["a", "b"]`, in the quotes that are in use at the place. */
function listIn(key: AssetKey, quote: string): string {
  return quote === '"' ? toStoredString(key) : `[${key.path.map((part) => quote + escapeFor(quote, part) + quote).join(", ")}]`;
}
