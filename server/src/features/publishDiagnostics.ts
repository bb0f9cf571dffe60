import type { PublishDiagnosticsParams } from "vscode-languageserver";
import type { FileReport } from "../findings/fileReports.ts";

/**
 * Tells findings by itself, which is quickest, to a client that does not ask for them. A client that asks hears of each file
 * one way only: what it asks for is taken back and is not published any more.
 */
export interface DiagnosticsPublisher {
  /** What has to be published of reports that have changed. */
  publish(changed: readonly FileReport[]): PublishDiagnosticsParams[];
  /** The client asks for the findings of an open document from now on. */
  leave(uri: string): PublishDiagnosticsParams[];
  /** It asks for those of all files. */
  leaveAll(): PublishDiagnosticsParams[];
  /** A document was closed, so that nobody asks for it any more. */
  resume(report: FileReport): PublishDiagnosticsParams[];
}

/** Makes a publisher for one client. */
export function createDiagnosticsPublisher(): DiagnosticsPublisher {
  const published = new Set<string>();
  const left = new Set<string>();
  let leftAll = false;
  const takeBack = (uri: string): PublishDiagnosticsParams[] => (published.delete(uri) ? [{ uri, diagnostics: [] }] : []);
  const publisher: DiagnosticsPublisher = {
    publish: (changed) =>
      changed.flatMap(({ uri, diagnostics }) => {
        if (leftAll || left.has(uri)) return [];
        if (diagnostics.length === 0) return takeBack(uri);
        published.add(uri);
        return { uri, diagnostics: [...diagnostics] };
      }),
    leave(uri) {
      left.add(uri);
      return takeBack(uri);
    },
    leaveAll() {
      leftAll = true;
      return [...published].flatMap(takeBack);
    },
    resume: (report) => (left.delete(report.uri) ? publisher.publish([report]) : []),
  };
  return publisher;
}
