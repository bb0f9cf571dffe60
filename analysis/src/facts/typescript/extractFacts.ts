import type ts from "typescript";
import { contentHash } from "../contentHash.ts";
import type { Expression } from "../expression.ts";
import { type BindingFact, defaultBinding, type ExportFact, type FileFacts, type ImportFact } from "../fileFacts.ts";
import { lineStartsOf, type Span } from "../span.ts";
import { findChanges } from "./findChanges.ts";
import type { TypeScript } from "./load.ts";
import { type Lowering, lowerEnum, lowerExpression, spanOf } from "./lowerExpression.ts";
import { lowerFunction, lowerPattern, membersOf } from "./lowerFunction.ts";

const mostSyntaxErrors = 10;

/** Reads the facts of a text. A text that the compiler cannot take gives facts with nothing but a syntax error. */
export function extractFacts(typescript: TypeScript, path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  const base = { hash: contentHash(text), lineStarts };
  const nothing = { imports: [], exports: [], bindings: [], assigned: [], mutations: [] };
  try {
    if (path.endsWith(".json")) return { ...base, ...nothing, ...readJson(typescript, path, text), syntaxErrors: [] };
    return { ...base, ...readModule(typescript, path, text) };
  } catch (error) {
    // The compiler runs out of stack on texts that nest thousands of levels deep.
    const message = `This file cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    return { ...base, ...nothing, syntaxErrors: [{ message, span: { start: 0, end: Math.min(text.length, 1) } }] };
  }
}

function readModule(typescript: TypeScript, path: string, text: string): Omit<FileFacts, "hash" | "lineStarts"> {
  const source = parse(typescript, path, text);
  const lowering: Lowering = { ts: typescript, source, depth: 0 };
  const imports: ImportFact[] = [];
  const exports: ExportFact[] = [];
  const bindings: BindingFact[] = [];
  for (const statement of source.statements) readStatement(lowering, statement, { imports, exports, bindings });
  const known = new Set([
    ...bindings.map(({ name }) => name),
    ...imports.flatMap(({ names }) => names.map(({ local }) => local)),
  ]);
  return { imports, exports, bindings, ...findChanges(lowering, known), syntaxErrors: syntaxErrorsOf(typescript, source) };
}

function parse(typescript: TypeScript, path: string, text: string): ts.SourceFile {
  const options = {
    languageVersion: typescript.ScriptTarget.Latest,
    jsDocParsingMode: typescript.JSDocParsingMode.ParseNone,
  };
  return typescript.createSourceFile(path, text, options, false);
}

function syntaxErrorsOf(typescript: TypeScript, source: ts.SourceFile): FileFacts["syntaxErrors"] {
  // The parser's errors are public only through a whole program, which would read every import.
  const { parseDiagnostics = [] } = source as ts.SourceFile & {
    readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.slice(0, mostSyntaxErrors).map((diagnostic) => ({
    message: typescript.flattenDiagnosticMessageText(diagnostic.messageText, " "),
    span: { start: diagnostic.start, end: diagnostic.start + diagnostic.length },
  }));
}

/** A JSON module exports its value as the default; JSON is an expression of JavaScript. */
function readJson(typescript: TypeScript, path: string, text: string): Pick<FileFacts, "exports" | "bindings"> {
  const source = typescript.parseJsonText(path, text);
  const expression = source.statements[0]?.expression;
  if (expression === undefined) return { exports: [], bindings: [] };
  const value = lowerExpression({ ts: typescript, source, depth: 0 }, expression);
  return {
    exports: [{ kind: "local", name: "default", local: defaultBinding, span: value.span }],
    bindings: [{ name: defaultBinding, mode: "default", nameSpan: value.span, value }],
  };
}

interface Collected {
  readonly imports: ImportFact[];
  readonly exports: ExportFact[];
  readonly bindings: BindingFact[];
}

function readStatement(lowering: Lowering, statement: ts.Statement, into: Collected): void {
  const { ts, source } = lowering;
  if (ts.isImportDeclaration(statement)) {
    readImport(lowering, statement, into);
    return;
  }
  if (ts.isImportEqualsDeclaration(statement)) {
    const { moduleReference } = statement;
    if (statement.isTypeOnly || !ts.isExternalModuleReference(moduleReference)) return;
    if (!ts.isStringLiteralLike(moduleReference.expression)) return;
    const span = spanOf(source, statement.name);
    const value = { kind: "require", specifier: moduleReference.expression.text, span } as const;
    into.bindings.push({ name: statement.name.text, mode: "const", nameSpan: span, value });
    into.imports.push({ specifier: value.specifier, span: spanOf(source, moduleReference.expression), names: [] });
    return;
  }
  if (ts.isExportDeclaration(statement)) {
    readExport(lowering, statement, into);
    return;
  }
  if (ts.isExportAssignment(statement)) {
    const value = lowerExpression(lowering, statement.expression);
    const span = spanOf(source, statement);
    into.exports.push({
      kind: "local",
      name: "default",
      local: value.kind === "identifier" ? value.name : defaultBinding,
      span,
    });
    if (value.kind !== "identifier") into.bindings.push({ name: defaultBinding, mode: "default", nameSpan: span, value });
    return;
  }
  if (ts.isExpressionStatement(statement)) {
    readCommonJsExport(lowering, statement.expression, into);
    return;
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind) => modifiers.some((modifier) => modifier.kind === kind);
  if (has(ts.SyntaxKind.DeclareKeyword)) return;
  const exported = has(ts.SyntaxKind.ExportKeyword);
  const isDefault = has(ts.SyntaxKind.DefaultKeyword);
  const declare = (binding: BindingFact) => {
    into.bindings.push(binding);
    if (!exported) return;
    into.exports.push({
      kind: "local",
      name: isDefault ? "default" : binding.name,
      local: binding.name,
      span: binding.nameSpan,
    });
  };
  if (ts.isVariableStatement(statement)) {
    const { flags } = statement.declarationList;
    const mode = flags & ts.NodeFlags.Const ? "const" : flags & ts.NodeFlags.Let ? "let" : "var";
    for (const declaration of statement.declarationList.declarations) {
      readRequires(lowering, declaration, into);
      for (const { name, span, value } of lowerDeclaration(lowering, declaration)) {
        declare({ name, mode, nameSpan: span, value });
      }
    }
  } else if (ts.isFunctionDeclaration(statement)) {
    // An overload has no body; its implementation follows.
    if (statement.body === undefined) return;
    const value = lowerFunction(lowering, statement, undefined, true);
    const name = statement.name?.text ?? defaultBinding;
    declare({ name, mode: "function", nameSpan: statement.name ? spanOf(source, statement.name) : value.span, value });
  } else if (ts.isEnumDeclaration(statement)) {
    const nameSpan = spanOf(source, statement.name);
    declare({ name: statement.name.text, mode: "enum", nameSpan, value: lowerEnum(lowering, statement) });
  } else if (ts.isClassDeclaration(statement)) {
    const nameSpan = spanOf(source, statement.name ?? statement);
    const value = { kind: "unknown", reason: "a class", mentions: [], span: nameSpan } as const;
    declare({ name: statement.name?.text ?? defaultBinding, mode: "class", nameSpan, value });
  } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
    const nameSpan = spanOf(source, statement.name);
    const value = { kind: "unknown", reason: "a namespace", mentions: [], span: nameSpan } as const;
    declare({ name: statement.name.text, mode: "class", nameSpan, value });
  }
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

/** `exports.name = …`, `module.exports.name = …` and `module.exports = { … }` of CommonJS. */
function readCommonJsExport(lowering: Lowering, node: ts.Expression, into: Collected): void {
  const { ts, source } = lowering;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  const target = /^(?:module\s*\.\s*)?exports(?:\s*\.\s*([\w$]+))?$/.exec(node.left.getText(source));
  if (target === null) return;
  const give = (name: string, value: Expression, span: Span) => {
    const local = value.kind === "identifier" ? value.name : `exports.${name}`;
    if (value.kind !== "identifier") into.bindings.push({ name: local, mode: "const", nameSpan: span, value });
    into.exports.push({ kind: "local", name, local, span });
  };
  const name = target[1];
  const value = lowerExpression(lowering, node.right, { body: true });
  if (name !== undefined) give(name, value, spanOf(source, node.left));
  else if (value.kind === "object") {
    for (const property of value.properties) {
      if (property.kind === "property" && typeof property.key === "string") give(property.key, property.value, property.keySpan);
    }
  }
}

/** `require("x")` at the top level is an import too. */
function readRequires({ ts, source }: Lowering, declaration: ts.VariableDeclaration, into: Collected): void {
  const value = declaration.initializer;
  if (value === undefined || !ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return;
  const argument = value.arguments[0];
  if (value.expression.text !== "require" || argument === undefined || !ts.isStringLiteralLike(argument)) return;
  into.imports.push({ specifier: argument.text, span: spanOf(source, argument), names: [] });
}

/** The names that one declaration binds, a destructured one as a member of the declared value. */
function lowerDeclaration(lowering: Lowering, declaration: ts.VariableDeclaration) {
  const { ts, source } = lowering;
  if (ts.isIdentifier(declaration.name)) {
    const name = declaration.name.text;
    const span = spanOf(source, declaration.name);
    const value = declaration.initializer
      ? lowerExpression(lowering, declaration.initializer, { name, body: true })
      : ({ kind: "unknown", reason: "declared without a value", mentions: [], span } as const);
    return [{ name, span, value }];
  }
  const target = lowerPattern(lowering, declaration.name);
  const whole = declaration.initializer
    ? lowerExpression(lowering, declaration.initializer)
    : ({ kind: "unknown", reason: "declared without a value", mentions: [], span: target.span } as const);
  return membersOf(target, whole);
}
