import { posix } from "node:path";
import { type Diagnostic, declaredElsewhere, selectedKeys } from "@headwater/analysis";
import { type KeyId, quote } from "@headwater/model";
import { meantAssets } from "../workspace/assetPlaces.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";

const codes: ReadonlySet<string> = new Set(["unknown-dependency", "unknown-input", "unknown-selected-asset"]);

/**
 * What there is to say of a key that a project does not declare, where another project of the workspace does: a dependency
 * that is only waited for is external then, which is no fault; all else stays wrong, with the place of the other declaration.
 */
export function externalHere(workspace: Workspace, project: Project, finding: Diagnostic): Diagnostic {
  if (!codes.has(finding.code) || workspace.projects().length < 2) return finding;
  const id = keyAt(workspace, project, finding);
  const found = id === undefined ? undefined : declaredElsewhere(workspace.projects(), project, id);
  if (id === undefined || found === undefined) return finding;
  const { asset, project: other } = found;
  const file = posix.relative(project.root, posix.join(other.root, asset.file));
  const related = [...finding.related, { file, range: asset.nameRange, message: `It is an asset of ${other.name}.` }];
  if (finding.code !== "unknown-dependency") return { ...finding, related };
  const message = `${quote(id)} is an asset of ${other.name}. Here it is taken to be external.`;
  return { ...finding, severity: "information", message, related, suggestions: [] };
}

/** The key that is named where a finding stands. */
function keyAt(workspace: Workspace, project: Project, { file, range }: Diagnostic): KeyId | undefined {
  const text = project.files.read(file) ?? "";
  for (const selection of project.analysis?.selectionsOf.get(file) ?? []) {
    for (const key of selectedKeys(selection, text)) if (key.range.startOffset === range.startOffset) return key.id;
  }
  // What names an asset begins behind its quote.
  const offset = range.startOffset + (/["'`]/.test(text[range.startOffset] ?? "") ? 1 : 0);
  const meant = meantAssets(workspace, posix.join(project.root, file), text, offset);
  const [id, second] = meant?.ids ?? [];
  return second === undefined ? id : undefined;
}
