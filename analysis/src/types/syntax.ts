import type ts from "typescript";
import type { Span } from "../facts/span.ts";
import type { TypeScript } from "../facts/typescript/load.ts";

/** The innermost node of exactly a span for which something holds; undefined where the text is another by now. */
export function nodeOfSpan<T extends ts.Node>(
  source: ts.SourceFile,
  { start, end }: Span,
  is: (node: ts.Node) => node is T,
): T | undefined {
  let found: T | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    if (node.end === end && node.getStart(source) === start && is(node)) found = node;
    node.forEachChild(visit);
  };
  source.forEachChild(visit);
  return found;
}

/** The first parameter at a place: of the function that destructures it there. */
export function parameterAt(typescript: TypeScript, node: ts.Node): ts.ParameterDeclaration | undefined {
  const element = node.parent;
  if (!typescript.isBindingElement(element) || (element.propertyName ?? element.name) !== node) return undefined;
  const pattern = element.parent;
  return typescript.isObjectBindingPattern(pattern) && typescript.isParameter(pattern.parent) ? pattern.parent : undefined;
}

/** How a parameter is annotated, in JavaScript by a comment. */
export function annotationOf(typescript: TypeScript, parameter: ts.ParameterDeclaration): ts.TypeNode | undefined {
  return parameter.type ?? typescript.getJSDocType(parameter);
}

/** Whether a node stands where types have parameters, so that what they are is decided elsewhere. */
export function isGeneric(typescript: TypeScript, node: ts.Node): boolean {
  for (let around: ts.Node | undefined = node; around !== undefined; around = around.parent) {
    if ((typescript.isFunctionLike(around) || typescript.isClassLike(around)) && around.typeParameters !== undefined) return true;
  }
  return false;
}

/** Whether the input is loaded by a manager of its own, which may make another value of what is stored. */
export function hasInputManager(typescript: TypeScript, source: ts.SourceFile, reference: Span, call: ts.Node): boolean {
  const node = nodeOfSpan(source, reference, (_): _ is ts.Node => true);
  for (let around: ts.Node | undefined = node; around !== undefined && around !== call; around = around.parent) {
    if (
      typescript.isObjectLiteralExpression(around) &&
      around.properties.some(({ name }) => name?.getText(source) === "inputManagerKey")
    )
      return true;
  }
  return false;
}
