// `namespace A.B { … }`, `module "a" { … }` and `global { … }`.
import { nModule } from "../nodes.ts";
import { kGlobal, kModule, tCloseBrace, tDot, tOpenBrace, tString } from "../scan/tokens.ts";
import type { Parser } from "./parser.ts";
import { statement } from "./statements.ts";

/**
 * @param start where it begins, with its modifiers
 * @param flags what its modifiers are
 */
export function moduleDeclaration(p: Parser, start: number, first: number, flags: number): void {
  if (first !== p.count) p.unsure();
  const { token } = p;
  if (token === kGlobal) p.bindingName();
  else {
    p.next();
    if (token === kModule && p.token === tString) {
      p.exportName();
      if (p.token !== tOpenBrace) {
        p.endStatement();
        return p.add(nModule, start, first, flags);
      }
    } else {
      p.bindingName();
      if (p.token === tDot) {
        inner(p);
        return p.add(nModule, start, first, flags);
      }
    }
  }
  body(p);
  p.add(nModule, start, first, flags);
}

/** What stands in a namespace whose name has a dot. */
function inner(p: Parser): void {
  p.next();
  const { start, count: first } = p;
  p.deeper();
  if (p.newLine) p.unsure();
  p.word();
  if (p.token === tDot) inner(p);
  else body(p);
  p.depth--;
  p.add(nModule, start, first, 0);
}

function body(p: Parser): void {
  // What a namespace exports does not make the file a module.
  const { isModule } = p;
  p.expect(tOpenBrace);
  p.deeper();
  p.lists++;
  while (p.token !== tCloseBrace) statement(p);
  p.lists--;
  p.depth--;
  p.next();
  p.isModule = isModule;
}
