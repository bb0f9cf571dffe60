import { namingPlaces, type SourceRange, selectedKeys } from "@headwater/analysis";
import { type KeyId, toUserString } from "@headwater/model";
import type { DocumentLink, DocumentLinkParams } from "vscode-languageserver";
import { checkStepsIn, fileIn } from "../workspace/assetAt.ts";
import { linkTo, rangeOf } from "../workspace/assetLocation.ts";
import { assetMeant } from "../workspace/otherProjects.ts";
import { type FeatureContext, requestedDocument } from "./context.ts";

/**
 * The texts of a file that name assets, in dependencies, checks and selections, each a link to where the asset is declared.
 * Constants and inputs are no links: they are code. Its cost grows with the file.
 */
export function provideDocumentLinks(context: FeatureContext, { textDocument }: DocumentLinkParams): DocumentLink[] {
  const { workspace } = context;
  const requested = requestedDocument(context, textDocument.uri);
  const found = requested && workspace.assetsIn(requested.path);
  if (requested === undefined || found === undefined) return [];
  const { project, assets } = found;
  const text = requested.document.getText();
  const links = new Map<number, DocumentLink>();
  const add = (id: KeyId, range: SourceRange) => {
    const meant = assetMeant(workspace, project, id);
    const target = meant && linkTo(workspace, project, id);
    if (meant === undefined || target === undefined) return;
    links.set(range.startOffset, { range: rangeOf(range), target, tooltip: `Go to ${toUserString(meant.asset.spec.key)}` });
  };
  const declared = [...assets, ...checkStepsIn(project, requested.path)];
  for (const together of Map.groupBy(declared, ({ places }) => places).values()) {
    for (const { by, ids, range } of namingPlaces(project, together, text)) {
      const [id, second] = ids;
      if (by === "text" && id !== undefined && second === undefined) add(id, range);
    }
  }
  const file = fileIn(project, requested.path) ?? "";
  for (const selection of project.analysis?.selectionsOf.get(file) ?? []) {
    if (selection.offsets !== undefined) for (const { id, range } of selectedKeys(selection, text)) add(id, range);
  }
  return [...links.values()];
}
