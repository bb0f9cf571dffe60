import {
  isIdentifier,
  isModifier,
  kFalse,
  kFunction,
  kImport,
  kNew,
  kNull,
  kThis,
  kTrue,
  kTypeof,
  kVoid,
  tAmpersand,
  tAt,
  tBang,
  tBar,
  tBigInt,
  tCloseParen,
  tDots,
  tLess,
  tMinus,
  tNumber,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tPrivateName,
  tQuestion,
  tStar,
  tString,
  tTemplate,
  tTemplateHead,
} from "../scan/tokens.ts";
import type { Parser } from "./parser.ts";

/** Whether a type may begin here. */
export function startsType(p: Parser): boolean {
  switch (p.token) {
    case kVoid:
    case kNull:
    case kThis:
    case kTypeof:
    case kNew:
    case kTrue:
    case kFalse:
    case kImport:
    case kFunction:
    case tOpenBrace:
    case tOpenBracket:
    case tLess:
    case tBar:
    case tAmpersand:
    case tString:
    case tNumber:
    case tBigInt:
    case tTemplate:
    case tTemplateHead:
    case tStar:
    case tQuestion:
    case tBang:
    case tDots:
      return true;
    case tMinus: {
      const after = p.peek();
      return after === tNumber || after === tBigInt;
    }
    case tOpenParen: {
      const mark = p.mark();
      p.next();
      // What begins a parameter or a type.
      const found =
        p.token === tCloseParen ||
        p.token === tDots ||
        p.token === tPrivateName ||
        p.token === tAt ||
        isModifier(p.token) ||
        startsType(p);
      p.rewind(mark);
      return found;
    }
    default:
      return isIdentifier(p.token);
  }
}
