import {
  type AnalyzedAsset,
  type Declared,
  isHeldBy,
  type NamingPlace,
  namingPlaces,
  readKeyText,
  readSimpleString,
  type SourceRange,
} from "@headwater/analysis";
import { type KeyId, keyId, toUserString } from "@headwater/model";
import type { InlayHint, InlayHintLabelPart, InlayHintParams } from "vscode-languageserver";
import { assetCard } from "../assetCard/assetCard.ts";
import { markdown, plain } from "../assetCard/writer.ts";
import { partitionsHint } from "../schedules/partitionsHint.ts";
import { checkStepsIn } from "../workspace/assetAt.ts";
import { rangeOf, uriIn } from "../workspace/assetLocation.ts";
import type { Project } from "../workspace/project.ts";
import { type FeatureContext, requestedDocument } from "./context.ts";

/** Of many assets that one place names so many are shown. */
const mostKeys = 3;

/** What a hint carries to the client and back. */
interface HintData {
  readonly project: string;
  readonly key: KeyId;
}

/**
 * The keys of assets where they are other than what is written: behind the name of an asset (`→ shop/orders`), a dependency's
 * text that means another key, a constant that stands for a key, and an input (`← raw_orders`). Behind partitions, how many
 * there are by now. What says the key itself, or is
 * the constant that holds the asset, has none.
 */
export function provideInlayHints(context: FeatureContext, { textDocument, range }: InlayHintParams): InlayHint[] {
  if (context.options.inlayHints === false) return [];
  const requested = requestedDocument(context, textDocument.uri);
  const found = requested && context.workspace.assetsIn(requested.path);
  if (requested === undefined || found === undefined) return [];
  const { document, path } = requested;
  const { project, assets } = found;
  const text = document.getText();
  const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const isAsked = ({ startOffset, endOffset }: SourceRange) => startOffset <= to && endOffset >= from;
  const isNear = ({ callRange, nameRange }: Declared) => isAsked(callRange) || isAsked(nameRange);
  const declared = [...assets, ...checkStepsIn(project, path)].filter(isNear);
  const hints: (InlayHint & { offset: number })[] = [];
  const add = (place: SourceRange, ids: readonly KeyId[], arrow: string) => {
    const keys = ids.map((id) => toUserString(project.analysis?.graph.nodes.get(id)?.key ?? { path: [id] }));
    const more = keys.length > mostKeys ? ` and ${keys.length - mostKeys} more` : "";
    const [only, second] = ids;
    const data: HintData | undefined =
      only === undefined || second !== undefined ? undefined : { project: project.uri, key: only };
    hints.push({
      offset: place.endOffset,
      // Behind the quotes, whose content the place is.
      position: isInQuotes(text, place) ? { ...place.end, character: place.end.character + 1 } : place.end,
      label: [{ value: `${arrow} ${keys.slice(0, mostKeys).join(", ")}${more}` }],
      paddingLeft: true,
      ...(data === undefined ? {} : { data }),
    });
  };

  // A call in a loop, or one of a helper, may make several that one place names.
  const named = Map.groupBy(assets.filter(isNear), ({ nameRange }) => `${nameRange.startOffset} ${nameRange.endOffset}`);
  for (const same of named.values()) {
    const [first] = same;
    if (first === undefined || !isAsked(first.nameRange) || saysKeys(text, first.nameRange, same)) continue;
    add(first.nameRange, [...new Set(same.map(({ id }) => id))], "→");
  }
  for (const sharing of Map.groupBy(declared, ({ places }) => places).values()) {
    for (const place of namingPlaces(project, sharing, text)) {
      const [id, second] = place.ids;
      if (id === undefined || second !== undefined || !isAsked(place.range) || saysKey(project, text, place, id)) continue;
      add(place.range, [id], place.by === "input" ? "←" : "→");
    }
  }
  for (const { places, spec } of assets.filter(isNear)) {
    const place = places.find(({ path: option }) => option.length === 1 && option[0] === "partitionsDef");
    const label = place === undefined || !isAsked(place.range) ? undefined : partitionsHint(spec.partitionsDef, context.now());
    if (place === undefined || label === undefined) continue;
    hints.push({ offset: place.range.endOffset, position: place.range.end, label, paddingLeft: true });
  }
  // What names an asset may name a dependency too, as the argument of a helper.
  const first = new Map(hints.toReversed().map((hint) => [hint.offset, hint]));
  return [...first.values()].sort((one, other) => one.offset - other.offset).map(({ offset, ...hint }) => hint);
}

/** Adds what is shown when somebody points at a hint: the asset's card, and where it is declared. */
export function resolveInlayHint(context: FeatureContext, hint: InlayHint): InlayHint {
  const { workspace, statuses, client } = context;
  const data: unknown = hint?.data;
  if (typeof data !== "object" || data === null || !("project" in data) || !("key" in data)) return hint;
  const project = workspace.projects().find(({ uri }) => uri === data.project);
  const node = typeof data.key === "string" ? project?.analysis?.graph.nodes.get(data.key) : undefined;
  const [part] = typeof hint.label === "string" ? [] : hint.label;
  if (project === undefined || node === undefined || part === undefined) return hint;
  const write = client.markdownHover ? markdown : plain;
  const statusOf = (key: KeyId) => statuses.of(project.root, key);
  const value = assetCard({ workspace, project, node, statusOf, now: context.now() }, write);
  const asset = project.index.get(node.id);
  const resolved: InlayHintLabelPart = {
    ...part,
    tooltip: { kind: client.markdownHover ? "markdown" : "plaintext", value },
    ...(asset === undefined ? {} : { location: { uri: uriIn(workspace, project, asset.file), range: rangeOf(asset.nameRange) } }),
  };
  return { ...hint, label: [resolved] };
}

/** Whether what names assets where they are declared says their one key. */
function saysKeys(text: string, { startOffset, endOffset }: SourceRange, assets: readonly AnalyzedAsset[]): boolean {
  const code = text.slice(startOffset, endOffset);
  const written = readKeyText(code);
  return assets.every(({ id, spec }) => (written === undefined ? code === toUserString(spec.key) : keyId(written) === id));
}

function isInQuotes(text: string, { startOffset, endOffset }: SourceRange): boolean {
  return readSimpleString(text.slice(startOffset - 1, endOffset + 1)) !== undefined;
}

/** Whether a place in a dependency says the key that it means, or refers to the constant that holds the asset. */
function saysKey(project: Project, text: string, { range, by }: NamingPlace, id: KeyId): boolean {
  const code = text.slice(range.startOffset, range.endOffset);
  if (by === "code") return isHeldBy(project, id, code);
  if (by === "input") return keyId({ path: [code] }) === id;
  const written = isInQuotes(text, range) ? { path: [code] } : readKeyText(code);
  return written !== undefined && keyId(written) === id;
}
