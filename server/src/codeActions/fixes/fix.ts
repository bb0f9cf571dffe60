import type { FileFacts, Diagnostic as Finding, Language, Span } from "@headwater/analysis";
import type { Project } from "../../workspace/project.ts";
import type { OffsetEdit } from "../importEdits.ts";

/** A finding in a document, with what can be known of the text around it. */
export interface FixContext {
  readonly text: string;
  readonly facts: FileFacts;
  readonly project: Project;
  readonly language: Language;
  /** Relative to the project's folder. */
  readonly file: string;
  readonly code: Finding["code"];
  /** Where the finding stands. */
  readonly span: Span;
  /** What could stand there, best first. */
  readonly suggestions: readonly string[];
}

/** One way to mend a finding. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly OffsetEdit[];
  /** What is to be written in another file of the project. */
  readonly elsewhere?: { readonly file: string; readonly text: string; readonly edits: readonly OffsetEdit[] };
  /** It is what was most likely meant. */
  readonly isPreferred?: boolean;
  /** It changes nothing of what the code means, so that it can be made in a whole file at once. */
  readonly isCertain?: boolean;
}

/** What can be done about a finding, the best first. It gives nothing where the text is other than it expects. */
export type FindFixes = (context: FixContext) => readonly Fix[];
