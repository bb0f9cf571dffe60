import type { Span } from "@headwater/analysis";
import type { FindingCode } from "@headwater/model";
import { CodeActionKind } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { requestedOffset } from "../features/context.ts";
import { diagnosticSource, readDiagnosticData } from "../findings/toDiagnostic.ts";
import { uriIn } from "../workspace/assetLocation.ts";
import type { Project } from "../workspace/project.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { listInDefinitions } from "./fixes/definitions.ts";
import { mendInput, removeDependency } from "./fixes/dependencies.ts";
import { exportConstant } from "./fixes/exportConstant.ts";
import type { FindFixes, Fix } from "./fixes/fix.ts";
import { declareAsset } from "./fixes/newAsset.ts";
import { mendKey, mendOption, removePrefix, usePool } from "./fixes/options.ts";
import { renameDeclaration } from "./fixes/renameDeclaration.ts";
import { changeResource } from "./fixes/resources.ts";
import type { OffsetEdit } from "./importEdits.ts";
import { knownFile } from "./knownFile.ts";
import { type CodeActionProvider, editOf } from "./provider.ts";

/** What can be done about findings beside changing the wrong text to one that was meant. */
const fixesOf: Partial<Record<FindingCode, FindFixes>> = {
  "unknown-dependency": declareAsset,
  "unknown-input": declareAsset,
  "never-loaded": (context) => [...exportConstant(context), ...listInDefinitions(context)],
  "key-collision": renameDeclaration,
  "key-with-name": mendKey,
  "input-key-with-prefix": removePrefix,
  "output-key-with-prefix": removePrefix,
  "unknown-option": mendOption,
  "deprecated-option": usePool,
  "unknown-resource": changeResource,
  "input-in-ins-and-deps": removeDependency,
  "duplicate-dependency": removeDependency,
  "input-without-parameter": mendInput,
};

/** For a finding: each way to mend it, the best first. */
export const mendFindings: CodeActionProvider = {
  kind: CodeActionKind.QuickFix,
  provide(requested, { context: { diagnostics } }, context) {
    const known = knownFile(context, requested);
    if (known === undefined) return [];
    return diagnostics.flatMap((diagnostic) => {
      const { start, end } = diagnostic.range;
      const [from, to] = [requestedOffset(requested.document, start), requestedOffset(requested.document, end)];
      const find = diagnostic.source === diagnosticSource ? findFixes(diagnostic.code) : undefined;
      if (find === undefined || from === undefined || to === undefined) return [];
      const suggestions = readDiagnosticData(diagnostic.data)?.suggestions ?? [];
      const fixes = find({ ...known, code: diagnostic.code as FindingCode, span: { start: from, end: to }, suggestions });
      return fixes.map(({ title, edits, elsewhere, isPreferred }) => ({
        ...editOf(
          requested.document,
          title,
          CodeActionKind.QuickFix,
          edits,
          elsewhere && placed(context.workspace, known.project, elsewhere),
        ),
        ...(isPreferred === undefined ? {} : { isPreferred }),
        diagnostics: [diagnostic],
      }));
    });
  },
};

/** Edits of another file with its document. */
function placed(workspace: Workspace, project: Project, { file, text, edits }: NonNullable<Fix["elsewhere"]>) {
  return { document: TextDocument.create(uriIn(workspace, project, file), "typescript", 0, text), edits };
}

const fixAllKind = `${CodeActionKind.SourceFixAll}.headwater`;

/** Mends all that can be mended for certain, as an editor may do it when a file is saved. */
export const fixAll: CodeActionProvider = {
  kind: fixAllKind,
  provide(requested, { context: { only } }, context) {
    const known = only === undefined ? undefined : knownFile(context, requested);
    if (known === undefined) return [];
    const edits = (known.project.analysis?.diagnosticsOf.get(known.file) ?? []).flatMap(({ code, range, suggestions }) => {
      const span = { start: range.startOffset, end: range.endOffset };
      const certain = findFixes(code)?.({ ...known, code, span, suggestions }).find(({ isCertain }) => isCertain === true);
      return certain === undefined ? [] : [certain.edits];
    });
    const chosen = withoutOverlaps(edits);
    if (chosen.length === 0) return [];
    return [editOf(requested.document, "Mend all that Headwater can mend for certain", fixAllKind, chosen)];
  },
};

function findFixes(code: unknown): FindFixes | undefined {
  return typeof code === "string" && Object.hasOwn(fixesOf, code) ? fixesOf[code as FindingCode] : undefined;
}

/** The changes that touch none before them; of the rest the next pass takes care. */
function withoutOverlaps(all: readonly (readonly OffsetEdit[])[]): OffsetEdit[] {
  const chosen: OffsetEdit[] = [];
  const touches = (one: Span, other: Span) => one.start <= other.end && other.start <= one.end;
  for (const edits of all) {
    if (!edits.some((edit) => chosen.some((other) => touches(edit, other)))) chosen.push(...edits);
  }
  return chosen;
}
