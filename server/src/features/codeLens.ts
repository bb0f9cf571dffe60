import type { AnalyzedAsset, SourceRange } from "@headwater/analysis";
import { type AssetStatus, type KeyId, toUserString } from "@headwater/model";
import { type AssetReference, lensCommands } from "@headwater/protocol";
import type { CodeLens, CodeLensParams, Command, Range } from "vscode-languageserver";
import { lastRunText } from "../statuses/lastRun.ts";
import { createStaleness, type Staleness, stalenessText } from "../statuses/staleness.ts";
import type { Project } from "../workspace/project.ts";
import { type FeatureContext, requestedDocument } from "./context.ts";

/** More assets of one call than this are counted, not listed. */
const mostOfOneCall = 5;

/**
 * The lenses of a file: for each asset what can be done with it, its neighbours, its last run, and why it is stale. Several assets that are
 * always computed together have them at their call; those that a function can compute apart have them at their entries.
 */
export function provideCodeLenses(context: FeatureContext, { textDocument }: CodeLensParams): CodeLens[] {
  const requested = requestedDocument(context, textDocument.uri);
  const found = requested && context.workspace.assetsIn(requested.path);
  if (requested === undefined || found === undefined) return [];
  const text = requested.document.getText();
  const { project } = found;
  const statusOf = (key: KeyId) => context.statuses.of(project.root, key);
  const stalenessOf = project.analysis && createStaleness(project.analysis.graph, statusOf);
  const subject: LensSubject = { context, project, statusOf, stalenessOf: (key) => stalenessOf?.(key) };
  // A helper in a loop makes many assets by one call.
  const calls = Map.groupBy(found.assets, (asset) => lensRange(asset).startOffset);
  return [...calls.values()].flatMap((assets): CodeLens[] => {
    const [first] = assets;
    if (first === undefined) return [];
    const { line } = requested.document.positionAt(startOfDeclaration(text, first));
    const range: Range = { start: { line, character: 0 }, end: { line, character: 0 } };
    return commandsOf(subject, assets).map((command) => ({ range, command }));
  });
}

/** What lenses are made from. */
interface LensSubject {
  readonly context: FeatureContext;
  readonly project: Project;
  readonly statusOf: (key: KeyId) => AssetStatus | undefined;
  readonly stalenessOf: (key: KeyId) => Staleness | undefined;
}

/** Where the lenses of an asset stand. */
function lensRange({ spec, range, callRange }: AnalyzedAsset): SourceRange {
  return spec.unit?.canSubset ? range : callRange;
}

function commandsOf(subject: LensSubject, assets: readonly AnalyzedAsset[]): Command[] {
  const [first] = assets;
  if (first === undefined) return [];
  const { unit } = first.spec;
  const isTogether =
    assets.length > 1 && unit !== undefined && !unit.canSubset && assets.every(({ spec }) => spec.unit?.id === unit.id);
  const isMany = assets.length > mostOfOneCall;
  // Who asks for one of them gets all.
  if (isTogether) {
    const names = isMany ? `${assets.length} assets` : assets.map(({ spec }) => toUserString(spec.key)).join(", ");
    return lensesOf(subject, first, ` ${names}`, assets);
  }
  if (isMany)
    return [
      { title: `${assets.length} assets`, command: lensCommands.showGraph, arguments: [reference(subject.project, first)] },
    ];
  return assets.flatMap((asset) => {
    const what = assets.length > 1 || unit !== undefined ? ` ${toUserString(asset.spec.key)}` : " asset";
    return lensesOf(subject, asset, what, [asset]);
  });
}

/** The lenses of one asset, or of several that one stands for. */
function lensesOf(
  { context, project, statusOf, stalenessOf }: LensSubject,
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
  const status = statusOf(asset.id);
  const lastRun = lastRunText(status, context.now());
  if (lastRun !== undefined) commands.push({ title: lastRun, command: lensCommands.showRunLog, arguments: args });
  // What is being computed is about to be fresh.
  const isComputed = ["queued", "running", "waitingToRetry"].includes(status?.activity ?? "");
  const staleness = isComputed ? undefined : stalenessOf(asset.id);
  if (staleness !== undefined)
    commands.push({ title: stalenessText(staleness), command: lensCommands.showGraph, arguments: args });
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
