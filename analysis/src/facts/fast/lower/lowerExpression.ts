// Lowers the flat tree to the small expression form: the counterpart of `typescript/lowerExpression.ts`.
import type {
  BinaryExpression,
  EnumExpression,
  Expression,
  ListItem,
  PropertyItem,
  UnknownExpression,
} from "../../expression.ts";
import { anyName } from "../../fileFacts.ts";
import { callingMethods } from "../../knownMethods.ts";
import type { Span } from "../../span.ts";
import { unsure } from "../giveUp.ts";
import {
  fInitializer,
  nAccessor,
  nArray,
  nArrow,
  nAs,
  nAwait,
  nBigInt,
  nBinary,
  nCall,
  nClassExpression,
  nComputedKey,
  nConditional,
  nElement,
  nEnumMember,
  nFalse,
  nFunctionExpression,
  nImportWord,
  nMember,
  nMethod,
  nName,
  nNew,
  nNonNull,
  nNull,
  nNumber,
  nObject,
  nOmitted,
  nParentheses,
  nPlainName,
  nPlainTemplate,
  nPrefix,
  nPrivateName,
  nProperty,
  nRegularExpression,
  nSatisfies,
  nShorthand,
  nSpread,
  nSpreadProperty,
  nString,
  nTagged,
  nTemplate,
  nTemplateText,
  nTrue,
  nTypeArguments,
  nTypeAssertion,
  nVoid,
} from "../nodes.ts";
import { tAnd, tBang, tMinus, tNullish, tOr, tPlus, tStrictEqual, tStrictUnequal } from "../scan/tokens.ts";
import { firstPart, isPublicMember, literalOf, memberName, partsOf, spanOf, type Tree, textOf } from "../tree.ts";
import type { ReadBody } from "./lateBody.ts";
import { textOfTemplate, valueOfBigInt, valueOfNumber } from "./literals.ts";
import { lowerFunction } from "./lowerFunction.ts";
import { importedBy, type Survey } from "./survey.ts";

/** What lowering needs at hand. */
export interface Lowering {
  readonly tree: Tree;
  readonly survey: Pick<Survey, "mentionsIn" | "changes">;
  /** Reads the body of a function when this lowering is long over. */
  readonly bodyLater: ReadBody;
}

/** What is known of an expression from where it stands. */
export interface Place {
  /** The name that JavaScript gives to an anonymous function here. */
  readonly name?: string;
  /** Whether a function here may be called by the evaluator, so that its body is wanted. */
  readonly body?: boolean;
}

const nowhere: Place = {};
const withBody: Place = { body: true };

/** No constant nests this deep; what does would overflow the stack. */
const deepest = 200;

