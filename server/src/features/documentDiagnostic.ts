import {
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from "vscode-languageserver";
import type { FileReport, FileReports } from "../findings/fileReports.ts";

/** Answers `textDocument/diagnostic`: the findings of a file, or that they are as the client knows them. */
export function provideDocumentDiagnostic(reports: FileReports, params: DocumentDiagnosticParams): DocumentDiagnosticReport {
  return reportSince(reports.of(params.textDocument.uri), params.previousResultId);
}

/**
 * A report for a client.
 *
 * @param previousResultId what the client knows already
 */
export function reportSince(
  { diagnostics, resultId }: FileReport,
  previousResultId: string | undefined,
): DocumentDiagnosticReport {
  if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...diagnostics] };
}
