import {
  type AnalyzedAsset,
  type FileFacts,
  keyAsText,
  type NamingPlace,
  namingPlaces,
  type Pattern,
  readKeyText,
  type Span,
} from "@headwater/analysis";
import { keyId } from "@headwater/model";
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { type RequestedDocument, requestedOffset } from "../features/context.ts";
import { expressionsAround } from "../text/expressionsAround.ts";
import { checkStepsIn, fileIn } from "../workspace/assetAt.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { importName, relativeSpecifier, withoutImport } from "./importEdits.ts";
import { type CodeActionProvider, editOf } from "./provider.ts";

/** The text of a dependency becomes a reference to the constant that holds the asset, whose type the input then has; and back. */
export const changeDependencyForm: CodeActionProvider = {
  kind: CodeActionKind.RefactorRewrite,
  provide(requested, { range }, { workspace }) {
    const offset = requestedOffset(requested.document, range.start);
    if (offset === undefined) return [];
    const found = dependencyAt(workspace, requested, offset);
    if (found === undefined) return [];
    const action = found.place.by === "text" ? toReference(requested, found) : toText(requested, found);
    return action === undefined ? [] : [action];
  },
};

/** A dependency on one asset that code names at a place. */
interface FoundDependency {
  readonly project: Project;
  readonly file: string;
  readonly facts: FileFacts;
  readonly place: NamingPlace;
  /** The whole expression, with its quotes. */
  readonly start: number;
  readonly end: number;
  readonly asset: AnalyzedAsset;
  readonly language: Workspace["language"];
}

function dependencyAt(workspace: Workspace, { document, path }: RequestedDocument, offset: number): FoundDependency | undefined {
  const found = workspace.assetsIn(path);
  const file = found && fileIn(found.project, path);
  if (found === undefined || file === undefined) return undefined;
  const { project, assets } = found;
  const text = document.getText();
  const around = [...assets, ...checkStepsIn(project, path)].filter(
    ({ callRange }) => callRange.startOffset <= offset && offset <= callRange.endOffset,
  );
  for (const declared of Map.groupBy(around, ({ places }) => places).values()) {
    for (const place of namingPlaces(project, declared, text)) {
      const { startOffset, endOffset } = place.range;
      const isQuoted = /["'`]/.test(text[startOffset - 1] ?? "") && text[startOffset - 1] === text[endOffset];
      const [start, end] = isQuoted ? [startOffset - 1, endOffset + 1] : [startOffset, endOffset];
      const [id, second] = place.ids;
      if (offset < start || offset > end || place.by === "input" || id === undefined || second !== undefined) continue;
      const [asset, other] = project.index.all(id);
      if (asset === undefined || other !== undefined) return undefined;
      const facts = project.store.facts(file, text, workspace.language);
      return { project, file, facts, place, start, end, asset, language: workspace.language };
    }
  }
  return undefined;
}

function toReference(
  { document }: RequestedDocument,
  { project, file, facts, start, end, asset, language }: FoundDependency,
): CodeAction | undefined {
  const text = document.getText();
  if (readKeyText(text.slice(start, end)) === undefined) return undefined;
  const { bindingName, exportedName, spec, callRange } = asset;
  // What one of several is called in code is not known here, and the asset that depends on itself cannot refer to itself.
  if (bindingName === undefined || spec.unit !== undefined) return undefined;
  const title = "Convert to an object reference";
  if (asset.file === file) {
    // A constant is there only below its declaration.
    if (callRange.endOffset > start || isShadowed(facts, { start, end }, bindingName)) return undefined;
    return editOf(document, title, CodeActionKind.RefactorRewrite, [{ start, end, newText: bindingName }]);
  }
  const ofAsset = project.store.facts(asset.file, project.files.read(asset.file) ?? "", language);
  const isExported = ofAsset.exports.some(
    (each) => each.kind === "local" && each.name === exportedName && each.local === bindingName,
  );
  if (exportedName === undefined || !isExported || isLoadedBy(project, file, asset.file)) return undefined;
  const { local, edits } = importName(text, facts, {
    specifier: relativeSpecifier(file, asset.file, specifiersNear(project, facts, language)),
    isIt: (specifier) => project.live?.resolve(file, specifier) === asset.file,
    imported: exportedName,
    wanted: bindingName,
  });
  if (isShadowed(facts, { start, end }, local)) return undefined;
  return editOf(document, title, CodeActionKind.RefactorRewrite, [...edits, { start, end, newText: local }]);
}

function toText({ document }: RequestedDocument, { facts, start, end, asset }: FoundDependency): CodeAction | undefined {
  const text = document.getText();
  const code = text.slice(start, end);
  if (asset.spec.unit !== undefined || keyId(asset.spec.key) !== asset.id) return undefined;
  const newText = keyAsText(asset.spec.key, /^[^"]*'/.test(text) ? "'" : '"');
  const unused = /^[\w$]+$/.test(code) ? withoutImport(text, facts, code) : [];
  return editOf(document, "Convert to a key's text", CodeActionKind.RefactorRewrite, [...unused, { start, end, newText }]);
}

/** Whether a file is loaded where another one is: then neither may need the other while it is loaded. */
function isLoadedBy({ live }: Project, file: string, other: string): boolean {
  const importers = new Set([file]);
  for (const each of importers) {
    for (const next of live?.importersOf(each) ?? []) importers.add(next);
    if (importers.has(other)) return true;
  }
  return false;
}

/** So many files are looked at for how imports are written. */
const mostLookedAt = 50;

/** What the imports of a file name, and then those of others. */
export function* specifiersNear(project: Project, own: FileFacts, language: Workspace["language"]): Iterable<string> {
  yield* own.imports.map(({ specifier }) => specifier);
  for (const file of project.assetsOf.keys().take(mostLookedAt)) {
    const { imports } = project.store.facts(file, project.files.read(file) ?? "", language);
    yield* imports.map(({ specifier }) => specifier);
  }
}

/** Whether a function around a place has a parameter of a name. */
function isShadowed(facts: FileFacts, span: Span, name: string): boolean {
  return expressionsAround(facts, span).some(
    ({ expression }) => expression.kind === "function" && expression.parameters.some(({ target }) => binds(target, name)),
  );
}

function binds(pattern: Pattern, name: string): boolean {
  switch (pattern.kind) {
    case "name":
      return pattern.name === name;
    case "object":
      return pattern.rest?.name === name || pattern.properties.some(({ target }) => binds(target, name));
    case "array":
      return pattern.items.some((item) => item !== undefined && binds(item.target, name));
  }
}