export function lowerExpression(lowering: Lowering, node: number, outerDepth: number, place: Place = nowhere): Expression {
  const { tree } = lowering;
  if (outerDepth > deepest) return unknown(lowering, node, "nested too deeply");
  const depth = outerDepth + 1;
  const kind = tree.kinds[node] as number;
  switch (kind) {
    case nParentheses:
    case nAs:
    case nSatisfies:
    case nNonNull:
    case nTypeAssertion:
    case nTypeArguments:
      return lowerExpression(lowering, node - 1, depth, place);
  }
  const span = spanOf(tree, node);
  switch (kind) {
    case nString:
    case nPlainTemplate:
      return { kind: "literal", value: literalOf(tree, node), span };
    case nNumber:
      return { kind: "literal", value: valueOfNumber(textOf(tree, node)), span };
    case nBigInt:
      return { kind: "literal", value: valueOfBigInt(textOf(tree, node)), span };
    case nName:
      return { kind: "identifier", name: textOf(tree, node), span };
    case nTrue:
      return { kind: "literal", value: true, span };
    case nFalse:
      return { kind: "literal", value: false, span };
    case nNull:
      return { kind: "literal", value: null, span };
    case nTemplate: {
      const parts = partsOf(tree, node);
      const isText = (part: number) => tree.kinds[part] === nTemplateText;
      return {
        kind: "template",
        texts: parts.filter(isText).map((part) => textOfTemplate(textOf(tree, part))),
        parts: parts.filter((part) => !isText(part)).map((part) => lowerExpression(lowering, part, depth)),
        span,
      };
    }
    case nArray:
      return { kind: "array", items: lowerItems(lowering, partsOf(tree, node), depth), span };
    case nObject:
      return { kind: "object", properties: partsOf(tree, node).map((part) => lowerProperty(lowering, part, depth)), span };
    case nMember:
      if (!isPublicMember(tree, node)) return unknown(lowering, node, "a private member");
      return { kind: "member", object: lowerExpression(lowering, node - 1, depth), name: memberName(tree, node), span };
    case nElement:
      return {
        kind: "element",
        object: lowerExpression(lowering, firstPart(tree, node), depth),
        index: lowerExpression(lowering, node - 1, depth),
        span,
      };
    case nCall:
      return lowerCall(lowering, node, span, depth);
    case nVoid:
      return { kind: "literal", value: undefined, span };
    case nAwait: {
      // What is known is no promise, so waiting for it changes nothing; a module is known once it was waited for.
      const imported = tree.kinds[node - 1] === nCall ? importedBy(tree, node - 1) : undefined;
      if (imported !== undefined) return { kind: "require", specifier: literalOf(tree, imported), span };
      return lowerExpression(lowering, node - 1, depth, place);
    }
    case nArrow:
    case nFunctionExpression:
      return lowerFunction(lowering, node, place.name, place.body === true, depth);
    case nConditional: {
      const [test, whenTrue, whenFalse] = partsOf(tree, node) as [number, number, number];
      return {
        kind: "conditional",
        test: lowerExpression(lowering, test, depth),
        whenTrue: lowerExpression(lowering, whenTrue, depth),
        whenFalse: lowerExpression(lowering, whenFalse, depth),
        span,
      };
    }
    case nBinary: {
      const operator = binaryOperator(tree.extras[node] as number);
      if (operator === undefined) break;
      return {
        kind: "binary",
        operator,
        left: lowerExpression(lowering, firstPart(tree, node), depth),
        right: lowerExpression(lowering, node - 1, depth),
        span,
      };
    }
    case nPrefix: {
      const operator = unaryOperator(tree.extras[node] as number);
      if (operator === undefined) break;
      return { kind: "unary", operator, operand: lowerExpression(lowering, node - 1, depth), span };
    }
    case nNew: {
      const callee = firstPart(tree, node);
      // Of the classes of JavaScript itself only one makes lists.
      const isInstance = tree.kinds[callee] === nName && textOf(tree, callee) !== "Array";
      return { ...unknown(lowering, node, "an instance of a class"), isInstance };
    }
    case nClassExpression:
      return unknown(lowering, node, "a class");
    case nTagged:
      return unknown(lowering, node, "a tagged template");
    case nRegularExpression:
      return unknown(lowering, node, "a regular expression");
  }
  return unknown(lowering, node, "an expression that only running the code can evaluate");
}

/** An `enum`, of any kind. */
export function lowerEnum(lowering: Lowering, node: number): EnumExpression {
  const { tree } = lowering;
  const members = partsOf(tree, node)
    .filter((part) => tree.kinds[part] === nEnumMember)
    .map((part) => {
      const key = firstPart(tree, part);
      const isString = tree.kinds[key] === nString;
      const name = isString ? literalOf(tree, key) : tree.kinds[key] === nPlainName ? textOf(tree, key) : "";
      const isGiven = ((tree.extras[part] as number) & fInitializer) !== 0;
      return { name, span: spanOf(tree, part), ...(isGiven ? { value: lowerExpression(lowering, part - 1, 0) } : {}) };
    });
  return { kind: "enum", members, span: spanOf(tree, node) };
}

