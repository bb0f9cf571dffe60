// Members of classes and of object literals, with the modifiers and decorators before them.

import {
  fAsync,
  fGenerator,
  fInitializer,
  nAccessor,
  nComputedKey,
  nMethod,
  nName,
  nNumber,
  nObject,
  nPlainName,
  nPrivateName,
  nProperty,
  nShorthand,
  nSpreadProperty,
  nString,
} from "../nodes.ts";
import {
  isIdentifier,
  isModifier,
  kAsync,
  kAwait,
  kConst,
  kDefault,
  kExport,
  kGet,
  kSet,
  kStatic,
  kYield,
  tAssign,
  tAt,
  tBang,
  tBigInt,
  tCloseBrace,
  tCloseBracket,
  tColon,
  tComma,
  tDots,
  tLess,
  tName,
  tNumber,
  tOpenBracket,
  tOpenParen,
  tPrivateName,
  tQuestion,
  tStar,
  tString,
} from "../scan/tokens.ts";
import { signatureAndBody } from "./functions.ts";
import { canFollowModifier } from "./functionTypes.ts";
import { assignment, expression } from "./operators.ts";
import type { Parser } from "./parser.ts";
import { leftHandSide } from "./postfix.ts";

/** The name of a member or property. */
export function memberKey(p: Parser): void {
  switch (p.token) {
    case tString:
      return p.leaf(nString);
    case tNumber:
      return p.leaf(nNumber);
    case tBigInt:
      return p.unsure();
    case tPrivateName:
      return p.leaf(nPrivateName);
    case tOpenBracket: {
      const { start, count: first, noIn } = p;
      p.next();
      p.noIn = false;
      expression(p);
      p.noIn = noIn;
      if (p.token !== tCloseBracket) p.fail();
      p.next();
      return p.add(nComputedKey, start, first, 0);
    }
    default:
      p.word();
  }
}

/** Takes a modifier, if the token is one where it stands. Those that belong to other places are left to the compiler. */
export function modifierBefore(p: Parser): boolean {
  const { token } = p;
  if (!isModifier(token)) return false;
  const after = p.peek();
  if (token === kStatic ? !canFollowModifier(after) : p.peekedNewLine || !canFollowModifier(after)) return false;
  if (token === kConst || token === kExport || token === kDefault) p.unsure();
  p.next();
  return true;
}

/** `@expression`, as often as it stands there. */
export function decorators(p: Parser): void {
  while (p.token === tAt) {
    p.next();
    if (p.token === kAwait) p.unsure();
    const { inDecorator } = p;
    p.inDecorator = true;
    leftHandSide(p);
    p.inDecorator = inDecorator;
  }
}

export function isLiteralKey(token: number): boolean {
  return token >= tName || token === tString || token === tNumber || token === tBigInt;
}

/** `{ … }` as an expression. */
export function objectLiteral(p: Parser): void {
  const { start, count: first } = p;
  p.next();
  p.lists++;
  while (p.token !== tCloseBrace) {
    property(p);
    if (!p.take(tComma)) break;
  }
  p.expect(tCloseBrace);
  p.lists--;
  p.add(nObject, start, first, 0);
}

function property(p: Parser): void {
  const { start, count: first } = p;
  if (p.token === tName) {
    // What most are.
    const { pos } = p;
    p.leaf(nName);
    if (p.token === tColon) {
      p.kinds[first] = nPlainName;
      return propertyValue(p, start, first);
    }
    if (p.token === tComma || p.token === tCloseBrace) return p.add(nShorthand, start, first, 0);
    p.pos = pos;
    p.start = start;
    p.count = first;
    p.token = tName;
  }
  if (p.take(tDots)) {
    assignment(p, true);
    return p.add(nSpreadProperty, start, first, 0);
  }
  if (p.token === tAt) p.unsure();
  let flags = 0;
  if (isModifier(p.token)) {
    const isAsync = p.token === kAsync;
    if (modifierBefore(p)) {
      if (!isAsync || isModifier(p.token)) p.unsure();
      flags = fAsync;
    }
  }
  if (p.token === kGet || p.token === kSet) {
    const after = p.peek();
    if (isLiteralKey(after) || after === tOpenBracket) {
      p.next();
      memberKey(p);
      return p.add(nAccessor, start, first, signatureAndBody(p, 0));
    }
  }
  if (p.take(tStar)) flags |= fGenerator;
  const isName = isIdentifier(p.token);
  const isSpecial = p.token === kAwait || p.token === kYield;
  memberKey(p);
  if (p.token === tQuestion || p.token === tBang) p.unsure();
  if ((flags & fGenerator) !== 0 || p.token === tOpenParen || p.token === tLess) {
    return p.add(nMethod, start, first, signatureAndBody(p, flags));
  }
  if (flags !== 0) p.unsure();
  if (!isName || p.token === tColon) {
    if (p.token !== tColon) p.fail();
    return propertyValue(p, start, first);
  }
  if (isSpecial) p.unsure();
  p.kinds[p.count - 1] = nName;
  if (p.token !== tAssign) return p.add(nShorthand, start, first, 0);
  p.next();
  const { noIn } = p;
  p.noIn = false;
  assignment(p, true);
  p.noIn = noIn;
  p.add(nShorthand, start, first, fInitializer);
}

function propertyValue(p: Parser, start: number, first: number): void {
  p.next();
  const { noIn } = p;
  p.noIn = false;
  assignment(p, true);
  p.noIn = noIn;
  p.add(nProperty, start, first, 0);
}
