// Arrow functions, and whether something is one.

import { notLikeThis, unsure } from "../giveUp.ts";
import { fAsync, fBlock, fBody, nArrow, nParameter, nPlainName } from "../nodes.ts";
import {
  isIdentifier,
  isModifier,
  kAs,
  kAsync,
  kConst,
  kExtends,
  kThis,
  tArrow,
  tAssign,
  tAt,
  tCloseParen,
  tColon,
  tComma,
  tDots,
  tGreater,
  tLess,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tQuestion,
  tSlash,
} from "../scan/tokens.ts";
import { functionBlock, parameters } from "./functions.ts";
import { returnType, typeParameters } from "./functionTypes.ts";
import { assignment } from "./operators.ts";
import type { Parser } from "./parser.ts";

/** Reads an arrow function that begins with its name, parentheses, type parameters or `async`, if there is one. */
export function arrowFunction(p: Parser, mayReturnType: boolean): boolean {
  if (p.token === kAsync) {
    const after = p.peek();
    if (p.peekedNewLine) return false;
    if (isIdentifier(after)) return asyncArrow(p, mayReturnType);
    if (after !== tOpenParen && after !== tLess) return false;
  }
  const found = startsArrow(p);
  if (found === no) return false;
  if (found === yes) {
    arrowWithParentheses(p, true, true);
    return true;
  }
  if (p.noArrows?.has(p.start)) return false;
  const mark = p.mark();
  try {
    if (arrowWithParentheses(p, false, mayReturnType)) return true;
  } catch (reason) {
    if (reason !== notLikeThis) throw reason;
  }
  p.rewind(mark);
  p.noArrows ??= new Set();
  p.noArrows.add(p.start);
  return false;
}

const no = 0;

const yes = 1;

const perhaps = 2;

/** Whether parentheses or type parameters begin an arrow function, as far as their first tokens tell. */
function startsArrow(p: Parser): number {
  const mark = p.mark();
  if (p.token === kAsync) p.next();
  const found = p.token === tOpenParen ? startsParameterList(p) : startsTypeParameterList(p);
  p.rewind(mark);
  return found;
}

function startsParameterList(p: Parser): number {
  p.next();
  const second = p.token;
  if (second === tCloseParen) {
    p.next();
    return p.token === tArrow || p.token === tColon || p.token === tOpenBrace ? yes : no;
  }
  if (second === tOpenBracket || second === tOpenBrace) return perhaps;
  if (second === tDots) return yes;
  if (isModifier(second) && second !== kAsync && isIdentifier(p.peek())) {
    p.next();
    return p.token === kAs ? no : yes;
  }
  if (!isIdentifier(second) && second !== kThis) return no;
  p.next();
  switch (p.token) {
    case tColon:
      return yes;
    case tQuestion:
      p.next();
      return p.token === tColon || p.token === tComma || p.token === tAssign || p.token === tCloseParen ? yes : no;
    case tCloseParen:
      p.next();
      // What else may follow decides at once.
      return p.token === tArrow || p.token === tColon || p.token === tOpenBrace ? perhaps : no;
    case tComma:
    case tAssign:
      return perhaps;
    default:
      return no;
  }
}

function startsTypeParameterList(p: Parser): number {
  p.next();
  if (!isIdentifier(p.token) && p.token !== kConst) return no;
  if (!p.jsx) return perhaps;
  p.take(kConst);
  p.next();
  if (p.token === tComma || p.token === tAssign) return yes;
  if (p.token !== kExtends) return no;
  p.next();
  return p.token === tAssign || p.token === tGreater || p.token === tSlash ? no : yes;
}

/** `async name => …` */
function asyncArrow(p: Parser, mayReturnType: boolean): boolean {
  const mark = p.mark();
  p.next();
  const after = p.peek();
  if (after !== tArrow || p.peekedNewLine) {
    p.rewind(mark);
    return false;
  }
  const { start, count: first } = mark;
  oneParameter(p);
  arrowBody(p, start, first, fAsync, mayReturnType);
  return true;
}

/** `name => …`, where the name is the node that was read last. */
export function plainArrow(p: Parser, start: number, first: number, mayReturnType: boolean): void {
  p.kinds[first] = nPlainName;
  p.add(nParameter, start, first, 0);
  arrowBody(p, start, first, 0, mayReturnType);
}

function oneParameter(p: Parser): void {
  const { start, count } = p;
  p.bindingName();
  p.add(nParameter, start, count, 0);
}

function arrowWithParentheses(p: Parser, isSure: boolean, mayReturnType: boolean): boolean {
  const { start, count: first } = p;
  const flags = p.take(kAsync) ? fAsync : 0;
  typeParameters(p);
  if (p.token !== tOpenParen) p.fail();
  parameters(p, false, flags !== 0);
  const hasType = returnType(p);
  if (p.token === tOpenBrace) {
    // The compiler takes it for a function that lacks its arrow, which is a mistake if nothing else speaks against it.
    functionBlock(p, false, flags !== 0);
    if (isSure || mayReturnType || !hasType || p.token === tColon) throw unsure;
    return false;
  }
  if (p.token !== tArrow) return isSure ? p.fail() : false;
  arrowBody(p, start, first, flags, mayReturnType);
  return mayReturnType || !hasType || p.token === tColon;
}

function arrowBody(p: Parser, start: number, first: number, flags: number, mayReturnType: boolean): void {
  p.expect(tArrow);
  const isAsync = (flags & fAsync) !== 0;
  if (p.token === tOpenBrace) {
    functionBlock(p, false, isAsync);
    return p.add(nArrow, start, first, flags | fBody | fBlock);
  }
  if (p.token === tAt) p.fail();
  const { inAwait, inYield, atTop } = p;
  p.inAwait = isAsync;
  p.inYield = p.atTop = false;
  assignment(p, mayReturnType);
  p.inAwait = inAwait;
  p.inYield = inYield;
  p.atTop = atTop;
  p.add(nArrow, start, first, flags | fBody);
}
