// Whether a word that may also be a name begins a declaration.

import {
  isIdentifier,
  kAbstract,
  kAccessor,
  kAs,
  kAsync,
  kAwait,
  kClass,
  kConst,
  kDeclare,
  kDefault,
  kDefer,
  kEnum,
  kExport,
  kFunction,
  kGlobal,
  kImport,
  kInterface,
  kLet,
  kModule,
  kNamespace,
  kPrivate,
  kProtected,
  kPublic,
  kReadonly,
  kStatic,
  kType,
  kUsing,
  kVar,
  tAssign,
  tAt,
  tName,
  tOpenBrace,
  tPrivateName,
  tStar,
  tString,
} from "../scan/tokens.ts";
import type { Parser } from "./parser.ts";
import { startsUsing } from "./variables.ts";

/** Whether a word that may also be a name begins a declaration here. */
export function isDeclaration(p: Parser): boolean {
  const mark = p.mark();
  const found = startsDeclaration(p);
  p.rewind(mark);
  return found;
}

function startsDeclaration(p: Parser): boolean {
  for (;;) {
    const { token } = p;
    switch (token) {
      case kVar:
      case kLet:
      case kConst:
      case kFunction:
      case kClass:
      case kEnum:
        return true;
      case kUsing:
      case kAwait:
        return startsUsing(p);
      case kInterface:
      case kType:
      case kDefer:
        p.next();
        return isIdentifier(p.token) && !p.newLine;
      case kModule:
      case kNamespace:
        p.next();
        return (isIdentifier(p.token) || p.token === tString) && !p.newLine;
      case kAbstract:
      case kAccessor:
      case kAsync:
      case kDeclare:
      case kPrivate:
      case kProtected:
      case kPublic:
      case kReadonly:
        p.next();
        if (p.newLine) return false;
        if (token === kDeclare && p.token === kType) return true;
        continue;
      case kGlobal:
        p.next();
        return p.token === tOpenBrace || p.token === tName || p.token === kExport;
      case kImport:
        p.next();
        return (
          p.token === tString || p.token === tStar || p.token === tOpenBrace || (p.token >= tName && p.token !== tPrivateName)
        );
      case kExport: {
        p.next();
        const after = p.token === kType ? p.peek() : p.token;
        if (
          after === tAssign ||
          after === tStar ||
          after === tOpenBrace ||
          after === kDefault ||
          after === kAs ||
          after === tAt
        ) {
          return true;
        }
        continue;
      }
      case kStatic:
        p.next();
        continue;
      default:
        return false;
    }
  }
}
