import { posix } from "node:path";
import type { Diagnostic as Finding, SourceRange } from "@headwater/analysis";
import type { FindingCode, Severity } from "@headwater/model";
import { type Diagnostic, DiagnosticSeverity, type PublishDiagnosticsParams, type Range } from "vscode-languageserver";
import { uriOfPath } from "../workspace/fileUris.ts";
import type { Workspace } from "../workspace/workspace.ts";

export const diagnosticSource = "headwater";

/** What a quick fix needs to know of a diagnostic; it travels with it to the client and back. */
export interface DiagnosticData {
  readonly code: string;
  /** What could stand in place of the wrong text, best first: keys in their escaped form, or names of options. */
  readonly suggestions: readonly string[];
}

/** Reads what came back from the client; undefined where it is not what was sent. */
export function readDiagnosticData(data: unknown): DiagnosticData | undefined {
  if (typeof data !== "object" || data === null || !("code" in data) || !("suggestions" in data)) return undefined;
  const { code, suggestions } = data;
  if (typeof code !== "string" || !Array.isArray(suggestions)) return undefined;
  return suggestions.every((each) => typeof each === "string") ? { code, suggestions } : undefined;
}

/** Says which diagnostics have changed since it was asked last. */
export type DiagnosticsFeed = () => PublishDiagnosticsParams[];

/** Makes a feed of the findings in all files of a workspace. A file whose findings are gone is told once more, with none. */
export function createDiagnosticsFeed(workspace: Workspace): DiagnosticsFeed {
  const told = new Map<string, string>();
  return () => {
    const now = new Map<string, Diagnostic[]>();
    const uris = new Map<string, string>();
    const uriOf = (path: string): string => {
      const uri = uris.get(path) ?? workspace.open.get(path)?.uri ?? uriOfPath(path);
      uris.set(path, uri);
      return uri;
    };
    for (const { root, analysis } of workspace.projects()) {
      for (const finding of analysis?.diagnostics ?? []) {
        const path = posix.join(root, finding.file);
        // In an open file TypeScript says the same.
        if (finding.code === "syntax-error" && workspace.open.has(path)) continue;
        const uri = uriOf(path);
        const list = now.get(uri) ?? [];
        now.set(uri, list);
        list.push(toDiagnostic(finding, (file) => uriOf(posix.join(root, file))));
      }
    }
    const changed: PublishDiagnosticsParams[] = [];
    for (const uri of told.keys()) {
      if (now.has(uri)) continue;
      told.delete(uri);
      changed.push({ uri, diagnostics: [] });
    }
    for (const [uri, diagnostics] of now) {
      const text = JSON.stringify(diagnostics);
      if (told.get(uri) === text) continue;
      told.set(uri, text);
      changed.push({ uri, diagnostics });
    }
    return changed;
  };
}

function toDiagnostic(finding: Finding, uriOf: (file: string) => string): Diagnostic {
  const { code, severity, message, range, related, suggestions } = finding;
  const data: DiagnosticData = { code, suggestions };
  return {
    range: toRange(range),
    severity: severityOf(severity),
    code: code satisfies FindingCode,
    source: diagnosticSource,
    message,
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((other) => ({
            location: { uri: uriOf(other.file), range: toRange(other.range) },
            message: other.message,
          })),
        }),
    ...(suggestions.length === 0 ? {} : { data }),
  };
}

function toRange({ start, end }: SourceRange): Range {
  return { start, end };
}

function severityOf(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case "error":
      return DiagnosticSeverity.Error;
    case "warning":
      return DiagnosticSeverity.Warning;
    case "information":
      return DiagnosticSeverity.Information;
  }
}
