import type { Diagnostic as Finding, SourceRange } from "@headwater/analysis";
import type { FindingCode, Severity } from "@headwater/model";
import { type Diagnostic, DiagnosticSeverity, type Range } from "vscode-languageserver";

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

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * A finding as LSP has it.
 *
 * @param severity how grave it counts, whatever its code says
 * @param uriOf the URI of a file of the project
 */
export function toDiagnostic(finding: Finding, severity: Severity, uriOf: (file: string) => string): Diagnostic {
  const { code, message, range, related, suggestions } = finding;
  const data: DiagnosticData = { code, suggestions };
  return {
    range: toRange(range),
    severity: severities[severity],
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
