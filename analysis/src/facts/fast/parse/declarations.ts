// Declarations other than those of variables, with their modifiers.

import {
  fAsync,
  fDeclare,
  fDefault,
  fExport,
  fGenerator,
  fInitializer,
  fNamed,
  nEnum,
  nEnumMember,
  nFunctionDeclaration,
  nType,
} from "../nodes.ts";
import {
  isIdentifier,
  kAbstract,
  kAs,
  kAsync,
  kAwait,
  kClass,
  kConst,
  kDeclare,
  kDefault,
  kEnum,
  kExport,
  kFunction,
  kGlobal,
  kImport,
  kInterface,
  kLet,
  kModule,
  kNamespace,
  kType,
  kUsing,
  kVar,
  tAssign,
  tAt,
  tCloseBrace,
  tComma,
  tOpenBrace,
  tPrivateName,
  tStar,
} from "../scan/tokens.ts";
import { initializer } from "./bindings.ts";
import { classBody, heritage } from "./classes.ts";
import { signatureAndBody } from "./functions.ts";
import { typeParameters } from "./functionTypes.ts";
import { decorators, memberKey } from "./members.ts";
import { moduleDeclaration } from "./moduleDeclaration.ts";
import { exportAsNamespace, exportDeclaration, exportValue, importDeclaration } from "./modules.ts";
import type { Parser } from "./parser.ts";
import { members } from "./typeMembers.ts";
import { type } from "./types.ts";
import { startsUsing, variables } from "./variables.ts";

/** A declaration, which becomes one node. */
export function declaration(p: Parser): void {
  const { start, count: first } = p;
  const isDecorated = p.token === tAt;
  if (isDecorated) decorators(p);
  let flags = 0;
  for (;;) {
    switch (p.token) {
      case kExport: {
        const after = p.peek();
        if (after === tAssign || after === tStar || after === tOpenBrace || (after === kType && exportsTypes(p))) {
          if (flags !== 0 || isDecorated) p.unsure();
          if (after === tAssign) exportValue(p, start, first);
          else exportDeclaration(p, start, first);
          return;
        }
        if ((flags & fExport) !== 0) p.unsure();
        if (after === kAs) {
          if (flags !== 0 || isDecorated) p.unsure();
          return exportAsNamespace(p, start, first);
        }
        if (after === kDefault && !declaresDefault(p)) {
          if (flags !== 0 || isDecorated) p.unsure();
          return exportValue(p, start, first);
        }
        p.next();
        flags |= fExport;
        if (p.take(kDefault)) flags |= fDefault;
        if (p.token === tAt) decorators(p);
        continue;
      }
      case kDeclare:
        flags |= modifier(p, fDeclare);
        continue;
      case kAsync:
        flags |= modifier(p, fAsync);
        if (p.token !== kFunction) p.unsure();
        continue;
      case kAbstract:
        modifier(p, 0);
        if (p.token !== kClass) p.unsure();
        continue;
      case kConst:
        if (p.peek() !== kEnum) return declareVariables(p, start, first, flags);
        p.next();
        continue;
      case kVar:
      case kLet:
        return declareVariables(p, start, first, flags);
      case kUsing:
      case kAwait:
        if (!startsUsing(p)) p.fail();
        return declareVariables(p, start, first, flags);
    }
    break;
  }
  if ((flags & fExport) !== 0) p.isModule = true;
  switch (p.token) {
    case kFunction:
      if (isDecorated) p.unsure();
      return functionDeclaration(p, start, first, flags);
    case kClass:
      return classBody(p, false, start, first, flags, (flags & fExport) !== 0);
    case kInterface:
      return interfaceDeclaration(p, start, first);
    case kType:
      return typeAlias(p, start, first);
    case kEnum:
      return enumDeclaration(p, start, first, flags);
    case kModule:
    case kNamespace:
    case kGlobal:
      return moduleDeclaration(p, start, first, flags);
    case kImport:
      return importDeclaration(p, start, first);
    default:
      p.unsure();
  }
}

/** `declare` and the like, which have to stand on the line of what they are said of. */
function modifier(p: Parser, flag: number): number {
  p.next();
  if (p.newLine) p.unsure();
  return flag;
}

/** Whether what follows `export` is `type { … }` or `type *`. */
function exportsTypes(p: Parser): boolean {
  const mark = p.mark();
  p.next();
  p.next();
  // The compiler takes no type of this name here.
  if (p.token === kAs) p.fail();
  const found = p.token === tOpenBrace || p.token === tStar;
  p.rewind(mark);
  return found;
}

/** Whether `export default` is followed by a declaration, and not by an expression. */
function declaresDefault(p: Parser): boolean {
  const mark = p.mark();
  p.next();
  p.next();
  let found = false;
  switch (p.token) {
    case kClass:
    case kFunction:
    case kInterface:
    case tAt:
      found = true;
      break;
    case kAbstract:
      found = p.peek() === kClass && !p.peekedNewLine;
      break;
    case kAsync:
      found = p.peek() === kFunction && !p.peekedNewLine;
  }
  p.rewind(mark);
  return found;
}

function declareVariables(p: Parser, start: number, first: number, flags: number): void {
  if (first !== p.count || (flags & fDefault) !== 0) p.unsure();
  variables(p, start, first, flags);
}

function functionDeclaration(p: Parser, start: number, first: number, flags: number): void {
  const { inAwait } = p;
  p.next();
  if (p.take(tStar)) flags |= fGenerator;
  if (isIdentifier(p.token)) {
    p.bindingName();
    flags |= fNamed;
  } else if ((flags & fDefault) === 0) p.fail();
  if ((flags & fExport) !== 0) p.inAwait = true;
  const made = signatureAndBody(p, flags);
  p.inAwait = inAwait;
  p.add(nFunctionDeclaration, start, first, made);
}

function interfaceDeclaration(p: Parser, start: number, first: number): void {
  p.next();
  p.name();
  typeParameters(p);
  heritage(p);
  members(p);
  p.count = first;
  p.add(nType, start, first, 0);
}

function typeAlias(p: Parser, start: number, first: number): void {
  p.next();
  if (p.newLine) p.fail();
  p.name();
  typeParameters(p);
  p.expect(tAssign);
  type(p);
  p.endStatement();
  p.count = first;
  p.add(nType, start, first, 0);
}

function enumDeclaration(p: Parser, start: number, first: number, flags: number): void {
  p.next();
  if (first !== p.count) p.unsure();
  p.bindingName();
  p.expect(tOpenBrace);
  const { inAwait, inYield, noIn, atTop } = p;
  p.inAwait = p.inYield = p.noIn = false;
  p.lists++;
  while (p.token !== tCloseBrace) {
    const { start: from, count: at } = p;
    if (p.token === tPrivateName) p.unsure();
    memberKey(p);
    const made = initializer(p) ? fInitializer : 0;
    p.add(nEnumMember, from, at, made);
    if (!p.take(tComma)) break;
  }
  p.inAwait = inAwait;
  p.inYield = inYield;
  p.noIn = noIn;
  p.atTop = atTop;
  p.expect(tCloseBrace);
  p.lists--;
  p.add(nEnum, start, first, flags);
}
