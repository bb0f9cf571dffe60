import { inside, isKeyText, type NamedBy, placesInSelections, placesThatName, type SourceRange } from "@headwater/analysis";
import type { Location, ReferenceParams } from "vscode-languageserver";
import { rangeOf, uriIn } from "../workspace/assetLocation.ts";
import { type MeantAsset, meantAssets } from "../workspace/assetPlaces.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

interface Reference {
  readonly file: string;
  readonly range: SourceRange;
  readonly by: NamedBy;
}

/**
 * The places that name the asset at a place: key texts, references to its constant and inputs in dependencies and checks, keys
 * in selections, and its declaration where that is asked for. Asked for a constant it gives only what TypeScript cannot know, which are texts and
 * inputs: editors show the answers of both.
 */
export function provideReferences(context: FeatureContext, params: ReferenceParams): Location[] | null {
  const requested = requestedDocument(context, params.textDocument.uri);
  const offset = requested && requestedOffset(requested.document, params.position);
  if (requested === undefined || offset === undefined) return null;
  const text = requested.document.getText();
  const meant = meantAssets(context.workspace, requested.path, text, offset);
  if (meant === undefined || meant.by === "call") return null;
  const { project } = meant;
  const ids = new Set(meant.ids);
  const selected = placesInSelections(project, ids).map(({ file, range }): Reference => ({ file, range, by: "text" }));
  const found: Reference[] = [...placesThatName(project, ids), ...selected];
  const own = requested.path.slice(project.root.length).replace(/^\//, "");
  const isOwn = ({ file, range }: Reference) => file === own && range.startOffset === meant.range.startOffset;
  const references = found.filter((each) => (meant.by === "code" ? each.by !== "code" : meant.by !== "input" || !isOwn(each)));
  const declarations = params.context?.includeDeclaration === true ? declarationsOf(meant) : [];
  return [...declarations, ...references].map(({ file, range }) => ({
    uri: uriIn(context.workspace, project, file),
    range: rangeOf(range),
  }));
}

/** What names the asset where it is declared; all of them where several have one key. */
function declarationsOf({ project, ids, by }: MeantAsset): Reference[] {
  const assets = ids.flatMap((id) => project.index.all(id));
  const declared = assets.flatMap(({ file, nameRange }): Reference[] => {
    const text = project.files.read(file) ?? "";
    const isText = isKeyText(text, nameRange);
    const range = inside(nameRange, text.slice(nameRange.startOffset, nameRange.endOffset));
    return by === "code" && !isText ? [] : [{ file, range, by: isText ? "text" : "code" }];
  });
  // The assets of one call may be named at one place.
  const places = Map.groupBy(declared, ({ file, range }) => `${range.startOffset} ${file}`);
  return [...places.values()].flatMap(([first]) => first ?? []);
}
