// Members of interfaces and of types that are written out.

import {
  isIdentifier,
  isModifier,
  kGet,
  kNew,
  kSet,
  tArrow,
  tAssign,
  tBigInt,
  tCloseBrace,
  tCloseBracket,
  tColon,
  tComma,
  tDots,
  tLess,
  tName,
  tNumber,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tQuestion,
  tString,
} from "../scan/tokens.ts";
import { functionBlock, parameters } from "./functions.ts";
import { returnType, typeParameters } from "./functionTypes.ts";
import { memberKey, modifierBefore } from "./members.ts";
import { assignment } from "./operators.ts";
import type { Parser } from "./parser.ts";
import { annotation, type } from "./types.ts";

/** The members of an interface or of a type that is written out. */
export function members(p: Parser): void {
  p.expect(tOpenBrace);
  p.lists++;
  while (p.token !== tCloseBrace) member(p);
  p.lists--;
  p.next();
}

function member(p: Parser): void {
  if (p.token === tOpenParen || p.token === tLess) return signature(p);
  if (p.token === kNew) {
    const after = p.peek();
    if (after === tOpenParen || after === tLess) {
      p.next();
      return signature(p);
    }
  }
  let isModified = false;
  while (modifierBefore(p)) isModified = true;
  if (p.token === kGet || p.token === kSet) {
    const after = p.peek();
    if (after === tOpenBracket || after >= tName || after === tString || after === tNumber || after === tBigInt) {
      if (isModified) p.fail();
      p.next();
      memberKey(p);
      typeParameters(p);
      parameters(p, false, false);
      returnType(p);
      if (p.token === tOpenBrace) return functionBlock(p, false, false);
      return endMember(p);
    }
  }
  if (p.token === tOpenBracket && startsIndexSignature(p)) return indexSignature(p);
  const isComputed = p.token === tOpenBracket;
  if (!isComputed && p.token < tName && p.token !== tString && p.token !== tNumber && p.token !== tBigInt) p.fail();
  memberKey(p);
  if (!isComputed && p.token === tAssign) p.fail();
  p.take(tQuestion);
  if (p.token === tOpenParen || p.token === tLess) return signature(p);
  annotation(p);
  if (p.take(tAssign)) assignment(p, true);
  endMember(p);
}

function signature(p: Parser): void {
  typeParameters(p);
  parameters(p, false, false);
  if (p.token === tArrow) p.fail();
  returnType(p);
  endMember(p);
}

function endMember(p: Parser): void {
  if (!p.take(tComma)) p.endStatement();
}

/** Whether a bracket begins `[name: type]: type` and its like, and no computed name. */
export function startsIndexSignature(p: Parser): boolean {
  const mark = p.mark();
  p.next();
  const found = isIndex(p);
  p.rewind(mark);
  return found;
}

function isIndex(p: Parser): boolean {
  if (p.token === tDots || p.token === tCloseBracket) return true;
  if (isModifier(p.token)) {
    p.next();
    if (isIdentifier(p.token)) return true;
  } else {
    if (!isIdentifier(p.token)) return false;
    p.next();
  }
  if (p.token === tColon || p.token === tComma) return true;
  if (p.token !== tQuestion) return false;
  p.next();
  return p.token === tColon || p.token === tComma || p.token === tCloseBracket;
}

/** `[name: type]: type`; its other forms, all of them mistakes, are left to the compiler. */
export function indexSignature(p: Parser): void {
  p.next();
  if (!isIdentifier(p.token)) p.unsure();
  p.next();
  if (p.token !== tColon) p.unsure();
  p.next();
  type(p);
  if (p.token !== tCloseBracket) p.unsure();
  p.next();
  annotation(p);
  endMember(p);
}
