// Types that are named, and imported ones.

import {
  kAssert,
  kWith,
  tCloseBrace,
  tCloseParen,
  tColon,
  tComma,
  tDot,
  tGreater,
  tLess,
  tName,
  tOpenBrace,
  tOpenParen,
  tPrivateName,
  tString,
} from "../scan/tokens.ts";
import type { Parser } from "./parser.ts";
import { startsType } from "./startsType.ts";
import { type } from "./types.ts";

/** `<A, B>` behind the name of a type. */
export function typeArguments(p: Parser): void {
  p.expect(tLess);
  while (startsType(p)) {
    type(p);
    if (!p.take(tComma)) break;
  }
  p.expect(tGreater);
}

export function entityName(p: Parser): void {
  if (p.token < tName || p.token === tPrivateName) p.fail();
  p.next();
  while (p.token === tDot) {
    p.next();
    wordBehindDot(p);
  }
}

/** The name behind a dot. On a line of its own it has to be the last word of it, since it is taken for a statement else. */
export function wordBehindDot(p: Parser): void {
  if (p.token < tName || p.token === tPrivateName) {
    if (p.token === tLess) p.unsure();
    p.fail();
  }
  if (p.newLine && p.peek() >= tName && !p.peekedNewLine) p.fail();
  p.next();
}

export function reference(p: Parser): void {
  entityName(p);
  if (!p.newLine && p.rescanLess()) typeArguments(p);
}

export function importType(p: Parser): void {
  p.next();
  p.expect(tOpenParen);
  type(p);
  if (p.take(tComma)) {
    p.expect(tOpenBrace);
    if (p.token !== kWith && p.token !== kAssert) p.fail();
    p.next();
    p.expect(tColon);
    importAttributes(p);
    p.take(tComma);
    p.expect(tCloseBrace);
  }
  p.expect(tCloseParen);
  if (p.take(tDot)) entityName(p);
  if (!p.newLine && p.rescanLess()) typeArguments(p);
}

/** `{ type: "json" }`; other values than strings are left to the compiler. */
export function importAttributes(p: Parser): void {
  p.expect(tOpenBrace);
  while (p.token !== tCloseBrace) {
    if (p.token !== tString && (p.token < tName || p.token === tPrivateName)) p.fail();
    p.next();
    p.expect(tColon);
    if (p.token !== tString) p.unsure();
    p.next();
    if (!p.take(tComma)) break;
  }
  p.expect(tCloseBrace);
}
