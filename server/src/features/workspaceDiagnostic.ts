import {
  type CancellationToken,
  LSPErrorCodes,
  ResponseError,
  type ResultProgressReporter,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import type { FileReport, FileReports } from "../findings/fileReports.ts";
import { reportSince } from "./documentDiagnostic.ts";

type Progress = ResultProgressReporter<WorkspaceDiagnosticReportPartialResult>;

/** Answers `workspace/diagnostic`: the findings of all files. */
export interface WorkspaceDiagnostics {
  /**
   * All at once for a client that takes the answer as a whole. For one that takes it in parts the request stays open, as the
   * protocol means it, and what changes later follows, until the client cancels it.
   */
  provide(
    reports: FileReports,
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
    progress: Progress | undefined,
  ): Promise<WorkspaceDiagnosticReport | ResponseError<never>>;
  /** Whether a request is open. */
  isOpen(): boolean;
  /** Hands on what has changed to the requests that are open. */
  follow(changed: readonly FileReport[]): void;
  /** Ends the requests that are open. */
  stop(): void;
}

/** How many files one part of an answer holds: in between a cancellation is heard. */
const filesAtOnce = 100;

export function createWorkspaceDiagnostics(): WorkspaceDiagnostics {
  const open = new Map<Progress, () => void>();
  return {
    async provide(reports, { previousResultIds }, token, progress) {
      const previous = new Map(previousResultIds.map(({ uri, value }) => [reports.of(uri).uri, value]));
      const uris = [...new Set([...reports.uris(), ...previous.keys()])];
      const itemsOf = (some: readonly string[]) => some.map((uri) => itemOf(reports.of(uri), previous.get(uri)));
      const canceled = () =>
        new ResponseError<never>(LSPErrorCodes.RequestCancelled, "The diagnostics of the workspace were canceled.");
      if (progress === undefined) return { items: itemsOf(uris) };
      const ended = Promise.withResolvers<WorkspaceDiagnosticReport | ResponseError<never>>();
      open.set(progress, () => ended.resolve({ items: [] }));
      token.onCancellationRequested(() => ended.resolve(canceled()));
      for (let at = 0; at < uris.length && !token.isCancellationRequested; at += filesAtOnce) {
        progress.report({ items: itemsOf(uris.slice(at, at + filesAtOnce)) });
        await new Promise(setImmediate);
      }
      const result = token.isCancellationRequested ? canceled() : await ended.promise;
      open.delete(progress);
      return result;
    },
    isOpen: () => open.size > 0,
    follow(changed) {
      if (changed.length === 0) return;
      const items = changed.map((report) => itemOf(report, undefined));
      for (const progress of open.keys()) progress.report({ items });
    },
    stop() {
      for (const end of open.values()) end();
    },
  };
}

function itemOf(report: FileReport, previousResultId: string | undefined): WorkspaceDocumentDiagnosticReport {
  return { ...reportSince(report, previousResultId), uri: report.uri, version: report.version };
}
