import type { Evaluation } from "./evaluation.ts";
import { mayBeAssets } from "./mayBeAssets.ts";
import { namespaceObject } from "./properties.ts";
import {
  type Entry,
  type ListValue,
  type ObjectValue,
  type Origin,
  reasonOf,
  truthOf,
  type UnknownValue,
  unknownValue,
  type Value,
} from "./value.ts";

const globals: ReadonlySet<string> = new Set(["Array", "Boolean", "Number", "Object", "String"]);

/** A name that JavaScript itself gives. */
export function globalValue(name: string, origin: Origin): Value | undefined {
  if (name === "undefined") return { kind: "literal", value: undefined, origin };
  return globals.has(name) ? { kind: "global", name, origin } : undefined;
}

/** Calls a function of JavaScript itself, as `Object.values(…)`; undefined for those that are not evaluated. */
export function callGlobal(evaluation: Evaluation, name: string, args: readonly Value[], origin: Origin): Value | undefined {
  const [first] = args;
  if (name === "Object.freeze" || name === "Object.seal") return first;
  if (name === "String") return first?.kind === "literal" ? text(String(first.value), origin) : undefined;
  if (name === "Boolean" || name === "Number") return converted(name, first, origin);
  if (name === "Array.of") return list(args, origin);
  if (name === "Object.fromEntries") return fromEntries(first, origin);
  const object = first && objectOf(evaluation, first);
  if (object === undefined) return undefined;
  const { entries } = object;
  const doubt = object.doubt ? { doubt: object.doubt } : {};
  const key = (name: string, entry: Entry): Value => ({ kind: "literal", value: name, origin: entry.key });
  switch (name) {
    case "Object.values":
      return {
        ...list(
          [...entries.values()].map(({ value }) => value),
          origin,
        ),
        ...doubt,
      };
    case "Object.keys":
      return {
        ...list(
          [...entries].map(([name, entry]) => key(name, entry)),
          origin,
        ),
        ...doubt,
      };
    case "Object.entries": {
      const pairs = [...entries].map(([name, entry]) => list([key(name, entry), entry.value], entry.whole));
      return { ...list(pairs, origin), ...doubt };
    }
    default:
      return undefined;
  }
}

/** Calls a value of the evaluator's own with arguments: a callback of `map`. */
export type Callback = (...args: readonly Value[]) => Value;

/** Calls a method of a text or list; undefined for those that are not evaluated. */
export function callMethod(
  evaluation: Evaluation,
  object: Value,
  method: string,
  args: readonly Value[],
  origin: Origin,
  callback: Callback,
): Value | undefined {
  if (object.kind === "literal" && typeof object.value === "string") return callTextMethod(object.value, method, args, origin);
  return object.kind === "list" ? callListMethod(evaluation, object, method, args, origin, callback) : undefined;
}

function callTextMethod(value: string, method: string, args: readonly Value[], origin: Origin): Value | undefined {
  const given = args.map((argument) => (argument.kind === "literal" ? argument.value : undefined));
  const [one, other] = given;
  switch (method) {
    case "toLowerCase":
      return text(value.toLowerCase(), origin);
    case "toUpperCase":
      return text(value.toUpperCase(), origin);
    case "trim":
      return text(value.trim(), origin);
    case "toString":
      return text(value, origin);
    case "startsWith":
    case "endsWith":
    case "includes":
      if (typeof one !== "string" || args.length > 1) return undefined;
      return { kind: "literal", value: value[method](one), origin };
    case "concat":
      return args.every(({ kind }) => kind === "literal") ? text(value + given.map(String).join(""), origin) : undefined;
    case "replace":
    case "replaceAll":
      if (typeof one !== "string" || typeof other !== "string" || other.includes("$")) return undefined;
      return text(method === "replace" ? value.replace(one, other) : value.replaceAll(one, other), origin);
    case "split":
      if (typeof one !== "string" || args.length > 1) return undefined;
      return list(
        value.split(one).map((part) => text(part, origin)),
        origin,
      );
    case "slice":
      if (!given.every((argument) => typeof argument === "number")) return undefined;
      return text(value.slice(one as number | undefined, other as number | undefined), origin);
    default:
      return undefined;
  }
}

