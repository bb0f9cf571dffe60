// Whether `<` behind an expression begins type arguments or compares.

import { notLikeThis, unsure } from "../giveUp.ts";
import {
  isIdentifier,
  kAwait,
  kClass,
  kDelete,
  kFalse,
  kFunction,
  kImport,
  kIn,
  kNew,
  kNull,
  kSuper,
  kThis,
  kTrue,
  kTypeof,
  kVoid,
  kYield,
  precedences,
  tAt,
  tBang,
  tBigInt,
  tCloseBrace,
  tCloseBracket,
  tCloseParen,
  tComma,
  tDot,
  tEnd,
  tGreater,
  tLess,
  tMinus,
  tMinusMinus,
  tNumber,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tPlus,
  tPlusPlus,
  tPrivateName,
  tSemicolon,
  tShiftLeft,
  tSlash,
  tSlashAssign,
  tString,
  tTemplate,
  tTemplateHead,
  tTilde,
} from "../scan/tokens.ts";
import type { Parser } from "./parser.ts";
import { startsType } from "./startsType.ts";
import { type } from "./types.ts";

/** `<A, B>` behind an expression, if that is what it is and no comparison. */
export function typeArgumentsOfCall(p: Parser): boolean {
  if (!mayBeTypeArguments(p)) return false;
  const mark = p.mark();
  p.rescanLess();
  p.lists = 0;
  try {
    p.next();
    while (startsType(p)) {
      type(p);
      if (!p.take(tComma)) break;
    }
    p.rescanGreater();
    if (p.token === tGreater) {
      p.next();
      if (mayFollowTypeArguments(p)) {
        p.lists = mark.lists;
        return true;
      }
    }
  } catch (reason) {
    if (reason !== notLikeThis) throw reason;
    // The compiler goes on behind mistakes, and might find an end behind this one.
    const mayEnd = p.lists > 0 || mark.token === tShiftLeft;
    p.rescanGreater();
    if (p.token === tGreater) {
      p.next();
      if (mayFollowTypeArguments(p)) throw unsure;
    }
    p.rewind(mark);
    if (mayEnd && greaterFollows(p)) throw unsure;
  }
  p.rewind(mark);
  return false;
}

/** Whether a `>` stands in what is left of a statement, or of the brackets around the token at hand. */
function greaterFollows(p: Parser): boolean {
  let depth = 0;
  for (let count = 0; count < mostTokensAhead; count++) {
    p.next();
    switch (p.token) {
      case tOpenParen:
      case tOpenBracket:
      case tOpenBrace:
        depth++;
        break;
      case tCloseParen:
      case tCloseBracket:
      case tCloseBrace:
        if (--depth < 0) return false;
        break;
      case tSemicolon:
        if (depth === 0) return false;
        break;
      case tGreater:
      case tTemplateHead:
        return true;
      case tEnd:
        return false;
    }
  }
  return true;
}

const mostTokensAhead = 300;

/** Most comparisons are told by what follows the first operand. */
function mayBeTypeArguments(p: Parser): boolean {
  const { bytes } = p;
  let at = p.start + 1;
  while (bytes[at] === 32) at++;
  const from = at;
  for (let byte = bytes[at] as number; isAsciiWord(byte); byte = bytes[++at] as number);
  if (at === from) return true;
  while (bytes[at] === 32) at++;
  switch (bytes[at]) {
    case 38: // && and &
      return bytes[at + 1] !== 38;
    case 124: // || and |
      return bytes[at + 1] !== 124;
    case 41: // )
    case 42: // *
    case 43: // +
    case 45: // -
    case 59: // ;
    case 58: // :
    case 37: // %
      return false;
    default:
      return true;
  }
}

function isAsciiWord(byte: number): boolean {
  return (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte === 95 || byte === 36;
}

function mayFollowTypeArguments(p: Parser): boolean {
  switch (p.token) {
    case tOpenParen:
    case tTemplate:
    case tTemplateHead:
      return true;
    case tLess:
    case tGreater:
    case tPlus:
    case tMinus:
      return false;
    default:
      return p.newLine || isBinaryOperator(p) || !startsExpression(p);
  }
}

function isBinaryOperator(p: Parser): boolean {
  return precedences[p.token] !== 0 && !(p.token === kIn && p.noIn);
}

/** Whether an expression may begin here, to the parser. */
export function startsExpression(p: Parser): boolean {
  switch (p.token) {
    case kThis:
    case kSuper:
    case kNull:
    case kTrue:
    case kFalse:
    case tNumber:
    case tBigInt:
    case tString:
    case tTemplate:
    case tTemplateHead:
    case tOpenParen:
    case tOpenBracket:
    case tOpenBrace:
    case kFunction:
    case kClass:
    case kNew:
    case tSlash:
    case tSlashAssign:
    case tPlus:
    case tMinus:
    case tTilde:
    case tBang:
    case kDelete:
    case kTypeof:
    case kVoid:
    case tPlusPlus:
    case tMinusMinus:
    case tLess:
    case kAwait:
    case kYield:
    case tPrivateName:
    case tAt:
      return true;
    case kImport: {
      const after = p.peek();
      return after === tOpenParen || after === tLess || after === tDot;
    }
    default:
      return isBinaryOperator(p) || isIdentifier(p.token);
  }
}
