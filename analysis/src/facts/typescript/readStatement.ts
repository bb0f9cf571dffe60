import type ts from "typescript";
import type { Expression } from "../expression.ts";
import { anyName, type BindingFact, type Collected, defaultBinding } from "../fileFacts.ts";
import { membersOf } from "../patternMembers.ts";
import type { Span } from "../span.ts";
import { readCommonJsExport, readModuleExports } from "./commonJs.ts";
import { type Lowering, lowerEnum, lowerExpression, spanOf, unknown } from "./lowerExpression.ts";
import { lowerFunction, lowerPattern } from "./lowerFunction.ts";

/** Reads what a statement of the top level imports, exports and declares. */
export function readStatement(lowering: Lowering, statement: ts.Statement, into: Collected): void {
  const { ts } = lowering;
  if (ts.isImportDeclaration(statement)) readImport(lowering, statement, into);
  else if (ts.isImportEqualsDeclaration(statement)) readImportEquals(lowering, statement, into);
  else if (ts.isExportDeclaration(statement)) readExport(lowering, statement, into);
  else if (ts.isExportAssignment(statement)) {
    if (statement.isExportEquals) readModuleExports(lowering, statement.expression, into);
    else giveDefault(lowering, lowerExpression(lowering, statement.expression), statement, into);
  } else if (ts.isExpressionStatement(statement)) readCommonJsExport(lowering, statement.expression, into);
  else readDeclaration(lowering, statement, into);
}

/** Takes a value as the default export. */
export function giveDefault({ source, survey }: Lowering, value: Expression, at: ts.Node, into: Collected): void {
  const span = spanOf(source, at);
  const local = value.kind === "identifier" ? value.name : defaultBinding;
  into.exports.push({ kind: "local", name: "default", local, span });
  if (local !== defaultBinding) return;
  into.bindings.push({ name: local, mode: "default", nameSpan: span, value, mentions: survey.mentionsIn(at) });
}

function readDeclaration(lowering: Lowering, statement: ts.Statement, into: Collected): void {
  const { ts, source, survey } = lowering;
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind) => modifiers.some((modifier) => modifier.kind === kind);
  if (has(ts.SyntaxKind.DeclareKeyword)) return;
  const exported = has(ts.SyntaxKind.ExportKeyword);
  const exportedName = (name: string) => (has(ts.SyntaxKind.DefaultKeyword) ? "default" : name);
  const mentionsOf = (value: Expression) => ("mentions" in value ? value.mentions : survey.mentionsIn(statement));
  const declare = (mode: BindingFact["mode"], name: ts.Identifier | undefined, value: Expression) => {
    const nameSpan = name === undefined ? value.span : spanOf(source, name);
    const binding = { name: name?.text ?? defaultBinding, mode, nameSpan, value, mentions: mentionsOf(value) };
    into.bindings.push(binding);
    if (exported) into.exports.push({ kind: "local", name: exportedName(binding.name), local: binding.name, span: nameSpan });
  };
  if (ts.isVariableStatement(statement)) {
    const { flags } = statement.declarationList;
    const mode = flags & ts.NodeFlags.Const ? "const" : flags & ts.NodeFlags.Let ? "let" : "var";
    for (const declaration of statement.declarationList.declarations) {
      const mentions = survey.mentionsIn(declaration);
      for (const { name, span, value, hidden } of lowerDeclaration(lowering, declaration)) {
        into.bindings.push({ name, mode, nameSpan: span, value, mentions });
        if (exported && !hidden) into.exports.push({ kind: "local", name, local: name, span });
      }
    }
  } else if (ts.isFunctionDeclaration(statement)) {
    // An overload has no body; its implementation follows.
    if (statement.body !== undefined) declare("function", statement.name, lowerFunction(lowering, statement, undefined, true));
  } else if (ts.isEnumDeclaration(statement)) {
    declare("enum", statement.name, lowerEnum(lowering, statement));
  } else if (ts.isClassDeclaration(statement)) {
    declare("class", statement.name, lowerClass(lowering, statement));
  } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
    declare("class", statement.name, unknown(lowering, statement, "a namespace"));
  }
}

