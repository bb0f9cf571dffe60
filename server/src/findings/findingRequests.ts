import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type PublishDiagnosticsParams,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Answer } from "../answer.ts";
import type { ClientSession } from "../clientAbilities.ts";
import { provideDocumentDiagnostic } from "../features/documentDiagnostic.ts";
import { createDiagnosticsPublisher } from "../features/publishDiagnostics.ts";
import { createWorkspaceDiagnostics } from "../features/workspaceDiagnostic.ts";
import type { FileReport, FileReports } from "./fileReports.ts";

/** Tells one client of findings, as it wants to hear of them: published, asked for by document or by workspace. */
export interface FindingRequests {
  /** Tells what has changed since it was told last. */
  tell(): void;
  /** Registers what clients ask for. */
  answer(answer: Answer, documents: { readonly get: (uri: string) => TextDocument | undefined }): void;
  /** A document was closed, so that nobody asks for its findings any more. */
  closed(uri: string): void;
  stop(): void;
}

const noFindings: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/**
 * Tells nothing yet.
 *
 * @param reports gives the findings; undefined before there are any
 * @param log says what went wrong
 */
export function createFindingRequests(
  connection: Connection,
  session: () => ClientSession,
  reports: () => FileReports | undefined,
  log: (what: string, error: unknown) => void,
): FindingRequests {
  const publisher = createDiagnosticsPublisher();
  const workspaceDiagnostics = createWorkspaceDiagnostics();
  /** What the client was answered about the documents that it asks for. */
  const answered = new Map<string, string>();
  const publish = (list: readonly PublishDiagnosticsParams[]) => {
    for (const params of list) void connection.sendDiagnostics(params);
  };
  const refresh = () => {
    const { pullsDiagnostics, refreshesDiagnostics } = session();
    if (!pullsDiagnostics || !refreshesDiagnostics) return;
    connection.languages.diagnostics.refresh().catch((error: unknown) => log("Findings were not asked for anew", error));
  };
  return {
    tell() {
      const changed = reports()?.takeChanged() ?? [];
      publish(publisher.publish(changed));
      workspaceDiagnostics.follow(changed);
      // The document that is being edited is asked for by itself; others that depend on it are not.
      const isStale = ({ uri, resultId }: FileReport) => answered.has(uri) && answered.get(uri) !== resultId;
      if (changed.some(isStale)) refresh();
    },
    answer(answer, documents) {
      const { diagnostics } = connection.languages;
      diagnostics.on((params, token) => {
        // A closed document is looked at once, and is not asked for again when something changes.
        const asked = params?.textDocument?.uri;
        const { uri } = (typeof asked === "string" ? documents.get(asked) : undefined) ?? {};
        if (uri !== undefined) publish(publisher.leave(uri));
        return answer("The diagnostics", noFindings, () => {
          const known = reports();
          const report = known === undefined ? noFindings : provideDocumentDiagnostic(known, params);
          if (uri !== undefined) answered.set(uri, report.resultId ?? "");
          return report;
        })(params, token);
      });
      diagnostics.onWorkspace((params, token, _workDone, progress) => {
        if (!Array.isArray(params?.previousResultIds)) return { items: [] };
        publish(publisher.leaveAll());
        return answer("The diagnostics of the workspace", { items: [] }, () => {
          const known = reports();
          return known === undefined ? { items: [] } : workspaceDiagnostics.provide(known, params, token, progress);
        })(params, token);
      });
    },
    closed(uri) {
      answered.delete(uri);
      const known = reports();
      if (known !== undefined) publish(publisher.resume(known.of(uri)));
    },
    stop: () => workspaceDiagnostics.stop(),
  };
}
