// Types over the members of others, and tuples.

import {
  isIdentifier,
  kAs,
  kIn,
  kReadonly,
  tCloseBrace,
  tCloseBracket,
  tColon,
  tComma,
  tDots,
  tMinus,
  tName,
  tOpenBracket,
  tPlus,
  tPrivateName,
  tQuestion,
} from "../scan/tokens.ts";
import type { Parser } from "./parser.ts";
import { startsType } from "./startsType.ts";
import { annotation, type } from "./types.ts";

export function tuple(p: Parser): void {
  p.next();
  p.lists++;
  while (p.token !== tCloseBracket) {
    if (!startsType(p)) p.fail();
    if (startsTupleName(p)) {
      p.take(tDots);
      p.next();
      p.take(tQuestion);
      p.expect(tColon);
    }
    p.take(tDots);
    type(p);
    if (!p.take(tComma)) break;
  }
  p.expect(tCloseBracket);
  p.lists--;
}

function startsTupleName(p: Parser): boolean {
  const mark = p.mark();
  p.take(tDots);
  let found = false;
  if (p.token >= tName) {
    p.next();
    found = p.token === tColon || (p.token === tQuestion && p.peek() === tColon);
  }
  p.rewind(mark);
  return found;
}

export function startsMappedType(p: Parser): boolean {
  const mark = p.mark();
  p.next();
  let found = false;
  if (p.token === tPlus || p.token === tMinus) found = p.peek() === kReadonly;
  else {
    p.take(kReadonly);
    if (p.token === tOpenBracket) {
      p.next();
      found = isIdentifier(p.token) && p.peek() === kIn;
    }
  }
  p.rewind(mark);
  return found;
}

export function mappedType(p: Parser): void {
  p.next();
  if (p.take(tPlus) || p.take(tMinus)) p.expect(kReadonly);
  else p.take(kReadonly);
  p.expect(tOpenBracket);
  if (p.token < tName || p.token === tPrivateName) p.fail();
  p.next();
  p.expect(kIn);
  type(p);
  if (p.take(kAs)) type(p);
  p.expect(tCloseBracket);
  if (p.take(tPlus) || p.take(tMinus)) p.expect(tQuestion);
  else p.take(tQuestion);
  annotation(p);
  p.endStatement();
  if (p.token !== tCloseBrace) p.unsure();
  p.next();
}
