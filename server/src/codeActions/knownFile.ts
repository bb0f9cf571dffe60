import type { AnalyzedAsset, FileFacts, Language } from "@headwater/analysis";
import type { Position } from "vscode-languageserver";
import { type FeatureContext, type RequestedDocument, requestedOffset } from "../features/context.ts";
import { fileIn } from "../workspace/assetAt.ts";
import { meantAssets } from "../workspace/assetPlaces.ts";
import type { Project } from "../workspace/project.ts";

/** A document of a project with what it says. */
export interface KnownFile {
  readonly text: string;
  readonly facts: FileFacts;
  readonly project: Project;
  readonly language: Language;
  /** Relative to the project's folder. */
  readonly file: string;
}

/** What is known of a document; undefined while it has syntax errors, when nothing in it is where it seems to be. */
export function knownFile({ workspace }: FeatureContext, { document, path }: RequestedDocument): KnownFile | undefined {
  const project = workspace.projectOf(path);
  const file = project && fileIn(project, path);
  if (project === undefined || file === undefined) return undefined;
  const text = document.getText();
  const facts = project.store.facts(file, text, workspace.language);
  return facts.syntaxErrors.length > 0 ? undefined : { text, facts, project, language: workspace.language, file };
}

/** The asset that is declared at a place of a document, by its name, its constant or its call; undefined where it is not one alone. */
export function declaredAssetAt(
  context: FeatureContext,
  requested: RequestedDocument,
  position: Position,
): (KnownFile & { readonly asset: AnalyzedAsset }) | undefined {
  const offset = requestedOffset(requested.document, position);
  const known = knownFile(context, requested);
  if (offset === undefined || known === undefined) return undefined;
  const meant = meantAssets(context.workspace, requested.path, known.text, offset);
  const [id, second] = meant?.declares ? meant.ids : [];
  const [asset, other] = id === undefined || second !== undefined ? [] : known.project.index.all(id);
  if (asset === undefined || other !== undefined || asset.file !== known.file) return undefined;
  return { ...known, asset };
}
