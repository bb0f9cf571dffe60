// Statements, in bodies as at the top level.

import { nExpressionStatement, nName, nReturn, nStatement } from "../nodes.ts";
import {
  isIdentifier,
  kAbstract,
  kAccessor,
  kAsync,
  kAwait,
  kBreak,
  kCase,
  kCatch,
  kClass,
  kConst,
  kContinue,
  kDebugger,
  kDeclare,
  kDefault,
  kDo,
  kElse,
  kEnum,
  kExport,
  kFinally,
  kFor,
  kFunction,
  kGlobal,
  kIf,
  kImport,
  kInterface,
  kLet,
  kModule,
  kNamespace,
  kPrivate,
  kProtected,
  kPublic,
  kReadonly,
  kReturn,
  kStatic,
  kSwitch,
  kThrow,
  kTry,
  kType,
  kUsing,
  kVar,
  kWhile,
  kWith,
  tAssign,
  tAt,
  tCloseBrace,
  tCloseParen,
  tColon,
  tName,
  tOpenBrace,
  tOpenBracket,
  tOpenParen,
  tSemicolon,
} from "../scan/tokens.ts";
import { declaration } from "./declarations.ts";
import { forStatement } from "./loops.ts";
import { expression } from "./operators.ts";
import type { Parser } from "./parser.ts";
import { isDeclaration } from "./startsDeclaration.ts";
import { startsUsing, variable, variables } from "./variables.ts";

/** Statements in braces. They become nodes one after another, for the caller to put into one. */
export function block(p: Parser): void {
  if (p.token !== tOpenBrace) p.fail();
  p.next();
  p.deeper();
  const { lists } = p;
  p.lists = lists + 1;
  while (p.token !== tCloseBrace) statement(p);
  p.lists = lists;
  p.depth--;
  p.next();
  if (p.token === tAssign) p.fail();
}

/** One statement, which becomes one node. */
export function statement(p: Parser): void {
  const { token, start, count: first } = p;
  if (token === tName) return expressionStatement(p);
  p.deeper();
  switch (token) {
    case tSemicolon:
      p.next();
      p.add(nStatement, start, first, 0);
      break;
    case tOpenBrace:
      block(p);
      p.add(nStatement, start, first, 0);
      break;
    case kConst:
      if (p.peek() === kEnum) declaration(p);
      else variables(p, start, first, 0);
      break;
    case kVar:
      variables(p, start, first, 0);
      break;
    case kReturn:
      p.next();
      if (!p.canEndStatement()) expressionWithIn(p);
      p.endStatement();
      p.add(nReturn, start, first, 0);
      break;
    case kIf:
      p.next();
      condition(p);
      statement(p);
      if (p.take(kElse)) statement(p);
      p.add(nStatement, start, first, 0);
      break;
    case kLet: {
      const after = p.peek();
      if (!isIdentifier(after) && after !== tOpenBrace && after !== tOpenBracket) p.unsure();
      variables(p, start, first, 0);
      break;
    }
    case kUsing:
    case kAwait:
      if (startsUsing(p)) variables(p, start, first, 0);
      else expressionStatement(p);
      break;
    case kFunction:
    case kClass:
    case kEnum:
    case tAt:
      declaration(p);
      break;
    case kFor:
      forStatement(p);
      break;
    case kWhile:
    case kWith:
      p.next();
      condition(p);
      statement(p);
      p.add(nStatement, start, first, 0);
      break;
    case kDo:
      p.next();
      statement(p);
      p.expect(kWhile);
      condition(p);
      p.take(tSemicolon);
      p.add(nStatement, start, first, 0);
      break;
    case kContinue:
    case kBreak:
      p.next();
      if (!p.canEndStatement()) p.name();
      p.endStatement();
      p.add(nStatement, start, first, 0);
      break;
    case kSwitch:
      switchStatement(p);
      break;
    case kThrow:
      p.next();
      if (!p.newLine) expressionWithIn(p);
      p.endStatement();
      p.add(nStatement, start, first, 0);
      break;
    case kTry:
      tryStatement(p);
      break;
    case kDebugger:
      p.next();
      p.endStatement();
      p.add(nStatement, start, first, 0);
      break;
    case kCatch:
    case kFinally:
      p.fail();
      break;
    case kAsync:
    case kInterface:
    case kType:
    case kModule:
    case kNamespace:
    case kDeclare:
    case kExport:
    case kImport:
    case kPrivate:
    case kProtected:
    case kPublic:
    case kAbstract:
    case kAccessor:
    case kStatic:
    case kReadonly:
    case kGlobal:
      if (isDeclaration(p)) declaration(p);
      else expressionStatement(p);
      break;
    default:
      expressionStatement(p);
  }
  p.depth--;
}

function expressionWithIn(p: Parser): void {
  const { noIn } = p;
  p.noIn = false;
  expression(p);
  p.noIn = noIn;
}

function condition(p: Parser): void {
  p.expect(tOpenParen);
  expressionWithIn(p);
  p.expect(tCloseParen);
}

function expressionStatement(p: Parser): void {
  const { start, count: first } = p;
  expressionWithIn(p);
  if (p.token === tColon && p.count === first + 1 && p.kinds[first] === nName) {
    p.next();
    p.deeper();
    statement(p);
    p.depth--;
    return p.add(nStatement, start, first, 0);
  }
  p.endStatement();
  p.add(nExpressionStatement, start, first, 0);
}

function switchStatement(p: Parser): void {
  const { start, count: first } = p;
  p.next();
  condition(p);
  p.expect(tOpenBrace);
  p.lists++;
  while (p.token !== tCloseBrace) {
    if (p.token === kCase) {
      p.next();
      expressionWithIn(p);
    } else if (p.token === kDefault) p.next();
    else p.fail();
    p.expect(tColon);
    while (p.token !== kCase && p.token !== kDefault && p.token !== tCloseBrace) statement(p);
  }
  p.lists--;
  p.next();
  p.add(nStatement, start, first, 0);
}

function tryStatement(p: Parser): void {
  const { start, count: first } = p;
  p.next();
  block(p);
  const isCaught = p.take(kCatch);
  if (isCaught) {
    if (p.take(tOpenParen)) {
      variable(p, false);
      p.expect(tCloseParen);
    }
    block(p);
  }
  if (!isCaught || p.token === kFinally) {
    p.expect(kFinally);
    block(p);
  }
  p.add(nStatement, start, first, 0);
}
