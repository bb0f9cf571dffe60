// Classes and their members.

import {
  fAsync,
  fGenerator,
  fInitializer,
  fNamed,
  nAccessor,
  nClassDeclaration,
  nClassExpression,
  nConstructor,
  nField,
  nMethod,
} from "../nodes.ts";
import {
  isIdentifier,
  kAsync,
  kClass,
  kConstructor,
  kExtends,
  kGet,
  kImplements,
  kSet,
  kStatic,
  tAt,
  tBang,
  tCloseBrace,
  tComma,
  tLess,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tPrivateName,
  tQuestion,
  tSemicolon,
  tStar,
  tString,
} from "../scan/tokens.ts";
import { initializer } from "./bindings.ts";
import { functionBlock, signatureAndBody } from "./functions.ts";
import { typeParameters } from "./functionTypes.ts";
import { decorators, isLiteralKey, memberKey, modifierBefore } from "./members.ts";
import { typeArguments } from "./namedTypes.ts";
import type { Parser } from "./parser.ts";
import { leftHandSide } from "./postfix.ts";
import { indexSignature, startsIndexSignature } from "./typeMembers.ts";
import { annotation } from "./types.ts";

/**
 * A class, from the word `class` on.
 *
 * @param start where it begins, with its modifiers
 * @param first the first node of its parts, which are decorators
 */
export function classBody(
  p: Parser,
  isExpression: boolean,
  start: number,
  first: number,
  flags: number,
  isExported: boolean,
): void {
  const { inAwait } = p;
  p.expect(kClass);
  if (p.token === kImplements) p.unsure();
  if (isIdentifier(p.token)) {
    p.bindingName();
    flags |= fNamed;
  }
  typeParameters(p);
  if (isExported) p.inAwait = true;
  heritage(p);
  p.expect(tOpenBrace);
  p.deeper();
  p.lists++;
  while (p.token !== tCloseBrace) classMember(p);
  p.lists--;
  p.depth--;
  p.next();
  p.inAwait = inAwait;
  p.add(isExpression ? nClassExpression : nClassDeclaration, start, first, flags);
}

/** `extends` and `implements`, of classes and interfaces. */
export function heritage(p: Parser): void {
  while (p.token === kExtends || p.token === kImplements) {
    do {
      p.next();
      if (p.token === tOpenBrace || p.token === kExtends || p.token === kImplements) p.unsure();
      // They begin an expression, but not in this list.
      if (p.token === tPrivateName || p.token === tAt) p.unsure();
      leftHandSide(p);
      if (p.token === tLess) typeArguments(p);
    } while (p.token === tComma);
  }
}

function classMember(p: Parser): void {
  if (p.token === tSemicolon) return p.next();
  const { start, count: first } = p;
  if (p.token === tAt) decorators(p);
  let flags = 0;
  let isStatic = false;
  let isModified = false;
  for (;;) {
    const { token } = p;
    if (token === kStatic && (isStatic || p.peek() === tOpenBrace)) break;
    if (!modifierBefore(p)) break;
    if (token === kStatic) isStatic = true;
    if (token === kAsync) flags |= fAsync;
    isModified = true;
  }
  if (p.token === tAt && isModified) p.unsure();
  if (p.token === kStatic && p.peek() === tOpenBrace) {
    p.next();
    return functionBlock(p, false, true);
  }
  if (p.token === kGet || p.token === kSet) {
    const after = p.peek();
    if (isLiteralKey(after) || after === tOpenBracket) {
      p.next();
      memberKey(p);
      return p.add(nAccessor, start, first, signatureAndBody(p, 0));
    }
  }
  if (p.token === kConstructor) {
    p.next();
    if (p.token !== tOpenParen && p.token !== tLess) p.fail();
    return p.add(nConstructor, start, first, signatureAndBody(p, 0));
  }
  if (p.token === tString && p.peek() === tOpenParen && /^.\\|^.constructor.$/.test(p.text.slice(p.start, p.pos))) p.unsure();
  if (p.token === tOpenBracket && startsIndexSignature(p)) return indexSignature(p);
  if (p.take(tStar)) flags |= fGenerator;
  memberKey(p);
  const isOptional = p.take(tQuestion);
  if ((flags & fGenerator) !== 0 || p.token === tOpenParen || p.token === tLess) {
    return p.add(nMethod, start, first, signatureAndBody(p, flags));
  }
  if (!isOptional && !p.newLine) p.take(tBang);
  annotation(p);
  const { inAwait, inYield, noIn, atTop } = p;
  p.inAwait = p.inYield = p.noIn = p.atTop = false;
  const made = initializer(p) ? fInitializer : 0;
  p.inAwait = inAwait;
  p.inYield = inYield;
  p.noIn = noIn;
  p.atTop = atTop;
  if (p.token === tOpenParen || (p.token === tAt && !p.newLine)) p.fail();
  p.endStatement();
  p.add(nField, start, first, made);
}
