// Expressions down to those that operators join.

import {
  nArrow,
  nAs,
  nAssignment,
  nAwait,
  nBinary,
  nConditional,
  nDelete,
  nName,
  nPrefix,
  nSatisfies,
  nTypeAssertion,
  nTypeof,
  nUpdate,
  nVoid,
  nYield,
} from "../nodes.ts";
import {
  kAs,
  kAsync,
  kAwait,
  kDelete,
  kIn,
  kSatisfies,
  kTypeof,
  kVoid,
  kYield,
  precedences,
  tArrow,
  tAssign,
  tAssignWith,
  tBang,
  tBigInt,
  tColon,
  tComma,
  tGreater,
  tLess,
  tMinus,
  tMinusMinus,
  tName,
  tNumber,
  tOpenParen,
  tPlus,
  tPlusPlus,
  tQuestion,
  tSlashAssign,
  tStar,
  tStarStar,
  tString,
  tTilde,
} from "../scan/tokens.ts";
import { arrowFunction, plainArrow } from "./arrows.ts";
import { jsxElement } from "./jsx.ts";
import type { Parser } from "./parser.ts";
import { leftHandSide } from "./postfix.ts";
import { startsExpression } from "./typeArguments.ts";
import { type } from "./types.ts";

/** An expression, with commas. */
export function expression(p: Parser): void {
  const { start, count: first, inDecorator } = p;
  p.inDecorator = false;
  assignment(p, true);
  while (p.token === tComma) {
    p.next();
    assignment(p, true);
    p.add(nBinary, start, first, tComma);
  }
  p.inDecorator = inDecorator;
}

/**
 * An expression without commas.
 *
 * @param mayReturnType whether an arrow function in it may say what it returns when a colon could also be that of `?:`
 */
export function assignment(p: Parser, mayReturnType: boolean): void {
  const { token, start, count: first } = p;
  p.deeper();
  if (token === kYield && (p.inYield || startsOperandOnLine(p))) yieldExpression(p);
  else if ((token === tOpenParen || token === tLess || token === kAsync) && arrowFunction(p, mayReturnType)) {
    // It is read.
  } else if (token === tArrow) p.fail();
  else {
    binary(p, 0);
    const last = p.count - 1;
    if (p.token === tArrow && p.kinds[last] === nName && last === first) plainArrow(p, start, first, mayReturnType);
    else if (
      (p.token === tAssign || p.token === tAssignWith || p.token === tSlashAssign) &&
      isLeftHandSide(p.kinds[last] as number)
    ) {
      const operator = p.token;
      p.next();
      assignment(p, mayReturnType);
      p.add(nAssignment, start, first, operator);
    } else if (p.token === tQuestion) {
      const { noIn, inDecorator } = p;
      p.next();
      p.noIn = p.inDecorator = false;
      assignment(p, false);
      p.noIn = noIn;
      p.inDecorator = inDecorator;
      p.expect(tColon);
      assignment(p, mayReturnType);
      p.add(nConditional, start, first, 0);
    }
  }
  p.depth--;
}

/** Whether what was read may stand before `=`, to the parser; whether it can be assigned is asked later. */
function isLeftHandSide(kind: number): boolean {
  switch (kind) {
    case nBinary:
    case nPrefix:
    case nUpdate:
    case nTypeof:
    case nVoid:
    case nDelete:
    case nAwait:
    case nYield:
    case nAs:
    case nSatisfies:
    case nTypeAssertion:
    case nConditional:
    case nArrow:
    case nAssignment:
      return false;
    default:
      return true;
  }
}

function startsOperandOnLine(p: Parser): boolean {
  const after = p.peek();
  return (after >= tName || after === tNumber || after === tBigInt || after === tString) && !p.peekedNewLine;
}

function yieldExpression(p: Parser): void {
  const { start, count: first } = p;
  p.next();
  if (!p.newLine && (p.token === tStar || startsExpression(p))) {
    p.take(tStar);
    assignment(p, true);
  }
  p.add(nYield, start, first, 0);
}

function binary(p: Parser, precedence: number): void {
  const { start, count: first } = p;
  unary(p);
  if (p.token === tGreater || precedences[p.token] !== 0) binaryRest(p, precedence, start, first);
}

function binaryRest(p: Parser, precedence: number, start: number, first: number): void {
  for (;;) {
    p.rescanGreater();
    const { token } = p;
    const found = precedences[token] as number;
    if (token === tStarStar ? found < precedence : found <= precedence) return;
    if (token === kIn && p.noIn) return;
    if (token === kAs || token === kSatisfies) {
      if (p.newLine) return;
      p.next();
      type(p);
      p.add(token === kAs ? nAs : nSatisfies, start, first, 0);
    } else {
      p.next();
      p.deeper();
      binary(p, found);
      p.depth--;
      p.add(nBinary, start, first, token);
    }
  }
}

function unary(p: Parser): void {
  if (isUnaryOperator(p)) {
    simpleUnary(p);
    if (p.token === tStarStar) p.fail();
    return;
  }
  const { start, count: first } = p;
  update(p);
  if (p.token === tStarStar) binaryRest(p, precedences[tStarStar] as number, start, first);
}

function isUnaryOperator(p: Parser): boolean {
  switch (p.token) {
    case tName:
    case tOpenParen:
      return false;
    case tBang:
    case tMinus:
    case tPlus:
    case tTilde:
    case kTypeof:
    case kVoid:
    case kDelete:
    case kAwait:
      return true;
    case tLess:
      return !p.jsx;
    default:
      return false;
  }
}

function simpleUnary(p: Parser): void {
  const { token, start, count: first } = p;
  let kind = nPrefix;
  switch (token) {
    case tBang:
    case tMinus:
    case tPlus:
    case tTilde:
      break;
    case kTypeof:
      kind = nTypeof;
      break;
    case kVoid:
      kind = nVoid;
      break;
    case kDelete:
      kind = nDelete;
      break;
    case kAwait:
      if (!isAwait(p)) p.unsure();
      kind = nAwait;
      break;
    case tLess:
      if (p.jsx) {
        jsxElement(p, true);
        // Whether this compares or begins another element is left to the compiler.
        if (p.token === tLess) p.unsure();
        return;
      }
      p.next();
      type(p);
      p.deeper();
      p.expect(tGreater);
      simpleUnary(p);
      p.depth--;
      return p.add(nTypeAssertion, start, first, 0);
    default:
      return update(p);
  }
  p.next();
  p.deeper();
  simpleUnary(p);
  p.depth--;
  p.add(kind, start, first, token);
}

/** Whether `await` waits here. A module waits at its top level; whether the text is one turns out later. */
function isAwait(p: Parser): boolean {
  if (p.inAwait || startsOperandOnLine(p)) return true;
  if (!p.atTop || p.isDeclarationFile) return false;
  // The compiler reads it as a name first, and again as it is. Mistakes of the first time can stay.
  if (p.peek() !== tOpenParen || p.peekedNewLine) return false;
  p.needsModule = true;
  return true;
}

function update(p: Parser): void {
  const { token, start, count: first } = p;
  if (token === tPlusPlus || token === tMinusMinus) {
    p.next();
    leftHandSide(p);
    return p.add(nUpdate, start, first, 0);
  }
  if (token === tLess && p.jsx) {
    const after = p.peek();
    if (after < tName && after !== tGreater) p.fail();
    jsxElement(p, true);
    if (p.token === tLess) p.fail();
    return;
  }
  leftHandSide(p);
  if ((p.token === tPlusPlus || p.token === tMinusMinus) && !p.newLine) {
    p.next();
    p.add(nUpdate, start, first, 0);
  }
}