/** A class of which only the names inside are kept. What its methods are handed and keep can be anything. */
function lowerClass(lowering: Lowering, node: ts.ClassDeclaration): Expression {
  const made = unknown(lowering, node, "a class");
  const keeps = lowering.survey.changesIn(node).some(({ name, isOpen, held }) => name === "this" && isOpen && held !== undefined);
  return keeps ? { ...made, mentions: [anyName] } : made;
}

function readImportEquals({ ts, source }: Lowering, statement: ts.ImportEqualsDeclaration, into: Collected): void {
  const { moduleReference } = statement;
  if (statement.isTypeOnly || !ts.isExternalModuleReference(moduleReference)) return;
  if (!ts.isStringLiteralLike(moduleReference.expression)) return;
  const span = spanOf(source, statement.name);
  const specifier = moduleReference.expression.text;
  into.imports.push({
    specifier,
    span: spanOf(source, moduleReference.expression),
    names: [{ local: statement.name.text, imported: "*", span }],
  });
}

function readImport({ ts, source }: Lowering, statement: ts.ImportDeclaration, into: Collected): void {
  if (!ts.isStringLiteral(statement.moduleSpecifier)) return;
  const clause = statement.importClause;
  if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  const names: { local: string; imported: string; span: { start: number; end: number } }[] = [];
  if (clause?.name) names.push({ local: clause.name.text, imported: "default", span: spanOf(source, clause.name) });
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    names.push({ local: bindings.name.text, imported: "*", span: spanOf(source, bindings.name) });
  } else if (bindings) {
    for (const element of bindings.elements) {
      if (element.isTypeOnly) continue;
      const imported = (element.propertyName ?? element.name).text;
      names.push({ local: element.name.text, imported, span: spanOf(source, element.name) });
    }
    // `import { type A } from "x"` leaves nothing to import at run time.
    if (names.length === 0 && bindings.elements.length > 0) return;
  }
  into.imports.push({
    specifier: statement.moduleSpecifier.text,
    span: spanOf(source, statement.moduleSpecifier),
    names,
  });
}

function readExport({ ts, source }: Lowering, statement: ts.ExportDeclaration, into: Collected): void {
  if (statement.isTypeOnly) return;
  const from = statement.moduleSpecifier;
  const specifier = from !== undefined && ts.isStringLiteral(from) ? from.text : undefined;
  if (from !== undefined && specifier === undefined) return;
  const clause = statement.exportClause;
  if (clause === undefined) {
    if (specifier !== undefined) into.exports.push({ kind: "all", specifier, span: spanOf(source, statement) });
    return;
  }
  if (ts.isNamespaceExport(clause)) {
    const span = spanOf(source, clause.name);
    if (specifier !== undefined) into.exports.push({ kind: "namespace", name: clause.name.text, specifier, span });
    return;
  }
  for (const element of clause.elements) {
    if (element.isTypeOnly) continue;
    const name = element.name.text;
    const imported = (element.propertyName ?? element.name).text;
    const span = spanOf(source, element);
    if (specifier === undefined) into.exports.push({ kind: "local", name, local: imported, span });
    else into.exports.push({ kind: "from", name, imported, specifier, span });
  }
}

/**
 * The names that one declaration binds. A destructured one is a member of the whole, which gets a name of its own, so
 * that what makes it is evaluated once.
 */
function lowerDeclaration(
  lowering: Lowering,
  declaration: ts.VariableDeclaration,
): { name: string; span: Span; value: Expression; hidden?: true }[] {
  const target = lowerPattern(lowering, declaration.name);
  const { span } = target;
  const place = { body: true, ...(target.kind === "name" ? { name: target.name } : {}) };
  const value: Expression = declaration.initializer
    ? lowerExpression(lowering, declaration.initializer, place)
    : { kind: "unknown", reason: "declared without a value", mentions: [], span };
  if (target.kind === "name") return [{ name: target.name, span, value }];
  const bound = membersOf(target, value);
  const whole = `*${bound.map(({ name }) => name).join(" ")}*`;
  return [
    { name: whole, span, value, hidden: true },
    ...membersOf(target, { kind: "identifier", name: whole, span: value.span }),
  ];
}
