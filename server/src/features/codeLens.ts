import type { AnalyzedAsset } from "@headwater/analysis";
import { toUserString } from "@headwater/model";
import { type AssetReference, lensCommands } from "@headwater/protocol";
import type { CodeLens, CodeLensParams, Command, Range } from "vscode-languageserver";
import { lastRunText } from "../statuses/lastRun.ts";
import type { Project } from "../workspace/project.ts";
import { type FeatureContext, requestedDocument } from "./context.ts";

/** More assets of one call than this are counted, not listed. */
const mostOfOneCall = 5;

/** The lenses of a file: for each asset what can be done with it, its neighbours and its last run. */
export function provideCodeLenses(context: FeatureContext, { textDocument }: CodeLensParams): CodeLens[] {
  const requested = requestedDocument(context, textDocument.uri);
  const found = requested && context.workspace.assetsIn(requested.path);
  if (requested === undefined || found === undefined) return [];
  const text = requested.document.getText();
  // A helper in a loop makes many assets by one call.
  const calls = Map.groupBy(found.assets, ({ range }) => range.startOffset);
  return [...calls.values()].flatMap((assets): CodeLens[] => {
    const [first] = assets;
    if (first === undefined) return [];
    const { line } = requested.document.positionAt(startOfDeclaration(text, first));
    const range: Range = { start: { line, character: 0 }, end: { line, character: 0 } };
    const commands =
      assets.length <= mostOfOneCall
        ? assets.flatMap((asset) => lensesOf(context, found.project, asset, assets.length > 1))
        : [{ title: `${assets.length} assets`, command: lensCommands.showGraph, arguments: [reference(found.project, first)] }];
    return commands.map((command) => ({ range, command }));
  });
}

function lensesOf(context: FeatureContext, project: Project, asset: AnalyzedAsset, isOneOfMany: boolean): Command[] {
  const args = [reference(project, asset)];
  const what = isOneOfMany ? ` ${toUserString(asset.spec.key)}` : " asset";
  const commands: Command[] = [];
  if (asset.spec.materializable) {
    commands.push(
      context.options.trusted === false
        ? { title: `Materialize${what} (restricted mode)`, command: lensCommands.manageTrust }
        : { title: `Materialize${what}`, command: lensCommands.materialize, arguments: args },
    );
  }
  const node = project.analysis?.graph.nodes.get(asset.id);
  if (node !== undefined) {
    const title = `${node.upstream.length} upstream · ${node.downstream.length} downstream`;
    commands.push({ title, command: lensCommands.showGraph, arguments: args });
  }
  const lastRun = lastRunText(context.statuses.of(project.root, asset.id), context.now());
  if (lastRun !== undefined) commands.push({ title: lastRun, command: lensCommands.showRunLog, arguments: args });
  return commands;
}

function reference(project: Project, { id }: AnalyzedAsset): AssetReference {
  return { projectUri: project.uri, key: id };
}

/** Where the constant that holds an asset is declared; where the call begins for one that no constant holds. */
function startOfDeclaration(text: string, { range, bindingName }: AnalyzedAsset): number {
  const start = range.startOffset;
  if (bindingName === undefined) return start;
  const before = text.slice(Math.max(0, start - 400), start);
  const at = before.lastIndexOf(bindingName);
  return at < 0 || before.includes(";", at) ? start : start - before.length + at;
}
