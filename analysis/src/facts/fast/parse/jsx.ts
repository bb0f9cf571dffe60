// JSX. What is between tags is text, so the scanner is led by hand there.

import { nJsx, nMember, nName, nPlainName, nThis } from "../nodes.ts";
import {
  kThis,
  tCloseBrace,
  tColon,
  tDot,
  tDots,
  tEnd,
  tGreater,
  tLess,
  tLessSlash,
  tName,
  tOpenBrace,
  tPrivateName,
  tSlash,
  tString,
} from "../scan/tokens.ts";
import { typeArguments } from "./namedTypes.ts";
import { expression } from "./operators.ts";
import type { Parser } from "./parser.ts";

/**
 * An element or fragment.
 *
 * @param inExpression whether what follows it is code; otherwise the scanner stays at its last `>`
 */
export function jsxElement(p: Parser, inExpression: boolean): void {
  const { start, count: first } = p;
  p.deeper();
  p.expect(tLess);
  let tag: string | undefined;
  if (p.token !== tGreater) {
    const tagStart = p.start;
    tagName(p);
    tag = nameText(p, tagStart);
    if (p.token === tLess && !p.isJavaScript) typeArguments(p);
    attributes(p);
    if (p.token !== tGreater) {
      p.expect(tSlash);
      if (p.token !== tGreater) p.fail();
      finish(p, inExpression, start, first);
      return;
    }
  }
  children(p);
  // At `</`.
  p.next();
  if (tag === undefined) {
    if (p.token !== tGreater) p.fail();
  } else {
    const tagStart = p.start;
    if (p.token === tGreater) p.fail();
    tagName(p);
    if (nameText(p, tagStart) !== tag || p.token !== tGreater) p.fail();
  }
  finish(p, inExpression, start, first);
}

/** Ends an element at its last `>`. */
function finish(p: Parser, inExpression: boolean, start: number, first: number): void {
  p.depth--;
  if (inExpression) {
    p.next();
    p.add(nJsx, start, first, 0);
  } else {
    p.lastEnd = p.pos;
    p.add(nJsx, start, first, 0);
  }
}

/** A name as it is compared with that of the closing tag: without space and comments. */
function nameText(p: Parser, from: number): string {
  return p.text.slice(from, p.lastEnd).replace(/\/\*[\s\S]*?\*\/|\/\/.*|\s+/g, "");
}

/** Lengthens a word by what only JSX takes as part of it. */
function jsxWord(p: Parser): void {
  if (p.token < tName || p.token === tPrivateName) p.fail();
  let end = p.pos;
  for (let byte = p.bytes[end] as number; byte === 45 || isWord(byte); byte = p.bytes[++end] as number);
  if (p.bytes[end] === 92) p.unsure();
  if (end !== p.pos) {
    p.pos = end;
    p.token = tName;
  }
}

function isWord(byte: number): boolean {
  return (
    (byte >= 97 && byte <= 122) ||
    (byte >= 65 && byte <= 90) ||
    (byte >= 48 && byte <= 57) ||
    byte === 95 ||
    byte === 36 ||
    byte === 131
  );
}

function tagName(p: Parser): void {
  const { start, count: first } = p;
  jsxWord(p);
  const isThis = p.token === kThis;
  p.leaf(nName);
  if (p.token === tColon) return namespaced(p, start, first);
  if (isThis) p.kinds[first] = nThis;
  while (p.token === tDot) {
    p.next();
    const nameStart = p.start;
    if (p.token < tName || p.token === tPrivateName) p.fail();
    if (p.newLine && p.peek() >= tName && !p.peekedNewLine) p.fail();
    p.next();
    p.add(nMember, start, first, nameStart);
  }
}

/** `a:b`, of which the first name counts as one that is referred to. */
function namespaced(p: Parser, start: number, first: number): void {
  p.next();
  jsxWord(p);
  p.next();
  p.add(nJsx, start, first, 0);
}

function attributes(p: Parser): void {
  for (;;) {
    const { start, count: first } = p;
    if (p.token === tOpenBrace) {
      p.next();
      p.expect(tDots);
      expression(p);
      p.expect(tCloseBrace);
      continue;
    }
    if (p.token < tName || p.token === tPrivateName) return;
    jsxWord(p);
    p.leaf(nPlainName);
    if (p.token === tColon) {
      p.kinds[first] = nName;
      namespaced(p, start, first);
    }
    if (p.bytes[p.start] === 61 && p.pos === p.start + 1) attributeValue(p);
  }
}

/** What follows `=`. A string has no escapes here, and may go over lines. */
function attributeValue(p: Parser): void {
  const { bytes } = p;
  const at = p.pos;
  const quote = bytes[at];
  if (quote === 34 || quote === 39) {
    const end = p.text.indexOf(quote === 34 ? '"' : "'", at + 1);
    if (end < 0) p.fail();
    p.start = at;
    p.pos = end + 1;
    p.token = tString;
    return p.next();
  }
  p.next();
  // Behind space the compiler reads a string as everywhere else.
  if (p.token === tString) return p.next();
  if (p.token === tOpenBrace) {
    p.next();
    if (p.token !== tCloseBrace) expression(p);
    return p.expect(tCloseBrace);
  }
  if (p.token === tLess) return jsxElement(p, true);
  p.fail();
}

/** What is between tags, up to the `</` of the closing one. */
function children(p: Parser): void {
  const { bytes } = p;
  for (;;) {
    // From the end of the token at hand, which is `>` or `}`.
    let pos = p.pos;
    for (let byte = bytes[pos] as number; byte !== 60 && byte !== 123; byte = bytes[++pos] as number) {
      if (byte === 62 || byte === 125 || (byte === 0 && pos >= p.length)) p.fail();
    }
    p.lastEnd = pos;
    p.pos = pos;
    p.next();
    if (p.token === tEnd) p.fail();
    if (p.token === tOpenBrace) {
      p.next();
      if (p.token !== tCloseBrace) {
        p.take(tDots);
        expression(p);
      }
      if (p.token !== tCloseBrace) p.fail();
    } else if (p.token === tLessSlash) return;
    else if (p.token === tLess) jsxElement(p, false);
    else p.unsure();
  }
}
