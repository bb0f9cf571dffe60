import { fileURLToPath } from "node:url";
import {
  type IndexedProject,
  indexProject,
  lineStartsOf,
  memoryFiles,
  namingPlaces,
  nodeFiles,
  openAnalysis,
  type SourceRange,
  selectedKeys,
  textsOver,
  toSourceRange,
  typeScriptLanguage,
  withSeverities,
} from "@headwater/analysis";
import { fromEscapedString, type KeyId, toUserString } from "@headwater/model";
import { placeToJson } from "../commands/json.ts";
import type * as entry from "./entry.ts";
import { type Mark, takeMarks } from "./marks.ts";

export type * from "./entry.ts";

const manifest = '{ "dependencies": { "headwater": "*" } }';

/** As entry.ts declares it. */
export const analyzeTexts: typeof entry.analyzeTexts = async (texts, { folder } = {}) => {
  const given = new Map(typeof texts === "string" ? [["src/assets.ts", texts]] : Object.entries(texts));
  const { texts: read, marks } = takeMarks(given);
  const language = await typeScriptLanguage();
  const withManifest = folder === undefined && !read.has("package.json") ? [["package.json", manifest] as const] : [];
  const known = new Map([...withManifest, ...read]);
  const files =
    folder === undefined
      ? memoryFiles(Object.fromEntries(known))
      : textsOver(nodeFiles(toPath(folder)), known, language.parseJson);
  const live = openAnalysis(language, files);
  const { analysis } = live;
  const project = indexProject(files, live);
  const assets = analysis.assets.filter(({ file }) => read.has(file));
  const ids = new Set(assets.map(({ id }) => id));
  const diagnostics = withSeverities(analysis.diagnostics, analysis.severity).filter(({ file }) => read.has(file));
  return {
    keys: assets.map(({ spec }) => toUserString(spec.key)),
    assets: assets.map(({ id, spec, file, range }) => ({
      key: toUserString(spec.key),
      path: [...spec.key.path],
      kind: spec.materializable ? "materializable" : "external",
      groupName: analysis.graph.nodes.get(id)?.groupName ?? "default",
      kinds: [...spec.kinds],
      owners: [...spec.owners],
      tags: { ...spec.tags },
      ...(spec.description === undefined ? {} : { description: spec.description }),
      source: placeToJson(file, range),
    })),
    edges: [...ids].flatMap((id) => {
      const node = analysis.graph.nodes.get(id);
      return (node?.dependencies ?? []).map(({ id: upstream, kind, inputName }) => ({
        from: nameOf(upstream),
        to: nameOf(id),
        kind,
        ...(inputName === undefined ? {} : { inputName }),
      }));
    }),
    checks: [...analysis.graph.checks.values()]
      .filter(({ asset, step }) => ids.has(asset) || step !== undefined)
      .map(({ asset, spec }) => `${nameOf(asset)}:${spec.name}`),
    diagnostics: diagnostics.map(({ code, severity, message, file, range, suggestions }) => ({
      code,
      severity,
      message,
      ...placeToJson(file, range),
      suggestions: [...suggestions],
    })),
    complete: analysis.complete,
    marks: marks.map((mark) => {
      const text = read.get(mark.file) ?? "";
      const here = diagnostics.filter(({ file, range }) => file === mark.file && isAt(mark, range));
      return {
        ...placeToJson(mark.file, toSourceRange(lineStartsOf(text), mark)),
        text: text.slice(mark.start, mark.end),
        keys: [...new Set(namedAt(project, mark, text))].map(nameOf),
        codes: [...new Set(here.map(({ code }) => code))],
      };
    }),
  };
};

/** The assets that are declared or named at a mark, in the order of the text. */
function namedAt(project: IndexedProject, mark: Mark, text: string): KeyId[] {
  const { file } = mark;
  const assets = project.analysis?.assetsOf.get(file) ?? [];
  const declared = assets.map(({ id, nameRange }) => ({ ids: [id], range: nameRange }));
  const calls = Map.groupBy([...assets, ...(project.analysis?.checkStepsOf.get(file) ?? [])], ({ places }) => places);
  const named = [...calls.values()].flatMap((same) => namingPlaces(project, same, text));
  const selected = (project.analysis?.selectionsOf.get(file) ?? []).flatMap((selection) =>
    selectedKeys(selection, text).map(({ id, range }) => ({ ids: [id], range })),
  );
  const isCall = ({ startOffset, endOffset }: SourceRange) => startOffset === mark.start && endOffset === mark.end;
  const called = assets.flatMap(({ id, callRange }) => (isCall(callRange) ? [{ ids: [id], range: callRange }] : []));
  return [...called, ...[...declared, ...named, ...selected].filter(({ range }) => isAt(mark, range))]
    .sort((one, other) => one.range.startOffset - other.range.startOffset)
    .flatMap(({ ids }) => ids);
}

/** Whether a stretch lies inside a mark, or around it. */
function isAt({ start, end }: Mark, { startOffset, endOffset }: SourceRange): boolean {
  return (start <= startOffset && endOffset <= end) || (startOffset <= start && end <= endOffset);
}

function toPath(folder: string | URL): string {
  return typeof folder === "string" ? folder : fileURLToPath(folder);
}

function nameOf(id: KeyId): string {
  return toUserString(fromEscapedString(id));
}
