import {
  declaredElsewhere,
  inside,
  isKeyText,
  type NamedBy,
  placesInSelections,
  placesThatName,
  projectsThatMean,
  type SourceRange,
} from "@headwater/analysis";
import type { KeyId } from "@headwater/model";
import type { Location, ReferenceParams } from "vscode-languageserver";
import { rangeOf, uriIn } from "../workspace/assetLocation.ts";
import { type MeantAsset, meantAssets } from "../workspace/assetPlaces.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { type FeatureContext, requestedDocument, requestedOffset } from "./context.ts";

interface Reference {
  readonly file: string;
  readonly range: SourceRange;
  readonly by: NamedBy;
}

/**
 * The places that name the asset at a place, in all projects: key texts, references to its constant and inputs in dependencies
 * and checks, keys in selections, and its declaration where that is asked for. Asked for a constant it gives only what
 * TypeScript cannot know, which are texts and inputs: editors show the answers of both.
 */
export function provideReferences(context: FeatureContext, params: ReferenceParams): Location[] | null {
  const requested = requestedDocument(context, params.textDocument.uri);
  const offset = requested && requestedOffset(requested.document, params.position);
  if (requested === undefined || offset === undefined) return null;
  const text = requested.document.getText();
  const meant = meantAssets(context.workspace, requested.path, text, offset);
  if (meant === undefined || meant.by === "call") return null;
  const { workspace } = context;
  const projects = workspace.projects();
  const found = meant.ids.flatMap((id) => {
    const owner = declaredElsewhere(projects, meant.project, id)?.project ?? meant.project;
    const meaning = [owner, ...projectsThatMean(workspace.projects(), owner, id)];
    return meaning.flatMap((project) =>
      referencesIn(project, new Set([id])).map((each) => ({ ...each, uri: uriIn(workspace, project, each.file) })),
    );
  });
  const isOwn = ({ uri, range }: (typeof found)[number]) =>
    uri === requested.document.uri && range.startOffset === meant.range.startOffset;
  const references = found.filter((each) => (meant.by === "code" ? each.by !== "code" : meant.by !== "input" || !isOwn(each)));
  const declarations = params.context?.includeDeclaration === true ? declarationsOf(workspace, meant) : [];
  return withoutRepeats([...declarations, ...references].map(({ uri, range }) => ({ uri, range: rangeOf(range) })));
}

/** A place may name several of the assets that are meant. */
function withoutRepeats(locations: readonly Location[]): Location[] {
  const byPlace = new Map(locations.map((each) => [`${each.range.start.line} ${each.range.start.character} ${each.uri}`, each]));
  return [...byPlace.values()];
}

/** What names some assets in a project. */
function referencesIn(project: Project, ids: ReadonlySet<KeyId>): Reference[] {
  const selected = placesInSelections(project, ids).map(({ file, range }): Reference => ({ file, range, by: "text" }));
  return [...placesThatName(project, ids), ...selected];
}

/** What names the asset where it is declared; all of them where several have one key. */
function declarationsOf(
  workspace: Workspace,
  { project, ids, by }: MeantAsset,
): { readonly uri: string; readonly range: SourceRange }[] {
  const declared = ids.flatMap((id) => {
    const owner = declaredElsewhere(workspace.projects(), project, id)?.project ?? project;
    return owner.index.all(id).flatMap(({ file, nameRange }) => {
      const text = owner.files.read(file) ?? "";
      if (by === "code" && !isKeyText(text, nameRange)) return [];
      const range = inside(nameRange, text.slice(nameRange.startOffset, nameRange.endOffset));
      return [{ uri: uriIn(workspace, owner, file), range }];
    });
  });
  // The assets of one call may be named at one place.
  const places = Map.groupBy(declared, ({ uri, range }) => `${range.startOffset} ${uri}`);
  return [...places.values()].flatMap(([first]) => first ?? []);
}
