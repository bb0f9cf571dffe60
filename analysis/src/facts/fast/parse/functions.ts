// What all functions have: parameters with their patterns, and bodies.

import {
  fAsync,
  fBlock,
  fBody,
  fGenerator,
  fInitializer,
  fRest,
  nBlock,
  nFunctionExpression,
  nParameter,
  nPlainName,
} from "../nodes.ts";
import {
  isIdentifier,
  isModifier,
  kAsync,
  kFunction,
  kThis,
  tAt,
  tCloseParen,
  tComma,
  tDots,
  tOpenBrace,
  tOpenParen,
  tQuestion,
  tStar,
} from "../scan/tokens.ts";
import { initializer, pattern } from "./bindings.ts";
import { returnType, typeParameters } from "./functionTypes.ts";
import { decorators, modifierBefore } from "./members.ts";
import type { Parser } from "./parser.ts";
import { block } from "./statements.ts";
import { annotation } from "./types.ts";

/** Parameters with their parentheses. */
export function parameters(p: Parser, isGenerator: boolean, isAsync: boolean): void {
  p.expect(tOpenParen);
  const { inAwait, inYield, atTop } = p;
  p.lists++;
  while (p.token !== tCloseParen) {
    parameter(p, inAwait, isGenerator, isAsync);
    if (!p.take(tComma)) break;
  }
  p.inAwait = inAwait;
  p.inYield = inYield;
  p.atTop = atTop;
  p.expect(tCloseParen);
  p.lists--;
}

function parameter(p: Parser, outerAwait: boolean, isGenerator: boolean, isAsync: boolean): void {
  const { start, count: first, atTop } = p;
  p.inYield = isGenerator;
  p.inAwait = outerAwait;
  if (p.token === tAt) decorators(p);
  let isModified = p.count > first;
  while (isModifier(p.token) && modifierBefore(p)) isModified = true;
  if (p.token === tAt) p.unsure();
  p.inAwait = isAsync;
  if (p.token === kThis) {
    if (isModified) p.fail();
    p.leaf(nPlainName);
    annotation(p);
    return p.add(nParameter, start, first, 0);
  }
  p.atTop = false;
  let flags = p.take(tDots) ? fRest : 0;
  pattern(p);
  p.take(tQuestion);
  annotation(p);
  if (initializer(p)) flags |= fInitializer;
  p.atTop = atTop;
  p.add(nParameter, start, first, flags);
}

/** The body of a function, in braces. */
export function functionBlock(p: Parser, isGenerator: boolean, isAsync: boolean): void {
  const { inAwait, inYield, atTop, inDecorator } = p;
  p.inYield = isGenerator;
  p.inAwait = isAsync;
  p.atTop = p.inDecorator = false;
  const { start, count: first } = p;
  block(p);
  p.inAwait = inAwait;
  p.inYield = inYield;
  p.atTop = atTop;
  p.inDecorator = inDecorator;
  p.add(nBlock, start, first, 0);
}

/**
 * Parameters, type and body of a function or method, which may lack a body. Returns flags for it.
 *
 * @param flags `fAsync` and `fGenerator`
 */
export function signatureAndBody(p: Parser, flags: number): number {
  typeParameters(p);
  const isGenerator = (flags & fGenerator) !== 0;
  const isAsync = (flags & fAsync) !== 0;
  parameters(p, isGenerator, isAsync);
  returnType(p);
  if (p.token !== tOpenBrace) {
    p.endStatement();
    return flags;
  }
  functionBlock(p, isGenerator, isAsync);
  return flags | fBody | fBlock;
}

/** `function` or `async function` as an expression. */
export function functionExpression(p: Parser): void {
  const { start, count: first, inDecorator } = p;
  p.inDecorator = false;
  let flags = p.take(kAsync) ? fAsync : 0;
  p.expect(kFunction);
  if (p.take(tStar)) flags |= fGenerator;
  if (isIdentifier(p.token)) p.bindingName();
  typeParameters(p);
  parameters(p, (flags & fGenerator) !== 0, (flags & fAsync) !== 0);
  returnType(p);
  if (p.token !== tOpenBrace) p.fail();
  functionBlock(p, (flags & fGenerator) !== 0, (flags & fAsync) !== 0);
  p.inDecorator = inDecorator;
  p.add(nFunctionExpression, start, first, flags | fBody | fBlock);
}
