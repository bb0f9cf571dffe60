import { type FindingCode, type Severity, type SeveritySettings, severityWith } from "@headwater/model";
import type { SourceRange } from "./facts/span.ts";

/** Something to tell about a place in a file. */
export interface Diagnostic {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One or two sentences: what, where, how to mend. */
  readonly message: string;
  /** Relative to the project's folder. */
  readonly file: string;
  readonly range: SourceRange;
  readonly related: readonly RelatedPlace[];
  /** Texts that could stand in place of the wrong one, best first. */
  readonly suggestions: readonly string[];
}

/** Another place that a diagnostic is about. */
export interface RelatedPlace {
  readonly file: string;
  readonly range: SourceRange;
  readonly message: string;
}

/** The diagnostics with the severities of the settings; those that are `off` are left out. */
export function withSeverities(diagnostics: readonly Diagnostic[], settings: SeveritySettings): readonly Diagnostic[] {
  if (settings.size === 0) return diagnostics;
  return diagnostics.flatMap((diagnostic) => {
    const severity = severityWith(settings, diagnostic);
    if (severity === undefined) return [];
    return severity === diagnostic.severity ? diagnostic : { ...diagnostic, severity };
  });
}

/** Sorts by file and place, and keeps one of each that says the same about the same place. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics
    .filter(({ code, message, file, range }) => {
      const said = `${file}\n${range.startOffset}\n${range.endOffset}\n${code}\n${message}`;
      return !seen.has(said) && seen.add(said);
    })
    .sort(
      (one, other) =>
        compare(one.file, other.file) ||
        one.range.startOffset - other.range.startOffset ||
        one.range.endOffset - other.range.endOffset ||
        compare(one.code, other.code),
    );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
