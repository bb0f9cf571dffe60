// Types: they are read as strictly as everything else and leave nothing in the tree.

import {
  kAny,
  kAsserts,
  kBigint,
  kBoolean,
  kExtends,
  kFalse,
  kFunction,
  kImport,
  kInfer,
  kIs,
  kKeyof,
  kNever,
  kNull,
  kNumber,
  kObject,
  kReadonly,
  kString,
  kSymbol,
  kThis,
  kTrue,
  kTypeof,
  kUndefined,
  kUnique,
  kUnknown,
  kVoid,
  tAmpersand,
  tAssign,
  tBang,
  tBar,
  tBigInt,
  tCloseBrace,
  tCloseBracket,
  tCloseParen,
  tColon,
  tComma,
  tDot,
  tGreater,
  tLess,
  tMinus,
  tName,
  tNumber,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tQuestion,
  tStar,
  tString,
  tTemplate,
  tTemplateHead,
} from "../scan/tokens.ts";
import { functionType, startsFunctionType } from "./functionTypes.ts";
import { mappedType, startsMappedType, tuple } from "./mappedTypes.ts";
import { entityName, importType, reference, typeArguments } from "./namedTypes.ts";
import type { Parser } from "./parser.ts";
import { startsType } from "./startsType.ts";
import { members } from "./typeMembers.ts";

/** A type. */
export function type(p: Parser): void {
  const { count, inAwait, inYield } = p;
  p.inAwait = p.inYield = false;
  p.deeper();
  if (startsFunctionType(p)) functionType(p);
  else {
    unionOrIntersection(p, tBar);
    if (p.token === kExtends && !p.noConditionalTypes && !p.newLine) {
      p.next();
      p.noConditionalTypes = true;
      type(p);
      p.noConditionalTypes = false;
      p.expect(tQuestion);
      type(p);
      p.expect(tColon);
      type(p);
    }
  }
  p.depth--;
  p.inAwait = inAwait;
  p.inYield = inYield;
  p.count = count;
}

/** `: type`, if there is a colon. */
export function annotation(p: Parser): void {
  if (p.token !== tColon) return;
  p.next();
  type(p);
}

function unionOrIntersection(p: Parser, operator: number): void {
  const isLed = p.take(operator);
  if (isLed && startsFunctionType(p)) p.fail();
  part(p, operator);
  while (p.token === operator) {
    p.next();
    if (startsFunctionType(p)) p.fail();
    part(p, operator);
  }
}

function part(p: Parser, operator: number): void {
  if (operator === tBar) unionOrIntersection(p, tAmpersand);
  else typeOperator(p);
}

function typeOperator(p: Parser): void {
  while (p.token === kKeyof || p.token === kUnique || p.token === kReadonly) p.next();
  if (p.token === kInfer) {
    p.next();
    p.name();
    p.count--;
    if (p.token !== kExtends) return;
    const mark = p.mark();
    const outer = p.noConditionalTypes;
    p.next();
    p.noConditionalTypes = true;
    type(p);
    p.noConditionalTypes = outer;
    // `infer A extends B ? C : D` is a conditional type, unless there can be none.
    if (!outer && p.token === tQuestion) p.rewind(mark);
    return;
  }
  const outer = p.noConditionalTypes;
  p.noConditionalTypes = false;
  postfixType(p);
  p.noConditionalTypes = outer;
}

function postfixType(p: Parser): void {
  simpleType(p);
  while (!p.newLine) {
    if (p.token === tOpenBracket) {
      p.next();
      if (p.token !== tCloseBracket) {
        if (!startsType(p)) p.fail();
        type(p);
      }
      p.expect(tCloseBracket);
    } else if (p.token === tBang) p.next();
    else if (p.token === tQuestion) {
      const mark = p.mark();
      p.next();
      if (!startsType(p)) continue;
      p.rewind(mark);
      return;
    } else return;
  }
}

function simpleType(p: Parser): void {
  switch (p.token) {
    case tName:
      return reference(p);
    case kAny:
    case kUnknown:
    case kString:
    case kNumber:
    case kBigint:
    case kSymbol:
    case kBoolean:
    case kUndefined:
    case kNever:
    case kObject:
      if (p.peek() === tDot) return reference(p);
      return p.next();
    case tTemplate:
    case tString:
    case tNumber:
    case tBigInt:
    case kTrue:
    case kFalse:
    case kNull:
    case kVoid:
      return p.next();
    case tMinus:
      p.next();
      if (p.token !== tNumber && p.token !== tBigInt) p.fail();
      return p.next();
    case kThis:
      p.next();
      if (p.token === kIs && !p.newLine) {
        p.next();
        type(p);
      }
      return;
    case kTypeof:
      p.next();
      if (p.token === kImport) return importType(p);
      entityName(p);
      if (p.token === tLess && !p.newLine) typeArguments(p);
      return;
    case tOpenBrace:
      return startsMappedType(p) ? mappedType(p) : members(p);
    case tOpenBracket:
      return tuple(p);
    case tOpenParen:
      p.next();
      type(p);
      return p.expect(tCloseParen);
    case kImport:
      return importType(p);
    case kAsserts: {
      const after = p.peek();
      if (after < tName || p.peekedNewLine) return reference(p);
      p.next();
      if (p.token === kThis) p.next();
      else {
        p.name();
        p.count--;
      }
      if (p.take(kIs)) type(p);
      return;
    }
    case tTemplateHead:
      do {
        p.next();
        type(p);
        if (p.token !== tCloseBrace) p.fail();
      } while (!p.rescanTemplate());
      return p.next();
    // What only JSDoc knows is no mistake to the parser.
    case tStar:
      return p.next();
    case tBang:
      p.next();
      p.deeper();
      simpleType(p);
      p.depth--;
      return;
    case tQuestion:
      p.next();
      if (endsUnknownType(p.token)) return;
      return type(p);
    case kFunction:
      return p.unsure();
    default:
      return reference(p);
  }
}

function endsUnknownType(token: number): boolean {
  return (
    token === tComma ||
    token === tCloseBrace ||
    token === tCloseParen ||
    token === tGreater ||
    token === tAssign ||
    token === tBar
  );
}
