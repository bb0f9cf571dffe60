// Statements that declare variables.

import { fConst, fExport, fInitializer, fLet, nVariable, nVariables } from "../nodes.ts";
import { isIdentifier, kAwait, kConst, kIn, kLet, kOf, kUsing, kVar, tBang, tComma, tOpenBrace } from "../scan/tokens.ts";
import { initializer, pattern } from "./bindings.ts";
import type { Parser } from "./parser.ts";
import { annotation } from "./types.ts";

/** Whether `using` or `await using` begins a declaration here. */
export function startsUsing(p: Parser): boolean {
  const mark = p.mark();
  if (p.token === kAwait) p.next();
  let found = false;
  if (p.token === kUsing) {
    p.next();
    found = (isIdentifier(p.token) || p.token === tOpenBrace) && !p.newLine;
  }
  p.rewind(mark);
  return found;
}

/**
 * A statement that declares variables, from `var` and its like on.
 *
 * @param start where it begins, with its modifiers
 * @param flags what its modifiers are
 */
export function variables(p: Parser, start: number, first: number, flags: number): void {
  const { noIn } = p;
  const mode = variableMode(p);
  p.noIn = false;
  do {
    variable(p, true);
  } while (p.take(tComma));
  p.noIn = noIn;
  p.endStatement();
  p.add(nVariables, start, first, flags | mode);
  if ((flags & fExport) !== 0) p.isModule = true;
}

export function variableMode(p: Parser): number {
  const { token } = p;
  p.next();
  if (token === kAwait) p.next();
  // `await using` counts as constant, `using` does not.
  const mode = token === kConst || token === kAwait ? fConst : token === kLet ? fLet : 0;
  // `of` may be the name.
  if (p.token === kOf && isIdentifier(p.peek())) p.unsure();
  return mode;
}

export function variable(p: Parser, mayBeDefinite: boolean): void {
  const { start, count: first } = p;
  const isName = isIdentifier(p.token);
  pattern(p);
  if (mayBeDefinite && isName && p.token === tBang && !p.newLine) p.next();
  annotation(p);
  const made = p.token !== kIn && p.token !== kOf && initializer(p) ? fInitializer : 0;
  p.add(nVariable, start, first, made);
}

export function startsForVariables(p: Parser): boolean {
  if (p.token === kVar || p.token === kLet || p.token === kConst) return true;
  if (p.token !== kUsing && p.token !== kAwait) return false;
  const isUsing = startsUsing(p);
  // `for (using of …)` has more than one reading.
  if (isUsing && p.token === kUsing && p.peek() === kOf) p.unsure();
  return isUsing;
}
