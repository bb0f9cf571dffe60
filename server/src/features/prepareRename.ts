import type { PrepareRenameParams, PrepareRenameResult } from "vscode-languageserver";
import { renamedAsset } from "../rename/renamedAsset.ts";
import { rangeOf } from "../workspace/assetLocation.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

/** The part of a key that can be renamed at a place; nothing outside of keys, so that TypeScript's own rename is reached. */
export function prepareRename(
  context: FeatureContext,
  { textDocument, position }: PrepareRenameParams,
): PrepareRenameResult | null {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  if (requested === undefined || offset === undefined) return null;
  const renamed = renamedAsset(context, requested, offset);
  return renamed === undefined ? null : { range: rangeOf(renamed.range), placeholder: renamed.name };
}
