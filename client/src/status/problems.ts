import type { AssetStatus } from "@headwater/model";
import * as vscode from "vscode";
import type { Graphs } from "../graphs.ts";
import type { ProjectRuns } from "../runs/projectRuns.ts";

/** Shows assets that failed in Problems, at the line that threw, until they are computed again. */
export function paintProblems(runs: ProjectRuns, graphs: Graphs): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("headwater runs");
  const shown = new Map<string, vscode.Uri[]>();
  const listening = runs.onDidChange((projectUri) => {
    const project = vscode.Uri.parse(projectUri);
    const byFile = new Map<string, { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }>();
    for (const asset of runs.view(projectUri).assets.values()) {
      if (asset.activity !== "failed" || asset.error === undefined) continue;
      const { uri, position } = placeOf(asset, project, graphs);
      const entry = byFile.get(uri.toString()) ?? { uri, diagnostics: [] };
      entry.diagnostics.push(toDiagnostic(asset, position));
      byFile.set(uri.toString(), entry);
    }
    for (const uri of shown.get(projectUri) ?? []) if (!byFile.has(uri.toString())) collection.delete(uri);
    for (const { uri, diagnostics } of byFile.values()) collection.set(uri, diagnostics);
    shown.set(
      projectUri,
      [...byFile.values()].map(({ uri }) => uri),
    );
  });
  return vscode.Disposable.from(collection, listening);
}

/** Where it was thrown, else where the asset is declared. */
function placeOf(
  { key, error }: AssetStatus,
  project: vscode.Uri,
  graphs: Graphs,
): { uri: vscode.Uri; position: vscode.Position } {
  if (error?.location !== undefined) {
    const { file, line, column } = error.location;
    return { uri: vscode.Uri.joinPath(project, file), position: new vscode.Position(line - 1, column - 1) };
  }
  const source = graphs.get(project.toString())?.nodes.find(({ id }) => id === key)?.source;
  if (source === undefined) return { uri: vscode.Uri.joinPath(project, "package.json"), position: new vscode.Position(0, 0) };
  const { line, character } = source.range.start;
  return { uri: vscode.Uri.parse(source.uri), position: new vscode.Position(line, character) };
}

function toDiagnostic({ key, error }: AssetStatus, start: vscode.Position): vscode.Diagnostic {
  const range = new vscode.Range(start, start.with({ character: Number.MAX_SAFE_INTEGER }));
  const message = `"${key}" failed: ${error?.name}: ${error?.message}`;
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = "headwater run";
  diagnostic.code = "step-failed";
  return diagnostic;
}
