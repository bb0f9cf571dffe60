import type ts from "typescript";
import type { Expression } from "../expression.ts";
import type { Collected } from "../fileFacts.ts";
import type { Span } from "../span.ts";
import { type Lowering, lowerExpression, spanOf } from "./lowerExpression.ts";
import { giveDefault } from "./readStatement.ts";

/** `exports.name = …`, `module.exports.name = …` and `module.exports = …` of CommonJS. */
export function readCommonJsExport(lowering: Lowering, node: ts.Expression, into: Collected): void {
  const { ts, source } = lowering;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  if (isModuleExports(ts, node.left)) readModuleExports(lowering, node.right, into);
  if (!ts.isPropertyAccessExpression(node.left) || !ts.isIdentifier(node.left.name)) return;
  const { expression, name } = node.left;
  if (!isModuleExports(ts, expression) && !(ts.isIdentifier(expression) && expression.text === "exports")) return;
  give(name.text, lowerExpression(lowering, node.right, { body: true }), spanOf(source, node.left), node, lowering, into);
}

/** `module.exports = …` and `export = …`: the members of an object are exports, and so is the whole, as the default. */
export function readModuleExports(lowering: Lowering, node: ts.Expression, into: Collected): void {
  const value = lowerExpression(lowering, node, { body: true });
  giveDefault(lowering, value, node, into);
  if (value.kind !== "object") return;
  for (const property of value.properties) {
    if (property.kind === "property" && typeof property.key === "string") {
      give(property.key, property.value, property.keySpan, node, lowering, into);
    } else if (property.value.kind === "require") {
      into.exports.push({ kind: "all", specifier: property.value.specifier, span: property.span });
    }
  }
}

function give(name: string, value: Expression, span: Span, at: ts.Node, { survey }: Lowering, into: Collected): void {
  const local = value.kind === "identifier" ? value.name : `exports.${name}`;
  if (value.kind !== "identifier") {
    into.bindings.push({ name: local, mode: "const", nameSpan: span, value, mentions: survey.mentionsIn(at) });
  }
  into.exports.push({ kind: "local", name, local, span });
}

function isModuleExports(ts: Lowering["ts"], node: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return node.expression.text === "module" && node.name.text === "exports";
}
