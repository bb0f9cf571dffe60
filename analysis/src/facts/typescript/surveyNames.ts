import type ts from "typescript";
import { createChanges, type NameChange } from "./changes.ts";
import { declaredNames } from "./declaredNames.ts";
import type { TypeScript } from "./load.ts";
import { createMentions } from "./mentions.ts";
import { walk } from "./walk.ts";

/** How the names of a file's top level are used, in every scope: a name that is shadowed counts too. */
export interface NameSurvey {
  /** The names that are referred to inside a node, each once: `name`, or `name.member`. */
  mentionsIn(node: ts.Node): string[];
  /** Changes of names of the top level. */
  readonly changes: readonly NameChange[];
  /** Changes inside a node, those of names that are not of the top level included. */
  changesIn(node: ts.Node): readonly NameChange[];
  /** What `require("x")` and `import("x")` outside functions name. */
  readonly lateImports: readonly ts.StringLiteralLike[];
  /** Whether there is such a call anywhere. */
  readonly requires: boolean;
}

/** Looks through a file once. */
export function surveyNames(ts: TypeScript, source: ts.SourceFile): NameSurvey {
  const known = declaredNames(ts, source.statements);
  const mentions = createMentions(ts, known);
  const changes = createChanges(ts);
  const lateImports: ts.StringLiteralLike[] = [];
  let requires = false;
  walk(ts, source, (node, context, statement) => {
    mentions.see(node);
    changes.see(node, context, statement);
    const imported = ts.isCallExpression(node) ? importedBy(ts, node) : undefined;
    if (imported === undefined) return;
    requires = true;
    if (context.kind !== "function") lateImports.push(imported);
  });
  return {
    mentionsIn: mentions.within,
    changes: changes.found.filter(({ name }) => known.has(name)),
    changesIn: (node) => changes.found.filter(({ at }) => node.pos <= at.pos && at.end <= node.end),
    lateImports,
    requires,
  };
}

/** What `require("x")` or `import("x")` names. */
export function importedBy(
  ts: TypeScript,
  { expression, arguments: [first] }: ts.CallExpression,
): ts.StringLiteralLike | undefined {
  const isImport =
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require");
  return isImport && first !== undefined && ts.isStringLiteralLike(first) ? first : undefined;
}
