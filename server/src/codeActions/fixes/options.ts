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

/** An option that nobody reads gets the name that was meant, or goes. */
export function mendOption(context: FixContext): readonly Fix[] {
  const { text, span, suggestions } = context;
  const found = optionAt(context);
  if (found === undefined) return [];
  const { object, property } = found;
  const written = text.slice(span.start, span.end);
  const renamed = suggestions.map((name, at): Fix => {
    const { value } = property;
    // `{ groupNam }` would otherwise lose its value.
    const isShorthand = value.span.start === span.start;
    const newText = /^["'`]/.test(written) ? JSON.stringify(name) : isShorthand ? `${name}: ${written}` : name;
    const edits = [{ ...span, newText }];
    // What was one text before is a list of them now.
    if (name === "kinds" && value.kind === "literal" && typeof value.value === "string" && !isShorthand) {
      edits.push({ ...value.span, newText: `[${text.slice(value.span.start, value.span.end)}]` });
    }
    return { title: `Change to ${name}`, edits, isPreferred: at === 0 };
  });
  return [...renamed, { title: `Remove ${written}`, edits: withoutItems(text, object.properties, [property]) }];
}

/** A pool that is named by a tag is named by the option. */
export function usePool(context: FixContext): readonly Fix[] {
  const { text, facts, span } = context;
  const found = optionAt(context);
  const around = expressionsAround(facts, span);
  const options = around[around.findLastIndex(({ key }) => key === "opTags") - 1]?.expression;
  const opTags = options?.kind === "object" ? propertyOf(options, "opTags") : undefined;
  if (found === undefined || options?.kind !== "object" || opTags === undefined) return [];
  const { object, property } = found;
  const pool = `pool: ${text.slice(property.value.span.start, property.value.span.end)}`;
  const title = `Change to ${pool}`;
  if (object.properties.length === 1) {
    return [{ title, edits: [{ ...opTags.span, newText: pool }], isPreferred: true, isCertain: true }];
  }
  const added = { start: opTags.span.start, end: opTags.span.start, newText: `${pool}, ` };
  return [{ title, edits: [added, ...withoutItems(text, object.properties, [property])], isPreferred: true, isCertain: true }];
}

/** The option whose name stands at a place, with the object that it is in. */
function optionAt({ facts, span }: FixContext) {
  const object = expressionsAround(facts, span).findLast(({ expression }) => expression.kind === "object")?.expression;
  if (object?.kind !== "object") return undefined;
  const property = object.properties.find((each) => each.kind === "property" && each.keySpan.start === span.start);
  return property?.kind === "property" ? { object, property } : undefined;
}
