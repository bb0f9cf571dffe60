// What the statements of the top level import, export and declare: the counterpart of `typescript/readStatement.ts`.
import type { Expression } from "../../expression.ts";
import { anyName, type BindingFact, type Collected, defaultBinding } from "../../fileFacts.ts";
import { membersOf } from "../../patternMembers.ts";
import type { Span } from "../../span.ts";
import {
  fBody,
  fConst,
  fDeclare,
  fDefault,
  fExport,
  fLet,
  nClassDeclaration,
  nEnum,
  nExport,
  nExportAll,
  nExportValue,
  nExpressionStatement,
  nFunctionDeclaration,
  nImport,
  nImportEquals,
  nModule,
  nPlainName,
  nVariables,
} from "../nodes.ts";
import { firstPart, ownName, partsOf, spanOf, textOf } from "../tree.ts";
import { readCommonJsExport, readModuleExports } from "./commonJs.ts";
import { type Lowering, lowerEnum, lowerExpression, unknown } from "./lowerExpression.ts";
import { lowerFunction } from "./lowerFunction.ts";
import { initializerOf, lowerPattern, patternOf } from "./patterns.ts";
import { readExport, readImport, readImportEquals } from "./readModules.ts";

/** Reads what a statement of the top level imports, exports and declares. */
export function readStatement(lowering: Lowering, statement: number, into: Collected): void {
  const { tree } = lowering;
  switch (tree.kinds[statement]) {
    case nImport:
      return readImport(tree, statement, into);
    case nImportEquals:
      return readImportEquals(tree, statement, into);
    case nExport:
    case nExportAll:
      return readExport(tree, statement, into);
    case nExportValue:
      if (tree.extras[statement] === 1) readModuleExports(lowering, statement - 1, into);
      else giveDefault(lowering, lowerExpression(lowering, statement - 1, 0), statement, into);
      return;
    case nExpressionStatement:
      return readCommonJsExport(lowering, statement - 1, into);
    default:
      readDeclaration(lowering, statement, into);
  }
}

/** Takes a value as the default export. */
export function giveDefault({ tree, survey }: Lowering, value: Expression, at: number, into: Collected): void {
  const span = spanOf(tree, at);
  const local = value.kind === "identifier" ? value.name : defaultBinding;
  into.exports.push({ kind: "local", name: "default", local, span });
  if (local !== defaultBinding) return;
  into.bindings.push({ name: local, mode: "default", nameSpan: span, value, mentions: survey.mentionsIn(at) });
}

function readDeclaration(lowering: Lowering, statement: number, into: Collected): void {
  const { tree, survey } = lowering;
  const flags = tree.extras[statement] as number;
  const kind = tree.kinds[statement];
  const declare = (mode: BindingFact["mode"], value: Expression) => {
    const own = ownName(tree, statement);
    const nameSpan = own === undefined ? value.span : spanOf(tree, own);
    const name = own === undefined ? defaultBinding : textOf(tree, own);
    const mentions = "mentions" in value ? value.mentions : survey.mentionsIn(statement);
    into.bindings.push({ name, mode, nameSpan, value, mentions });
    if ((flags & fExport) === 0) return;
    into.exports.push({ kind: "local", name: (flags & fDefault) === 0 ? name : "default", local: name, span: nameSpan });
  };
  switch (kind) {
    case nVariables:
      if ((flags & fDeclare) === 0) readVariables(lowering, statement, flags, into);
      return;
    case nFunctionDeclaration:
      // An overload has no body; its implementation follows.
      if ((flags & fDeclare) === 0 && (flags & fBody) !== 0) {
        declare("function", lowerFunction(lowering, statement, undefined, true, 0));
      }
      return;
    case nEnum:
      if ((flags & fDeclare) === 0) declare("enum", lowerEnum(lowering, statement));
      return;
    case nClassDeclaration:
      if ((flags & fDeclare) === 0) declare("class", lowerClass(lowering, statement));
      return;
    case nModule:
      if ((flags & fDeclare) === 0 && tree.kinds[firstPart(tree, statement)] === nPlainName) {
        declare("class", unknown(lowering, statement, "a namespace"));
      }
  }
}

function readVariables(lowering: Lowering, statement: number, flags: number, into: Collected): void {
  const { tree, survey } = lowering;
  const mode = (flags & fConst) !== 0 ? "const" : (flags & fLet) !== 0 ? "let" : "var";
  for (const variable of partsOf(tree, statement)) {
    const mentions = survey.mentionsIn(variable);
    for (const { name, span, value, hidden } of lowerVariable(lowering, variable)) {
      into.bindings.push({ name, mode, nameSpan: span, value, mentions });
      if ((flags & fExport) !== 0 && !hidden) into.exports.push({ kind: "local", name, local: name, span });
    }
  }
}

/**
 * The names that one declaration binds. A destructured one is a member of the whole, which gets a name of its own, so
 * that what makes it is evaluated once.
 */
function lowerVariable(lowering: Lowering, variable: number): { name: string; span: Span; value: Expression; hidden?: true }[] {
  const { tree } = lowering;
  const target = lowerPattern(lowering, patternOf(tree, variable), 0);
  const { span } = target;
  const initializer = initializerOf(tree, variable);
  const place = target.kind === "name" ? { body: true, name: target.name } : { body: true };
  const value: Expression =
    initializer === undefined
      ? { kind: "unknown", reason: "declared without a value", mentions: [], span }
      : lowerExpression(lowering, initializer, 0, place);
  if (target.kind === "name") return [{ name: target.name, span, value }];
  const bound = membersOf(target, value);
  const whole = `*${bound.map(({ name }) => name).join(" ")}*`;
  return [
    { name: whole, span, value, hidden: true },
    ...membersOf(target, { kind: "identifier", name: whole, span: value.span }),
  ];
}

/** A class of which only the names inside are kept. What its methods are handed and keep can be anything. */
function lowerClass(lowering: Lowering, node: number): Expression {
  const made = unknown(lowering, node, "a class");
  const keeps = lowering.survey.changes.within(node).some(({ name, isOpen, held }) => name === "this" && isOpen && held >= 0);
  return keeps ? { ...made, mentions: [anyName] } : made;
}
