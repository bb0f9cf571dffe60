// `for` in all of its forms.
import { nForEach, nStatement } from "../nodes.ts";
import { kAwait, kIn, kOf, tCloseParen, tComma, tOpenParen, tSemicolon } from "../scan/tokens.ts";
import { assignment, expression } from "./operators.ts";
import type { Parser } from "./parser.ts";
import { statement } from "./statements.ts";
import { startsForVariables, variable, variableMode } from "./variables.ts";

export function forStatement(p: Parser): void {
  const { start, count: first, noIn } = p;
  p.next();
  const isAwaited = p.take(kAwait);
  p.expect(tOpenParen);
  let declares = false;
  if (p.token !== tSemicolon) {
    p.noIn = true;
    declares = startsForVariables(p);
    if (declares) {
      variableMode(p);
      do {
        variable(p, false);
      } while (p.take(tComma));
    } else expression(p);
    p.noIn = noIn;
  }
  const isOf = p.token === kOf;
  if (isAwaited && !isOf) p.fail();
  p.noIn = false;
  if (isOf || p.token === kIn) {
    p.next();
    if (isOf) assignment(p, true);
    else expression(p);
    p.expect(tCloseParen);
    p.noIn = noIn;
    statement(p);
    return p.add(nForEach, start, first, declares ? 0 : 1);
  }
  p.expect(tSemicolon);
  if (p.token !== tSemicolon && p.token !== tCloseParen) expression(p);
  p.expect(tSemicolon);
  if (p.token !== tCloseParen) expression(p);
  p.expect(tCloseParen);
  p.noIn = noIn;
  statement(p);
  p.add(nStatement, start, first, 0);
}
