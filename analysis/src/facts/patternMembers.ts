import type { Expression, Pattern } from "./expression.ts";
import type { Span } from "./span.ts";

/** The names that a pattern binds, each with the value it takes out of the whole. */
export function membersOf(target: Pattern, whole: Expression): { name: string; span: Span; value: Expression }[] {
  if (target.kind === "name") return [{ name: target.name, span: target.span, value: whole }];
  const { span } = whole;
  if (target.kind === "array") {
    return target.items.flatMap((item, at) => {
      if (item === undefined) return [];
      const index: Expression = { kind: "literal", value: at, span };
      return membersOf(item.target, item.rest || item.fallback ? inPart(whole) : { kind: "element", object: whole, index, span });
    });
  }
  const members = target.properties.flatMap(({ key, target: inner, fallback }) => {
    return membersOf(inner, key === undefined || fallback ? inPart(whole) : { kind: "member", object: whole, name: key, span });
  });
  if (target.rest === undefined) return members;
  return [...members, { name: target.rest.name, span: target.rest.span, value: inPart(whole) }];
}

/** A part of a value that is not followed. */
function inPart(whole: Expression): Expression {
  let root = whole;
  while (root.kind === "member" || root.kind === "element") root = root.object;
  const mentions = root.kind === "identifier" ? [root.name] : [];
  return { kind: "unknown", reason: "destructured with a default, a rest or a computed name", mentions, span: whole.span };
}
