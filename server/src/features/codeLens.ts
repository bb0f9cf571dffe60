import type { AnalyzedAsset, SourceRange } from "@headwater/analysis";
import { type KeyId, toUserString } from "@headwater/model";
import { type AssetReference, lensCommands } from "@headwater/protocol";
import type { CodeLens, CodeLensParams, Command, Range } from "vscode-languageserver";
import { lastRunText } from "../statuses/lastRun.ts";
import type { Project } from "../workspace/project.ts";
import { type FeatureContext, requestedDocument } from "./context.ts";

/** More assets of one call than this are counted, not listed. */
const mostOfOneCall = 5;

/**
 * The lenses of a file: for each asset what can be done with it, its neighbours and its last run. Several assets that are
 * always computed together have them at their call; those that a function can compute apart have them at their entries.
 */
export function provideCodeLenses(context: FeatureContext, { textDocument }: CodeLensParams): CodeLens[] {
  const requested = requestedDocument(context, textDocument.uri);
  const found = requested && context.workspace.assetsIn(requested.path);
  if (requested === undefined || found === undefined) return [];
  const text = requested.document.getText();
  // A helper in a loop makes many assets by one call.
  const calls = Map.groupBy(found.assets, (asset) => lensRange(asset).startOffset);
  return [...calls.values()].flatMap((assets): CodeLens[] => {
    const [first] = assets;
    if (first === undefined) return [];
    const { line } = requested.document.positionAt(startOfDeclaration(text, first));
    const range: Range = { start: { line, character: 0 }, end: { line, character: 0 } };
    return commandsOf(context, found.project, assets).map((command) => ({ range, command }));
  });
}

/** Where the lenses of an asset stand. */
function lensRange({ spec, range, callRange }: AnalyzedAsset): SourceRange {
  return spec.unit?.canSubset ? range : callRange;
}

function commandsOf(context: FeatureContext, project: Project, assets: readonly AnalyzedAsset[]): Command[] {
  const [first] = assets;
  if (first === undefined) return [];
  const { unit } = first.spec;
  const isTogether =
    assets.length > 1 && unit !== undefined && !unit.canSubset && assets.every(({ spec }) => spec.unit?.id === unit.id);
  const isMany = assets.length > mostOfOneCall;
  // Who asks for one of them gets all.
  if (isTogether) {
    const names = isMany ? `${assets.length} assets` : assets.map(({ spec }) => toUserString(spec.key)).join(", ");
    return lensesOf(context, project, first, ` ${names}`, assets);
  }
  if (isMany)
    return [{ title: `${assets.length} assets`, command: lensCommands.showGraph, arguments: [reference(project, first)] }];
  return assets.flatMap((asset) => {
    const what = assets.length > 1 || unit !== undefined ? ` ${toUserString(asset.spec.key)}` : " asset";
    return lensesOf(context, project, asset, what, [asset]);
  });
}

/** The lenses of one asset, or of several that one stands for. */
function lensesOf(
  context: FeatureContext,
  project: Project,
  asset: AnalyzedAsset,
  what: string,
  together: readonly AnalyzedAsset[],
): Command[] {
  const args = [reference(project, asset)];
  const commands: Command[] = [];
  if (asset.spec.materializable) {
    commands.push(
      context.options.trusted === false
        ? { title: `Materialize${what} (restricted mode)`, command: lensCommands.manageTrust }
        : { title: `Materialize${what}`, command: lensCommands.materialize, arguments: args },
    );
  }
  const ids = new Set(together.map(({ id }) => id));
  const nodes = [...ids].flatMap((id) => project.analysis?.graph.nodes.get(id) ?? []);
  if (nodes.length > 0) {
    const outside = (list: readonly KeyId[]) => new Set(list.filter((id) => !ids.has(id))).size;
    const upstream = outside(nodes.flatMap((node) => node.upstream));
    const downstream = outside(nodes.flatMap((node) => node.downstream));
    commands.push({ title: `${upstream} upstream · ${downstream} downstream`, command: lensCommands.showGraph, arguments: args });
  }
  const lastRun = lastRunText(context.statuses.of(project.root, asset.id), context.now());
  if (lastRun !== undefined) commands.push({ title: lastRun, command: lensCommands.showRunLog, arguments: args });
  return commands;
}

function reference(project: Project, { id }: AnalyzedAsset): AssetReference {
  return { projectUri: project.uri, key: id };
}

/** Where the constant that holds an asset is declared; where the call begins for one that no constant holds. */
function startOfDeclaration(text: string, asset: AnalyzedAsset): number {
  const { callRange, bindingName } = asset;
  const start = lensRange(asset).startOffset;
  if (bindingName === undefined || start !== callRange.startOffset) return start;
  const before = text.slice(Math.max(0, start - 400), start);
  const at = before.lastIndexOf(bindingName);
  return at < 0 || before.includes(";", at) ? start : start - before.length + at;
}
