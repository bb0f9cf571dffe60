import { expressionsAround } from "../../text/expressionsAround.ts";
import type { Fix, FixContext } from "./fix.ts";
import { propertyOf, withoutItems } from "./listEdits.ts";

const others = ["name", "keyPrefix"];

/** `key` says the whole name, so what stands beside it goes; or the other way round. */
export function mendKey({ text, facts, span }: FixContext): readonly Fix[] {
  const options = expressionsAround(facts, span).findLast(
    ({ expression }) => expression.kind === "object" && propertyOf(expression, "key") !== undefined,
  )?.expression;
  if (options?.kind !== "object") return [];
  const beside = others.flatMap((name) => propertyOf(options, name) ?? []);
  const key = propertyOf(options, "key");
  if (key === undefined || beside.length === 0) return [];
  const names = beside.map((property) => String(property.key)).join(" and ");
  return [
    { title: `Remove ${names}`, edits: withoutItems(text, options.properties, beside), isCertain: true },
    { title: "Remove key", edits: withoutItems(text, options.properties, [key]) },
  ];
}

/** The same of an input or an output, whose name would otherwise be a key of its own. */
export function removePrefix(context: FixContext): readonly Fix[] {
  return mendKey(context).slice(0, 1);
}

/** An option that nobody reads goes. */
export function removeOption({ text, facts, span }: FixContext): readonly Fix[] {
  const object = expressionsAround(facts, span).findLast(({ expression }) => expression.kind === "object")?.expression;
  if (object?.kind !== "object") return [];
  const property = object.properties.find((each) => each.kind === "property" && each.keySpan.start === span.start);
  if (property === undefined) return [];
  return [{ title: `Remove ${text.slice(span.start, span.end)}`, edits: withoutItems(text, object.properties, [property]) }];
}
