import type { ArrayExpression, ObjectExpression, PropertyItem, Span } from "@headwater/analysis";
import type { OffsetEdit } from "../importEdits.ts";

/** Takes elements out of a list or properties out of an object, with their commas. */
export function withoutItems(
  text: string,
  all: readonly { readonly span: Span }[],
  taken: readonly { readonly span: Span }[],
): OffsetEdit[] {
  return taken.map(({ span }) => {
    const at = all.findIndex((each) => each.span.start === span.start);
    const next = all[at + 1];
    if (next !== undefined) return { start: span.start, end: next.span.start, newText: "" };
    const kept = all.slice(0, at).findLast((each) => !taken.some((other) => other.span.start === each.span.start));
    if (kept !== undefined && at === all.indexOf(kept) + 1) return { start: kept.span.end, end: span.end, newText: "" };
    // Nothing is left of it, so no blanks are either.
    const before = all.length === 1 ? (/\s*$/.exec(text.slice(Math.max(0, span.start - 200), span.start))?.[0] ?? "") : "";
    const after = (all.length === 1 ? /^\s*,?\s*/ : /^\s*,/).exec(text.slice(span.end, span.end + 200))?.[0] ?? "";
    return { start: span.start - before.length, end: span.end + after.length, newText: "" };
  });
}

/** Adds an element to the end of a list. */
export function withItem(text: string, { items, span }: ArrayExpression, newText: string): OffsetEdit {
  const last = items.at(-1);
  if (last !== undefined) return { start: last.span.end, end: last.span.end, newText: `, ${newText}` };
  const open = text.indexOf("[", span.start) + 1;
  return { start: open, end: open, newText };
}

/** Adds a property to the start of an object. */
export function withProperty({ properties, span }: ObjectExpression, newText: string): OffsetEdit {
  const at = span.start + 1;
  return { start: at, end: at, newText: properties.length === 0 ? ` ${newText} ` : ` ${newText},` };
}

/** The property of an object that has a name. */
export function propertyOf(object: ObjectExpression, name: string): (PropertyItem & { readonly kind: "property" }) | undefined {
  for (const property of object.properties) {
    if (property.kind === "property" && property.key === name) return property;
  }
  return undefined;
}