/** The elements of an array or the arguments of a call. A hole is undefined. */
export function lowerItems(lowering: Lowering, nodes: readonly number[], depth: number, place: Place = nowhere): ListItem[] {
  const { tree } = lowering;
  return nodes.map((node) => {
    const span = spanOf(tree, node);
    switch (tree.kinds[node]) {
      case nSpread:
        return { spread: true, value: lowerExpression(lowering, node - 1, depth), span };
      case nOmitted:
        return { spread: false, value: { kind: "literal", value: undefined, span }, span };
      default:
        return { spread: false, value: lowerExpression(lowering, node, depth, place), span };
    }
  });
}

function lowerCall(lowering: Lowering, node: number, span: Span, depth: number): Expression {
  const { tree } = lowering;
  const [callee, ...given] = partsOf(tree, node) as [number, ...number[]];
  if (tree.kinds[callee] === nImportWord) {
    return { ...unknown(lowering, node, "an import at run time"), mentions: [anyName] };
  }
  const required = importedBy(tree, node);
  if (required !== undefined) return { kind: "require", specifier: literalOf(tree, required), span };
  const body = tree.kinds[callee] === nMember && callingMethods.has(memberName(tree, callee));
  return {
    kind: "call",
    callee: lowerExpression(lowering, callee, depth, withBody),
    args: lowerItems(lowering, given, depth, { body }),
    span,
  };
}

function lowerProperty(lowering: Lowering, node: number, depth: number): PropertyItem {
  const { tree } = lowering;
  const span = spanOf(tree, node);
  const kind = tree.kinds[node];
  if (kind === nSpreadProperty) return { kind: "spread", value: lowerExpression(lowering, node - 1, depth), span };
  const keyNode = firstPart(tree, node);
  const keySpan = spanOf(tree, keyNode);
  if (kind === nShorthand) {
    const name = textOf(tree, keyNode);
    return { kind: "property", key: name, keySpan, value: { kind: "identifier", name, span }, span };
  }
  const key = lowerKey(lowering, keyNode, depth);
  const name = typeof key === "string" ? key : undefined;
  if (kind === nProperty) {
    const value = lowerExpression(lowering, node - 1, depth, name === undefined ? withBody : { body: true, name });
    return { kind: "property", key, keySpan, value, span };
  }
  if (kind === nMethod) {
    return { kind: "property", key, keySpan, value: lowerFunction(lowering, node, name, true, depth), span };
  }
  if (kind !== nAccessor) throw unsure;
  return { kind: "property", key, keySpan, value: unknown(lowering, node, "a getter or setter"), span };
}

/** A property's name: text where it is written out, an expression where it is computed. */
function lowerKey(lowering: Lowering, node: number, depth: number): string | Expression {
  const { tree } = lowering;
  switch (tree.kinds[node]) {
    case nComputedKey: {
      const key = lowerExpression(lowering, node - 1, depth);
      return key.kind === "literal" ? String(key.value) : key;
    }
    case nNumber:
      return String(valueOfNumber(textOf(tree, node)));
    case nString:
      return literalOf(tree, node);
    case nPlainName:
    case nPrivateName:
      return textOf(tree, node);
    default:
      throw unsure;
  }
}

/** Something that is not followed, with the names inside it. */
export function unknown({ tree, survey }: Lowering, node: number, reason: string): UnknownExpression {
  return { kind: "unknown", reason, mentions: survey.mentionsIn(node), span: spanOf(tree, node) };
}

function binaryOperator(token: number): BinaryExpression["operator"] | undefined {
  switch (token) {
    case tPlus:
      return "+";
    case tNullish:
      return "??";
    case tOr:
      return "||";
    case tAnd:
      return "&&";
    case tStrictEqual:
      return "===";
    case tStrictUnequal:
      return "!==";
    default:
      return undefined;
  }
}

function unaryOperator(token: number): "-" | "+" | "!" | undefined {
  return token === tMinus ? "-" : token === tPlus ? "+" : token === tBang ? "!" : undefined;
}
