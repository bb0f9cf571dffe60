// Names, literals, and expressions in brackets of any kind.

import {
  nArray,
  nBigInt,
  nFalse,
  nMeta,
  nName,
  nNew,
  nNull,
  nNumber,
  nOmitted,
  nParentheses,
  nPlainTemplate,
  nPrivateName,
  nRegularExpression,
  nSpread,
  nString,
  nSuper,
  nTemplate,
  nTemplateText,
  nThis,
  nTrue,
  nTypeArguments,
} from "../nodes.ts";
import {
  kAsync,
  kClass,
  kFalse,
  kFunction,
  kNew,
  kNull,
  kSuper,
  kThis,
  kTrue,
  tAt,
  tBigInt,
  tCloseBrace,
  tCloseBracket,
  tCloseParen,
  tComma,
  tDot,
  tDots,
  tName,
  tNumber,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tPrivateName,
  tQuestionDot,
  tSlash,
  tSlashAssign,
  tString,
  tTemplate,
  tTemplateHead,
} from "../scan/tokens.ts";
import { classBody } from "./classes.ts";
import { functionExpression } from "./functions.ts";
import { decorators, objectLiteral } from "./members.ts";
import { assignment, expression } from "./operators.ts";
import type { Parser } from "./parser.ts";
import { links } from "./postfix.ts";

export function callArguments(p: Parser, kind: number, start: number, first: number): void {
  const { noIn, inDecorator } = p;
  p.noIn = p.inDecorator = false;
  p.lists++;
  p.next();
  while (p.token !== tCloseParen) {
    element(p);
    if (!p.take(tComma)) break;
  }
  p.noIn = noIn;
  p.inDecorator = inDecorator;
  p.expect(tCloseParen);
  p.lists--;
  p.add(kind, start, first, 0);
}

function element(p: Parser): void {
  if (p.token !== tDots) return assignment(p, true);
  const { start, count: first } = p;
  p.next();
  assignment(p, true);
  p.add(nSpread, start, first, 0);
}

export function primary(p: Parser): void {
  switch (p.token) {
    case tName:
      return p.leaf(nName);
    case tString:
      return p.leaf(nString);
    case tNumber:
      return p.leaf(nNumber);
    case tOpenParen: {
      const { start, count: first, noIn } = p;
      p.next();
      p.noIn = false;
      expression(p);
      p.noIn = noIn;
      p.expect(tCloseParen);
      return p.add(nParentheses, start, first, 0);
    }
    case tOpenBracket:
      return arrayLiteral(p);
    case tOpenBrace:
      return objectLiteral(p);
    case kThis:
      return p.leaf(nThis);
    case tTemplate:
    case tTemplateHead:
      return template(p);
    case kTrue:
      return p.leaf(nTrue);
    case kFalse:
      return p.leaf(nFalse);
    case kNull:
      return p.leaf(nNull);
    case kNew:
      return newExpression(p);
    case kFunction:
      return functionExpression(p);
    case kAsync:
      if (p.peek() === kFunction && !p.peekedNewLine) return functionExpression(p);
      return p.leaf(nName);
    case kClass:
      return classBody(p, true, p.start, p.count, 0, false);
    case tSlash:
    case tSlashAssign:
      p.rescanRegularExpression();
      return p.leaf(nRegularExpression);
    case tBigInt:
      return p.leaf(nBigInt);
    case kSuper:
      return p.leaf(nSuper);
    case tPrivateName:
      return p.leaf(nPrivateName);
    case tAt: {
      const { start, count: first } = p;
      decorators(p);
      if (p.token !== kClass) p.fail();
      return classBody(p, true, start, first, 0, false);
    }
    default:
      return p.name();
  }
}

function arrayLiteral(p: Parser): void {
  const { start, count: first } = p;
  p.next();
  p.lists++;
  while (p.token !== tCloseBracket) {
    if (p.token === tComma) {
      p.add(nOmitted, p.lastEnd, p.count, 0);
      p.next();
      continue;
    }
    element(p);
    if (!p.take(tComma)) break;
  }
  p.expect(tCloseBracket);
  p.lists--;
  p.add(nArray, start, first, 0);
}

export function template(p: Parser): void {
  if (p.token === tTemplate) return p.leaf(nPlainTemplate);
  const { start, count: first, noIn } = p;
  p.noIn = false;
  p.leaf(nTemplateText);
  for (;;) {
    expression(p);
    if (p.token !== tCloseBrace) p.fail();
    const isEnd = p.rescanTemplate();
    p.leaf(nTemplateText);
    if (isEnd) break;
  }
  p.noIn = noIn;
  p.add(nTemplate, start, first, 0);
}

function newExpression(p: Parser): void {
  const { start, count: first } = p;
  p.next();
  if (p.token === tDot) {
    p.next();
    if (p.token < tName || p.token === tPrivateName) p.fail();
    p.next();
    return p.add(nMeta, start, first, 0);
  }
  p.deeper();
  const { start: calleeStart, count: callee } = p;
  primary(p);
  links(p, calleeStart, callee, false);
  if (p.kinds[p.count - 1] === nTypeArguments) p.count--;
  if (p.token === tQuestionDot) p.fail();
  if (p.token === tOpenParen) callArguments(p, nNew, start, first);
  else p.add(nNew, start, first, 0);
  p.depth--;
}
