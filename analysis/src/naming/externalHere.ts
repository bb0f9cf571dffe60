import { type KeyId, quote } from "@headwater/model";
import type { Diagnostic } from "../diagnostic.ts";
import { joinPaths, relativeTo } from "../modules/paths.ts";
import { namingPlaces } from "./namingPlaces.ts";
import { declaredElsewhere, type NeighbourProject } from "./otherProjects.ts";
import { selectedKeys } from "./selectedKeys.ts";

const codes: ReadonlySet<string> = new Set(["unknown-dependency", "unknown-input", "unknown-selected-asset"]);

/**
 * What there is to say of a key that a project does not declare, where another project of the workspace does: a dependency
 * that is only waited for is external then, which is no fault; all else stays wrong, with the place of the other declaration.
 */
export function externalHere<P extends NeighbourProject>(projects: readonly P[], project: P, finding: Diagnostic): Diagnostic {
  if (!codes.has(finding.code) || projects.length < 2) return finding;
  const id = keyAt(project, finding);
  const found = id === undefined ? undefined : declaredElsewhere(projects, project, id);
  if (id === undefined || found === undefined) return finding;
  const { asset, project: other } = found;
  const file = relativeTo(project.root, joinPaths(other.root, asset.file));
  const isTold = (place: { readonly file: string }) => place.file === file;
  const place = { file, range: asset.nameRange, message: `It is an asset of ${other.name}.` };
  const related = [...finding.related.filter((told) => !isTold(told)), place];
  if (finding.code !== "unknown-dependency") return { ...finding, related };
  const message = `${quote(id)} is an asset of ${other.name}. Here it is taken to be external.`;
  return { ...finding, severity: "information", message, related, suggestions: [] };
}

/** The key that is named where a finding stands. */
function keyAt(project: NeighbourProject, { file, range }: Diagnostic): KeyId | undefined {
  const { analysis, files } = project;
  const text = files.read(file) ?? "";
  for (const selection of analysis?.selectionsOf.get(file) ?? []) {
    for (const key of selectedKeys(selection, text)) if (key.range.startOffset === range.startOffset) return key.id;
  }
  // What names an asset begins behind its quote.
  const offset = range.startOffset + (/["'`]/.test(text[range.startOffset] ?? "") ? 1 : 0);
  const declared = [...(analysis?.assetsOf.get(file) ?? []), ...(analysis?.checkStepsOf.get(file) ?? [])];
  const around = declared.filter(({ callRange }) => callRange.startOffset <= offset && offset <= callRange.endOffset);
  for (const [, ofCall] of Map.groupBy(around, ({ places }) => places)) {
    const place = namingPlaces(project, ofCall, text).find(({ range: { startOffset } }) => startOffset === offset);
    if (place?.ids.length === 1) return place.ids[0];
  }
  return undefined;
}
