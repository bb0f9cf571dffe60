import type { Parameter, Pattern, PatternItem, PatternProperty } from "../../expression.ts";
import type { Span } from "../../span.ts";
import {
  fInitializer,
  fKey,
  fRest,
  nArrayPattern,
  nComputedKey,
  nName,
  nNumber,
  nOmitted,
  nPlainName,
  nPlainTemplate,
  nString,
} from "../nodes.ts";
import { firstPart, literalOf, partBefore, partsOf, spanOf, type Tree, textOf } from "../tree.ts";
import { valueOfNumber } from "./literals.ts";
import { type Lowering, lowerExpression } from "./lowerExpression.ts";

/** The pattern of a variable, a parameter or an element of another pattern. */
export function patternOf(tree: Tree, node: number): number {
  return initializerOf(tree, node) === undefined ? node - 1 : partBefore(tree, node - 1);
}

/** What stands behind the `=` of a variable, a parameter or an element of a pattern. */
export function initializerOf(tree: Tree, node: number): number | undefined {
  return ((tree.extras[node] as number) & fInitializer) === 0 ? undefined : node - 1;
}

/** What a parameter or declaration binds. */
export function lowerPattern(lowering: Lowering, node: number, depth: number): Pattern {
  const { tree } = lowering;
  const span = spanOf(tree, node);
  if (tree.kinds[node] === nPlainName) return { kind: "name", name: textOf(tree, node), span };
  if (depth > 100) return { kind: "array", items: [], text: "…", span };
  if (tree.kinds[node] === nArrayPattern) {
    const items = partsOf(tree, node).map((part) =>
      tree.kinds[part] === nOmitted ? undefined : lowerItem(lowering, part, depth + 1),
    );
    return { kind: "array", items, text: tree.text.slice(span.start, Math.min(span.end, span.start + 40)), span };
  }
  const properties: PatternProperty[] = [];
  let rest: { name: string; span: Span } | undefined;
  for (const part of partsOf(tree, node)) {
    const target = patternOf(tree, part);
    const flags = tree.extras[part] as number;
    if ((flags & fRest) !== 0) {
      rest = { name: tree.kinds[target] === nPlainName ? textOf(tree, target) : "", span: spanOf(tree, part) };
      continue;
    }
    const keyNode = (flags & fKey) === 0 ? target : firstPart(tree, part);
    const key = keyOf(tree, keyNode);
    const fallback = lowerInitializer(lowering, part, depth + 1);
    properties.push({
      keySpan: spanOf(tree, keyNode),
      target: lowerPattern(lowering, target, depth + 1),
      ...(key === undefined ? {} : { key }),
      ...(fallback ? { fallback } : {}),
    });
  }
  return { kind: "object", properties, span, ...(rest ? { rest } : {}) };
}

function lowerItem(lowering: Lowering, part: number, depth: number): PatternItem {
  const { tree } = lowering;
  const fallback = lowerInitializer(lowering, part, depth);
  const rest = ((tree.extras[part] as number) & fRest) !== 0;
  return { target: lowerPattern(lowering, patternOf(tree, part), depth), rest, ...(fallback ? { fallback } : {}) };
}

export function lowerParameter(lowering: Lowering, node: number, depth: number): Parameter {
  const { tree } = lowering;
  const target = lowerPattern(lowering, patternOf(tree, node), depth);
  const fallback = lowerInitializer(lowering, node, depth);
  const rest = ((tree.extras[node] as number) & fRest) !== 0;
  const { span } = target;
  return fallback === undefined ? { target, rest, span } : { target, rest, span, fallback };
}

function lowerInitializer(lowering: Lowering, node: number, depth: number) {
  const initializer = initializerOf(lowering.tree, node);
  return initializer === undefined ? undefined : lowerExpression(lowering, initializer, depth);
}

function keyOf(tree: Tree, node: number): string | undefined {
  switch (tree.kinds[node]) {
    case nName:
    case nPlainName:
      return textOf(tree, node);
    case nString:
      return literalOf(tree, node);
    case nNumber:
      return String(valueOfNumber(textOf(tree, node)));
    case nComputedKey: {
      const kind = tree.kinds[node - 1];
      return kind === nString || kind === nPlainTemplate ? literalOf(tree, node - 1) : undefined;
    }
    default:
      return undefined;
  }
}
