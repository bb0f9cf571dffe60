import type ts from "typescript";
import type { TypeScript } from "../facts/typescript/load.ts";
import { annotationOf, hasInputManager, nodeOfSpan, parameterAt } from "./syntax.ts";
import { type TypeEdge, type TypeOracle, type TypeVerdict, unknownVerdict } from "./typeOracle.ts";

/**
 * Compares annotations as texts, without a checker: it says that types differ only where both are annotated with primitives
 * or lists of primitives, which mean the same everywhere. All else is unknown.
 *
 * @param read the text of a file by its absolute path
 */
export function textualOracle(typescript: TypeScript, read: (path: string) => string | undefined): TypeOracle {
  return {
    compare: async (edges, texts) => {
      const sources = new Map<string, ts.SourceFile | undefined>();
      const sourceOf = (path: string) => {
        if (!sources.has(path)) {
          const text = texts.get(path) ?? read(path);
          const parsed =
            text === undefined
              ? undefined
              : typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest, /* setParentNodes */ true);
          sources.set(path, parsed);
        }
        return sources.get(path);
      };
      return edges.map((edge) => compareAnnotations(typescript, sourceOf, edge));
    },
    dispose() {},
  };
}

function compareAnnotations(
  typescript: TypeScript,
  sourceOf: (path: string) => ts.SourceFile | undefined,
  { upstream, downstream, input }: TypeEdge,
): TypeVerdict {
  const [from, to] = [sourceOf(upstream.file), sourceOf(downstream.file)];
  if (from === undefined || to === undefined || upstream.output !== undefined) return unknownVerdict;
  // The compiler itself speaks of what is referred to as an object, and settings may change what is loaded.
  const isText = (node: ts.Node): node is ts.Node =>
    typescript.isStringLiteralLike(node) || typescript.isArrayLiteralExpression(node);
  const { reference } = input;
  if (reference !== undefined) {
    const declares = nodeOfSpan(to, downstream, typescript.isCallExpression);
    if (declares === undefined || nodeOfSpan(to, reference, isText) === undefined) return unknownVerdict;
    if (hasInputManager(typescript, to, reference, declares)) return unknownVerdict;
  }
  const node = nodeOfSpan(to, input.place, (each): each is ts.Node => parameterAt(typescript, each) !== undefined);
  const parameter = node && parameterAt(typescript, node);
  const annotation = parameter && annotationOf(typescript, parameter);
  const members = annotation && typescript.isTypeLiteralNode(annotation) ? annotation.members : [];
  const member = members.find(({ name }) => name !== undefined && "text" in name && name.text === input.name);
  const taken = member && typescript.isPropertySignature(member) ? closedType(typescript, member.type) : undefined;
  const call = nodeOfSpan(from, upstream, typescript.isCallExpression);
  const compute = call?.arguments.at(-1);
  const returns =
    compute && (typescript.isArrowFunction(compute) || typescript.isFunctionExpression(compute)) ? compute.type : undefined;
  const given = closedType(typescript, awaited(typescript, returns));
  if (taken === undefined || given === undefined) return unknownVerdict;
  return taken === given ? { kind: "fits" } : { kind: "mismatch", upstreamType: given, inputType: taken };
}

function awaited(typescript: TypeScript, type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  const isPromise =
    type !== undefined &&
    typescript.isTypeReferenceNode(type) &&
    typescript.isIdentifier(type.typeName) &&
    type.typeName.text === "Promise";
  return isPromise ? type.typeArguments?.[0] : type;
}

/** A type that means the same wherever it stands, in one way of writing; undefined for every other. */
function closedType(typescript: TypeScript, type: ts.TypeNode | undefined): string | undefined {
  if (type === undefined) return undefined;
  if (typescript.isParenthesizedTypeNode(type)) return closedType(typescript, type.type);
  if (typescript.isTypeOperatorNode(type) && type.operator === typescript.SyntaxKind.ReadonlyKeyword)
    return closedType(typescript, type.type);
  const listOf = (element: ts.TypeNode | undefined) => {
    const text = closedType(typescript, element);
    return text && `${text}[]`;
  };
  if (typescript.isArrayTypeNode(type)) return listOf(type.elementType);
  if (typescript.isTypeReferenceNode(type) && typescript.isIdentifier(type.typeName))
    return /^(?:Readonly)?Array$/.test(type.typeName.text) ? listOf(type.typeArguments?.[0]) : undefined;
  const { StringKeyword, NumberKeyword, BooleanKeyword, BigIntKeyword } = typescript.SyntaxKind;
  switch (type.kind) {
    case StringKeyword:
      return "string";
    case NumberKeyword:
      return "number";
    case BooleanKeyword:
      return "boolean";
    case BigIntKeyword:
      return "bigint";
    default:
      return undefined;
  }
}
