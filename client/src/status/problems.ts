import type { AssetStatus, CheckStatus } from "@headwater/model";
import * as vscode from "vscode";
import type { Graphs } from "../graphs.ts";
import type { ProjectRuns } from "../runs/projectRuns.ts";
import { sayFailedCheck } from "./failedCheck.ts";

/**
 * Shows in Problems the assets that failed, at the line that threw, until they are computed again, and the checks that
 * did not pass, at the declaration of their asset, until they pass.
 */
export function paintProblems(runs: ProjectRuns, graphs: Graphs): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection("headwater runs");
  const shown = new Map<string, vscode.Uri[]>();
  const listening = runs.onDidChange((projectUri) => {
    const project = vscode.Uri.parse(projectUri);
    const byFile = new Map<string, { uri: vscode.Uri; diagnostics: vscode.Diagnostic[] }>();
    const add = ({ uri, position }: Place, toDiagnostic: (position: vscode.Position) => vscode.Diagnostic) => {
      const entry = byFile.get(uri.toString()) ?? { uri, diagnostics: [] };
      entry.diagnostics.push(toDiagnostic(position));
      byFile.set(uri.toString(), entry);
    };
    for (const asset of runs.view(projectUri).assets.values()) {
      if (asset.activity === "failed" && asset.error !== undefined) {
        add(placeOfError(asset, project, graphs), (position) => failedAsset(asset, position));
      }
      for (const check of asset.checks ?? []) {
        if (check.status === "passed") continue;
        add(placeOfAsset(asset, project, graphs), (position) => failedCheck(asset, check, position));
      }
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

interface Place {
  readonly uri: vscode.Uri;
  readonly position: vscode.Position;
}

/** Where it was thrown, else where the asset is declared. */
function placeOfError(asset: AssetStatus, project: vscode.Uri, graphs: Graphs): Place {
  if (asset.error?.location === undefined) return placeOfAsset(asset, project, graphs);
  const { file, line, column } = asset.error.location;
  return { uri: vscode.Uri.joinPath(project, file), position: new vscode.Position(line - 1, column - 1) };
}

/** Where the asset is declared; package.json stands for an asset that is in the history alone. */
function placeOfAsset({ key }: AssetStatus, project: vscode.Uri, graphs: Graphs): Place {
  const source = graphs.get(project.toString())?.nodes.find(({ id }) => id === key)?.source;
  if (source === undefined) return { uri: vscode.Uri.joinPath(project, "package.json"), position: new vscode.Position(0, 0) };
  const { line, character } = source.range.start;
  return { uri: vscode.Uri.parse(source.uri), position: new vscode.Position(line, character) };
}

function failedAsset({ key, error }: AssetStatus, start: vscode.Position): vscode.Diagnostic {
  const message = `"${key}" failed: ${error?.name}: ${error?.message}`;
  return runDiagnostic("step-failed", message, vscode.DiagnosticSeverity.Error, start);
}

function failedCheck({ key }: AssetStatus, check: CheckStatus, start: vscode.Position): vscode.Diagnostic {
  const severity = check.status === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  return runDiagnostic("check-failed", sayFailedCheck(key, check), severity, start);
}

function runDiagnostic(
  code: string,
  message: string,
  severity: vscode.DiagnosticSeverity,
  start: vscode.Position,
): vscode.Diagnostic {
  const range = new vscode.Range(start, start.with({ character: Number.MAX_SAFE_INTEGER }));
  const diagnostic = new vscode.Diagnostic(range, message, severity);
  diagnostic.source = "headwater run";
  diagnostic.code = code;
  return diagnostic;
}
