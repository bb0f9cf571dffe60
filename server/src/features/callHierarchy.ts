import { namingPlaces } from "@headwater/analysis";
import type { KeyId } from "@headwater/model";
import type {
  CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsParams,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsParams,
  Range,
} from "vscode-languageserver";
import { rangeOf } from "../workspace/assetLocation.ts";
import type { FeatureContext } from "./context.ts";
import { provideSubtypes, provideSupertypes, readItem } from "./typeHierarchy.ts";

// Lineage for editors that show calls and no types: an asset calls what it depends on. Only clients that ask for it have it,
// with `callHierarchy` of their initialization options: beside TypeScript's service, VS Code would show this one alone. Where
// it begins is what `prepareTypeHierarchy` says.

/** What depends on an asset directly, with the places that name it there. */
export function provideIncomingCalls(
  context: FeatureContext,
  { item }: CallHierarchyIncomingCallsParams,
): CallHierarchyIncomingCall[] | null {
  const callee = readItem(context, item);
  const callers = provideSubtypes(context, { item });
  if (callee === undefined || callers === null) return null;
  return callers.map((from) => ({ from, fromRanges: placesIn(context, from, callee.node.id) }));
}

/** What an asset depends on directly, with the places that name it in the asset. */
export function provideOutgoingCalls(
  context: FeatureContext,
  { item }: CallHierarchyOutgoingCallsParams,
): CallHierarchyOutgoingCall[] | null {
  const callees = provideSupertypes(context, { item });
  if (callees === null) return null;
  return callees.map((to) => {
    const callee = readItem(context, to);
    return { to, fromRanges: callee === undefined ? [] : placesIn(context, item, callee.node.id) };
  });
}

/** Where an asset names another one. */
function placesIn(context: FeatureContext, item: CallHierarchyItem, upstream: KeyId): Range[] {
  const found = readItem(context, item);
  const asset = found?.project.index.get(found.node.id);
  if (found === undefined || asset === undefined) return [];
  const text = found.project.files.read(asset.file) ?? "";
  const places = namingPlaces(found.project, [asset], text).filter(({ ids }) => ids.includes(upstream));
  return places.map(({ range }) => rangeOf(range));
}
