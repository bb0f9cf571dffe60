import { expect } from "vitest";
import { analyzeProject } from "../analyze.ts";
import { memoryFiles } from "../project/projectFiles.ts";
import type { ProjectAnalysis } from "../projectAnalysis.ts";

/** What a project is expected to give; what is left out is not looked at, but for `problems`, which are none then. */
export interface Expected {
  /** Keys, in any order. */
  readonly assets?: readonly string[];
  /** `upstream -> downstream`, in any order; stubs count. */
  readonly edges?: readonly string[];
  /** Codes of diagnostics in the order of files and texts. Each stands at a mark `«…»`, and each mark has one. */
  readonly problems?: readonly string[];
  /** `asset:check`, in any order. */
  readonly checks?: readonly string[];
  readonly unnamed?: number;
  readonly resources?: readonly string[];
  readonly complete?: boolean;
}

/** A project as files, or as the text of one file that imports `asset`. Code in `«…»` is where a diagnostic is expected. */
export type Texts = string | Readonly<Record<string, string>>;

/** Analyses a project in memory and compares what comes out. */
export async function checkProject(texts: Texts, expected: Expected): Promise<ProjectAnalysis> {
  const { files, marks } = unmark(typeof texts === "string" ? { "src/assets.ts": ours + texts } : texts);
  const analysis = await analyzeProject(memoryFiles(files));
  const found = analysis.diagnostics.map(({ file, code, message, range }) => ({
    file,
    code,
    message,
    text: files[file]?.slice(range.startOffset, range.endOffset),
    place: `${file} ${range.startOffset}-${range.endOffset}`,
  }));
  expect(
    found.map(({ code }) => code),
    JSON.stringify(found, null, 1),
  ).toEqual(expected.problems ?? []);
  expect([...new Set(found.map(({ place }) => place))].sort(), JSON.stringify(found, null, 1)).toEqual([...marks].sort());
  if (expected.assets) expect(analysis.assets.map(({ id }) => id).sort()).toEqual([...expected.assets].sort());
  if (expected.edges) {
    const edges = [...analysis.graph.nodes.values()].flatMap((node) => node.upstream.map((up) => `${up} -> ${node.id}`));
    expect(edges.sort()).toEqual([...expected.edges].sort());
  }
  if (expected.checks) expect([...analysis.graph.checks.keys()].sort()).toEqual([...expected.checks].sort());
  if (expected.unnamed !== undefined) expect(analysis.unnamed.length).toBe(expected.unnamed);
  if (expected.resources) expect(analysis.resourceKeys).toEqual(expected.resources);
  if (expected.complete !== undefined) expect(analysis.complete).toBe(expected.complete);
  return analysis;
}

/** What a file of one text imports. */
export const ours =
  'import { AllPartitionMapping, asset, assetCheck, AssetCheckSpec, AssetDep, AssetIn, AssetKey, AssetOut, AssetSelection, AssetSpec, AutomationCondition, BackfillPolicy, DailyPartitionsDefinition, defineJob, Definitions, externalAsset, graphAsset, graphMultiAsset, multiAsset, multiAssetCheck, observableAsset, RetryPolicy, StaticPartitionMapping, StaticPartitionsDefinition, TimeWindowPartitionMapping, withKeyPrefix } from "headwater";\n';

/** Takes the marks out of texts. */
export function unmark(texts: Readonly<Record<string, string>>): { files: Record<string, string>; marks: Set<string> } {
  const marks = new Set<string>();
  const files: Record<string, string> = {};
  for (const [file, marked] of Object.entries(texts)) {
    let text = "";
    const open: number[] = [];
    for (const character of marked) {
      if (character === "«") open.push(text.length);
      else if (character === "»") marks.add(`${file} ${open.pop()}-${text.length}`);
      else text += character;
    }
    files[file] = text;
  }
  return { files, marks };
}

/** One row of a table: a title, a project, and what is expected of it. */
export type Row = readonly [title: string, texts: Texts, expected: Expected];
