// Types of functions, with what stands in them: type parameters and what is returned.

import { notLikeThis } from "../giveUp.ts";
import {
  isIdentifier,
  kAbstract,
  kConst,
  kExtends,
  kIn,
  kIs,
  kNew,
  kThis,
  tArrow,
  tAssign,
  tBigInt,
  tCloseParen,
  tColon,
  tComma,
  tDots,
  tGreater,
  tLess,
  tName,
  tNumber,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tQuestion,
  tStar,
  tString,
} from "../scan/tokens.ts";
import { pattern } from "./bindings.ts";
import { parameters } from "./functions.ts";
import { modifierBefore } from "./members.ts";
import type { Parser } from "./parser.ts";
import { startsType } from "./startsType.ts";
import { type } from "./types.ts";

/** `: type` or `: name is type`, if there is a colon. */
export function returnType(p: Parser): boolean {
  if (p.token !== tColon) return false;
  p.next();
  typeOrPredicate(p);
  return true;
}

function typeOrPredicate(p: Parser): void {
  const outer = p.noConditionalTypes;
  p.noConditionalTypes = false;
  if (isIdentifier(p.token) && p.peek() === kIs && !p.peekedNewLine) {
    p.next();
    p.next();
  }
  type(p);
  p.noConditionalTypes = outer;
}

/** `<A extends B = C>` behind the name of what is declared, if there is one. */
export function typeParameters(p: Parser): void {
  if (p.token !== tLess) return;
  p.next();
  p.lists++;
  while (p.token !== tGreater) {
    if (p.token !== kIn && p.token !== kConst && !isIdentifier(p.token)) p.fail();
    for (;;) {
      if (p.token === kConst) {
        const after = p.peek();
        if (p.peekedNewLine || !canFollowModifier(after)) break;
        p.next();
      } else if (!modifierBefore(p)) break;
    }
    p.name();
    p.count--;
    if (p.take(kExtends)) {
      if (!startsType(p)) p.unsure();
      type(p);
    }
    if (p.take(tAssign)) type(p);
    if (!p.take(tComma)) break;
  }
  p.expect(tGreater);
  p.lists--;
}

/** Whether a token may follow a modifier on its line. */
export function canFollowModifier(token: number): boolean {
  return (
    token >= tName ||
    token === tString ||
    token === tNumber ||
    token === tBigInt ||
    token === tOpenBracket ||
    token === tOpenBrace ||
    token === tStar ||
    token === tDots
  );
}

export function startsFunctionType(p: Parser): boolean {
  if (p.token === tLess || p.token === kNew) return true;
  if (p.token === kAbstract) return p.peek() === kNew;
  if (p.token !== tOpenParen) return false;
  const mark = p.mark();
  p.next();
  const found = startsParameters(p);
  p.rewind(mark);
  return found;
}

/** Whether what follows a parenthesis can only be the parameters of a function type. */
function startsParameters(p: Parser): boolean {
  if (p.token === tCloseParen || p.token === tDots) return true;
  while (modifierBefore(p));
  if (isIdentifier(p.token) || p.token === kThis) p.next();
  else if (p.token === tOpenBracket || p.token === tOpenBrace) {
    try {
      pattern(p);
    } catch (reason) {
      if (reason !== notLikeThis) throw reason;
      return false;
    }
  } else return false;
  if (p.token === tColon || p.token === tComma || p.token === tQuestion || p.token === tAssign) return true;
  return p.token === tCloseParen && p.peek() === tArrow;
}

export function functionType(p: Parser): void {
  if (p.token === kAbstract) p.next();
  p.take(kNew);
  typeParameters(p);
  parameters(p, false, false);
  p.expect(tArrow);
  typeOrPredicate(p);
}
