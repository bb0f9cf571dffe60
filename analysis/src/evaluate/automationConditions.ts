import {
  type AutomationConditionData,
  allowIn,
  ignoreIn,
  isUnknown,
  parseSelectOption,
  plainCompositions,
  plainOperands,
  replaceCondition,
  type SelectionTree,
  sinceLastHandled,
  UNKNOWN,
  withoutCondition,
} from "@headwater/model";
import { plainOptions } from "./plainData.ts";
import { type Entry, type ObjectValue, type Origin, reasonOf, unknownValue, type Value } from "./value.ts";

type Arguments = readonly (Value | undefined)[];

/**
 * What a function of `AutomationCondition` makes, as `anyDepsMatch`: the data that it makes at run time. Undefined for a name
 * that is none.
 *
 * @param keyOf the key that names another asset, as a value
 */
export function conditionOf(name: string, args: Arguments, origin: Origin, keyOf: (value: Value) => Value): Value | undefined {
  const [first, second] = args;
  const takesNothing = [...plainOperands, ...plainCompositions, "anyDownstreamConditions"] as readonly string[];
  if (takesNothing.includes(name)) return made({ kind: name }, origin);
  switch (name) {
    case "onCron":
    case "cronTickPassed":
    case "allDepsUpdatedSinceCron":
      return made({ kind: name, cron: first, timezone: given(second) ?? "UTC" }, origin);
    case "executedWithTags":
    case "anyNewUpdateHasRunTags":
    case "allNewUpdatesHaveRunTags":
    case "inLatestTimeWindow":
      return made({ kind: name }, origin, given(first));
    case "anyDepsMatch":
    case "allDepsMatch":
      return made({ kind: name, operand: first }, origin);
    case "anyChecksMatch":
    case "allChecksMatch":
      return made({ kind: name, operand: first }, origin, given(second));
    case "assetMatches":
      return made({ kind: name, asset: first && keyOf(first), operand: second }, origin);
    default:
      return undefined;
  }
}

const methods: ReadonlySet<string> = new Set([
  ...["and", "or", "not", "since", "newlyTrue", "sinceLastHandled", "withLabel", "replace", "without", "allow", "ignore"],
]);

/** What a method of a condition makes, as `and`; undefined for an object that is no condition, and for another name. */
export function callConditionMethod(object: ObjectValue, method: string, args: Arguments, origin: Origin): Value | undefined {
  const kind = object.entries.get("kind")?.value;
  if (!methods.has(method) || object.entries.has(method) || kind?.kind !== "literal") return undefined;
  const [first, second] = args;
  switch (method) {
    case "and":
    case "or":
      return flat(method, [object, ...args.flatMap((one) => one ?? [])], origin);
    case "not":
    case "newlyTrue":
      return made({ kind: method, operand: object }, origin);
    case "since":
      return made({ kind: "since", trigger: object, reset: first }, origin);
    case "withLabel":
      return made({ label: first }, origin, object);
    case "sinceLastHandled": {
      const { reset } = sinceLastHandled({ kind: "missing" }) as AutomationConditionData & { readonly kind: "since" };
      return made({ kind: "since", trigger: object, reset: valueFrom(reset, origin) }, origin);
    }
    default:
      return changed(object, method, first, second, origin);
  }
}

/** Spec 6.2: what is of the same kind and has no label is taken apart. */
function flat(kind: "and" | "or", conditions: readonly Value[], origin: Origin): Value {
  const items = conditions.flatMap((one): readonly Value[] => {
    if (one.kind !== "object" || one.entries.has("label")) return [one];
    const own = one.entries.get("kind")?.value;
    const operands = one.entries.get("operands")?.value;
    const isSame = own?.kind === "literal" && own.value === kind;
    return isSame && operands?.kind === "list" && operands.doubt === undefined ? operands.items : [one];
  });
  return made({ kind, operands: { kind: "list", items, origin } }, origin);
}

/** What needs the condition as a whole. What cannot be done fails when it is run, and is not known here. */
function changed(
  object: ObjectValue,
  method: string,
  first: Value | undefined,
  second: Value | undefined,
  origin: Origin,
): Value {
  const plain = (value: Value | undefined) =>
    value?.kind === "object" ? (plainOptions(value, () => UNKNOWN) as unknown as AutomationConditionData) : undefined;
  const condition = plain(object);
  const other = first?.kind === "literal" && typeof first.value === "string" ? first.value : plain(first);
  const unknown = (reason: string) => unknownValue(reason, origin);
  if (condition === undefined || (method !== "allow" && method !== "ignore" && other === undefined)) {
    return unknown(first === undefined ? `the result of ${method}() of nothing` : reasonOf(first));
  }
  if (holdsUnknown(condition) || holdsUnknown(other))
    return unknown(`the result of ${method}() of a condition that is not known`);
  try {
    switch (method) {
      case "replace": {
        const replacement = plain(second);
        if (replacement === undefined || holdsUnknown(replacement)) return unknown(`the result of ${method}()`);
        return valueFrom(replaceCondition(condition, other as AutomationConditionData | string, replacement), origin);
      }
      case "without":
        return valueFrom(withoutCondition(condition, other as AutomationConditionData), origin);
      default: {
        const selection = typeof other === "string" ? parseSelectOption(other) : (UNKNOWN as unknown as SelectionTree);
        return valueFrom((method === "allow" ? allowIn : ignoreIn)(condition, selection), origin);
      }
    }
  } catch (error) {
    return unknown(`the result of ${method}(), which fails: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function holdsUnknown(value: unknown): boolean {
  return isUnknown(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));
}

/** Plain data as a value that stands at a place. */
function valueFrom(data: unknown, origin: Origin): Value {
  if (isUnknown(data)) return unknownValue("a selection that is made in code", origin);
  if (Array.isArray(data)) return { kind: "list", items: data.map((item) => valueFrom(item, origin)), origin };
  if (typeof data !== "object" || data === null) return { kind: "literal", value: data as string, origin };
  return made(Object.fromEntries(Object.entries(data).map(([name, value]) => [name, valueFrom(value, origin)])), origin);
}

/** An argument that was not left out. */
function given(value: Value | undefined): Value | undefined {
  return value?.kind === "literal" && value.value === undefined ? undefined : value;
}

/** Entries of our own, with those of an object. What is no object leaves a doubt. */
function made(own: Readonly<Record<string, Value | string | undefined>>, origin: Origin, object?: Value): ObjectValue {
  const entries = new Map<string, Entry>(object?.kind === "object" ? object.entries : []);
  for (const [name, value] of Object.entries(own)) {
    const entry: Value = typeof value === "string" || value === undefined ? { kind: "literal", value, origin } : value;
    entries.set(name, { value: entry, key: entry.origin, whole: entry.origin });
  }
  if (object === undefined || object.kind === "object") {
    return { kind: "object", entries, origin, ...(object?.doubt ? { doubt: object.doubt } : {}) };
  }
  return { kind: "object", entries, origin, doubt: unknownValue(reasonOf(object), object.origin) };
}
