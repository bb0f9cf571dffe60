// What declarations and parameters bind.

import { fInitializer, fKey, fRest, nArrayPattern, nName, nObjectPattern, nOmitted, nPatternItem, nPlainName } from "../nodes.ts";
import {
  isIdentifier,
  kAwait,
  kYield,
  tAssign,
  tCloseBrace,
  tCloseBracket,
  tColon,
  tComma,
  tDots,
  tOpenBrace,
  tOpenBracket,
} from "../scan/tokens.ts";
import { memberKey } from "./members.ts";
import { assignment } from "./operators.ts";
import type { Parser } from "./parser.ts";

/** What a declaration or parameter binds: a name or a pattern. */
export function pattern(p: Parser): void {
  if (p.token === tOpenBrace) objectPattern(p);
  else if (p.token === tOpenBracket) arrayPattern(p);
  else p.bindingName();
}

function objectPattern(p: Parser): void {
  const { start, count: first, noIn } = p;
  p.noIn = false;
  p.deeper();
  p.lists++;
  p.next();
  while (p.token !== tCloseBrace) {
    const { start: from, count: at } = p;
    let flags = 0;
    if (p.take(tDots)) flags = fRest;
    const isName = isIdentifier(p.token);
    if (isName && (p.token === kAwait || p.token === kYield)) p.unsure();
    memberKey(p);
    if (!isName || p.token === tColon) {
      p.expect(tColon);
      // The key of a pattern counts as a name that is referred to.
      if (p.kinds[p.count - 1] === nPlainName) p.kinds[p.count - 1] = nName;
      flags |= fKey;
      pattern(p);
    }
    if (initializer(p)) flags |= fInitializer;
    p.add(nPatternItem, from, at, flags);
    if (!p.take(tComma)) break;
  }
  p.expect(tCloseBrace);
  p.lists--;
  p.depth--;
  p.noIn = noIn;
  p.add(nObjectPattern, start, first, 0);
}

function arrayPattern(p: Parser): void {
  const { start, count: first, noIn } = p;
  p.noIn = false;
  p.deeper();
  p.lists++;
  p.next();
  while (p.token !== tCloseBracket) {
    if (p.token === tComma) {
      p.add(nOmitted, p.lastEnd, p.count, 0);
      p.next();
      continue;
    }
    const { start: from, count: at } = p;
    let flags = p.take(tDots) ? fRest : 0;
    pattern(p);
    if (initializer(p)) flags |= fInitializer;
    p.add(nPatternItem, from, at, flags);
    if (!p.take(tComma)) break;
  }
  p.expect(tCloseBracket);
  p.lists--;
  p.depth--;
  p.noIn = noIn;
  p.add(nArrayPattern, start, first, 0);
}

/** `= expression`, if it is there. */
export function initializer(p: Parser): boolean {
  if (p.token !== tAssign) return false;
  p.next();
  assignment(p, true);
  return true;
}