function callListMethod(
  evaluation: Evaluation,
  object: ListValue,
  method: string,
  args: readonly Value[],
  origin: Origin,
  callback: Callback,
): Value | undefined {
  const { items } = object;
  const [first] = args;
  const made = object.doubt ? { doubt: doubtOf(evaluation, object.doubt, callback) } : {};
  const index = (at: number): Value => ({ kind: "literal", value: at, origin });
  switch (method) {
    case "join": {
      const separator = first === undefined ? "," : first.kind === "literal" ? String(first.value ?? ",") : undefined;
      if (separator === undefined || object.doubt) return undefined;
      const texts = items.map((item) => (item.kind === "literal" ? String(item.value ?? "") : undefined));
      return texts.includes(undefined) ? undefined : text(texts.join(separator), origin);
    }
    case "map":
      return {
        ...list(
          items.map((item, at) => callback(item, index(at), object)),
          origin,
        ),
        ...made,
      };
    case "flatMap": {
      const parts = items.map((item, at) => callback(item, index(at), object));
      return flatten(parts, origin, made.doubt);
    }
    case "flat":
      return args.length === 0 ? flatten(items, origin, object.doubt) : undefined;
    case "concat":
      return flatten([object, ...args], origin, undefined);
    case "filter": {
      const kept: Value[] = [];
      let left: UnknownValue | undefined = object.doubt;
      for (const [at, item] of items.entries()) {
        const verdict = callback(item, index(at), object);
        const stays = truthOf(verdict);
        if (stays) kept.push(item);
        if (stays === undefined) left ??= unknownValue(reasonOf(verdict), origin, mayBeAssets(evaluation, item));
      }
      return { ...list(kept, origin), ...(left ? { doubt: left } : {}) };
    }
    case "slice": {
      const given = args.map((argument) => (argument.kind === "literal" ? argument.value : undefined));
      if (object.doubt || !given.every((argument) => typeof argument === "number")) return undefined;
      return list(items.slice(given[0] as number | undefined, given[1] as number | undefined), origin);
    }
    case "includes":
      if (first?.kind !== "literal" || object.doubt || !items.every(({ kind }) => kind === "literal")) return undefined;
      return { kind: "literal", value: items.some((item) => item.kind === "literal" && item.value === first.value), origin };
    case "at":
      if (first?.kind !== "literal" || typeof first.value !== "number" || object.doubt) return undefined;
      return items.at(first.value) ?? { kind: "literal", value: undefined, origin };
    default:
      return undefined;
  }
}

/** What a callback makes of the items that a list may have beside the known ones. */
function doubtOf(evaluation: Evaluation, doubt: UnknownValue, callback: Callback): UnknownValue {
  return { ...doubt, mayHoldAssets: mayBeAssets(evaluation, callback(doubt)) };
}

function converted(name: "Boolean" | "Number", value: Value | undefined, origin: Origin): Value | undefined {
  if (value === undefined) return undefined;
  if (name === "Number") return value.kind === "literal" ? { kind: "literal", value: Number(value.value), origin } : undefined;
  const truth = truthOf(value);
  return truth === undefined ? undefined : { kind: "literal", value: truth, origin };
}

function flatten(parts: readonly Value[], origin: Origin, doubt: ListValue["doubt"]): ListValue {
  const items = parts.flatMap((part) => (part.kind === "list" ? part.items : [part]));
  const first = doubt ?? parts.find((part) => part.kind === "list" && part.doubt !== undefined);
  const found = first?.kind === "list" ? first.doubt : first;
  return { kind: "list", items, origin, ...(found?.kind === "unknown" ? { doubt: found } : {}) };
}

/** What has entries, as an object. */
export function objectOf(evaluation: Evaluation, value: Value): ObjectValue | undefined {
  if (value.kind === "namespace") return namespaceObject(evaluation, value);
  if (value.kind === "outputs") return evaluation.outputs(value);
  return value.kind === "object" ? value : undefined;
}

function fromEntries(pairs: Value | undefined, origin: Origin): Value | undefined {
  if (pairs?.kind !== "list") return undefined;
  const entries = new Map<string, Entry>();
  for (const pair of pairs.items) {
    if (pair.kind !== "list") return undefined;
    const [key, value] = pair.items;
    if (key?.kind !== "literal" || value === undefined) return undefined;
    entries.set(String(key.value), { value, key: key.origin, whole: pair.origin });
  }
  return { kind: "object", entries, origin, ...(pairs.doubt ? { doubt: pairs.doubt } : {}) };
}

function list(items: readonly Value[], origin: Origin): ListValue {
  return { kind: "list", items, origin };
}

function text(value: string, origin: Origin): Value {
  return { kind: "literal", value, origin };
}
