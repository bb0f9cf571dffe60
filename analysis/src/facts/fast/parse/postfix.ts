// Expressions from names and literals up to members, calls and tags.

import { nCall, nElement, nImportWord, nMember, nMeta, nNonNull, nSuper, nTagged, nTypeArguments } from "../nodes.ts";
import {
  kImport,
  kSuper,
  tBang,
  tCloseBracket,
  tDot,
  tLess,
  tName,
  tOpenBracket,
  tOpenParen,
  tPrivateName,
  tQuestionDot,
  tShiftLeft,
  tTemplate,
  tTemplateHead,
} from "../scan/tokens.ts";
import { wordBehindDot } from "./namedTypes.ts";
import { expression } from "./operators.ts";
import type { Parser } from "./parser.ts";
import { callArguments, primary, template } from "./primary.ts";
import { typeArgumentsOfCall } from "./typeArguments.ts";

/** A name, literal, call or the like. */
export function leftHandSide(p: Parser): void {
  const { start, count: first } = p;
  if (p.token === kImport) {
    const after = p.peek();
    if (after === tOpenParen || after === tLess) p.leaf(nImportWord);
    else if (after === tDot) importMeta(p);
    else p.fail();
  } else if (p.token === kSuper) {
    p.leaf(nSuper);
    if (p.token !== tOpenParen && p.token !== tDot && p.token !== tOpenBracket) p.fail();
  } else primary(p);
  links(p, start, first, true);
}

function importMeta(p: Parser): void {
  const { start, count: first } = p;
  p.next();
  p.next();
  if (!p.isText(p.start, p.pos, "meta")) p.unsure();
  p.next();
  p.isModule = true;
  p.add(nMeta, start, first, 0);
}

/**
 * Members, calls and the like behind what was read.
 *
 * @param mayCall false behind `new`, which takes arguments and optional links for itself
 */
export function links(p: Parser, start: number, first: number, mayCall: boolean): void {
  let isOptionalChain = false;
  for (;;) {
    switch (p.token) {
      case tDot:
        p.next();
        memberName(p, start, first, isOptionalChain);
        continue;
      case tQuestionDot: {
        if (!mayCall) return;
        p.next();
        isOptionalChain = true;
        if (p.token >= tName) memberName(p, start, first, true);
        else if (p.token === tOpenBracket) elementIndex(p, start, first);
        else if (p.token === tOpenParen) callArguments(p, nCall, start, first);
        else p.unsure();
        continue;
      }
      case tOpenParen:
        if (!mayCall) return;
        // `a<b>(c)` is a call that has type arguments.
        if (p.kinds[p.count - 1] === nTypeArguments) p.count--;
        callArguments(p, nCall, start, first);
        continue;
      case tOpenBracket:
        if (p.inDecorator) return;
        elementIndex(p, start, first);
        continue;
      case tTemplate:
      case tTemplateHead:
        if (isOptionalChain) p.unsure();
        if (p.kinds[p.count - 1] === nTypeArguments) p.count--;
        template(p);
        p.add(nTagged, start, first, 0);
        continue;
      case tBang:
        if (p.newLine) return;
        p.next();
        p.add(nNonNull, start, first, 0);
        continue;
      case tLess:
      case tShiftLeft:
        if (p.isJavaScript || !typeArgumentsOfCall(p)) return;
        p.add(nTypeArguments, start, first, 0);
        continue;
      default:
        return;
    }
  }
}

function memberName(p: Parser, start: number, first: number, isOptionalChain: boolean): void {
  // Type arguments without a call may not be followed by a member.
  if (p.kinds[p.count - 1] === nTypeArguments) p.fail();
  const nameStart = p.start;
  if (p.token === tPrivateName) {
    if (isOptionalChain) p.fail();
    p.next();
  } else wordBehindDot(p);
  p.add(nMember, start, first, nameStart);
}

function elementIndex(p: Parser, start: number, first: number): void {
  p.next();
  const { noIn } = p;
  p.noIn = false;
  expression(p);
  p.noIn = noIn;
  p.expect(tCloseBracket);
  p.add(nElement, start, first, 0);
}
