import type { Expression } from "../../expression.ts";
import type { Collected } from "../../fileFacts.ts";
import type { Span } from "../../span.ts";
import { nAssignment, nMember, nName } from "../nodes.ts";
import { tAssign } from "../scan/tokens.ts";
import { firstPart, isPublicMember, memberName, spanOf, type Tree, textOf } from "../tree.ts";
import { type Lowering, lowerExpression } from "./lowerExpression.ts";
import { giveDefault } from "./readStatement.ts";

/** `exports.name = …`, `module.exports.name = …` and `module.exports = …` of CommonJS. */
export function readCommonJsExport(lowering: Lowering, node: number, into: Collected): void {
  const { tree } = lowering;
  if (tree.kinds[node] !== nAssignment || tree.extras[node] !== tAssign) return;
  const left = firstPart(tree, node);
  const right = node - 1;
  if (isModuleExports(tree, left)) readModuleExports(lowering, right, into);
  if (!isPublicMember(tree, left)) return;
  const object = left - 1;
  if (!isModuleExports(tree, object) && !(tree.kinds[object] === nName && textOf(tree, object) === "exports")) return;
  const value = lowerExpression(lowering, right, 0, { body: true });
  give(memberName(tree, left), value, spanOf(tree, left), node, lowering, into);
}

/** `module.exports = …` and `export = …`: the members of an object are exports, and so is the whole, as the default. */
export function readModuleExports(lowering: Lowering, node: number, into: Collected): void {
  const value = lowerExpression(lowering, node, 0, { body: true });
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

function give(name: string, value: Expression, span: Span, at: number, { survey }: Lowering, into: Collected): void {
  const local = value.kind === "identifier" ? value.name : `exports.${name}`;
  if (value.kind !== "identifier") {
    into.bindings.push({ name: local, mode: "const", nameSpan: span, value, mentions: survey.mentionsIn(at) });
  }
  into.exports.push({ kind: "local", name, local, span });
}

function isModuleExports(tree: Tree, node: number): boolean {
  if (tree.kinds[node] !== nMember || tree.kinds[node - 1] !== nName) return false;
  return textOf(tree, node - 1) === "module" && memberName(tree, node) === "exports";
}
