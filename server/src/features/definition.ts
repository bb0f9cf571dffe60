import { posix } from "node:path";
import type { AnalyzedAsset } from "@headwater/analysis";
import type { DefinitionParams, Location, LocationLink, Range } from "vscode-languageserver";
import { assetAt, declaredAsset } from "../workspace/assetAt.ts";
import { uriOfPath } from "../workspace/fileUris.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

/**
 * Where the upstream is declared that a text names, or that an input takes by its name. References to constants are left
 * to TypeScript, which follows them itself.
 */
export function provideDefinition(
  context: FeatureContext,
  { textDocument, position }: DefinitionParams,
): Location[] | LocationLink[] | null {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  if (requested === undefined || offset === undefined) return null;
  const at = assetAt(context.workspace, requested.path, requested.document.getText(), offset);
  if (at === undefined || at.kind === "name" || !at.byText) return null;
  const target = declaredAsset(at.project, at.upstream);
  if (target === undefined) return null;
  const uri = uriOf(context.workspace, posix.join(at.project.root, target.file));
  const targetSelectionRange: Range = { start: target.nameRange.start, end: target.nameRange.end };
  if (!context.client.definitionLinks) return [{ uri, range: targetSelectionRange }];
  return [
    {
      originSelectionRange: { start: at.range.start, end: at.range.end },
      targetUri: uri,
      targetRange: wholeRange(target),
      targetSelectionRange,
    },
  ];
}

/** The call with the name, which may stand before it. */
function wholeRange({ range, nameRange }: AnalyzedAsset): Range {
  return {
    start: nameRange.startOffset < range.startOffset ? nameRange.start : range.start,
    end: nameRange.endOffset > range.endOffset ? nameRange.end : range.end,
  };
}

/** An open document keeps the URI that the client gave it. */
function uriOf({ open }: Workspace, path: string): string {
  return open.get(path)?.uri ?? uriOfPath(path);
}
