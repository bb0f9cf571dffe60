import { posix } from "node:path";
import type { Diagnostic as Finding, SourceRange } from "@headwater/analysis";
import type { FindingCode, Severity } from "@headwater/model";
import { type Diagnostic, DiagnosticSeverity, type PublishDiagnosticsParams, type Range } from "vscode-languageserver";
import { uriOfPath } from "../workspace/fileUris.ts";
import { type Project, takeUntold } from "../workspace/project.ts";
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

/**
 * Makes a feed of the findings in all files of a workspace. Only files whose findings may have changed since then are looked
 * at. A file whose findings are gone is told once more, with none.
 *
 * @param typeFindings what is known of a file of a project beside its analysis
 */
export function createDiagnosticsFeed(
  workspace: Workspace,
  typeFindings: (project: Project, file: string) => readonly Finding[] = () => [],
): DiagnosticsFeed {
  const told = new Map<string, string>();
  /** The projects by which a file has findings: more than one where they overlap. */
  const byPath = new Map<string, Map<string, readonly Finding[]>>();
  let known: readonly Project[] = [];

  const take = (project: Project): Set<string> => {
    const paths = new Set<string>();
    const { analysis, root } = project;
    const files = takeUntold(project);
    const all = files === "everything" ? new Set([...(analysis?.diagnosticsOf.keys() ?? []), ...filesToldOf(root)]) : files;
    for (const file of all) {
      const path = posix.join(root, file);
      paths.add(path);
      put(path, root, [...(analysis?.diagnosticsOf.get(file) ?? []), ...typeFindings(project, file)]);
    }
    return paths;
  };
  const put = (path: string, root: string, findings: readonly Finding[]) => {
    const own = byPath.get(path) ?? new Map<string, readonly Finding[]>();
    if (findings.length > 0) byPath.set(path, own.set(root, findings));
    else if (own.delete(root) && own.size === 0) byPath.delete(path);
  };
  const filesToldOf = (root: string) => [...byPath].flatMap(([path, own]) => (own.has(root) ? [posix.relative(root, path)] : []));
  const uriOf = (path: string): string => workspace.open.get(path)?.uri ?? uriOfPath(path);

  return () => {
    const projects = workspace.projects();
    const paths = new Set<string>();
    for (const gone of known.filter((project) => !projects.includes(project))) {
      for (const file of filesToldOf(gone.root)) {
        const path = posix.join(gone.root, file);
        paths.add(path);
        put(path, gone.root, []);
      }
    }
    known = projects;
    for (const project of projects) for (const path of take(project)) paths.add(path);
    return [...paths].flatMap((path): PublishDiagnosticsParams[] => {
      const uri = uriOf(path);
      const diagnostics = [...(byPath.get(path) ?? [])].flatMap(([root, findings]) =>
        findings
          // In an open file TypeScript says the same.
          .filter(({ code }) => code !== "syntax-error" || !workspace.open.has(path))
          .map((finding) => toDiagnostic(finding, (file) => uriOf(posix.join(root, file)))),
      );
      const text = diagnostics.length === 0 ? undefined : JSON.stringify(diagnostics);
      if (told.get(uri) === text) return [];
      if (text === undefined) told.delete(uri);
      else told.set(uri, text);
      return [{ uri, diagnostics }];
    });
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
