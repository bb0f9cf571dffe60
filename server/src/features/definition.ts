import type { DefinitionParams, Location, LocationLink, Range } from "vscode-languageserver";
import { assetAt } from "../workspace/assetAt.ts";
import { uriIn, wholeRange } from "../workspace/assetLocation.ts";
import { assetMeant } from "../workspace/otherProjects.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

/**
 * Where the upstream is declared, in this project or in another one, that a text names, or that an input takes, whatever names its upstream: TypeScript follows a
 * destructured parameter no further than to itself. References to constants are left to it.
 */
export function provideDefinition(
  context: FeatureContext,
  { textDocument, position }: DefinitionParams,
): Location[] | LocationLink[] | null {
  const requested = requestedDocument(context, textDocument.uri);
  const offset = requested && requestedOffset(requested.document, position);
  if (requested === undefined || offset === undefined) return null;
  const at = assetAt(context.workspace, requested.path, requested.document.getText(), offset);
  if (at === undefined || at.kind === "name" || (at.kind === "dependency" && !at.byText)) return null;
  const found = assetMeant(context.workspace, at.project, at.upstream);
  if (found === undefined) return null;
  const { asset: target, project } = found;
  const uri = uriIn(context.workspace, project, target.file);
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
