import { createHash } from "node:crypto";
import { posix } from "node:path";
import { externalHere, type Diagnostic as Finding } from "@headwater/analysis";
import { type SeveritySettings, severityWith } from "@headwater/model";
import type { Diagnostic } from "vscode-languageserver";
import { pathOfUri, uriOfPath } from "../workspace/fileUris.ts";
import { type Project, takeUntold } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { toDiagnostic } from "./toDiagnostic.ts";

/** What there is to tell of a file. */
export interface FileReport {
  readonly uri: string;
  /** The version of the document, where it is open. */
  readonly version: number | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Two reports of one file with one id say the same, also when a server was started anew in between. */
  readonly resultId: string;
}

/** The findings in all files of a workspace. */
export interface FileReports {
  /** Those that have changed since this was asked last; of a file whose findings are gone one without any. */
  takeChanged(): FileReport[];
  of(uri: string): FileReport;
  /** The files with findings. */
  uris(): string[];
  /** How grave the editor wants findings of some codes to count, whatever their projects say. */
  setSeverity(settings: SeveritySettings): void;
}

const nothing = "0";

function emptyReport(uri: string): FileReport {
  return { uri, version: null, diagnostics: [], resultId: nothing };
}

/**
 * Makes the reports of a workspace. Only files whose findings may have changed are looked at.
 *
 * @param typeFindings what is known of a file of a project beside its analysis
 */
export function createFileReports(
  workspace: Workspace,
  typeFindings: (project: Project, file: string) => readonly Finding[] = () => [],
): FileReports {
  /** By path. */
  const reports = new Map<string, FileReport>();
  /** By URI. */
  const changed = new Map<string, FileReport>();
  /** The projects by which a file has findings: more than one where they overlap. */
  const byPath = new Map<string, Map<string, readonly Finding[]>>();
  let known: readonly Project[] = [];
  let severity: SeveritySettings = new Map();
  let severityChanged = false;

  const take = (project: Project, projects: readonly Project[]): Set<string> => {
    const paths = new Set<string>();
    const { analysis, root } = project;
    const files = takeUntold(project);
    const all = files === "everything" ? new Set([...(analysis?.diagnosticsOf.keys() ?? []), ...filesToldOf(root)]) : files;
    for (const file of all) {
      const path = posix.join(root, file);
      paths.add(path);
      const own = (analysis?.diagnosticsOf.get(file) ?? []).map((finding) => externalHere(projects, project, finding));
      put(path, root, [...own, ...typeFindings(project, file)]);
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
  const diagnosticsOf = (path: string, ofProject: ReadonlyMap<string, SeveritySettings>): Diagnostic[] =>
    [...(byPath.get(path) ?? [])].flatMap(([root, findings]) =>
      findings.flatMap((finding) => {
        // In an open file TypeScript says the same.
        if (finding.code === "syntax-error" && workspace.open.has(path)) return [];
        const settings = severity.has(finding.code) ? severity : (ofProject.get(root) ?? severity);
        const gravity = severityWith(settings, finding);
        return gravity === undefined ? [] : toDiagnostic(finding, gravity, (file) => uriOf(posix.join(root, file)));
      }),
    );

  const update = () => {
    const projects = workspace.projects();
    const paths = new Set<string>(severityChanged ? byPath.keys() : []);
    severityChanged = false;
    for (const gone of known.filter((project) => !projects.includes(project))) {
      for (const file of filesToldOf(gone.root)) {
        const path = posix.join(gone.root, file);
        paths.add(path);
        put(path, gone.root, []);
      }
    }
    known = projects;
    for (const project of projects) for (const path of take(project, projects)) paths.add(path);
    const ofProject = new Map(projects.flatMap(({ root, analysis }) => (analysis ? [[root, analysis.severity] as const] : [])));
    for (const path of paths) {
      const uri = uriOf(path);
      const diagnostics = diagnosticsOf(path, ofProject);
      const resultId = resultIdOf(diagnostics);
      const before = reports.get(path);
      if ((before?.resultId ?? nothing) === resultId && (before?.uri ?? uri) === uri) continue;
      // The client writes the URI of a document that it opens in its own way.
      if (before !== undefined && before.uri !== uri) changed.set(before.uri, emptyReport(before.uri));
      const report = { uri, version: versionOf(path), diagnostics, resultId };
      changed.set(uri, report);
      if (diagnostics.length === 0) reports.delete(path);
      else reports.set(path, report);
    }
  };
  const versionOf = (path: string) => workspace.open.get(path)?.version ?? null;
  return {
    takeChanged() {
      update();
      const taken = [...changed.values()];
      changed.clear();
      return taken;
    },
    of(uri) {
      update();
      const path = pathOfUri(uri);
      if (path === undefined) return emptyReport(uri);
      return { ...(reports.get(path) ?? emptyReport(uriOf(path))), version: versionOf(path) };
    },
    uris() {
      update();
      return Array.from(reports.values(), ({ uri }) => uri);
    },
    setSeverity(settings) {
      severity = settings;
      severityChanged = true;
    },
  };
}

function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return nothing;
  return createHash("sha1").update(JSON.stringify(diagnostics)).digest("base64url");
}
