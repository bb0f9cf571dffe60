import type { ArrayExpression, ObjectExpression, Span } from "@headwater/analysis";
import { type ExpressionAround, expressionsAround } from "../../text/expressionsAround.ts";
import type { Fix, FixContext } from "./fix.ts";
import { propertyOf, withItem, withoutItems, withProperty } from "./listEdits.ts";

const lists: ReadonlySet<string | undefined> = new Set(["deps", "additionalDeps"]);
const inputs: ReadonlySet<string | undefined> = new Set(["ins", "additionalIns"]);

/** A dependency that stands twice goes once. Its input, or what stands before it, waits for it already. */
export function removeDependency({ text, facts, span, code }: FixContext): readonly Fix[] {
  const around = expressionsAround(facts, span);
  const at = around.findLastIndex(({ expression, key }) => expression.kind === "array" && lists.has(key));
  const list = around[at]?.expression;
  const options = around[at - 1]?.expression;
  if (list?.kind !== "array" || options?.kind !== "object") return [];
  const item = list.items.find((each) => each.span.start <= span.start && span.end <= each.span.end);
  const property = options.properties.find(({ value }) => value === list);
  if (item === undefined || property === undefined) return [];
  const name = text.slice(item.span.start, item.span.end).replaceAll(/\s+/g, " ");
  const edits =
    list.items.length === 1 ? withoutItems(text, options.properties, [property]) : withoutItems(text, list.items, [item]);
  // What two entries say of one asset may differ; what an input waits for is waited for.
  const isCertain = code === "input-in-ins-and-deps" && !/^\w+\s*\(/.test(name);
  return [{ title: `Remove ${name} from ${around[at]?.key}`, edits, isCertain }];
}

/** An input that the function does not take: it takes it, or only waits for it. */
export function mendInput(context: FixContext): readonly Fix[] {
  const around = expressionsAround(context.facts, context.span);
  const at = around.findLastIndex(({ expression, key }) => expression.kind === "object" && inputs.has(key));
  const ins = around[at]?.expression;
  const options = around[at - 1]?.expression;
  const call = around[at - 2]?.expression;
  if (ins?.kind !== "object" || options?.kind !== "object") return [];
  const name = context.text.slice(context.span.start, context.span.end).replaceAll(/^["'`]|["'`]$/g, "");
  const compute = call?.kind === "call" ? call.args.at(-1)?.value : undefined;
  return [
    ...(compute?.kind === "function" ? takeInput(context, compute, name) : []),
    ...moveToDeps(context, around[at] as ExpressionAround, ins, options, name),
  ];
}

const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

function takeInput(
  { text }: FixContext,
  {
    parameters,
    span,
  }: { readonly parameters: readonly { readonly target: { readonly kind: string; readonly span: Span } }[]; readonly span: Span },
  name: string,
): Fix[] {
  const element = identifier.test(name) ? name : `${JSON.stringify(name)}: input`;
  const title = `Take ${name} as a parameter`;
  const [first] = parameters;
  if (first === undefined) {
    const head = /^(?:async\s+)?(?:function\s*\*?\s*[\w$]*\s*)?\(\s*(?=\))/.exec(text.slice(span.start, span.end));
    if (head === null) return [];
    const at = span.start + head[0].length;
    return [{ title, edits: [{ start: at, end: at, newText: `{ ${element} }` }] }];
  }
  if (first.target.kind !== "object") return [];
  const at = first.target.span.start + 1;
  const isEmpty = /^\s*\}/.test(text.slice(at));
  return [{ title, edits: [{ start: at, end: at, newText: isEmpty ? ` ${element} ` : ` ${element},` }] }];
}

function moveToDeps(
  { text }: FixContext,
  { key }: ExpressionAround,
  ins: ObjectExpression,
  options: ObjectExpression,
  name: string,
): Fix[] {
  const list = key === "ins" ? "deps" : "additionalDeps";
  const input = propertyOf(ins, name);
  const property = options.properties.find(({ value }) => value === ins);
  const deps = propertyOf(options, list)?.value;
  // What AssetIn() says of an input, a dependency cannot say.
  if (input === undefined || property === undefined || input.value.kind === "call" || input.value.kind === "object") return [];
  if (deps !== undefined && deps.kind !== "array") return [];
  const value = text.slice(input.value.span.start, input.value.span.end);
  const title = `Move ${name} to ${list}`;
  const isOnly = ins.properties.length === 1;
  if (isOnly && deps === undefined) {
    return [{ title, edits: [{ ...property.span, newText: `${list}: [${value}]` }] }];
  }
  const removed = isOnly ? withoutItems(text, options.properties, [property]) : withoutItems(text, ins.properties, [input]);
  const added =
    deps === undefined ? withProperty(options, `${list}: [${value}]`) : withItem(text, deps as ArrayExpression, value);
  const overlap = removed.some(({ start, end }) => start <= added.start && added.start <= end && start !== end);
  return overlap ? [] : [{ title, edits: [...removed, added] }];
}
