// What a file imports and exports by statements of their own.

import {
  fFrom,
  fKey,
  fNamed,
  fTypeOnly,
  nExport,
  nExportAll,
  nExportValue,
  nImport,
  nImportEquals,
  nName,
  nNamespaceName,
  nSpecifier,
  nStatement,
  nString,
} from "../nodes.ts";
import {
  isIdentifier,
  kAs,
  kAssert,
  kDefault,
  kDefer,
  kExport,
  kFrom,
  kImport,
  kNamespace,
  kRequire,
  kType,
  kWith,
  tAssign,
  tCloseBrace,
  tCloseParen,
  tComma,
  tDot,
  tName,
  tOpenBrace,
  tOpenParen,
  tPrivateName,
  tStar,
  tString,
} from "../scan/tokens.ts";
import { importAttributes } from "./namedTypes.ts";
import { assignment } from "./operators.ts";
import type { Parser } from "./parser.ts";

/** From the word `import` on; `start` is where its modifiers begin. */
export function importDeclaration(p: Parser, start: number, first: number): void {
  if (first !== p.count) p.unsure();
  p.expect(kImport);
  let flags = 0;
  if (isIdentifier(p.token)) {
    const word = p.token;
    p.bindingName();
    flags = fNamed;
    const isType = word === kType && (p.token !== kFrom || nextIsFromOrEquals(p));
    if (isType && (isIdentifier(p.token) || p.token === tStar || p.token === tOpenBrace)) {
      flags = fTypeOnly;
      p.count = first;
    } else if (word === kDefer && p.token !== tComma && p.token !== tAssign && p.token !== kFrom) {
      if (p.token !== tStar) p.unsure();
      flags = 0;
      p.count = first;
    } else if (word === kDefer && p.token === kFrom && p.peek() !== tString) p.unsure();
    if (flags === fTypeOnly && isIdentifier(p.token)) {
      p.bindingName();
      flags |= fNamed;
    }
    if ((flags & fNamed) !== 0 && p.token !== tComma && p.token !== kFrom) return importEquals(p, start, first, flags);
  }
  if ((flags & fNamed) === 0 ? p.token !== tString : p.token === tComma) {
    if ((flags & fNamed) !== 0) p.next();
    if (p.token === tStar) namespaceName(p);
    else specifiers(p, true);
    p.expect(kFrom);
  } else if ((flags & fNamed) !== 0) p.expect(kFrom);
  fromModule(p);
  if (p.token === kWith || (p.token === kAssert && !p.newLine)) attributes(p);
  p.endStatement();
  p.isModule = true;
  p.add(nImport, start, first, flags | fFrom);
}

function nextIsFromOrEquals(p: Parser): boolean {
  const after = p.peek();
  return after === kFrom || after === tAssign;
}

function namespaceName(p: Parser): void {
  const { start, count: first } = p;
  p.next();
  p.expect(kAs);
  p.bindingName();
  p.add(nNamespaceName, start, first, 0);
}

function fromModule(p: Parser): void {
  if (p.token !== tString) p.unsure();
  p.leaf(nString);
}

function attributes(p: Parser): void {
  p.next();
  importAttributes(p);
}

function importEquals(p: Parser, start: number, first: number, flags: number): void {
  p.expect(tAssign);
  if (p.token === kRequire && p.peek() === tOpenParen) {
    p.next();
    p.next();
    fromModule(p);
    p.expect(tCloseParen);
    flags |= fFrom;
    p.isModule = true;
  } else {
    p.name();
    while (p.take(tDot)) {
      if (p.newLine || !isIdentifier(p.token)) p.unsure();
      p.leaf(nName);
    }
  }
  p.endStatement();
  p.add(nImportEquals, start, first, flags);
}

/** `{ a, b as c, type d }` */
function specifiers(p: Parser, isImport: boolean): void {
  p.expect(tOpenBrace);
  p.lists++;
  while (p.token !== tCloseBrace) {
    specifier(p, isImport);
    if (!p.take(tComma)) break;
  }
  p.expect(tCloseBrace);
  p.lists--;
}

function specifier(p: Parser, isImport: boolean): void {
  const { start, count: first } = p;
  let last = p.token;
  let flags = 0;
  const part = () => {
    last = p.token;
    p.exportName();
  };
  part();
  if (last === kType) {
    // `type as` has four readings.
    if (p.token === kAs) p.unsure();
    if (isExportName(p)) {
      flags = fTypeOnly;
      p.count = first;
      part();
    }
  }
  if (p.token === kAs) {
    p.next();
    part();
    flags |= fKey;
  }
  if (isImport && !isIdentifier(last)) p.fail();
  p.add(nSpecifier, start, first, flags);
}

function isExportName(p: Parser): boolean {
  return p.token === tString || (p.token >= tName && p.token !== tPrivateName);
}

/** `export { … }` and `export *`. */
export function exportDeclaration(p: Parser, start: number, first: number): void {
  p.expect(kExport);
  let flags = p.take(kType) ? fTypeOnly : 0;
  const isAll = p.take(tStar);
  if (isAll) {
    if (p.take(kAs)) {
      p.exportName();
      flags |= fNamed;
    }
    if (p.token !== kFrom) p.fail();
  } else specifiers(p, false);
  if (p.token === kFrom) {
    p.next();
    fromModule(p);
    flags |= fFrom;
    if ((p.token === kWith || p.token === kAssert) && !p.newLine) attributes(p);
  }
  p.endStatement();
  p.isModule = true;
  p.add(isAll ? nExportAll : nExport, start, first, flags);
}

/** `export default expression` and `export = expression`. */
export function exportValue(p: Parser, start: number, first: number): void {
  const { inAwait } = p;
  p.expect(kExport);
  const isEquals = p.take(tAssign);
  if (!isEquals) p.expect(kDefault);
  p.inAwait = true;
  assignment(p, true);
  p.endStatement();
  p.inAwait = inAwait;
  p.isModule = true;
  p.add(nExportValue, start, first, isEquals ? 1 : 0);
}

/** `export as namespace A` */
export function exportAsNamespace(p: Parser, start: number, first: number): void {
  p.expect(kExport);
  p.expect(kAs);
  p.expect(kNamespace);
  p.bindingName();
  p.endStatement();
  p.count = first;
  p.add(nStatement, start, first, 0);
}
