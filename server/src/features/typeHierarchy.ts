import { declaredElsewhere, namingPlaces, projectsThatMean, stepsThatDependOn } from "@headwater/analysis";
import { type KeyId, toUserString } from "@headwater/model";
import type {
  TypeHierarchyItem,
  TypeHierarchyPrepareParams,
  TypeHierarchySubtypesParams,
  TypeHierarchySupertypesParams,
} from "vscode-languageserver";
import { kindName, rangeOf, symbolKindOf, uriIn, wholeRange } from "../workspace/assetLocation.ts";
import { meantAssets } from "../workspace/assetPlaces.ts";
import type { Project } from "../workspace/project.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

/** More than this no editor shows in a usable way. */
const mostItems = 1000;

/** So many that depend on an undeclared asset are searched for a place that names it. */
const mostSearched = 20;

/** What an item carries to the client and back. */
interface LineageData {
  readonly project: string;
  readonly key: KeyId;
}

/**
 * The assets at a place, as the roots of their lineage: supertypes are what they depend on, subtypes are what depends on them.
 */
export function prepareTypeHierarchy(
  context: FeatureContext,
  { textDocument, position }: TypeHierarchyPrepareParams,
): TypeHierarchyItem[] | null {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  if (requested === undefined || offset === undefined) return null;
  const meant = meantAssets(context.workspace, requested.path, requested.document.getText(), offset);
  const items = meant === undefined ? [] : itemsOf(context, meant.project, meant.ids);
  return items.length === 0 ? null : items;
}

/** What an asset depends on directly. */
export function provideSupertypes(context: FeatureContext, { item }: TypeHierarchySupertypesParams): TypeHierarchyItem[] | null {
  const found = readItem(context, item);
  return found === undefined ? null : itemsOf(context, found.project, found.node.upstream);
}

/** What depends on an asset directly, in other projects too. */
export function provideSubtypes(context: FeatureContext, { item }: TypeHierarchySubtypesParams): TypeHierarchyItem[] | null {
  const found = readItem(context, item);
  if (found === undefined) return null;
  const { project, node } = found;
  const elsewhere = projectsThatMean(context.workspace.projects(), project, node.id).flatMap((other) =>
    itemsOf(context, other, other.analysis?.graph.nodes.get(node.id)?.downstream ?? []),
  );
  return [...itemsOf(context, project, node.downstream), ...elsewhere].slice(0, mostItems);
}

/** The asset of an item as it is now; undefined where it is gone, or where the item is none of ours. */
export function readItem({ workspace }: FeatureContext, item: TypeHierarchyItem | undefined) {
  const data: unknown = item?.data;
  if (typeof data !== "object" || data === null || !("project" in data) || !("key" in data)) return undefined;
  const project = workspace.projects().find(({ uri }) => uri === data.project);
  const node = typeof data.key === "string" ? project?.analysis?.graph.nodes.get(data.key) : undefined;
  return project === undefined || node === undefined ? undefined : { project, node };
}

function itemsOf(context: FeatureContext, project: Project, ids: readonly KeyId[]): TypeHierarchyItem[] {
  return ids.slice(0, mostItems).flatMap((id) => itemOf(context, project, id) ?? []);
}

function itemOf(context: FeatureContext, project: Project, id: KeyId): TypeHierarchyItem | undefined {
  const { workspace } = context;
  // What another project declares has its lineage there.
  const other = declaredElsewhere(workspace.projects(), project, id);
  if (other !== undefined) return itemOf(context, other.project, id);
  const node = project.analysis?.graph.nodes.get(id);
  const place = node && placeOf(project, id, node.downstream);
  if (node === undefined || place === undefined) return undefined;
  const data: LineageData = { project: project.uri, key: id };
  const facts = node.kind === "stub" ? [] : [node.groupName, ...(node.spec?.kinds ?? [])];
  return {
    name: toUserString(node.key),
    kind: symbolKindOf(node.kind),
    detail: [...facts, kindName(node.kind)].join(" · "),
    uri: uriIn(workspace, project, place.file),
    range: place.range,
    selectionRange: place.selectionRange,
    data,
  };
}

/** Where an asset is declared; for one that is not, where it is named first. */
function placeOf(project: Project, id: KeyId, downstream: readonly KeyId[]) {
  const asset = project.index.get(id);
  if (asset !== undefined) return { file: asset.file, range: wholeRange(asset), selectionRange: rangeOf(asset.nameRange) };
  const dependents = [
    ...downstream.slice(0, mostSearched).flatMap((each) => project.index.get(each) ?? []),
    ...(downstream.length > 0 ? [] : stepsThatDependOn(project, new Set([id]))),
  ];
  for (const dependent of dependents) {
    const place = namingPlaces(project, [dependent], project.files.read(dependent.file) ?? "").find(({ ids }) =>
      ids.includes(id),
    );
    if (place === undefined) continue;
    const range = rangeOf(place.range);
    return { file: dependent.file, range, selectionRange: range };
  }
  return undefined;
}
